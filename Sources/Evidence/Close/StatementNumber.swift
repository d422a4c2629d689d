package import Roaming

/// The number of a statement: the series' prefix, the financial year and a sequence without gaps, as
/// in `RS2926270000123`. Its form is that of a tax document's number (settlement.md §3.5: at most 16
/// characters, letters and digits first, then also `-` and `/`), so that an invoice may carry it.
package struct StatementNumber: Sendable, Hashable, CustomStringConvertible {
    package let series: String
    package let financialYear: FinancialYear
    package let sequence: Int

    /// Nil when the number would not have the form: a prefix that is no word of letters and digits,
    /// or too long a number.
    package init?(series: String, financialYear: FinancialYear, sequence: Int) {
        let letters = series.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        guard letters, !series.isEmpty, sequence > 0 else { return nil }
        self.series = series
        self.financialYear = financialYear
        self.sequence = sequence
        guard description.utf8.count <= Self.charactersMax else { return nil }
    }

    package static let charactersMax = 16
    private static let sequenceDigits = 7

    package var description: String {
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(Self.sequenceDigits - digits.utf8.count, 0))
        return series + financialYear.code + zeros + digits
    }
}

/// A financial year that begins on the first of a month: April in India.
package struct FinancialYear: Sendable, Hashable, CustomStringConvertible {
    /// Calendar year in which it begins.
    package let startYear: Int
    private let startMonth: Int

    /// - Parameter startMonth: 1 ... 12
    package init(of month: Month, startMonth: Int) {
        startYear = month.month >= startMonth ? month.year : month.year - 1
        self.startMonth = startMonth
    }

    /// `2627` for April 2026 to March 2027; `2626` for a calendar year.
    package var code: String {
        let endYear = startMonth == 1 ? startYear : startYear + 1
        return Self.twoDigits(startYear) + Self.twoDigits(endYear)
    }

    package var description: String { code }

    private static func twoDigits(_ year: Int) -> String {
        let digits = String(year % 100)
        return digits.utf8.count < 2 ? "0" + digits : digits
    }
}
