package import Amounts

/// How a partner's spreadsheet or a bank writes numbers: `1.234,56`, `1,23,456.78`, `1 234.56`.
package struct NumberFormat: Sendable, Hashable {
    package enum Mark: String, Sendable, Hashable, CaseIterable {
        case point = "."
        case comma = ","
    }

    package enum Grouping: String, Sendable, Hashable, CaseIterable {
        case none, point = ".", comma = ",", space = " ", apostrophe = "'"
    }

    package var mark: Mark
    package var grouping: Grouping

    package init(mark: Mark, grouping: Grouping) {
        self.mark = mark
        self.grouping = grouping
    }

    /// More than any month comes to; it keeps every sum of a statement inside the exact type.
    private static let wholeDigits = 15
    private static let decimals = 10
    private static let signs = ["₹", "€", "£", "$", "Rs.", "Rs", "INR", "EUR"]

    /// Nil for what is no number in this format. Groups have three digits, or as in India two with
    /// three at the end; a minus may follow (`12,00-`), or the number stand in brackets.
    package func read(_ text: String) -> ExactDecimal? {
        var rest = Self.plain(text)
        var isNegative = false
        if rest.hasPrefix("("), rest.hasSuffix(")") {
            isNegative = true
            rest = String(rest.dropFirst().dropLast())
        } else if rest.hasSuffix("-") {
            isNegative = true
            rest.removeLast()
        } else if rest.hasPrefix("-") {
            isNegative = true
            rest.removeFirst()
        } else if rest.hasPrefix("+") {
            rest.removeFirst()
        }
        for sign in Self.signs {
            if rest.hasPrefix(sign) { rest.removeFirst(sign.count) }
            if rest.hasSuffix(sign) { rest.removeLast(sign.count) }
        }
        rest = Self.plain(rest)
        if !isNegative, rest.hasPrefix("-") {  // ₹ -12.00
            isNegative = true
            rest.removeFirst()
        }
        guard let digits = digits(rest) else { return nil }
        return ExactDecimal(isNegative ? "-" + digits : digits)
    }

    /// `1234.56`
    private func digits(_ text: String) -> String? {
        let parts = text.split(separator: mark.rawValue, omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let whole = ungrouped(first),
            (1...Self.wholeDigits).contains(whole.utf8.count)
        else { return nil }
        guard parts.count == 2 else { return whole }
        let fraction = parts[1]
        guard (1...Self.decimals).contains(fraction.utf8.count), Self.areDigits(fraction) else {
            return nil
        }
        return "\(whole).\(fraction)"
    }

    private func ungrouped(_ text: Substring) -> String? {
        guard grouping != .none, text.contains(grouping.rawValue) else {
            return Self.areDigits(text) ? String(text) : nil
        }
        let groups = text.split(separator: grouping.rawValue, omittingEmptySubsequences: false)
        let inner = groups.dropFirst().dropLast()
        guard let first = groups.first, let last = groups.last, last.utf8.count == 3,
            groups.allSatisfy(Self.areDigits)
        else { return nil }
        let isWestern =
            (1...3).contains(first.utf8.count) && inner.allSatisfy { $0.utf8.count == 3 }
        let isIndian = (1...2).contains(first.utf8.count) && inner.allSatisfy { $0.utf8.count == 2 }
        return isWestern || isIndian ? groups.joined() : nil
    }

    private static func areDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 &- 48 < 10 }
    }

    /// Without outer space, and with the plain space and minus for the typographic ones.
    private static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.value {
            case 0xA0, 0x2009, 0x202F: " "
            case 0x2212, 0x2013: "-"
            case 0x2019: "'"
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars)).trimmed
    }
}

extension StringProtocol {
    /// Without outer white space.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        var end = start[...]
        while end.last?.isWhitespace == true { end.removeLast() }
        return String(end)
    }
}
