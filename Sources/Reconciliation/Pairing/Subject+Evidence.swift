import Roaming

extension Subject {
    /// On what the match rests, in words that can be looked up in both records: `session_id S-17`.
    /// Empty when there is none.
    func evidence(at desk: Desk) -> String {
        guard let pass, let record else { return "" }
        var parts: [String] = []
        switch fate {
        case .copied: parts.append(copyEvidence(pass, record.stands))
        case .credits(let original), .partlyCredits(let original):
            parts.append("credit_reference_id \(original.name)")
        case .creditedBy(let credit) where session == nil,
            .partlyCreditedBy(let credit) where session == nil:
            parts.append("credit_reference_id of CDR \(credit.name)")
        default: break
        }
        if let session { parts.append(sessionEvidence(pass, session, record, desk)) }
        if let held = heldEvidence(record) { parts.append(held) }
        return parts.joined(separator: "; ")
    }

    private func sessionEvidence(
        _ pass: MatchingPass, _ session: SessionFacts, _ record: CDRRecord, _ desk: Desk
    ) -> String {
        let (ours, theirs) = (Spot(session), desk.spot(record))
        switch pass {
        case .sessionID: return "session_id \(session.name)"
        case .authorization:
            return "authorization_reference \(session.authorizationReference ?? "")"
        case .cdrIsSession, .cdrID: return "CDR id \(record.stands.name)"
        case .meter:
            let mark = session.meter
            let isPayload = mark?.payload != nil && mark?.payload == record.payload
            return Self.meterEvidence(
                MeterMark(payload: isPayload ? mark?.payload : nil, readings: mark?.readings))
        case .start:
            return "\(Self.place(theirs)), \(Self.driver(ours, theirs)), "
                + "starts \(Words.duration(milliseconds: theirs.distance(to: ours))) apart"
                + allowance(record, desk)
        case .overlap:
            return "\(Self.place(theirs)), contract \(theirs.contractID ?? ""), "
                + "\(theirs.overlap(with: ours)) % of the time shared" + allowance(record, desk)
        case .unknownToken:
            return "\(Self.place(theirs)), \(theirs.overlap(with: ours)) % of the time shared"
                + allowance(record, desk)
                + ", \(Words.energy(record.stands.energy)) against \(Words.energy(session.energy))"
        }
    }

    /// How the hub's CDR was found to be the one we issued; nil when there is none.
    private func heldEvidence(_ record: CDRRecord) -> String? {
        guard let held = record.held, let pass = record.heldBy else { return nil }
        switch pass {
        case .cdrID: return "CDR id at \(held.hub)"
        case .sessionID: return "session_id in CDR \(held.name) at \(held.hub)"
        case .meter:
            return "\(Self.meterEvidence(held.meter)) in CDR \(held.name) at \(held.hub)"
        default: return "EVSE, token and start of CDR \(held.name) at \(held.hub)"
        }
    }

    private func copyEvidence(_ pass: MatchingPass, _ copy: CDRFacts) -> String {
        switch pass {
        case .cdrID: "CDR id \(copy.name)"
        case .meter: Self.meterEvidence(copy.meter)
        default: "EVSE, contract, start, end and energy are the same"
        }
    }

    private func allowance(_ record: CDRRecord, _ desk: Desk) -> String {
        let ahead = desk.clockOffset(of: record.stands)
        guard ahead != 0 else { return "" }
        return " less \(Words.duration(milliseconds: ahead)) of clock offset"
    }

    private static func place(_ spot: Spot) -> String {
        "EVSE \(spot.evseID ?? spot.evseUID ?? "")"
    }

    private static func driver(_ a: Spot, _ b: Spot) -> String {
        !a.tokenUID.isEmpty && !b.tokenUID.isEmpty
            ? "token \(b.tokenUID)" : "contract \(b.contractID ?? "")"
    }

    private static func meterEvidence(_ mark: MeterMark?) -> String {
        if let payload = mark?.payload { return "signed payload \(payload.prefix(16))" }
        return "meter \(mark?.readings ?? "")"
    }
}
