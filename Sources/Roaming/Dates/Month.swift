/// A calendar month, the unit that is cleared: `2026-10`.
package struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let year: Int
    /// 1 ... 12
    package let month: Int

    package static let first = Month(unchecked: 1970, 1)
    package static let last = Month(unchecked: 9998, 12)

    package init?(year: Int, month: Int) {
        guard (1970...9998).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// Reads `2026-10`.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1])
        else { return nil }
        self.init(year: year, month: month)
    }

    package init(containing day: Day) {
        let (year, month, _) = day.yearMonthDay
        self.year = year
        self.month = month
    }

    package var next: Month {
        Month(unchecked: month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1)
    }

    package var previous: Month {
        Month(unchecked: month == 1 ? year - 1 : year, month == 1 ? 12 : month - 1)
    }

    package var firstDay: Day {
        guard let day = Day(year: year, month: month, day: 1) else {
            preconditionFailure("a month that was checked has a first day")
        }
        return day
    }

    package var description: String { "\(padded(year, 4))-\(padded(month, 2))" }

    package static func < (a: Month, b: Month) -> Bool {
        (a.year, a.month) < (b.year, b.month)
    }

    private init(unchecked year: Int, _ month: Int) {
        self.year = year
        self.month = month
    }
}
