import Amounts
import Roaming

/// Turns statements and positions into journal entries (settlement practice §2.9). Accruals only:
/// invoices, their tax documents and payments come later and are booked from them.
struct Bookkeeping {
    let day: Day
    let rules: SettlementRules

    /// What is agreed and what is disputed of one statement; no entry over nothing.
    func entries(for statement: Statement) throws(SettlementError) -> [JournalEntry] {
        switch statement.side {
        case .cpo: try receivable(statement)
        case .emsp: try payable(statement)
        }
    }

    private func receivable(_ statement: Statement) throws(SettlementError) -> [JournalEntry] {
        let agreed = try entry(
            .receivableAccrued, statement, "CDRs of our stations accepted",
            debit: [(.accruedRoamingReceivable, statement.agreed)],
            credit: [(.roamingRevenue, statement.agreedBeforeTax), (.outputTax, statement.tax)])
        let disputed = try entry(
            .receivableDisputed, statement, "CDRs of our stations held until explained",
            debit: [(.disputedReceivable, statement.disputed)],
            credit: [(.deferredRevenue, statement.disputed)])
        return [agreed, disputed].compactMap { $0 }
    }

    private func payable(_ statement: Statement) throws(SettlementError) -> [JournalEntry] {
        let agreed = try entry(
            .payableAccrued, statement, "CDRs of our drivers accepted",
            debit: [(.roamingCost, statement.agreedBeforeTax), (.inputTax, statement.tax)],
            credit: [(.accruedRoamingPayable, statement.agreed)])
        let disputed = try entry(
            .payableDisputed, statement, "CDRs of our drivers held until explained",
            debit: [(.deferredCost, statement.disputed)],
            credit: [(.disputedPayable, statement.disputed)])
        return [agreed, disputed].compactMap { $0 }
    }

    /// Sets off the lower of receivable and payable. Nil when one of them is not above zero or the
    /// agreement excludes netting. Net positions stay what they were.
    func netting(of position: Position) throws(SettlementError) -> JournalEntry? {
        let amount = min(position.receivable, position.payable)
        guard !rules.nettingExcluded.contains(position.counterparty), amount > .zero else {
            return nil
        }
        return try entry(
            .netted, position.counterparty, position.currency,
            "Receivable and payable set off",
            debit: [(.accruedRoamingPayable, amount)],
            credit: [(.accruedRoamingReceivable, amount)])
    }

    private func entry(
        _ event: JournalEntry.Event, _ statement: Statement, _ text: String,
        debit: [(AccountRole, ExactDecimal)], credit: [(AccountRole, ExactDecimal)]
    ) throws(SettlementError) -> JournalEntry? {
        try entry(
            event, statement.counterparty, statement.currency, text, debit: debit, credit: credit)
    }

    private func entry(
        _ event: JournalEntry.Event, _ counterparty: PartyID, _ currency: Currency,
        _ text: String, debit: [(AccountRole, ExactDecimal)],
        credit: [(AccountRole, ExactDecimal)]
    ) throws(SettlementError) -> JournalEntry? {
        var postings: [JournalEntry.Posting] = []
        for (role, amount) in debit where !amount.isZero {
            postings.append(posting(role, amount))
        }
        for (role, amount) in credit where !amount.isZero {
            let negated = try exact { () throws(AmountOverflow) in try amount.negated() }
            postings.append(posting(role, negated))
        }
        guard !postings.isEmpty else { return nil }
        let sum = try exact { () throws(AmountOverflow) in
            var sum = ExactDecimal.zero
            for posting in postings { sum = try sum + posting.amount }
            return sum
        }
        precondition(sum.isZero, "tax is the difference of the totals, so every entry balances")
        return JournalEntry(
            event: event, counterparty: counterparty, currency: currency, day: day,
            text: "\(text), \(counterparty), \(Month(containing: day))", postings: postings)
    }

    private func posting(_ role: AccountRole, _ amount: ExactDecimal) -> JournalEntry.Posting {
        let account = rules.accounts[role]
        return JournalEntry.Posting(
            account: account.code, accountName: account.name, amount: amount)
    }

    /// By counterparty, currency, event as declared.
    static func precedes(_ a: JournalEntry, _ b: JournalEntry) -> Bool {
        if a.counterparty != b.counterparty { return a.counterparty < b.counterparty }
        if a.currency != b.currency { return a.currency < b.currency }
        return place(a.event) < place(b.event)
    }

    private static func place(_ event: JournalEntry.Event) -> Int {
        JournalEntry.Event.allCases.firstIndex(of: event) ?? 0
    }
}
