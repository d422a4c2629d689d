package import Roaming

/// Where somebody wants to charge (mod_tokens, LocationReferences).
package struct LocationReferences: Sendable, Hashable {
    package let locationID: String
    package let evseUIDs: [String]
    /// Of 2.1.1 alone.
    package let connectorIDs: [String]
}

/// An eMSP's answer to a real-time authorization request, as far as a CPO needs it (mod_tokens,
/// AuthorizationInfo).
package struct AuthorizationInfo: Sendable, Hashable {
    /// `ALLOWED`, `BLOCKED` …
    package let allowed: String
    /// What the session and its CDR will name; nil in 2.1.1, and where it is not given.
    package let reference: String?
}

/// Reads a LocationReferences object that is itself the document: the body of an authorization request.
package func decodeLocationReferences(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> LocationReferences {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var id: String?
        var (evses, connectors): ([String], [String]) = ([], [])
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "location_id": id = try reader.identifier()
            case "evse_uids": evses = try reader.identifiers()
            case "connector_ids": connectors = try reader.identifiers()
            default: try reader.skip()
            }
        }
        return LocationReferences(
            locationID: try reader.required(id, "location_id"), evseUIDs: evses,
            connectorIDs: connectors)
    }.value
}

/// Reads the answer to an authorization request.
package func decodeAuthorizationInfo(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<AuthorizationInfo> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in
        var (allowed, reference): (String?, String?)
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "allowed": allowed = try reader.word()?.text
            case "authorization_reference": reference = try reader.identifier()
            default: try reader.skip()
            }
        }
        return AuthorizationInfo(
            allowed: try reader.required(allowed, "allowed"), reference: reference)
    }
}

extension JSONReader {
    /// A list of ids; none for null.
    fileprivate mutating func identifiers() throws(Reject) -> [String] {
        var found: [String] = []
        guard try !takeNull() else { return found }
        try list { (reader) throws(Reject) in
            if let id = try reader.identifier() { found.append(id) }
        }
        return found
    }
}
