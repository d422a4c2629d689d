package import Roaming

/// How one side reaches the other (credentials module, Credentials object).
///
/// It holds a secret, so it has no description of its own: whoever prints one prints no token.
package struct Credentials: Sendable, Hashable, CustomStringConvertible {
    /// For requests to the sender of this object: printable ASCII, no space, at most 64 characters.
    package let token: String
    /// Of the sender's versions endpoint.
    package let url: String
    package let roles: [Role]

    package struct Role: Sendable, Hashable {
        /// `CPO`, `EMSP`, `HUB`, …; nil in 2.1.1, where the URL says it.
        package let role: String?
        package let party: PartyID
        package let businessName: String

        package init(role: String?, party: PartyID, businessName: String) {
            self.role = role
            self.party = party
            self.businessName = businessName
        }
    }

    package init(token: String, url: String, roles: [Role]) {
        self.token = token
        self.url = url
        self.roles = roles
    }

    package var description: String { "credentials for \(url)" }

    /// What a token may look like (2.2.1 credentials, Credentials object).
    package static func isToken(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

/// Reads the answer of a credentials endpoint, in the shape of 2.1.1 or of later versions.
package func decodeCredentialsReply(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<Credentials> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in try credentials(&reader) }
}

/// Reads a credentials object that is itself the document: the body of a POST or PUT.
package func decodeCredentials(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> Credentials {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in try credentials(&reader) }.value
}

private func credentials(_ reader: inout JSONReader) throws(Reject) -> Credentials {
    var (token, url): (String?, String?)
    var roles: [Credentials.Role] = []
    // Of 2.1.1, which has one role and names it nowhere.
    var single = RoleDraft()
    try reader.enterObject()
    while let key = try reader.nextKey() {
        switch key {
        case "token": token = try reader.string()
        case "url": url = try reader.string()
        case "roles":
            try reader.list { (reader) throws(Reject) in
                var draft = RoleDraft()
                try reader.enterObject()
                while let key = try reader.nextKey() { try draft.read(key, &reader) }
                roles.append(try draft.role(&reader))
            }
        default: try single.read(key, &reader)
        }
    }
    let text = try reader.required(token, "token")
    guard Credentials.isToken(text) else {
        throw Reject(
            .badText, at: "/token",
            "The token must be 1 to 64 printable ASCII characters without a space.")
    }
    return Credentials(
        token: text, url: try reader.required(url, "url"),
        roles: roles.isEmpty ? [try single.role(&reader)] : roles)
}

private struct RoleDraft {
    var role: String?
    var party = PartyDraft()
    var name: String?

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "role": role = try reader.word()?.text
        case "country_code": party.country = try reader.partyText()
        case "party_id": party.id = try reader.partyText()
        case "business_details":
            try reader.enterObject()
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.identifier()
                default: try reader.skip()
                }
            }
        default: try reader.skip()
        }
    }

    func role(_ reader: inout JSONReader) throws(Reject) -> Credentials.Role {
        Credentials.Role(
            role: role, party: try party.party(&reader), businessName: name ?? "")
    }
}
