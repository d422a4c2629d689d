import Roaming

extension Matter {
    /// Settled in a later month: listed in the one it belongs to, where nothing of it is claimed.
    func outOfPeriod() -> Ruling? {
        guard period.settled > desk.rules.window.month, let cdr = subject.record?.stands else {
            return nil
        }
        let window = desk.rules.window
        let why =
            cdr.lastUpdated >= window.graceEnd
            ? "was last updated \(cdr.lastUpdated), after the grace that ended \(window.graceEnd): it"
            : "belongs to this month, but"
        return Ruling(
            .outOfPeriod, .postponed,
            "CDR \(cdr.name) over \(cdr.claimInWords) \(why) is settled in \(period.settled), as a "
                + "prior-period adjustment.")
    }

    /// Last updated after the cut-off but within the grace: settled as claimed.
    func lateCDR() -> Ruling? {
        let window = desk.rules.window
        guard pair != nil, let cdr = subject.record?.stands, cdr.lastUpdated >= window.cutOff,
            cdr.lastUpdated < window.graceEnd
        else { return nil }
        return Ruling(
            .lateCDR, .all,
            "CDR \(cdr.name) over \(cdr.claimInWords) was last updated \(cdr.lastUpdated), after "
                + "the cut-off \(window.cutOff) but within the grace.")
    }
}
