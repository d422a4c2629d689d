import Hashing
import Hubs
import Roaming
import Store
import Synchronization

/// Who comes to us with a token.
struct HubVisitor: Sendable {
    enum Standing: Sendable, Hashable {
        /// With the token that we gave it at the registration.
        case registered
        /// With token A of ours: it may register.
        case invited
        /// With our token B while we register there: it may look at our versions.
        case handshaking
    }

    let rule: ConnectionRule
    let hub: HubRule
    let standing: Standing
    /// Whom it says it is.
    let parties: [HubEvent.Role]
    /// Parties that it told us are connected to it.
    let clients: Set<PartyID>

    var name: String { rule.hub }

    /// It speaks for others.
    var isHub: Bool {
        hub.counterparty == nil
            && (parties.isEmpty || parties.contains { $0.role == "HUB" || $0.role == nil })
    }

    /// Whose objects it may put here: of those behind it, whom the rule, its registration or its client
    /// infos name.
    var mayOwn: Set<PartyID> {
        if let counterparty = hub.counterparty { return [counterparty] }
        return hub.partners.union(parties.map(\.party)).union(clients)
    }
}

/// Tells by the Authorization header who comes. Tokens are compared by their SHA-256, all of them
/// every time, in a time that depends on their number alone; the tokens themselves are not kept.
final class HubDoor: Sendable {
    // A class, because what it knows is renewed for all requests at once.

    private struct Key: Sendable {
        let digest: Digest
        let visitor: HubVisitor
    }

    private struct Known: Sendable {
        var keys: [Key] = []
        var readAt: ContinuousClock.Instant?
    }

    private let rules: Rules
    private let box: SecretBox
    private let threads: ConnectionThreads
    private let known = Mutex(Known())

    /// Another process may register or leave: what is older is read again.
    private static let freshness = Duration.seconds(1)
    /// Strangers do not make us read more often than this.
    private static let shortest = Duration.milliseconds(100)

    init(rules: Rules, box: SecretBox, threads: ConnectionThreads) {
        self.rules = rules
        self.box = box
        self.threads = threads
    }

    /// Nil for a stranger.
    func visitor(_ authorization: String?) async throws -> HubVisitor? {
        let candidates = authorization.map { Authorization.candidates($0) } ?? []
        guard !candidates.isEmpty else { return nil }
        let digests = candidates.map { digest(of: Array($0.utf8)) }
        let found = find(digests, in: try await keys(within: Self.freshness))
        if let found, found.standing == .registered { return found }
        // A handshake may have come to its end since, and the hub begins to push at once.
        return find(digests, in: try await keys(within: found == nil ? Self.shortest : .zero))
    }

    /// What was agreed has changed.
    func forget() { known.withLock { $0.readAt = nil } }

    private func keys(within age: Duration) async throws -> [Key] {
        let now = ContinuousClock.now
        let held = known.withLock { known in
            known.readAt.map { now - $0 < age } == true ? known.keys : nil
        }
        if let held { return held }
        let (rules, box) = (rules, box)
        let keys = try await threads.run { try Self.read(rules, box, on: $0) }
        known.withLock { $0 = Known(keys: keys, readAt: now) }
        return keys
    }

    private func find(_ digests: [Digest], in keys: [Key]) -> HubVisitor? {
        var found: HubVisitor?
        for key in keys {
            for digest in digests
            where Authorization.isSame(digest.description, key.digest.description) {
                found = found ?? key.visitor
            }
        }
        return found
    }

    private static func read(
        _ rules: Rules, _ box: SecretBox, on connection: Connection
    ) throws -> [Key] {
        let clients = try connection.hubClients()
        var keys: [Key] = []
        func add(
            _ hub: String, _ standing: HubVisitor.Standing, _ sealed: [UInt8], _ purpose: String,
            _ parties: [HubEvent.Role]
        ) {
            // A token under another key opens nothing; the others still do.
            guard let rule = rules.connections.first(where: { $0.hub == hub }),
                let hubRule = rules.hub(named: hub),
                let token = try? box.open(sealed, for: purpose)
            else { return }
            let visitor = HubVisitor(
                rule: rule, hub: hubRule, standing: standing, parties: parties,
                clients: Set(clients.filter { $0.hub == hub }.map(\.party)))
            keys.append(Key(digest: digest(of: Array(token.utf8)), visitor: visitor))
        }
        for event in try connection.hubLinks() {
            guard let tokens = event.tokens else { continue }
            add(
                event.hub, .registered, tokens.tokenForHub,
                HubDesk.purpose(event.hub, .tokenForHub), event.parties)
        }
        for intent in try connection.openIntents() {
            add(
                intent.hub, .handshaking, intent.tokenForHub,
                HubDesk.purpose(intent.hub, .tokenForHub), [])
        }
        for invitation in try connection.hubInvitations() {
            add(
                invitation.hub, .invited, invitation.token,
                HubDesk.purpose(invitation.hub, .invitation), [])
        }
        return keys
    }
}
