import Roaming

extension Matter {
    /// Last updated when the grace was over: nothing of it is claimed in this month.
    func outOfPeriod() -> Ruling? {
        guard let cdr = cdrOfThisMonth, cdr.lastUpdated >= desk.rules.window.graceEnd else {
            return nil
        }
        return Ruling(
            .outOfPeriod, .postponed,
            "CDR \(cdr.name) over \(cdr.claimInWords) was last updated \(cdr.lastUpdated), after "
                + "the grace that ended \(desk.rules.window.graceEnd): it is not settled in this month "
                + "and is to be raised as a prior-period adjustment.")
    }

    /// Last updated after the cut-off but within the grace: settled as claimed.
    func lateCDR() -> Ruling? {
        let window = desk.rules.window
        guard pair != nil, let cdr = cdrOfThisMonth, cdr.lastUpdated >= window.cutOff,
            cdr.lastUpdated < window.graceEnd
        else { return nil }
        return Ruling(
            .lateCDR, .all,
            "CDR \(cdr.name) over \(cdr.claimInWords) was last updated \(cdr.lastUpdated), after "
                + "the cut-off \(window.cutOff) but within the grace.")
    }

    /// Duplicates and credits have been dealt with before time matters.
    private var cdrOfThisMonth: CDRFacts? {
        switch subject.fate {
        case .paired, .alone, .tied: subject.record?.stands
        case .suspect: subject.record.flatMap { $0.stands.credit ? nil : $0.stands }
        default: nil
        }
    }
}
