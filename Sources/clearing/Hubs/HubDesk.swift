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

        var isRegistered: Bool { event?.tokens != nil }
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
        let events = try connection.hubLinks()
        return rules.connections.map { rule in
            Standing(rule: rule, event: events.first { $0.hub == rule.hub })
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
            token: try box.open(tokens.token, for: Self.purpose(hub, "token")),
            tokenForHub: try box.open(tokens.tokenForHub, for: Self.purpose(hub, "token for it")),
            endpoints: event.endpoints.map {
                ListedEndpoint(identifier: $0.module, role: $0.role, url: $0.url)
            }, roles: [])
    }

    func register(_ hub: String) throws -> HubLink {
        let rule = try Self.rule(hub, in: rules)
        if try Self.standings(rules, on: connection).contains(where: {
            $0.rule.hub == hub && $0.isRegistered
        }) {
            throw Failure.usage(
                "already registered with \(hub); `clearing hub rotate \(hub)` renews the tokens")
        }
        let (tokenA, tokenB) = (try rule.secret.read(), SecretBox.newToken())
        guard Credentials.isToken(tokenA) else {
            throw Failure.usage(
                "\(rule.secret) is no token: 1 to 64 printable characters, no space")
        }
        let identity = try identity(rule)
        let link = try ask(rule) { client in
            try await client.register(tokenA: tokenA, tokenB: tokenB, as: identity)
        }
        try save(link, as: .registered)
        return link
    }

    func rotate(_ hub: String) throws -> HubLink {
        let rule = try Self.rule(hub, in: rules)
        let (old, tokenB) = (try link(hub), SecretBox.newToken())
        let identity = try identity(rule)
        let link = try ask(rule) { client in
            try await client.rotate(old, tokenB: tokenB, as: identity)
        }
        try save(link, as: .rotated)
        return link
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

    private func save(_ link: HubLink, as kind: HubEvent.Kind) throws {
        let tokens = HubEvent.SealedTokens(
            token: try box.seal(link.token, for: Self.purpose(link.hub, "token")),
            tokenForHub: try box.seal(
                link.tokenForHub, for: Self.purpose(link.hub, "token for it")))
        try connection.save(
            HubEvent(
                hub: link.hub, kind: kind, at: clock(), version: link.version, tokens: tokens,
                endpoints: link.endpoints.map {
                    HubEvent.Endpoint(module: $0.identifier, role: $0.role, url: $0.url)
                }))
    }

    /// What a sealed token is for; part of its seal, so that it opens for nothing else.
    private static func purpose(_ hub: String, _ what: String) -> String { "\(what) of \(hub)" }

    private func identity(_ rule: ConnectionRule) throws -> OwnIdentity {
        let entity = rules.entities.first { entity in
            rule.roles.contains { entity.parties.contains($0.party) }
        }
        return OwnIdentity(
            versionsURL: Home.environment("CLEARING_VERSIONS_URL")
                ?? "http://127.0.0.1:8723/ocpi/versions",
            businessName: entity?.name ?? "Magma")
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
            } catch {
                await client.close()
                throw error
            }
        }
    }
}
