import Amounts
import Roaming

/// An amount with its value in book currency, nil while a rate is missing.
struct Valued: Hashable {
    var amount: ExactDecimal
    var book: ExactDecimal?

    static let zero = Valued(amount: .zero, book: .zero)

    static func + (a: Valued, b: Valued) throws(AmountOverflow) -> Valued {
        let amount = try a.amount + b.amount
        guard let x = a.book, let y = b.book else { return Valued(amount: amount, book: nil) }
        return Valued(amount: amount, book: try x + y)
    }

    static func - (a: Valued, b: Valued) throws(AmountOverflow) -> Valued { try a + b.negated() }

    func negated() throws(AmountOverflow) -> Valued {
        guard let book else { return Valued(amount: try amount.negated(), book: nil) }
        return Valued(amount: try amount.negated(), book: try book.negated())
    }

    var isZero: Bool { amount.isZero && book?.isZero ?? true }

    /// The share of the value that a part of the amount carries; all of it for the whole.
    func part(_ part: ExactDecimal, _ rounding: Rounding) throws(AmountOverflow) -> Valued {
        guard let book, part != amount else {
            return Valued(amount: part, book: book)
        }
        guard !amount.isZero else { return Valued(amount: part, book: .zero) }
        let whole = Fraction(amount)
        let share = try Fraction(part) * Fraction(whole.denominator, over: whole.numerator)
        let value = try (Fraction(book) * share).rounded(rounding)
        return Valued(amount: part, book: value)
    }
}

/// How one entity's amounts of a month become amounts of its books.
struct Valuation {
    let bookCurrency: Currency
    let rateDate: EntityRule.RateDate
    /// The month's last day, the date of its statements.
    let closing: Day
    let table: ExchangeTable
    let rounding: Rounding

    /// Amounts of that currency must be kept apart by the day on which the session ended.
    func needsDays(_ currency: Currency) -> Bool {
        currency != bookCurrency && rateDate == .sessionEnd
    }

    /// An amount at the rate of the last day.
    func atClosing(
        _ amount: ExactDecimal, in currency: Currency
    ) throws(AmountOverflow) -> Valued {
        guard currency != bookCurrency, !amount.isZero else {
            return Valued(amount: amount, book: amount)
        }
        guard let rate = table.rate(of: currency, in: bookCurrency, on: closing) else {
            return Valued(amount: amount, book: nil)
        }
        return Valued(amount: amount, book: try (amount * rate.rate).rounded(rounding))
    }

    /// One figure of the parts, each by the rate of its day; rounded once.
    func value(
        of parts: Parts, _ figure: KeyPath<Parts.Sums, ExactDecimal>, in currency: Currency
    ) throws(AmountOverflow) -> Valued {
        let amount = parts.total[keyPath: figure]
        guard needsDays(currency) else { return try atClosing(amount, in: currency) }
        var value = ExactDecimal.zero
        for (day, sums) in parts.byDay {
            guard let rate = table.rate(of: currency, in: bookCurrency, on: day) else {
                return Valued(amount: amount, book: nil)
            }
            value = try value + sums[keyPath: figure] * rate.rate
        }
        return Valued(amount: amount, book: try value.rounded(rounding))
    }
}
