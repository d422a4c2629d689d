import Amounts
import Roaming

extension Matter {
    /// The line of this matter: the ruling that wins decides, the reason names the others.
    func line(beyond cap: Cap? = nil) throws(AmountOverflow) -> ReconciledLine {
        var rulings = try rulings()
        // Only what nothing else rules on is tolerated, so it stands first.
        if let cap { rulings[0] = try priceMismatch(beyond: cap) }
        let settled = try settle(rulings[0].share)
        let cdr = subject.record?.stands
        let session = subject.session
        let difference: ExactDecimal? =
            if let theirs = figures.theirs, let ours = figures.ours { try theirs - ours } else {
                nil
            }
        return ReconciledLine(
            disposition: rulings[0].disposition, side: desk.side,
            hub: subject.record?.heldHub ?? desk.homeHub, counterparty: desk.counterparty,
            ownNetwork: desk.ownNetwork, sessionID: session?.name, cdrID: cdr?.name,
            sessionObject: session?.object, cdrObject: cdr?.object,
            matchedBy: subject.pass?.rawValue, currency: figures.currency ?? cdr?.currency,
            ours: figures.ours,
            theirs: figures.theirs, difference: difference, agreed: settled.agreed,
            agreedBeforeTax: settled.beforeTax, disputed: settled.disputed,
            locationID: session?.locationID ?? cdr?.locationID,
            evseID: cdr?.evseID ?? session?.evseID ?? cdr?.evseUID ?? session?.evseUID,
            start: session?.start ?? cdr?.start, end: session?.end ?? cdr?.end,
            energy: isWithinLimits ? cdr?.energy ?? session?.energy : nil,
            reason: reason(rulings, disputed: settled.disputed),
            ownParty: cdr?.ownParty ?? session?.ownParty,
            serviceMonth: period.service, evidence: subject.evidence(at: desk),
            causes: try causes(of: difference))
    }

    /// What can be paid of an amount: it has the digits of its currency, and never comes to more
    /// than the amount, whichever way the run rounds. The part before tax is rounded as in the run.
    func payable(
        _ amount: ExactDecimal, beforeTax: ExactDecimal
    ) throws(AmountOverflow) -> (amount: ExactDecimal, beforeTax: ExactDecimal) {
        let rounding = desk.rules.rounding(in: figures.currency)
        let paid = try amount.rounded(Rounding(digits: rounding.digits, mode: .down))
        let part = try beforeTax.rounded(rounding)
        return (paid, paid < .zero ? max(part, paid) : min(part, paid))
    }

    /// `claim = agreed + disputed`, exactly, unless the claim is not this month's.
    private func settle(
        _ share: Ruling.Share
    ) throws(AmountOverflow) -> (
        agreed: ExactDecimal, beforeTax: ExactDecimal, disputed: ExactDecimal
    ) {
        switch share {
        case .all:
            let paid = try payable(figures.claimed, beforeTax: figures.claimedBeforeTax)
            return (paid.amount, paid.beforeTax, try figures.claimed - paid.amount)
        case .nothing: return (.zero, .zero, figures.claimed)
        case .postponed: return (.zero, .zero, .zero)
        case .part(let amount, let beforeTax):
            return (amount, beforeTax, try figures.claimed - amount)
        }
    }

    private func reason(_ rulings: [Ruling], disputed: ExactDecimal) -> String {
        var text = rulings[0].text
        if case .all = rulings[0].share, !disputed.isZero, let currency = figures.currency {
            text +=
                " \(Words.amount(disputed, currency)) of it cannot be paid in \(currency) "
                + "and is disputed."
        }
        if let held = subject.record?.heldUnderOtherID {
            text += " \(held.hub) holds it under another id, as CDR \(held.name)."
        }
        let others = rulings.dropFirst().map { " Also \($0.disposition.rawValue): \($0.text)" }
        text += others.joined()
        if let conflict = tariffConflictInWords,
            !rulings.contains(where: { $0.disposition == .tariffVersionConflict })
        {
            text += " \(conflict)"
        }
        if period.service < desk.rules.window.month {
            text += " Service month \(period.service)."
        }
        return text
    }
}

extension ReconciledLine {
    /// A total order by content; object numbers, which depend on how files were read, play no part.
    static func precedes(_ a: ReconciledLine, _ b: ReconciledLine) -> Bool {
        if a.start != b.start { return isBefore(a.start, b.start) ?? false }
        if let before = isBefore(a.cdrID, b.cdrID) { return before }
        if let before = isBefore(a.sessionID, b.sessionID) { return before }
        if let before = isBefore(a.hub, b.hub) { return before }
        if let before = isBefore(a.disposition.rawValue, b.disposition.rawValue) { return before }
        if let before = isBefore(a.end, b.end) { return before }
        if let before = isBefore(a.evseID, b.evseID) { return before }
        if let before = isBefore(a.currency, b.currency) { return before }
        if let before = isBefore(a.theirs, b.theirs) { return before }
        if let before = isBefore(a.ours, b.ours) { return before }
        if let before = isBefore(a.disputed, b.disputed) { return before }
        if let before = isBefore(a.energy, b.energy) { return before }
        if let before = isBefore(a.locationID, b.locationID) { return before }
        return isBefore(a.reason, b.reason) ?? false
    }

    /// Nil when equal; nothing comes before something.
    private static func isBefore<Value: Comparable>(_ a: Value?, _ b: Value?) -> Bool? {
        guard a != b else { return nil }
        guard let a else { return true }
        guard let b else { return false }
        return a < b
    }
}
