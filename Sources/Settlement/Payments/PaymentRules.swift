package import Amounts
package import Roaming

/// What the rules say about matching bank entries, on one day (`Rules/payments.yaml`,
/// `Rules/counterparties`).
package struct PaymentRules: Sendable {
    /// How much less than a statement may arrive and count as kept by banks; none for a currency that
    /// is not named.
    package var feeTolerance: [Currency: ExactDecimal]
    /// And at most this share of what is open, so that a small statement is not eaten by fees.
    package var feePercent: ExactDecimal
    package var payers: [Payer]
    /// By entity.
    package var bookCurrencies: [String: Currency]
    package var rates: ExchangeTable
    /// Of foreign amounts in book currency.
    package var bookRounding: Rounding

    package init(
        feeTolerance: [Currency: ExactDecimal] = [:], feePercent: ExactDecimal = .zero,
        payers: [Payer] = [],
        bookCurrencies: [String: Currency] = [:], rates: ExchangeTable = .empty,
        bookRounding: Rounding = Rounding(digits: 2, mode: .halfUp)
    ) {
        self.feeTolerance = feeTolerance
        self.feePercent = feePercent
        self.payers = payers
        self.bookCurrencies = bookCurrencies
        self.rates = rates
        self.bookRounding = bookRounding
    }

    /// An amount in the currency of an entity's books by the rate of a day; nil without a rate.
    package func book(
        _ amount: ExactDecimal, _ currency: Currency, of entity: String, on day: Day
    ) throws(AmountOverflow) -> ExactDecimal? {
        guard let books = bookCurrencies[entity], books != currency, !amount.isZero else {
            return amount
        }
        guard let rate = rates.rate(of: currency, in: books, on: day) else { return nil }
        return try (amount * rate.rate).rounded(bookRounding)
    }
}

/// By what a partner or hub is known on bank statements.
package struct Payer: Sendable, Hashable {
    package enum Who: Sendable, Hashable {
        case party(PartyID)
        case hub(String)
    }

    package var who: Who
    /// As banks write them; looked for among letters and digits only.
    package var names: [String]
    /// Capitals and digits only.
    package var accounts: Set<String>
    /// Days from the statement's to the day on which it is due, where the agreement differs.
    package var dueDays: Int?

    package init(who: Who, names: [String], accounts: Set<String>, dueDays: Int? = nil) {
        self.who = who
        self.names = names.map { Identifier.compact($0) }
        self.accounts = accounts
        self.dueDays = dueDays
    }

    /// Shorter names occur in too many texts.
    package static let nameLengthMin = 5

    /// By its account, else by a name in what the bank or the payer wrote.
    func isKnown(in entry: BankEntry) -> Bool {
        if let account = entry.partyAccount, accounts.contains(account) { return true }
        let texts = [entry.partyName ?? "", entry.remittance].map { Identifier.compact($0) }
        return names.contains { name in
            name.utf8.count >= Self.nameLengthMin && texts.contains { $0.contains(name) }
        }
    }

    func pays(_ item: StatementItem) -> Bool {
        switch who {
        case .party(let party): item.hub == nil && item.key.counterparty == party
        case .hub(let hub): item.hub == hub
        }
    }
}
