package import Roaming

/// Somebody connected to a hub (2.2.1 mod_hub_client_info, ClientInfo object).
package struct ClientInfo: Sendable, Hashable {
    package let party: PartyID
    /// `CPO`, `EMSP` …
    package let role: String
    /// `CONNECTED`, `OFFLINE`, `PLANNED`, `SUSPENDED`, or what a later version adds.
    package let status: String
    /// Nil where the hub leaves it away, as the specification's own example does.
    package let lastUpdated: Instant?
}

/// Reads a ClientInfo object that is itself the document: the body of a PUT.
package func decodeClientInfo(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> ClientInfo {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        try clientInfo(&reader)
    }.value
}

/// Reads the answer of a hub's list of them.
package func decodeClientInfos(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<[ClientInfo]> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in
        var infos: [ClientInfo] = []
        try reader.list { (reader) throws(Reject) in infos.append(try clientInfo(&reader)) }
        return infos
    }
}

private func clientInfo(_ reader: inout JSONReader) throws(Reject) -> ClientInfo {
    var party = PartyDraft()
    var (role, status): (String?, String?)
    var lastUpdated: Instant?
    try reader.enterObject()
    while let key = try reader.nextKey() {
        switch key {
        case "country_code": party.country = try reader.partyText()
        case "party_id": party.id = try reader.partyText()
        case "role": role = try reader.word()?.text
        case "status": status = try reader.word()?.text
        case "last_updated": lastUpdated = try reader.instant()
        default: try reader.skip()
        }
    }
    return ClientInfo(
        party: try party.party(&reader), role: try reader.required(role, "role"),
        status: try reader.required(status, "status"), lastUpdated: lastUpdated)
}
