import Amounts
package import Roaming

/// Sums up the reconciled lines of a month, in any order, in memory that does not grow with them.
package struct MonthLedger: Sendable {
    private let month: Month
    private let rules: SettlementRules
    /// By entity, as in the rules.
    private let valuations: [Valuation]
    private var sections: [SectionKey: SectionTally] = [:]
    private var payouts: PayoutTally
    private var fees: HubFeeTally
    private var linesWithoutAmounts = 0
    private var linesOfOwnNetwork = 0

    private var lastDay: Day { month.next.firstDay.advanced(by: -1) }

    package init(month: Month, rules: SettlementRules) {
        let lastDay = month.next.firstDay.advanced(by: -1)
        self.month = month
        self.rules = rules
        valuations = rules.entities.map { entity in
            Valuation(
                bookCurrency: entity.bookCurrency,
                rateDate: entity.rateDates.rule(on: lastDay) ?? .statementDate, closing: lastDay,
                table: rules.rates, rounding: rules.bookRounding)
        }
        payouts = PayoutTally(month: month, rules: rules)
        fees = HubFeeTally(month: month, rules: rules)
    }

    /// Takes one line in.
    /// - Throws: `amountWithoutOwner` when it has an amount but no counterparty, no currency or no
    ///   entity of ours.
    package mutating func add(_ line: ReconciledLine) throws(SettlementError) {
        guard let counterparty = line.counterparty, let currency = line.currency,
            let entity = rules.entity(of: line.ownParty)
        else {
            guard line.agreed.isZero, line.agreedBeforeTax.isZero, line.disputed.isZero else {
                throw .amountWithoutOwner(cdr: line.cdrID, session: line.sessionID)
            }
            linesWithoutAmounts += 1
            return
        }
        if line.side == .cpo { try payouts.add(line, in: currency) }
        guard !line.ownNetwork else {
            linesOfOwnNetwork += 1
            return
        }
        let key = SectionKey(
            entity: entity, counterparty: counterparty, currency: currency, side: line.side,
            serviceMonth: line.serviceMonth ?? month)
        let day =
            valuations[entity].needsDays(currency)
            ? line.end.map { rules.day(of: $0) } ?? lastDay : nil
        do {
            try sections[key, default: SectionTally()].add(line, on: day)
            try fees.add(line)
        } catch {
            throw .amountOverflow
        }
    }

    /// Takes in what was decided in this month about a dispute, of this or an earlier month.
    package mutating func add(_ decision: DisputeEvent) throws(SettlementError) {
        guard let entity = rules.entity(of: decision.ownParty) else {
            throw .amountWithoutOwner(cdr: decision.dispute, session: nil)
        }
        let key = SectionKey(
            entity: entity, counterparty: decision.counterparty, currency: decision.currency,
            side: decision.side, serviceMonth: decision.month)
        sections[key, default: SectionTally()].add(decision)
    }

    /// The month as it stands.
    package func close() throws(SettlementError) -> SettledMonth {
        let fees = try fees.fees()
        var drafts: [StatementDraft] = []
        var journal: [JournalEntry] = []
        for (key, section) in sections.sorted(by: { $0.key < $1.key }) {
            let books = books(of: key.entity)
            let values = try books.values(of: section, in: key.currency)
            if drafts.last?.key.isOfStatement(key) != true {
                drafts.append(StatementDraft(key: key, valuation: valuations[key.entity]))
            }
            try drafts[drafts.count - 1].add(section, key, values)
            journal += try books.entries(for: key, values)
            for decision in section.decisions {
                if let entry = try books.entry(for: decision, key) { journal.append(entry) }
            }
        }
        var open = try positions(from: drafts)
        let netting = Netting(rules: rules)
        netting.apply(to: &open)
        for position in open {
            journal += try books(of: position.entity).entries(netting: position)
        }
        for fee in fees {
            guard let place = rules.entities.firstIndex(where: { $0.id == fee.entity }) else {
                preconditionFailure("rules that were checked have an entity for every fee")
            }
            if let entry = try books(of: place).entry(for: fee) { journal.append(entry) }
        }
        let statements = try drafts.map { draft throws(SettlementError) in
            try draft.statement(of: rules.entities[draft.key.entity])
        }
        let (positions, proof) = try exact { () throws(AmountOverflow) in
            (
                try open.map { position throws(AmountOverflow) in
                    try position.position(of: rules.entities[position.entity])
                }, try netting.proof(of: open)
            )
        }
        return SettledMonth(
            month: month, positions: positions,
            statements: statements.sorted(by: Statement.precedes),
            journal: journal.sorted(by: JournalEntry.precedes), hubFees: fees,
            nettingProof: proof, payouts: try payouts.previews(),
            sessionsWithoutVendor: payouts.sessionsWithoutVendor,
            linesWithoutAmounts: linesWithoutAmounts, linesOfOwnNetwork: linesOfOwnNetwork)
    }

    private func books(of entity: Int) -> Bookkeeping {
        Bookkeeping(
            day: lastDay, entity: rules.entities[entity], valuation: valuations[entity],
            rules: rules)
    }

    /// - Parameter drafts: those of one entity, counterparty and currency next to each other.
    private func positions(
        from drafts: [StatementDraft]
    ) throws(SettlementError) -> [OpenPosition] {
        var positions: [OpenPosition] = []
        for draft in drafts {
            let key = draft.key
            var position = OpenPosition(
                entity: key.entity, counterparty: key.counterparty, currency: key.currency)
            if let last = positions.last, last.entity == key.entity,
                last.counterparty == key.counterparty, last.currency == key.currency
            {
                position = positions.removeLast()
            }
            switch key.side {
            case .cpo: position.receivable = draft.due
            case .emsp: position.payable = draft.due
            }
            let held = draft.held
            let before = position.disputed
            position.disputed = try exact { () throws(AmountOverflow) in try before + held }
            positions.append(position)
        }
        return positions.filter { !$0.isNothing }
    }
}

extension Statement {
    /// By entity, counterparty, side (receivable first), currency.
    fileprivate static func precedes(_ a: Statement, _ b: Statement) -> Bool {
        if a.entity != b.entity { return a.entity < b.entity }
        if a.counterparty != b.counterparty { return a.counterparty < b.counterparty }
        if a.side != b.side { return a.side == .cpo }
        return a.currency < b.currency
    }
}
