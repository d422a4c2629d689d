import Amounts
import Roaming

/// A line as plain-text accounting writes it: an amount of one commodity, maybe with its cost in
/// another.
struct PlainPosting {
    let amount: ExactDecimal
    let currency: Currency
    /// Of the whole amount, without sign; nil where there is none.
    let cost: (amount: ExactDecimal, currency: Currency)?

    /// One, or two where the amount and its value do not point the same way: then the amount costs
    /// nothing and the value stands beside it. An amount of zero is its value alone.
    static func postings(of line: BookedLine) -> [PlainPosting] {
        guard let book = line.bookAmount, line.currency != line.bookCurrency else {
            return [PlainPosting(amount: line.amount, currency: line.currency, cost: nil)]
        }
        let value = PlainPosting(amount: book, currency: line.bookCurrency, cost: nil)
        guard !line.amount.isZero else { return [value] }
        guard !book.isZero, book.isNegative == line.amount.isNegative,
            let cost = try? book.magnitude()
        else {
            let free = PlainPosting(
                amount: line.amount, currency: line.currency, cost: (.zero, line.bookCurrency))
            return book.isZero ? [free] : [free, value]
        }
        return [
            PlainPosting(
                amount: line.amount, currency: line.currency, cost: (cost, line.bookCurrency))
        ]
    }
}

extension BookedLine {
    /// Whom the account is about: the partner, or the hub.
    var dimension: String? { counterparty.map { "\($0)" } ?? hub }
}

/// Text on one line, without the characters that mean something there.
func plain(_ text: String, without special: Set<Character>) -> String {
    String(text.map { $0.isNewline || special.contains($0) ? " " : $0 })
}
