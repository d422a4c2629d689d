import HTTPTypes
import Hashing
import NIOPosix
package import Roaming
package import Store
import Synchronization

/// The clients there are, read from the database every few seconds, and the secrets that were proved lately.
///
/// scrypt is slow by design, so a secret is hashed once and then known by its SHA-256 for as long as the
/// client stays as it is. A class, because all requests share what was proved.
package final class ClientBook: Sendable {
    private struct State {
        var clients: [String: StoredClient] = [:]
        var isLoaded = false
        /// By the SHA-256 of the key as it was sent.
        var proved: [Digest: (client: String, ordinal: Int)] = [:]
        var hashing = 0
    }

    /// How many may wait for a hash; more would wait longer than anybody does.
    private static let mostHashing = 16
    private static let mostProved = 10_000

    private let sites: @Sendable (String) -> Set<String>
    private let threads = NIOThreadPool(numberOfThreads: 1)
    private let state = Mutex(State())

    /// - Parameter sites: the sites of a vendor, in upper case; none for one that is not known.
    package init(sites: @escaping @Sendable (String) -> Set<String>) {
        self.sites = sites
        threads.start()
    }

    package func shutDown() async { try? await threads.shutdownGracefully() }

    /// Takes in how things stand; a client that changed has to prove itself again.
    package func load(_ clients: [StoredClient]) {
        let named = Dictionary(clients.map { ($0.name, $0) }) { $1 }
        state.withLock { state in
            state.proved = state.proved.filter {
                named[$0.value.client] == state.clients[$0.value.client]
            }
            (state.clients, state.isLoaded) = (named, true)
        }
    }

    package var isLoaded: Bool { state.withLock { $0.isLoaded } }

    /// The principal of a client that still has a secret which is good.
    func principal(of name: String, now: Instant) -> Principal? {
        guard let client = state.withLock({ $0.clients[name] }),
            client.secrets.contains(where: { $0.isGood(now) })
        else { return nil }
        return principal(client)
    }

    /// - Returns: nil when the secret is none of the client's, or was revoked.
    /// - Throws: when too many are waiting to prove themselves.
    func principal(of name: String, secret: String, now: Instant) async throws -> Principal? {
        let proof = digest(of: Array("\(name).\(secret)".utf8))
        let known = state.withLock { state in
            (client: state.clients[name], ordinal: state.proved[proof]?.ordinal)
        }
        if let client = known.client, let ordinal = known.ordinal {
            let stored = client.secrets.first { $0.ordinal == ordinal }
            return stored?.isGood(now) == true ? principal(client) : nil
        }
        try enter()
        defer { state.withLock { $0.hashing -= 1 } }
        let candidates = (known.client?.secrets ?? [Self.nobody]).filter { $0.isGood(now) }
        let found = try await threads.runIfActive {
            candidates.first { Secrets.matches(secret, $0) }
        }
        guard let client = known.client, let found else { return nil }
        state.withLock { state in
            if state.proved.count >= Self.mostProved { state.proved = [:] }
            if state.clients[name] == client { state.proved[proof] = (name, found.ordinal) }
        }
        return principal(client)
    }

    private func enter() throws {
        let isAllowed = state.withLock { state in
            guard state.hashing < Self.mostHashing else { return false }
            state.hashing += 1
            return true
        }
        guard isAllowed else {
            var problem = Problem(.tooMany, "Too many are proving who they are; try again.")
            problem.headers[.retryAfter] = "1"
            throw problem
        }
    }

    private func principal(_ client: StoredClient) -> Principal {
        let reach: Reach =
            switch client.reach {
            case .all: .all
            case .party(let party): .party(party)
            case .vendor(let vendor): .vendor(vendor, sites: sites(vendor))
            }
        return Principal(
            client: client.name, scopes: Set(client.scopes.compactMap(Scope.init)), reach: reach)
    }

    /// Hashed for a name that nobody has, so that the time does not say so.
    private static let nobody = StoredClient.Secret(
        ordinal: 0, salt: [UInt8](repeating: 0, count: 16), cost: Secrets.cost, hash: [],
        addedAt: Instant(milliseconds: 0))
}

extension StoredClient.Secret {
    package func isGood(_ now: Instant) -> Bool { revokedSince.map { now < $0 } ?? true }
}
