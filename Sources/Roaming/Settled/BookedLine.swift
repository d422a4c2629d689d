package import Amounts

/// One line of the ledger, or of a journal that is still a draft, with the entry it belongs to.
package struct BookedLine: Sendable, Hashable {
    /// Names the entry: `2026-10/v1/RECEIVABLE_ACCRUED/magma/IN-TPC/INR`.
    package var source: String
    package var event: String
    /// Id of the legal entity.
    package var entity: String
    package var counterparty: PartyID?
    package var hub: String?
    package var serviceMonth: Month
    package var day: Day
    package var text: String
    /// Place in its entry, from 0.
    package var line: Int
    package var account: String
    package var accountName: String
    package var accountKind: AccountKind
    package var currency: Currency
    /// Debit above zero, credit below.
    package var amount: ExactDecimal
    package var bookCurrency: Currency
    /// Nil in a draft that lacks a rate.
    package var bookAmount: ExactDecimal?

    package init(
        source: String, event: String, entity: String, counterparty: PartyID?, hub: String?,
        serviceMonth: Month, day: Day, text: String, line: Int, account: String,
        accountName: String, accountKind: AccountKind, currency: Currency, amount: ExactDecimal,
        bookCurrency: Currency, bookAmount: ExactDecimal?
    ) {
        self.source = source
        self.event = event
        self.entity = entity
        self.counterparty = counterparty
        self.hub = hub
        self.serviceMonth = serviceMonth
        self.day = day
        self.text = text
        self.line = line
        self.account = account
        self.accountName = accountName
        self.accountKind = accountKind
        self.currency = currency
        self.amount = amount
        self.bookCurrency = bookCurrency
        self.bookAmount = bookAmount
    }
}
