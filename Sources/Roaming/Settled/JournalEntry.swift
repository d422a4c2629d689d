package import Amounts

/// One double entry in one currency. The amounts of its postings sum to zero.
package struct JournalEntry: Sendable, Hashable {
    /// What is booked; with counterparty and currency it names the entry.
    package enum Event: String, Sendable, Hashable, CaseIterable {
        /// Agreed CDRs on the CPO side: receivable against revenue and output tax.
        case receivableAccrued = "RECEIVABLE_ACCRUED"
        /// Disputed claims of ours: receivable against deferred revenue.
        case receivableDisputed = "RECEIVABLE_DISPUTED"
        /// Agreed CDRs on the eMSP side: cost and input tax against payable.
        case payableAccrued = "PAYABLE_ACCRUED"
        /// Disputed claims of theirs: deferred cost against payable.
        case payableDisputed = "PAYABLE_DISPUTED"
        /// The lower of receivable and payable set off against each other.
        case netted = "NETTED"
    }

    package struct Posting: Sendable, Hashable {
        /// Code in the chart of accounts.
        package var account: String
        package var accountName: String
        /// Debit above zero, credit below.
        package var amount: ExactDecimal

        package init(account: String, accountName: String, amount: ExactDecimal) {
            self.account = account
            self.accountName = accountName
            self.amount = amount
        }
    }

    package var event: Event
    package var counterparty: PartyID
    package var currency: Currency
    /// Last day of the month.
    package var day: Day
    package var text: String
    /// Debits first as the event lists them; none is zero.
    package var postings: [Posting]

    package init(
        event: Event, counterparty: PartyID, currency: Currency, day: Day, text: String,
        postings: [Posting]
    ) {
        self.event = event
        self.counterparty = counterparty
        self.currency = currency
        self.day = day
        self.text = text
        self.postings = postings
    }

    /// Unique within a month: `2026-10/RECEIVABLE_ACCRUED/IN-TPC/INR`.
    package var key: String {
        "\(Month(containing: day))/\(event.rawValue)/\(counterparty)/\(currency)"
    }
}
