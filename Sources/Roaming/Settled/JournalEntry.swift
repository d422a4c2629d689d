package import Amounts

/// One double entry of one legal entity in one currency. The amounts of its postings sum to zero,
/// and so do their values in book currency.
package struct JournalEntry: Sendable, Hashable {
    /// What is booked; with its dimensions it names the entry.
    package enum Event: String, Sendable, Hashable, CaseIterable {
        /// Agreed CDRs on the CPO side: receivable against revenue and output tax.
        case receivableAccrued = "RECEIVABLE_ACCRUED"
        /// Credit CDRs of ours: what the accrual booked, the other way round.
        case receivableCredited = "RECEIVABLE_CREDITED"
        /// Disputed claims of ours: receivable against deferred revenue.
        case receivableDisputed = "RECEIVABLE_DISPUTED"
        /// Agreed CDRs on the eMSP side: cost and input tax against payable.
        case payableAccrued = "PAYABLE_ACCRUED"
        /// Credit CDRs of theirs: what the accrual booked, the other way round.
        case payableCredited = "PAYABLE_CREDITED"
        /// Disputed claims of theirs: deferred cost against payable.
        case payableDisputed = "PAYABLE_DISPUTED"
        /// A dispute was decided: what was held is released, written off, or some of each.
        case disputeDecided = "DISPUTE_DECIDED"
        /// What a hub charges for its service, with its tax.
        case hubFee = "HUB_FEE"
        /// The lower of receivable and payable set off against each other.
        case netted = "NETTED"
        /// What is left with one member, to be paid through the hub's clearing account.
        case hubNetted = "HUB_NETTED"
        /// Open foreign amounts at the rate of the last day, against the rates they were booked at.
        case revalued = "FX_REVALUED"
        /// A bank entry paid a statement, or was taken back.
        case paymentAllocated = "PAYMENT_ALLOCATED"
        /// A bank entry paid more than there was; the rest stands for its payer.
        case paymentOnAccount = "PAYMENT_ON_ACCOUNT"
    }

    package struct Posting: Sendable, Hashable {
        /// Code in the chart of accounts.
        package var account: String
        package var accountName: String
        package var accountKind: AccountKind
        /// Debit above zero, credit below. Zero only where a difference of rates is booked.
        package var amount: ExactDecimal
        /// The same in book currency; nil when no rate is known yet.
        package var bookAmount: ExactDecimal?

        package init(
            account: String, accountName: String, accountKind: AccountKind, amount: ExactDecimal,
            bookAmount: ExactDecimal?
        ) {
            self.account = account
            self.accountName = accountName
            self.accountKind = accountKind
            self.amount = amount
            self.bookAmount = bookAmount
        }
    }

    package var event: Event
    /// Id of the legal entity.
    package var entity: String
    /// Nil for a hub's fee.
    package var counterparty: PartyID?
    /// Whose fee it is, or through whose account is paid.
    package var hub: String?
    package var currency: Currency
    package var bookCurrency: Currency
    /// The month the service was given in; earlier than the entry's for a prior-period adjustment.
    package var serviceMonth: Month
    /// What else tells two entries of one event apart: the dispute and its step; "" mostly.
    package var reference: String
    /// Last day of the month; of a payment the day on which it is booked.
    package var day: Day
    package var text: String
    /// Debits first as the event lists them.
    package var postings: [Posting]

    package init(
        event: Event, entity: String, counterparty: PartyID?, hub: String?, currency: Currency,
        bookCurrency: Currency, serviceMonth: Month, reference: String, day: Day, text: String,
        postings: [Posting]
    ) {
        self.event = event
        self.entity = entity
        self.counterparty = counterparty
        self.hub = hub
        self.currency = currency
        self.bookCurrency = bookCurrency
        self.serviceMonth = serviceMonth
        self.reference = reference
        self.day = day
        self.text = text
        self.postings = postings
    }

    /// The source event, unique within a month: `2026-10/RECEIVABLE_ACCRUED/magma/IN-TPC/INR`, then
    /// the service month of an adjustment and the reference, where there are.
    package var key: String {
        let month = Month(containing: day)
        var parts = ["\(month)", event.rawValue, entity]
        if let counterparty { parts.append("\(counterparty)") }
        if let hub { parts.append(hub) }
        parts.append("\(currency)")
        if serviceMonth != month { parts.append("\(serviceMonth)") }
        if !reference.isEmpty { parts.append(reference) }
        return parts.joined(separator: "/")
    }
}

/// The five kinds of accounts of double-entry bookkeeping.
package enum AccountKind: String, Sendable, Hashable, CaseIterable {
    case asset, liability, equity, income, expense
}
