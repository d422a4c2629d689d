import Amounts
import Roaming

/// The place of one statement's section: one entity, partner, currency, side and month of service.
struct SectionKey: Hashable, Comparable {
    /// Place among the rules' entities, which are sorted by id.
    let entity: Int
    let counterparty: PartyID
    let currency: Currency
    let side: Side
    let serviceMonth: Month

    static func < (a: SectionKey, b: SectionKey) -> Bool {
        if a.entity != b.entity { return a.entity < b.entity }
        if a.counterparty != b.counterparty { return a.counterparty < b.counterparty }
        if a.currency != b.currency { return a.currency < b.currency }
        if a.side != b.side { return a.side == .cpo }
        return a.serviceMonth < b.serviceMonth
    }

    func isOfStatement(_ other: SectionKey) -> Bool {
        entity == other.entity && counterparty == other.counterparty && currency == other.currency
            && side == other.side
    }
}

/// Running sums of one section.
struct SectionTally {
    private(set) var lines: [Disposition: Int] = [:]
    private(set) var sessions = 0
    private(set) var energy = ExactDecimal.zero
    private(set) var charges = Parts()
    /// Of credit CDRs, which take back what was agreed.
    private(set) var credits = Parts()
    private(set) var decisions: [DisputeEvent] = []

    /// - Parameter day: the day whose rate counts, where rates differ by day.
    mutating func add(_ line: ReconciledLine, on day: Day?) throws(AmountOverflow) {
        lines[line.disposition, default: 0] += 1
        if line.isCredit {
            try credits.add(line, on: day)
        } else {
            try charges.add(line, on: day)
        }
        guard line.isSettled else { return }
        sessions += 1
        energy = try energy + (line.energy ?? .zero)
    }

    /// What is disputed, whatever its sign.
    var held: ExactDecimal {
        get throws(AmountOverflow) { try charges.total.held + credits.total.held }
    }

    mutating func add(_ decision: DisputeEvent) { decisions.append(decision) }

    var sums: StatementSums {
        get throws(AmountOverflow) {
            var sums = StatementSums()
            sums.agreed = try charges.total.agreed + credits.total.agreed
            sums.agreedBeforeTax = try charges.total.beforeTax + credits.total.beforeTax
            sums.tax = try sums.agreed - sums.agreedBeforeTax
            sums.disputed = try charges.total.disputed + credits.total.disputed
            sums.claimed = try sums.agreed + sums.disputed
            sums.credited = credits.total.agreed
            for decision in decisions {
                sums.released = try sums.released + decision.released
                sums.writtenOff = try sums.writtenOff + decision.writtenOff
            }
            sums.due = try sums.agreed + sums.released
            return sums
        }
    }
}

extension ReconciledLine {
    /// The session stands and is paid for, all or part of what is claimed. A credited one does not:
    /// its energy was delivered once, and counts on the CDR that was issued instead, if any.
    var isSettled: Bool {
        switch disposition {
        case .matched, .matchedWithinTolerance, .lateCDR, .priceMismatch, .taxMismatch,
            .tariffVersionConflict:
            true
        case .credited, .creditOrphan, .creditNotFull: false
        default: agreed > .zero
        }
    }

    /// A credit CDR that takes money back; the original that it credits is a charge like any other.
    var isCredit: Bool { agreed.isNegative }
}
