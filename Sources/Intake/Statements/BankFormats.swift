package import Amounts
package import Roaming

/// How a bank writes days: `DD/MM/YYYY`, `DD-MMM-YY`, `YYYYMMDD`; everything but the tokens DD, MM,
/// MMM, YY and YYYY stands for itself.
package struct DateFormat: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case day, month, monthName, year, shortYear
        case literal(Character)
    }

    /// As the rule says it.
    package let description: String
    private let parts: [Part]
    /// Two-digit years below it are 20xx, the others 19xx.
    private let pivot: Int

    /// Nil unless day, month and year stand in it once each.
    package init?(_ text: String, pivot: Int) {
        var parts: [Part] = []
        var rest = Substring(text)
        let tokens: [(String, Part)] = [
            ("DD", .day), ("MMM", .monthName), ("MM", .month), ("YYYY", .year), ("YY", .shortYear),
        ]
        while let first = rest.first {
            if let (token, part) = tokens.first(where: { rest.hasPrefix($0.0) }) {
                parts.append(part)
                rest = rest.dropFirst(token.count)
            } else {
                parts.append(.literal(first))
                rest = rest.dropFirst()
            }
        }
        guard parts.count(where: { $0 == .day }) == 1,
            parts.count(where: { $0 == .month || $0 == .monthName }) == 1,
            parts.count(where: { $0 == .year || $0 == .shortYear }) == 1,
            (0...100).contains(pivot)
        else { return nil }
        description = text
        self.parts = parts
        self.pivot = pivot
    }

    /// A time of day behind the date, after a blank, is passed over.
    package func day(_ text: String) -> Day? {
        var rest = Substring(BankText.trimmed(text))
        var (year, month, day) = (0, 0, 0)
        for part in parts {
            switch part {
            case .literal(let character):
                guard rest.first == character else { return nil }
                rest = rest.dropFirst()
            case .day:
                guard let value = Self.number(&rest, 1, 2) else { return nil }
                day = value
            case .month:
                guard let value = Self.number(&rest, 1, 2) else { return nil }
                month = value
            case .monthName:
                let names = [
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC",
                ]
                let word = Identifier.folded(String(rest.prefix(3)))
                guard let place = names.firstIndex(of: word) else { return nil }
                month = place + 1
                rest = rest.dropFirst(3)
            case .year:
                guard let value = Self.number(&rest, 4, 4) else { return nil }
                year = value
            case .shortYear:
                guard let value = Self.number(&rest, 2, 2) else { return nil }
                year = value < pivot ? 2000 + value : 1900 + value
            }
        }
        guard rest.isEmpty || rest.first == " " else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// With as many digits as come, where nothing separates parts exactly the most.
    private static func number(_ rest: inout Substring, _ least: Int, _ most: Int) -> Int? {
        let digits = rest.prefix(most).prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= least else { return nil }
        rest = rest.dropFirst(digits.count)
        return Int(digits)
    }
}

/// How a bank writes amounts.
package struct NumberFormat: Sendable, Hashable {
    package let decimal: Character
    /// Between groups of digits; nil when there is none.
    package let grouping: Character?

    /// Nil when both are the same or a digit.
    package init?(decimal: Character, grouping: Character?) {
        guard decimal != grouping, !decimal.isNumber, grouping?.isNumber != true else { return nil }
        self.decimal = decimal
        self.grouping = grouping
    }

    /// With its sign in front or behind, or in brackets; a currency sign or code in front is passed
    /// over. Groups have three digits or, as in India, three at the end and two before; anything else
    /// is no amount, since it may be a number written the other way.
    package func amount(_ text: String) -> ExactDecimal? {
        var rest = Substring(BankText.trimmed(text))
        var isNegative = false
        if rest.first == "(", rest.last == ")" {
            isNegative = true
            rest = rest.dropFirst().dropLast()
        }
        for mark in ["INR", "EUR", "Rs.", "₹", "€"] where rest.hasPrefix(mark) {
            rest = rest.dropFirst(mark.count)
        }
        rest = rest.drop { $0.isWhitespace }
        if let sign = rest.first, sign == "-" || sign == "+" {
            guard !isNegative else { return nil }
            isNegative = sign == "-"
            rest = rest.dropFirst()
        } else if rest.last == "-" {
            guard !isNegative else { return nil }
            isNegative = true
            rest = rest.dropLast()
        }
        guard let plain = plain(rest), let value = ExactDecimal(plain) else { return nil }
        return isNegative ? try? value.negated() : value
    }

    /// Digits with a point.
    private func plain(_ text: Substring) -> String? {
        let halves = text.split(
            separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = halves.first else { return nil }
        let groups =
            grouping.map { whole.split(separator: $0, omittingEmptySubsequences: false) } ?? [whole]
        let isDigits = { (text: Substring) in
            !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
        }
        guard groups.allSatisfy(isDigits), halves.dropFirst().allSatisfy(isDigits) else {
            return nil
        }
        if groups.count > 1 {
            let inner = Set(groups.dropFirst().dropLast().map(\.count))
            guard groups.last?.count == 3, inner.isEmpty || inner == [2] || inner == [3],
                groups[0].count <= (inner.first ?? 3)
            else { return nil }
        }
        let fraction = halves.count == 2 ? ".\(halves[1])" : ""
        return groups.joined() + fraction
    }
}
