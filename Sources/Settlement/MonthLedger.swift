import Amounts
package import Roaming

/// Sums up the reconciled lines of a month, in any order, in memory that does not grow with them.
package struct MonthLedger: Sendable {
    private let month: Month
    private let rules: SettlementRules
    private var tallies: [StatementKey: StatementTally] = [:]
    private var payouts: PayoutTally
    private var linesWithoutAmounts = 0
    private var linesOfOwnNetwork = 0

    package init(month: Month, rules: SettlementRules) {
        self.month = month
        self.rules = rules
        payouts = PayoutTally(month: month, rules: rules)
    }

    /// Takes one line in.
    /// - Throws: `amountWithoutOwner` when it has an amount but no counterparty or currency.
    package mutating func add(_ line: ReconciledLine) throws(SettlementError) {
        guard let counterparty = line.counterparty, let currency = line.currency else {
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
        let key = StatementKey(counterparty: counterparty, currency: currency, side: line.side)
        try tallies[key, default: StatementTally()].add(line)
    }

    /// The month as it stands.
    package func close() throws(SettlementError) -> SettledMonth {
        var statements: [Statement] = []
        for (key, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            statements.append(try tally.statement(of: key))
        }
        let positions = try positions(from: statements)
        let books = Bookkeeping(day: month.next.firstDay.advanced(by: -1), rules: rules)
        var journal: [JournalEntry] = []
        for statement in statements { journal += try books.entries(for: statement) }
        for position in positions {
            if let entry = try books.netting(of: position) { journal.append(entry) }
        }
        journal.sort(by: Bookkeeping.precedes)
        let previews = try payouts.previews()
        return SettledMonth(
            month: month, positions: positions,
            statements: statements.sorted(by: Statement.precedes), journal: journal,
            payouts: previews, sessionsWithoutVendor: payouts.sessionsWithoutVendor,
            linesWithoutAmounts: linesWithoutAmounts, linesOfOwnNetwork: linesOfOwnNetwork)
    }

    /// - Parameter statements: those of one counterparty and currency next to each other.
    private func positions(from statements: [Statement]) throws(SettlementError) -> [Position] {
        var positions: [Position] = []
        for statement in statements {
            var position = Position(
                counterparty: statement.counterparty, currency: statement.currency,
                receivable: .zero, payable: .zero, net: .zero, disputed: .zero)
            if let last = positions.last, last.counterparty == position.counterparty,
                last.currency == position.currency
            {
                position = last
                positions.removeLast()
            }
            try exact { () throws(AmountOverflow) in
                switch statement.side {
                case .cpo: position.receivable = try position.receivable + statement.agreed
                case .emsp: position.payable = try position.payable + statement.agreed
                }
                position.net = try position.receivable - position.payable
                position.disputed = try position.disputed + statement.disputed
            }
            positions.append(position)
        }
        return positions.filter {
            !($0.receivable.isZero && $0.payable.isZero && $0.net.isZero && $0.disputed.isZero)
        }
    }
}

extension Statement {
    /// By counterparty, side (receivable first), currency.
    fileprivate static func precedes(_ a: Statement, _ b: Statement) -> Bool {
        if a.counterparty != b.counterparty { return a.counterparty < b.counterparty }
        if a.side != b.side { return a.side == .cpo }
        return a.currency < b.currency
    }
}
