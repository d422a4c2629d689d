import Roaming

extension Matter {
    /// The CDR (or the hub's copy) lasts longer or shorter than the session.
    func timeMismatch() -> Ruling? {
        guard let (session, record) = pair, durationCloseness() == .beyond else { return nil }
        var cdr = record.stands
        if let held = record.held, closeness(cdr, session) < .beyond { cdr = held }
        let apart = cdr.milliseconds - session.milliseconds
        return Ruling(
            .timeMismatch, .nothing,
            "CDR \(cdr.name) (\(cdr.hub)) lasts \(Words.duration(milliseconds: cdr.milliseconds)), "
                + "our session \(session.name) \(Words.duration(milliseconds: session.milliseconds)): "
                + "\(Words.duration(milliseconds: Int64(apart.magnitude))) "
                + "\(apart < 0 ? "less" : "more"), agreed tolerance "
                + "\(tolerances.durationSeconds) s. \(claimInWords), \(oursInWords).")
    }

    /// The worst of what we issued and what the hub holds against the session.
    func durationCloseness() -> Closeness {
        guard let (session, record) = pair else { return .equal }
        let first = closeness(record.stands, session)
        guard record.isIssued, let held = record.held else { return first }
        return max(first, closeness(held, session))
    }

    private func closeness(_ cdr: CDRFacts, _ session: SessionFacts) -> Closeness {
        let apart = (cdr.milliseconds - session.milliseconds).magnitude
        if apart == 0 { return .equal }
        return apart <= UInt64(max(0, tolerances.durationSeconds)) * 1000 ? .tolerated : .beyond
    }
}

extension CDRFacts {
    /// From start to end.
    fileprivate var milliseconds: Int64 { end.milliseconds(since: start) }
}

extension SessionFacts {
    /// From start to end.
    fileprivate var milliseconds: Int64 { end.milliseconds(since: start) }
}
