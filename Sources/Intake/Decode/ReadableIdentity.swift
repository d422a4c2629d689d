package import Roaming

/// Whose object it is, as far as that can be read from one that was refused: enough to name it in a
/// list and to count it on the right side.
package struct ReadableIdentity: Sendable, Hashable {
    package var id: String?
    package var cpo: PartyID?
    package var eMSP: PartyID?
    package var sessionID: String?
    /// End of charging, which decides the month.
    package var endsAt: Instant?

    package init() {}
}

/// Reads what can be read before the first thing that is no JSON. Never refuses.
package func readableIdentity(
    of bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) -> ReadableIdentity {
    var draft = IdentityDraft()
    do throws(Reject) {
        try reader.load(bytes)
        try draft.read(&reader)
    } catch {
        // What was read until here is all there is.
    }
    return draft.identity
}

private struct IdentityDraft {
    var identity = ReadableIdentity()
    private var own: (country: String?, party: String?) = (nil, nil)

    mutating func read(_ reader: inout JSONReader) throws(Reject) {
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "id": identity.id = try text(&reader)
            case "country_code": own.country = try text(&reader)
            case "party_id": own.party = try text(&reader)
            case "session_id": identity.sessionID = try text(&reader)
            case "end_date_time", "stop_date_time":
                identity.endsAt = try text(&reader).flatMap { Instant($0) }
            case "auth_id":
                identity.eMSP = try text(&reader).flatMap { Identifier.party(in: $0) }
            case "cdr_token": identity.eMSP = try party(&reader)
            case "location": try location(&reader)
            default: try reader.skip()
            }
            if let country = own.country, let party = own.party {
                identity.cpo = PartyID(country: country, party: party)
            }
        }
    }

    private func text(_ reader: inout JSONReader) throws(Reject) -> String? {
        guard reader.byte == UInt8(ascii: "\"") else {
            try reader.skip()
            return nil
        }
        return try reader.string().map { String($0.prefix(Limits.textBytes)) }
    }

    private func party(_ reader: inout JSONReader) throws(Reject) -> PartyID? {
        guard reader.byte == UInt8(ascii: "{") else {
            try reader.skip()
            return nil
        }
        var (country, party): (String?, String?) = (nil, nil)
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "country_code": country = try text(&reader)
            case "party_id": party = try text(&reader)
            default: try reader.skip()
            }
        }
        guard let country, let party else { return nil }
        return PartyID(country: country, party: party)
    }

    /// 2.1.1: the CPO is in the first EVSE's id.
    private mutating func location(_ reader: inout JSONReader) throws(Reject) {
        guard reader.byte == UInt8(ascii: "{") else { return try reader.skip() }
        try reader.enterObject()
        while let key = try reader.nextKey() {
            guard case "evses" = key, reader.byte == UInt8(ascii: "[") else {
                try reader.skip()
                continue
            }
            try reader.enterArray()
            while try reader.nextElement() { try evse(&reader) }
        }
    }

    private mutating func evse(_ reader: inout JSONReader) throws(Reject) {
        guard reader.byte == UInt8(ascii: "{") else { return try reader.skip() }
        try reader.enterObject()
        while let key = try reader.nextKey() {
            guard case "evse_id" = key else {
                try reader.skip()
                continue
            }
            if let id = try text(&reader), identity.cpo == nil {
                identity.cpo = Identifier.party(in: id)
            }
        }
    }
}
