import Foundation
import Hubs
import Intake
import Roaming
import Store

/// Registers with hubs, renews, leaves and knows how things stand.
struct HubDesk {
    let rules: Rules
    let connection: Connection
    let box: SecretBox
    let clock: @Sendable () -> Instant

    /// How things stand with one hub of the rules.
    struct Standing {
        let rule: ConnectionRule
        /// Nil when we were never registered.
        let event: HubEvent?
        /// Who else is connected to it, as it told us.
        let clients: [HubClientInfo]

        var isRegistered: Bool { event?.tokens != nil }
    }

    /// A hub that we are registered with: how it is reached, and what was agreed.
    struct Line: Sendable {
        let rule: ConnectionRule
        let link: HubLink
    }

    /// - Parameter hubs: nil for all that we are registered with.
    func lines(_ hubs: [String]?) throws -> [Line] {
        let names =
            try hubs
            ?? Self.standings(rules, on: connection).filter(\.isRegistered).map(\.rule.hub)
        guard !names.isEmpty else {
            throw Failure.unavailable(
                "registered with no hub; run `clearing hub register HUB`, or give --from DIR")
        }
        return try names.map { Line(rule: try Self.rule($0, in: rules), link: try link($0)) }
    }

    /// The connection of a hub's rule.
    static func rule(_ hub: String, in rules: Rules) throws -> ConnectionRule {
        guard let rule = rules.connections.first(where: { $0.hub == hub }) else {
            let known = rules.connections.map(\.hub).joined(separator: ", ")
            throw Failure.usage("no hubs/\(hub).yaml with a connection; there are: \(known)")
        }
        return rule
    }

    static func standings(_ rules: Rules, on connection: Connection) throws -> [Standing] {
        let (events, clients) = (try connection.hubLinks(), try connection.hubClients())
        return rules.connections.map { rule in
            Standing(
                rule: rule, event: events.first { $0.hub == rule.hub },
                clients: clients.filter { $0.hub == rule.hub })
        }
    }

    /// What was agreed with a hub.
    /// - Throws: 69 when we are not registered there.
    func link(_ hub: String) throws -> HubLink {
        let rule = try Self.rule(hub, in: rules)
        guard let event = try connection.hubLinks().first(where: { $0.hub == hub }),
            let tokens = event.tokens
        else {
            throw Failure.unavailable(
                "not registered with \(hub); run `clearing hub register \(hub)`")
        }
        guard event.version == rule.version else {
            throw Failure.unavailable(
                "registered with \(hub) for OCPI \(event.version.rawValue), but hubs/\(hub).yaml says"
                    + " \(rule.version.rawValue); run `clearing hub rotate \(hub)`")
        }
        return HubLink(
            hub: hub, version: event.version,
            token: try box.open(tokens.token, for: Self.purpose(hub, .token)),
            tokenForHub: try box.open(tokens.tokenForHub, for: Self.purpose(hub, .tokenForHub)),
            endpoints: event.endpoints.map {
                ListedEndpoint(identifier: $0.module, role: $0.role, url: $0.url)
            },
            roles: event.parties.map {
                Credentials.Role(role: $0.role, party: $0.party, businessName: "")
            })
    }

    /// What a registration starts from.
    enum Beginning {
        /// Never registered, or left.
        case new
        /// The hub has forgotten us, whatever we remember.
        case anew
    }

    /// - Parameter tokenA: what the hub gave us outside of OCPI; nil to read it where the rule says.
    func register(
        _ hub: String, _ beginning: Beginning = .new, tokenA: String? = nil
    ) throws -> HubLink {
        let rule = try Self.rule(hub, in: rules)
        let isRegistered = try Self.standings(rules, on: connection)
            .contains { $0.rule.hub == hub && $0.isRegistered }
        guard beginning == .anew || !isRegistered else {
            throw Failure.usage(
                "already registered with \(hub); `clearing hub rotate \(hub)` renews the tokens,"
                    + " and where the hub has forgotten us `clearing hub register \(hub) --anew`"
                    + " begins again with a new token A")
        }
        let token = try tokenA ?? rule.secret.read()
        guard Credentials.isToken(token) else {
            throw Failure.usage(
                "\(rule.secret) is no token: 1 to 64 printable characters, no space")
        }
        return try shake(rule, .registered, token: token) { client, offer, tokenB, identity in
            try await client.register(offer, tokenA: token, tokenB: tokenB, as: identity)
        }
    }

    func rotate(_ hub: String) throws -> HubLink {
        let rule = try Self.rule(hub, in: rules)
        let old = try link(hub)
        return try shake(rule, .rotated, token: old.token) { client, offer, tokenB, identity in
            try await client.rotate(old, to: offer, tokenB: tokenB, as: identity)
        }
    }

    private typealias Handshake =
        @Sendable (HubClient, HubOffer, String, OwnIdentity) async throws -> HubLink

    /// Asks what the hub offers, writes down the token it will get, and only then changes something
    /// there: a process that dies in between leaves a trace of what the hub may know.
    private func shake(
        _ rule: ConnectionRule, _ kind: HubEvent.Kind, token: String,
        _ handshake: @escaping Handshake
    ) throws -> HubLink {
        let begun = try connection.openIntents().last { $0.hub == rule.hub }
        let identity = try identity(rule)
        let link: HubLink
        do {
            let offer = try ask(rule) { client in try await client.offer(token: token) }
            let tokenB = try intend(rule.hub, kind, after: begun)
            link = try ask(rule) { client in
                try await handshake(client, offer, tokenB, identity)
            }
        } catch let fault as HubFault where fault.code == .tokenRefused {
            guard let begun else { throw fault }
            throw Failure.unavailable(Self.cutOff(begun, fault).printable)
        }
        try save(link, as: kind)
        return link
    }

    /// Token B of the handshake to come. Of one that was cut off it is the same again: whichever of
    /// the two the hub took, it holds the right one.
    private func intend(
        _ hub: String, _ kind: HubEvent.Kind, after begun: HubIntent?
    ) throws -> String {
        if let begun,
            let token = try? box.open(begun.tokenForHub, for: Self.purpose(hub, .tokenForHub))
        {
            return token
        }
        let token = SecretBox.newToken()
        try connection.save(
            HubIntent(
                hub: hub, kind: kind, at: clock(),
                tokenForHub: try box.seal(token, for: Self.purpose(hub, .tokenForHub))))
        return token
    }

    private static func cutOff(_ begun: HubIntent, _ fault: HubFault) -> String {
        let what = begun.kind == .rotated ? "new tokens were asked for" : "a registration was begun"
        return "\(fault). On \(begun.at) \(what) and cut off before the hub's answer was kept;"
            + " if it took ours, the token it refuses now is spent. Ask \(begun.hub) to undo that and to"
            + " give a new token A, then run `clearing hub register \(begun.hub) --anew`"
    }

    func leave(_ hub: String) throws {
        let rule = try Self.rule(hub, in: rules)
        let link = try link(hub)
        try ask(rule) { client in try await client.leave(link) }
        try connection.save(
            HubEvent(
                hub: hub, kind: .left, at: clock(), version: link.version, tokens: nil,
                endpoints: []))
    }

    func save(_ link: HubLink, as kind: HubEvent.Kind) throws {
        let tokens = HubEvent.SealedTokens(
            token: try box.seal(link.token, for: Self.purpose(link.hub, .token)),
            tokenForHub: try box.seal(link.tokenForHub, for: Self.purpose(link.hub, .tokenForHub)))
        try connection.save(
            HubEvent(
                hub: link.hub, kind: kind, at: clock(), version: link.version, tokens: tokens,
                endpoints: link.endpoints.map {
                    HubEvent.Endpoint(module: $0.identifier, role: $0.role, url: $0.url)
                }, parties: link.roles.map { HubEvent.Role(role: $0.role, party: $0.party) }))
    }

    /// Token A for a hub that will register with us; said once, outside of OCPI.
    func invite(_ hub: String) throws -> String {
        _ = try Self.rule(hub, in: rules)
        let token = SecretBox.newToken()
        try connection.save(
            HubInvitation(
                hub: hub, at: clock(),
                token: try box.seal(token, for: Self.purpose(hub, .invitation))))
        return token
    }

    /// What a sealed token is for; part of its seal, so that it opens for nothing else.
    enum TokenPurpose: String {
        /// The hub's, for our requests to it.
        case token
        case tokenForHub = "token for it"
        /// Token A of ours.
        case invitation
    }

    static func purpose(_ hub: String, _ what: TokenPurpose) -> String {
        "\(what.rawValue) of \(hub)"
    }

    /// Under which hubs find us: `$CLEARING_VERSIONS_URL`, which ends in `/ocpi/versions`.
    static func versionsURL() throws -> WebAddress {
        let text = Home.environment("CLEARING_VERSIONS_URL") ?? standardVersionsURL
        guard let url = WebAddress(text), url.path.hasSuffix("/ocpi/versions") else {
            throw Failure.usage(
                "CLEARING_VERSIONS_URL must be a web address that ends in /ocpi/versions")
        }
        return url
    }

    private static let standardVersionsURL = "http://127.0.0.1:8080/ocpi/versions"

    private func identity(_ rule: ConnectionRule) throws -> OwnIdentity {
        Self.identity(rule, rules, at: try Self.versionsURL())
    }

    static func identity(
        _ rule: ConnectionRule, _ rules: Rules, at versions: WebAddress
    ) -> OwnIdentity {
        let entity = rules.entities.first { entity in
            rule.roles.contains { entity.parties.contains($0.party) }
        }
        return OwnIdentity(
            versionsURL: versions.description, businessName: entity?.name ?? "Magma")
    }

    private func ask<Value: Sendable>(
        _ rule: ConnectionRule, _ work: @escaping @Sendable (HubClient) async throws -> Value
    ) throws -> Value {
        let (run, clock) = (UUID().uuidString, clock)
        return try waiting {
            let client = HubClient(rule, run: run, clock: clock)
            do {
                let value = try await work(client)
                await client.close()
                return value
            } catch let fault as HubFault {
                await client.close()
                throw fault.naming(rule.contact)
            } catch {
                await client.close()
                throw error
            }
        }
    }
}
