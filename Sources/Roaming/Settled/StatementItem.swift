package import Amounts

/// A statement of a closed month as something to be paid. Its identity is month, entity,
/// counterparty, side and currency: a reopened month gives it another number, and what was paid of
/// it stays paid.
package struct StatementItem: Sendable, Hashable {
    package struct Key: Sendable, Hashable {
        package var month: Month
        package var entity: String
        package var counterparty: PartyID
        package var side: Side
        package var currency: Currency

        package init(
            month: Month, entity: String, counterparty: PartyID, side: Side, currency: Currency
        ) {
            self.month = month
            self.entity = entity
            self.counterparty = counterparty
            self.side = side
            self.currency = currency
        }
    }

    package var key: Key
    /// The number that stands.
    package var number: String
    /// Numbers of it that were cancelled; people may still quote them.
    package var formerNumbers: [String]
    package var issuedOn: Day
    package var dueOn: Day
    /// What is to be paid of it, netting taken off: above zero they owe us, below we owe them.
    package var amount: ExactDecimal
    /// The same in the currency of the books, as the ledger carries it.
    package var book: ExactDecimal
    /// The hub through whose account it is paid; nil when by or to the partner.
    package var hub: String?
    /// What payments have taken off `amount` and `book` so far.
    package var paid: ExactDecimal
    package var bookPaid: ExactDecimal

    package init(
        key: Key, number: String, formerNumbers: [String] = [], issuedOn: Day, dueOn: Day,
        amount: ExactDecimal, book: ExactDecimal, hub: String? = nil, paid: ExactDecimal = .zero,
        bookPaid: ExactDecimal = .zero
    ) {
        self.key = key
        self.number = number
        self.formerNumbers = formerNumbers
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.amount = amount
        self.book = book
        self.hub = hub
        self.paid = paid
        self.bookPaid = bookPaid
    }

    /// amount − paid
    package func open() throws(AmountOverflow) -> ExactDecimal { try amount - paid }

    /// What a payer may quote to pay all of a month with one partner, or through one hub.
    package var nettingReference: String {
        "NET-\(key.month)-\(hub ?? "\(key.counterparty)")"
    }

    /// By due day, then number.
    package static func precedes(_ a: StatementItem, _ b: StatementItem) -> Bool {
        (a.dueOn, a.number) < (b.dueOn, b.number)
    }
}

/// How long an item has been due, in the customary steps.
package enum Ageing: String, Sendable, Hashable, CaseIterable {
    case notDue = "NOT_DUE"
    case upTo30 = "0-30"
    case upTo60 = "31-60"
    case upTo90 = "61-90"
    case over90 = "OVER_90"

    /// - Parameter days: since the due day; it is not due before it.
    package init(daysPastDue days: Int) {
        self =
            switch days {
            case ..<0: .notDue
            case ...30: .upTo30
            case ...60: .upTo60
            case ...90: .upTo90
            default: .over90
            }
    }

    package init(due: Day, on day: Day) {
        self.init(daysPastDue: day.daysSince1970 - due.daysSince1970)
    }
}
