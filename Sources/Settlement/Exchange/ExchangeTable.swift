package import Amounts
package import Roaming

/// The dated rates of one foreign currency (`Rules/fx/<foreign>-<book>.yaml`).
package struct ExchangeRates: Sendable {
    package struct Quote: Sendable, Hashable {
        /// Units of book currency for one of the foreign.
        package var rate: ExactDecimal
        /// Who published it.
        package var source: String

        package init(rate: ExactDecimal, source: String) {
            self.rate = rate
            self.source = source
        }
    }

    package var currency: Currency
    package var bookCurrency: Currency
    /// A rate counts on its own day and so many days after it: weekends, holidays, a week.
    package var daysValid: Int
    package var quotes: RuleBook<Quote>

    package init(
        currency: Currency, bookCurrency: Currency, daysValid: Int, quotes: RuleBook<Quote>
    ) {
        self.currency = currency
        self.bookCurrency = bookCurrency
        self.daysValid = daysValid
        self.quotes = quotes
    }

    /// The newest rate that is not after the day; nil when there is none or it is too old.
    package func rate(on day: Day) -> ExchangeRate? {
        guard let quote = quotes.all.last(where: { $0.from <= day }),
            day.daysSince1970 - quote.from.daysSince1970 <= daysValid
        else { return nil }
        return ExchangeRate(
            rate: quote.rule.rate, quotedOn: quote.from, source: quote.rule.source)
    }
}

/// All rates there are.
package struct ExchangeTable: Sendable {
    private struct Pair: Hashable {
        let foreign: Currency
        let book: Currency
    }

    private let rates: [Pair: ExchangeRates]

    package static let empty = ExchangeTable(rates: [:])

    /// Nil when a pair of currencies comes twice, or with itself.
    package init?(_ list: [ExchangeRates]) {
        var rates: [Pair: ExchangeRates] = [:]
        for item in list {
            let pair = Pair(foreign: item.currency, book: item.bookCurrency)
            guard pair.foreign != pair.book, rates.updateValue(item, forKey: pair) == nil else {
                return nil
            }
        }
        self.init(rates: rates)
    }

    private init(rates: [Pair: ExchangeRates]) { self.rates = rates }

    func rate(of foreign: Currency, in book: Currency, on day: Day) -> ExchangeRate? {
        rates[Pair(foreign: foreign, book: book)]?.rate(on: day)
    }
}
