import Roaming

extension Matter {
    /// The CDR (or the hub's copy) lasts longer or shorter than the session, or starts at another
    /// time.
    func timeMismatch() -> Ruling? {
        guard let pair else { return nil }
        guard durationCloseness() == .beyond else { return startMismatch(pair) }
        let (session, record) = (pair.session, pair.record)
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

    /// Nobody charges the same kWh twice: the same id for another time has to be explained.
    private func startMismatch(_ pair: Pair) -> Ruling? {
        let record = pair.record
        let cdr: CDRFacts
        if startsElsewhen(record.stands, than: pair.session) {
            cdr = record.stands
        } else if record.isIssued, let held = record.held,
            startsElsewhen(held, than: pair.session)
        {
            cdr = held
        } else {
            return nil
        }
        let session = pair.session
        let start = desk.start(of: cdr)
        let apart = start.milliseconds(since: session.start)
        let byOurClock = start == cdr.start ? "" : " (\(start) by our clock)"
        return Ruling(
            .timeMismatch, .nothing,
            "CDR \(cdr.name) (\(cdr.hub)) started \(cdr.start)\(byOurClock), our session "
                + "\(session.name) \(session.start): \(Words.duration(milliseconds: Int64(apart.magnitude))) "
                + "\(apart < 0 ? "earlier" : "later"), agreed tolerance "
                + "\(tolerances.startSeconds) s. \(claimInWords), \(oursInWords).")
    }

    private func startsElsewhen(_ cdr: CDRFacts, than session: SessionFacts) -> Bool {
        desk.start(of: cdr).milliseconds(since: session.start).magnitude
            > UInt64(max(0, tolerances.startSeconds)) * 1000
    }

    /// The worst of what we issued and what the hub holds against the session.
    func durationCloseness() -> Closeness {
        guard let pair else { return .equal }
        let first = closeness(pair.record.stands, pair.session)
        guard pair.record.isIssued, let held = pair.record.held else { return first }
        return max(first, closeness(held, pair.session))
    }

    private func closeness(_ cdr: CDRFacts, _ session: SessionFacts) -> Closeness {
        let apart = (cdr.milliseconds - session.milliseconds).magnitude
        if apart == 0 { return .equal }
        return apart <= UInt64(max(0, tolerances.durationSeconds)) * 1000 ? .tolerated : .beyond
    }
}

extension CDRFields {
    /// From start to end.
    fileprivate var milliseconds: Int64 { end.milliseconds(since: start) }
}

extension SessionFields {
    /// From start to end.
    fileprivate var milliseconds: Int64 { end.milliseconds(since: start) }
}
