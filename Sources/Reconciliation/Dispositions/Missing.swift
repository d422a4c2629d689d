import Roaming

extension Matter {
    /// A CDR without a session of ours.
    func missingSession() -> Ruling? {
        guard case .alone = subject.fate, let record = subject.record else { return nil }
        let cdr = record.stands
        if let session = subject.misnamed {
            return Ruling(
                .missingSession, .nothing,
                "\(claimInWords) in CDR \(cdr.name) (\(Words.energy(cdr.energy)) from "
                    + "\(cdr.start)), \(oursInWords). It names session \(session.name), which was "
                    + "elsewhere: it started \(session.start), at another EVSE or with another "
                    + "token.")
        }
        return Ruling(
            .missingSession, .nothing,
            "\(claimInWords) in CDR \(cdr.name) (\(Words.energy(cdr.energy)) from \(cdr.start)), "
                + "but we know no such session; \(oursInWords).")
    }

    /// A session of ours without a CDR, or one whose CDR no hub holds though the hubs told us what
    /// they hold.
    func missingCDR() -> Ruling? {
        if let pair {
            let record = pair.record
            guard desk.side == .cpo, desk.heldIsComplete, record.heldHub == nil else { return nil }
            return Ruling(
                .missingCDR, .nothing,
                "We issued CDR \(record.stands.name) over \(record.stands.claimInWords) for session "
                    + "\(pair.session.name), but no hub holds it.")
        }
        guard case .alone = subject.fate, subject.record == nil, let session = subject.session
        else { return nil }
        let cost =
            figures.ours.map { " for \(Words.amount($0, figures.currency))" } ?? ""
        return Ruling(
            .missingCDR, .nothing,
            "No CDR came for session \(session.name), \(Words.energy(session.energy))\(cost), "
                + "ended \(session.end).")
    }
}
