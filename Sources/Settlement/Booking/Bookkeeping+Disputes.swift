import Amounts
import Roaming

extension Bookkeeping {
    /// What was held is held no more: the part that was released is agreed now, the rest is given up.
    /// One entry for each decision, whatever it decided.
    func entry(
        for decision: DisputeEvent, _ key: SectionKey
    ) throws(SettlementError) -> JournalEntry? {
        let (released, beforeTax, tax, held) = try exact { () throws(AmountOverflow) in
            let released = try valuation.atClosing(decision.released, in: key.currency)
            let beforeTax = try valuation.atClosing(decision.releasedBeforeTax, in: key.currency)
            let writtenOff = try valuation.atClosing(decision.writtenOff, in: key.currency)
            return (released, beforeTax, try released - beforeTax, try released + writtenOff)
        }
        let head = Head(key, month, reference: "\(decision.dispute)/\(decision.ordinal)")
        let text = "Dispute \(decision.dispute) decided"
        switch key.side {
        case .cpo:
            return try entry(
                Draft(
                    .disputeDecided, head, text,
                    debit: [(.accruedRoamingReceivable, released), (.deferredRevenue, held)],
                    credit: [
                        (.roamingRevenue, beforeTax), (.outputTax, tax),
                        (.disputedReceivable, held),
                    ]))
        case .emsp:
            return try entry(
                Draft(
                    .disputeDecided, head, text,
                    debit: [(.roamingCost, beforeTax), (.inputTax, tax), (.disputedPayable, held)],
                    credit: [(.accruedRoamingPayable, released), (.deferredCost, held)]))
        }
    }
}
