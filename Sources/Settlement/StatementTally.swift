import Amounts
import Roaming

/// One statement's place among the others.
struct StatementKey: Hashable, Comparable {
    let counterparty: PartyID
    let currency: Currency
    let side: Side

    static func < (a: StatementKey, b: StatementKey) -> Bool {
        if a.counterparty != b.counterparty { return a.counterparty < b.counterparty }
        if a.currency != b.currency { return a.currency < b.currency }
        return a.side == .cpo && b.side == .emsp
    }
}

/// Running sums of one statement.
struct StatementTally {
    private var lines: [Disposition: Int] = [:]
    private var sessions = 0
    private var energy = ExactDecimal.zero
    private var agreed = ExactDecimal.zero
    private var beforeTax = ExactDecimal.zero
    private var disputed = ExactDecimal.zero

    mutating func add(_ line: ReconciledLine) throws(SettlementError) {
        lines[line.disposition, default: 0] += 1
        do {
            agreed = try agreed + line.agreed
            beforeTax = try beforeTax + line.agreedBeforeTax
            disputed = try disputed + line.disputed
            guard line.disposition.isSettled else { return }
            sessions += 1
            energy = try energy + (line.energy ?? .zero)
        } catch {
            throw .amountOverflow
        }
    }

    func statement(of key: StatementKey) throws(SettlementError) -> Statement {
        let (claimed, tax) = try exact { () throws(AmountOverflow) in
            (try agreed + disputed, try agreed - beforeTax)
        }
        return Statement(
            counterparty: key.counterparty, side: key.side, currency: key.currency,
            lines: lines.values.reduce(0, +), sessionsSettled: sessions, energySettled: energy,
            claimed: claimed, agreed: agreed, agreedBeforeTax: beforeTax, tax: tax,
            disputed: disputed,
            counts: Disposition.allCases.compactMap { disposition in
                lines[disposition].map { DispositionCount(disposition, $0) }
            })
    }
}

extension Disposition {
    /// The session stands and is paid for, all or part of what is claimed. A credited one does not:
    /// its energy was delivered once, and counts on the CDR that was issued instead, if any.
    var isSettled: Bool {
        switch self {
        case .matched, .matchedWithinTolerance, .lateCDR, .priceMismatch: true
        default: false
        }
    }
}
