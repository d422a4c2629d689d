package import Roaming

/// Reads a Token (mod_tokens) of any version.
/// - Parameter version: nil to judge by the object's shape.
package func decodeToken(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<Token> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var draft = TokenDraft()
        try reader.enterObject()
        while let key = try reader.nextKey() { try draft.read(key, &reader) }
        return try draft.token(version, &reader)
    }
}

private struct TokenDraft {
    var party = PartyDraft()
    var uid: String?
    var contractID: String?
    var type: String?
    var valid: Bool?
    var lastUpdated: Instant?
    var evidence = VersionEvidence()

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "country_code": party.country = try reader.partyText()
        case "party_id": party.id = try reader.partyText()
        case "uid": uid = try reader.identifier()
        case "contract_id": contractID = try reader.identifier()
        case "auth_id":
            contractID = try reader.identifier()
            evidence.v211 = true
        case "type": type = try reader.word()?.text
        case "valid": valid = try reader.flag()
        case "last_updated": lastUpdated = try reader.instant()
        default: try reader.skip()
        }
    }

    func token(_ given: OCPIVersion?, _ reader: inout JSONReader) throws(Reject) -> Token {
        let version = evidence.version(given: given)
        if given != nil { reader.noteOtherVersion(evidence, version) }
        let old = version == .v211
        let uid = try reader.required(uid, "uid")
        let contractID = try reader.required(contractID, old ? "auth_id" : "contract_id")
        let party =
            try self.party.party(version, &reader)
            ?? Identifier.party(in: contractID)
        return Token(
            party: party, uid: uid, contractID: contractID,
            type: try reader.required(type, "type"), valid: try reader.required(valid, "valid"),
            lastUpdated: try reader.required(lastUpdated, "last_updated"))
    }
}
