import Amounts

/// A sum that must come out in every row, written with the keys of number columns:
/// `before_tax + tax = gross`. A row with an empty cell among them is not checked.
struct RowCheck: Sendable, Hashable {
    let text: String
    /// Columns left of the `=` with their sign, right of it with the opposite one.
    private let terms: [(position: Int, negative: Bool)]

    struct Malformed: Error, Hashable {
        let problem: String
    }

    static func == (a: RowCheck, b: RowCheck) -> Bool { a.text == b.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    init(_ text: String, in sheet: SheetDefinition) throws(Malformed) {
        self.text = text
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2 else {
            throw Malformed(problem: "check \"\(text)\" needs exactly one =")
        }
        terms =
            try Self.terms(of: sides[0], flipped: false, check: text, in: sheet)
            + Self.terms(of: sides[1], flipped: true, check: text, in: sheet)
    }

    private static func terms(
        of side: Substring, flipped: Bool, check: String, in sheet: SheetDefinition
    ) throws(Malformed) -> [(position: Int, negative: Bool)] {
        var terms: [(position: Int, negative: Bool)] = []
        var sign: Character? = "+"
        for word in side.split(separator: " ") {
            if word == "+" || word == "-" {
                guard sign == nil else {
                    throw Malformed(problem: "check \"\(check)\": stray \(word)")
                }
                sign = word.first
                continue
            }
            guard let at = sheet.position(of: String(word)), sheet.columns[at].type.canBeSummed
            else {
                throw Malformed(problem: "check \"\(check)\": \(word) is no number column")
            }
            guard let negative = sign.map({ $0 == "-" }) else {
                throw Malformed(problem: "check \"\(check)\": + or - is missing before \(word)")
            }
            terms.append((at, negative != flipped))
            sign = nil
        }
        guard sign == nil else { throw Malformed(problem: "check \"\(check)\" ends too early") }
        return terms
    }

    /// Whether the row passes; nil when a cell it needs is empty.
    /// - Throws: `AmountOverflow` when the sum does not fit.
    func holds(for row: [Cell]) throws(AmountOverflow) -> Bool? {
        var sum = ExactDecimal.zero
        for term in terms {
            guard let value = row[term.position].exact else { return nil }
            sum = term.negative ? try sum - value : try sum + value
        }
        return sum.isZero
    }
}
