import Amounts
import Roaming

extension Bookkeeping {
    /// Sets off, clears through the hub, and values what is left open. Net positions stay what they
    /// were: what leaves one account of the partner comes to another.
    func entries(netting position: OpenPosition) throws(SettlementError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        var rest = position
        for draft in [try setOff(&rest), try throughHub(rest), try revaluation(rest)] {
            if let draft, let entry = try entry(draft) { entries.append(entry) }
        }
        return entries
    }

    /// The lower of receivable and payable. Where the two were booked at different rates, the
    /// difference is realised.
    private func setOff(_ position: inout OpenPosition) throws(SettlementError) -> Draft? {
        guard !position.setOff.isZero else { return nil }
        let (payable, receivable) = try exact { () throws(AmountOverflow) in
            (
                try position.payable.part(position.setOff, rules.bookRounding),
                try position.receivable.part(position.setOff, rules.bookRounding)
            )
        }
        let gain = try exact { () throws(AmountOverflow) in try payable - receivable }
        position.payable = try exact { () throws(AmountOverflow) in try position.payable - payable }
        position.receivable = try exact { () throws(AmountOverflow) in
            try position.receivable - receivable
        }
        return Draft(
            .netted, head(position), "Receivable and payable set off",
            debit: [(.accruedRoamingPayable, payable)],
            credit: [(.accruedRoamingReceivable, receivable), (.fxRealised, gain)])
    }

    /// What is left with a hub's member is owed by or to the hub.
    private func throughHub(_ position: OpenPosition) throws(SettlementError) -> Draft? {
        guard let hub = position.hub else { return nil }
        let net = try exact { () throws(AmountOverflow) in
            try position.receivable - position.payable
        }
        var head = head(position)
        head.hub = hub
        return Draft(
            .hubNetted, head, "Left open, cleared through \(hub)",
            debit: [(.hubClearing, net), (.accruedRoamingPayable, position.payable)],
            credit: [(.accruedRoamingReceivable, position.receivable)])
    }

    /// What the open rest is worth by the rate of the last day, beside the account that holds it.
    private func revaluation(_ position: OpenPosition) throws(SettlementError) -> Draft? {
        guard valuation.needsDays(position.currency) else { return nil }
        let difference: ExactDecimal? = try exact { () throws(AmountOverflow) in
            let net = try position.receivable - position.payable
            let worth = try valuation.atClosing(net.amount, in: position.currency)
            guard let book = net.book, let now = worth.book else { return nil }
            return try now - book
        }
        guard let difference, !difference.isZero else { return nil }
        var head = head(position)
        head.currency = entity.bookCurrency
        head.reference = "\(position.currency)"
        let value = Valued(amount: difference, book: difference)
        return Draft(
            .revalued, head, "Open \(position.currency) at the rate of \(day)",
            debit: [(.fxRevaluation, value)], credit: [(.fxUnrealised, value)])
    }

    private func head(_ position: OpenPosition) -> Head {
        Head(
            counterparty: position.counterparty, hub: nil, currency: position.currency,
            serviceMonth: month, reference: "")
    }
}
