package import Roaming

/// Who an object is from and what it is about, as far as that can be read: for the line that says a
/// CDR was refused, and for finding it again at the partner.
package struct ObjectIdentity: Sendable, Hashable {
    /// country_code and party_id; in 2.1.1 out of the EVSE id.
    package var party: PartyID?
    /// `id`, or a token's `uid`.
    package var id: String?
    package var sessionID: String?
    /// The token's eMSP; in 2.1.1 out of `auth_id`.
    package var tokenParty: PartyID?
    package var start: Instant?
    package var end: Instant?
    package var lastUpdated: Instant?

    package init() {}
}

/// Reads the identity of an object of any module that was refused. Never refuses anything itself:
/// what cannot be read is nil, and where the object stops being JSON, reading ends.
package func readIdentity(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) -> ObjectIdentity {
    var draft = IdentityDraft()
    do throws(Reject) {
        try reader.load(bytes)
        try reader.enterObject()
        while let key = try reader.nextKey() { try draft.read(key, &reader) }
    } catch {
        // What was read until here is all there is.
    }
    return draft.identity(&reader)
}

private struct IdentityDraft {
    var found = ObjectIdentity()
    var party = PartyDraft()
    var place = PlaceDraft()

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "country_code":
            party.country = try reader.leniently { (reader) throws(Reject) in
                try reader.partyText()
            }
        case "party_id":
            party.id = try reader.leniently { (reader) throws(Reject) in try reader.partyText() }
        case "id", "uid": found.id = try identifier(&reader)
        case "session_id": found.sessionID = try identifier(&reader)
        case "cdr_token": found.tokenParty = try tokenParty(&reader)
        case "auth_id":
            found.tokenParty = try identifier(&reader).flatMap { Identifier.party(in: $0) }
        case "start_date_time", "start_datetime": found.start = try instant(&reader)
        case "end_date_time", "stop_date_time", "end_datetime": found.end = try instant(&reader)
        case "last_updated": found.lastUpdated = try instant(&reader)
        case "location": try readLocation(&reader)
        default: try reader.skip()
        }
    }

    func identity(_ reader: inout JSONReader) -> ObjectIdentity {
        var identity = found
        if let country = party.country, let id = party.id {
            identity.party = reader.recent.party(country, id)
        } else {
            identity.party = place.evseID.flatMap { Identifier.party(in: $0) }
        }
        return identity
    }

    private func identifier(_ reader: inout JSONReader) throws(Reject) -> String? {
        try reader.leniently { (reader) throws(Reject) in try reader.identifier() }
    }

    private func instant(_ reader: inout JSONReader) throws(Reject) -> Instant? {
        try reader.leniently { (reader) throws(Reject) in try reader.instant() }
    }

    private func tokenParty(_ reader: inout JSONReader) throws(Reject) -> PartyID? {
        var party = PartyDraft()
        _ = try reader.leniently { (reader) throws(Reject) -> Bool? in
            try reader.enterObject()
            while let key = try reader.nextKey() {
                switch key {
                case "country_code": party.country = try reader.partyText()
                case "party_id": party.id = try reader.partyText()
                default: try reader.skip()
                }
            }
            return true
        }
        guard let country = party.country, let id = party.id else { return nil }
        return reader.recent.party(country, id)
    }

    private mutating func readLocation(_ reader: inout JSONReader) throws(Reject) {
        var place = place
        _ = try reader.leniently { (reader) throws(Reject) -> Bool? in
            try place.read(&reader, .whole)
            return true
        }
        self.place = place
    }
}
