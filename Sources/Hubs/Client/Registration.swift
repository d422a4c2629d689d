package import Intake
import NIOHTTP1
package import Roaming

/// What a hub and we agreed on: the version, what is where, and the token that opens it.
///
/// It holds a secret and is described without it.
package struct HubLink: Sendable, Hashable, CustomStringConvertible {
    package var hub: String
    package var version: OCPIVersion
    /// Token C: the hub gave it to us, for our requests to it.
    package var token: String
    /// Token B: we gave it to the hub, for its requests to us.
    package var tokenForHub: String
    package var endpoints: [ListedEndpoint]
    /// Whom the hub says it is.
    package var roles: [Credentials.Role]

    package init(
        hub: String, version: OCPIVersion, token: String, tokenForHub: String,
        endpoints: [ListedEndpoint], roles: [Credentials.Role]
    ) {
        self.hub = hub
        self.version = version
        self.token = token
        self.tokenForHub = tokenForHub
        self.endpoints = endpoints
        self.roles = roles
    }

    package var description: String { "\(hub), OCPI \(version.rawValue)" }

    package var details: VersionDetails {
        VersionDetails(version: version.rawValue, endpoints: endpoints)
    }
}

/// What a hub offers and we can use: the version to speak and what is where in it.
package struct HubOffer: Sendable {
    package var version: OCPIVersion
    package var details: VersionDetails
}

/// Who we are to a hub (Credentials object), without the token.
package struct OwnIdentity: Sendable, Hashable {
    /// Of our own versions endpoint.
    package var versionsURL: String
    package var businessName: String

    package init(versionsURL: String, businessName: String) {
        self.versionsURL = versionsURL
        self.businessName = businessName
    }
}

// The credentials module from the sender's side (2.2.1 credentials, Registration).
extension HubClient {
    /// Versions and details, with all that we need: what can be asked before anything is changed
    /// (credentials, Required endpoints).
    package func offer(token: String) async throws(HubFault) -> HubOffer {
        let (version, details) = try await offered(token: token)
        for module in rule.pull where details.sender(of: module.rawValue) == nil {
            throw HubFault(
                .notOffered, "the hub offers no \(module.rawValue) in \(version.rawValue)")
        }
        _ = try credentialsAddress(details)
        return HubOffer(version: version, details: details)
    }

    /// POST credentials: token A is spent, token B given, token C received.
    /// - Parameters:
    ///   - tokenA: what the hub gave us outside of OCPI.
    ///   - tokenB: secret; the hub will use it to ask us, and may do so before it answers.
    package func register(
        _ offer: HubOffer, tokenA: String, tokenB: String, as identity: OwnIdentity
    ) async throws(HubFault) -> HubLink {
        try await exchange(.POST, offer, by: tokenA, giving: tokenB, identity)
    }

    /// PUT credentials: both tokens are replaced.
    package func rotate(
        _ link: HubLink, to offer: HubOffer, tokenB: String, as identity: OwnIdentity
    ) async throws(HubFault) -> HubLink {
        try await exchange(.PUT, offer, by: link.token, giving: tokenB, identity)
    }

    /// DELETE credentials: the hub forgets us.
    package func leave(_ link: HubLink) async throws(HubFault) {
        let place = try credentialsAddress(link.details)
        try await send(.DELETE, place, token: link.token, body: nil) { answer throws(HubFault) in
            _ = try answer.reply { (bytes, reader) throws(Reject) in
                try decodeStatus(bytes, using: &reader)
            }
        }
    }

    /// The highest version of both sides, and what is where in it.
    package func offered(
        token: String
    ) async throws(HubFault) -> (version: OCPIVersion, details: VersionDetails) {
        let listed = try await get(rule.versionsURL, token: token, about: "versions") {
            answer throws(HubFault) in
            try answer.content { (bytes, reader) throws(Reject) in
                try decodeVersions(bytes, using: &reader)
            }
        }
        guard let choice = VersionChoice.highestCommon(listed, upTo: rule.version) else {
            let names = listed.map(\.version).joined(separator: ", ")
            throw HubFault(
                .notOffered,
                "\(rule.versionsURL) offers \(names); we speak up to \(rule.version.rawValue)")
        }
        let place = try address(choice.url, at: rule.versionsURL)
        let details = try await get(place, token: token, about: "versions") {
            answer throws(HubFault) in
            try answer.content { (bytes, reader) throws(Reject) in
                try decodeVersionDetails(bytes, using: &reader)
            }
        }
        guard details.version == choice.version.rawValue else {
            throw HubFault(
                .notOffered,
                "\(place) is listed as \(choice.version.rawValue) and says it is \(details.version)"
            )
        }
        return (choice.version, details)
    }

    private func exchange(
        _ method: HTTPMethod, _ offer: HubOffer, by token: String, giving tokenB: String,
        _ identity: OwnIdentity
    ) async throws(HubFault) -> HubLink {
        let place = try credentialsAddress(offer.details)
        let body = rule.credentials(offer.version, token: tokenB, identity)
        let theirs = try await send(method, place, token: token, body: Array(body.utf8)) {
            answer throws(HubFault) in
            try answer.content { (bytes, reader) throws(Reject) in
                try decodeCredentialsReply(bytes, using: &reader)
            }
        }
        return HubLink(
            hub: rule.hub, version: offer.version, token: theirs.token, tokenForHub: tokenB,
            endpoints: offer.details.endpoints, roles: theirs.roles)
    }

    private func credentialsAddress(_ details: VersionDetails) throws(HubFault) -> WebAddress {
        guard let named = details.credentials else {
            throw HubFault(.notOffered, "the hub names no credentials endpoint")
        }
        return try address(named, at: rule.versionsURL)
    }
}

extension ConnectionRule {
    /// Our Credentials object; 2.1.1 has one party and no roles.
    package func credentials(
        _ version: OCPIVersion, token: String, _ identity: OwnIdentity
    ) -> String {
        let name = JSONText.quoted(identity.businessName)
        let listed = roles.map { own in
            let party =
                "\"party_id\":\"\(own.party.party)\",\"country_code\":\"\(own.party.country)\""
            return "\(party),\"business_details\":{\"name\":\(name)}"
        }
        let head =
            "\"token\":\(JSONText.quoted(token)),\"url\":\(JSONText.quoted(identity.versionsURL))"
        guard version != .v211 else { return "{\(head),\(listed.first ?? "")}" }
        let named = zip(roles, listed).map { "{\"role\":\"\($0.role)\",\($1)}" }
        return "{\(head),\"roles\":[\(named.joined(separator: ","))]}"
    }
}

extension HubAnswer {
    /// The reply in the body, whatever its status.
    func plainReply<Content>(
        _ decode: (UnsafeRawBufferPointer, inout JSONReader) throws(Reject) -> HubReply<Content>
    ) throws(HubFault) -> HubReply<Content> {
        let read = body.withUnsafeBytes { bytes in
            var reader = JSONReader()
            return Result { () throws(Reject) in try decode(bytes, &reader) }
        }
        switch read {
        case .success(let reply): return reply
        case .failure(let reject):
            throw HubFault(
                .unreadable, "\(address) sent no response of OCPI: \(reject.text)", mayPass: true)
        }
    }

    /// The reply in the body, of a success.
    package func reply<Content>(
        _ decode: (UnsafeRawBufferPointer, inout JSONReader) throws(Reject) -> HubReply<Content>
    ) throws(HubFault) -> HubReply<Content> {
        let reply = try plainReply(decode)
        let code = StatusCode(reply.statusCode)
        guard code.kind == .success else {
            let message = reply.message.map { ": \($0.prefix(200))" } ?? ""
            throw HubFault(
                .ocpiStatus, "\(address) answered status \(code)\(message)",
                mayPass: code.kind == .theirTrouble)
        }
        return reply
    }

    /// What was asked for.
    package func content<Content>(
        _ decode: (UnsafeRawBufferPointer, inout JSONReader) throws(Reject) -> HubReply<Content>
    ) throws(HubFault) -> Content {
        guard let content = try reply(decode).content else {
            throw HubFault(.unreadable, "\(address) sent a response without data")
        }
        return content
    }
}
