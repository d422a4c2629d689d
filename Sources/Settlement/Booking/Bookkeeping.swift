import Amounts
import Roaming

/// Turns the sums of one entity into journal entries (settlement practice §2.9). Accruals only:
/// invoices, their tax documents and payments come later and are booked from them.
struct Bookkeeping {
    /// What a section is booked by.
    struct SectionValues {
        var charged: Valued
        var chargedBeforeTax: Valued
        var credited: Valued
        var creditedBeforeTax: Valued
        var held: Valued
    }

    let day: Day
    let entity: EntityRule
    let valuation: Valuation
    let rules: SettlementRules

    var month: Month { Month(containing: day) }

    /// What credits take back is valued as the difference they make, so that a CDR and its credit leave
    /// nothing behind, not even a rounding.
    func values(
        of section: SectionTally, in currency: Currency
    ) throws(SettlementError) -> SectionValues {
        try exact { () throws(AmountOverflow) in
            let all = try section.charges + section.credits
            func value(
                _ parts: Parts, _ figure: KeyPath<Parts.Sums, ExactDecimal>
            ) throws(AmountOverflow) -> Valued {
                try valuation.value(of: parts, figure, in: currency)
            }
            let charged = try value(section.charges, \.agreed)
            let chargedBeforeTax = try value(section.charges, \.beforeTax)
            return SectionValues(
                charged: charged, chargedBeforeTax: chargedBeforeTax,
                credited: try value(all, \.agreed) - charged,
                creditedBeforeTax: try value(all, \.beforeTax) - chargedBeforeTax,
                held: try value(all, \.disputed))
        }
    }

    /// What is agreed, credited and held of one section; no entry over nothing.
    func entries(
        for key: SectionKey, _ values: SectionValues
    ) throws(SettlementError) -> [JournalEntry] {
        let (tax, creditedTax) = try exact { () throws(AmountOverflow) in
            (
                try values.charged - values.chargedBeforeTax,
                try values.creditedBeforeTax - values.credited
            )
        }
        let (credited, creditedBeforeTax) = try exact { () throws(AmountOverflow) in
            (try values.credited.negated(), try values.creditedBeforeTax.negated())
        }
        let (head, held) = (Head(key, month), values.held)
        let drafts: [Draft] =
            switch key.side {
            case .cpo:
                [
                    Draft(
                        .receivableAccrued, head, "CDRs of our stations accepted",
                        debit: [(.accruedRoamingReceivable, values.charged)],
                        credit: [(.roamingRevenue, values.chargedBeforeTax), (.outputTax, tax)]),
                    Draft(
                        .receivableCredited, head, "CDRs of our stations credited",
                        debit: [(.roamingRevenue, creditedBeforeTax), (.outputTax, creditedTax)],
                        credit: [(.accruedRoamingReceivable, credited)]),
                    Draft(
                        .receivableDisputed, head, "CDRs of our stations held until explained",
                        debit: [(.disputedReceivable, held)],
                        credit: [(.deferredRevenue, held)]),
                ]
            case .emsp:
                [
                    Draft(
                        .payableAccrued, head, "CDRs of our drivers accepted",
                        debit: [(.roamingCost, values.chargedBeforeTax), (.inputTax, tax)],
                        credit: [(.accruedRoamingPayable, values.charged)]),
                    Draft(
                        .payableCredited, head, "CDRs of our drivers credited",
                        debit: [(.accruedRoamingPayable, credited)],
                        credit: [(.roamingCost, creditedBeforeTax), (.inputTax, creditedTax)]),
                    Draft(
                        .payableDisputed, head, "CDRs of our drivers held until explained",
                        debit: [(.deferredCost, held)],
                        credit: [(.disputedPayable, held)]),
                ]
            }
        var entries: [JournalEntry] = []
        for draft in drafts { if let entry = try entry(draft) { entries.append(entry) } }
        return entries
    }

    /// The hub's own invoice: never a part of what partners owe each other.
    func entry(for fee: HubFee) throws(SettlementError) -> JournalEntry? {
        let (net, tax, total) = try exact { () throws(AmountOverflow) in
            let net = try valuation.atClosing(fee.fee, in: fee.currency)
            let tax = try valuation.atClosing(fee.tax, in: fee.currency)
            return (net, tax, try net + tax)
        }
        return try entry(
            Draft(
                .hubFee,
                Head(
                    counterparty: nil, hub: fee.hub, currency: fee.currency, serviceMonth: month,
                    reference: ""),
                "Service of \(fee.supplier)", debit: [(.hubExpense, net), (.hubInputTax, tax)],
                credit: [(.hubPayable, total)]))
    }
}

extension Bookkeeping {
    /// Whom and when an entry is about.
    struct Head {
        var counterparty: PartyID?
        var hub: String?
        var currency: Currency
        var serviceMonth: Month
        var reference: String
    }

    /// An entry before its accounts are looked up.
    struct Draft {
        let event: JournalEntry.Event
        let head: Head
        let text: String
        let debit: [(AccountRole, Valued)]
        let credit: [(AccountRole, Valued)]

        init(
            _ event: JournalEntry.Event, _ head: Head, _ text: String,
            debit: [(AccountRole, Valued)], credit: [(AccountRole, Valued)]
        ) {
            self.event = event
            self.head = head
            self.text = text
            self.debit = debit
            self.credit = credit
        }
    }

    /// Nil when all of it is zero.
    func entry(_ draft: Draft) throws(SettlementError) -> JournalEntry? {
        var postings: [JournalEntry.Posting] = []
        for (role, value) in draft.debit where !value.isZero {
            postings.append(posting(role, value))
        }
        for (role, value) in draft.credit where !value.isZero {
            let negated = try exact { () throws(AmountOverflow) in try value.negated() }
            postings.append(posting(role, negated))
        }
        guard !postings.isEmpty else { return nil }
        try requireBalance(postings)
        let head = draft.head
        let who = head.counterparty.map { "\($0)" } ?? head.hub ?? entity.id
        let adjusts = head.serviceMonth == month ? "" : ", service month \(head.serviceMonth)"
        return JournalEntry(
            event: draft.event, entity: entity.id, counterparty: head.counterparty, hub: head.hub,
            currency: head.currency, bookCurrency: entity.bookCurrency,
            serviceMonth: head.serviceMonth, reference: head.reference, day: day,
            text: "\(draft.text), \(who), \(month)\(adjusts)", postings: postings)
    }

    private func requireBalance(_ postings: [JournalEntry.Posting]) throws(SettlementError) {
        let sums = try exact { () throws(AmountOverflow) in
            var (amount, book) = (ExactDecimal.zero, ExactDecimal.zero)
            for posting in postings {
                amount = try amount + posting.amount
                book = try book + (posting.bookAmount ?? .zero)
            }
            return (amount, book)
        }
        let isValued = postings.allSatisfy { $0.bookAmount != nil }
        precondition(
            sums.0.isZero && (sums.1.isZero || !isValued),
            "tax is the difference of the totals, so every entry balances in both currencies")
    }

    private func posting(_ role: AccountRole, _ value: Valued) -> JournalEntry.Posting {
        let account = rules.accounts[role]
        return JournalEntry.Posting(
            account: account.code, accountName: account.name, accountKind: role.kind,
            amount: value.amount, bookAmount: value.book)
    }
}

extension Bookkeeping.Head {
    init(_ key: SectionKey, _ month: Month, reference: String = "") {
        self.init(
            counterparty: key.counterparty, hub: nil, currency: key.currency,
            serviceMonth: key.serviceMonth, reference: reference)
    }
}

extension JournalEntry {
    /// By entity, counterparty (fees, which have none, last), currency, event as declared, service
    /// month, reference.
    static func precedes(_ a: JournalEntry, _ b: JournalEntry) -> Bool {
        if a.entity != b.entity { return a.entity < b.entity }
        if a.counterparty != b.counterparty {
            guard let x = a.counterparty else { return false }
            guard let y = b.counterparty else { return true }
            return x < y
        }
        if a.currency != b.currency { return a.currency < b.currency }
        if a.event != b.event { return place(a.event) < place(b.event) }
        if a.serviceMonth != b.serviceMonth { return a.serviceMonth < b.serviceMonth }
        return (a.hub ?? "", a.reference) < (b.hub ?? "", b.reference)
    }

    private static func place(_ event: Event) -> Int {
        Event.allCases.firstIndex(of: event) ?? 0
    }
}
