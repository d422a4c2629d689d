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
        /// What was there then is among `keys`.
        var readAt: ContinuousClock.Instant?
        /// When somebody last began to read.
        var begunAt: ContinuousClock.Instant?
    }

    private let rules: Rules
    private let box: SecretBox
    private let threads: ConnectionThreads
    private let known = Mutex(Known())

    /// Another process may register or leave: what is older is read again.
    private static let freshness = Duration.seconds(1)
    /// However many strangers come, we read no more often than this.
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
        let arrived = ContinuousClock.now
        let found = find(digests, in: try await keys(readSince: arrived - Self.freshness))
        if let found, found.standing == .registered { return found }
        // A handshake may have begun or ended since, and the hub comes at once with the new token.
        return find(digests, in: try await keys(readSince: arrived))
    }

    /// What was agreed has changed.
    func forget() { known.withLock { ($0.readAt, $0.begunAt) = (nil, nil) } }

    /// Who asks for newer ones than there are waits until they may be read again.
    private func keys(readSince instant: ContinuousClock.Instant) async throws -> [Key] {
        while true {
            let now = ContinuousClock.now
            let (held, pause) = known.withLock { known -> ([Key]?, Duration?) in
                if let readAt = known.readAt, readAt >= instant { return (known.keys, nil) }
                if let begunAt = known.begunAt, now - begunAt < Self.shortest {
                    return (nil, Self.shortest - (now - begunAt))
                }
                known.begunAt = now
                return (nil, nil)
            }
            if let held { return held }
            if let pause {
                try await Task.sleep(for: pause)
                continue
            }
            let (rules, box) = (rules, box)
            let keys = try await threads.run { try Self.read(rules, box, on: $0) }
            known.withLock { ($0.keys, $0.readAt) = (keys, now) }
            return keys
        }
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
