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
    private struct Known {
        let client: StoredClient
        let principal: Principal
    }

    private struct State {
        var clients: [String: Known] = [:]
        var isLoaded = false
        /// By the SHA-256 of the key as it was sent.
        var proved: [Digest: (client: String, ordinal: Int)] = [:]
        /// Secrets that are being hashed, by the same: who sends one meanwhile waits for the same answer.
        var proving: [Digest: Task<Int?, any Error>] = [:]
    }

    /// How many secrets may wait for a hash; more would wait longer than anybody does.
    private static let mostProving = 16
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
        let known = named.mapValues { Known(client: $0, principal: principal($0)) }
        state.withLock { state in
            state.proved = state.proved.filter {
                named[$0.value.client] == state.clients[$0.value.client]?.client
            }
            (state.clients, state.isLoaded) = (known, true)
        }
    }

    package var isLoaded: Bool { state.withLock { $0.isLoaded } }

    /// The principal of a client that still has a secret which is good.
    func principal(of name: String, now: Instant) -> Principal? {
        guard let known = state.withLock({ $0.clients[name] }),
            known.client.secrets.contains(where: { $0.isGood(now) })
        else { return nil }
        return known.principal
    }

    /// - Returns: nil when the secret is none of the client's, or was revoked.
    /// - Throws: when too many are waiting to prove themselves.
    func principal(of name: String, secret: String, now: Instant) async throws -> Principal? {
        let proof = digest(of: Array("\(name).\(secret)".utf8))
        let (known, proved) = state.withLock { ($0.clients[name], $0.proved[proof]?.ordinal) }
        if let known, let proved {
            return known.client.hasGoodSecret(proved, now) ? known.principal : nil
        }
        let secrets = known.map { $0.client.secrets.filter { $0.isGood(now) } } ?? [Self.nobody]
        guard let ordinal = try await prove(proof, secret, secrets).value, let known,
            known.client.hasGoodSecret(ordinal, now)
        else { return nil }
        state.withLock { state in
            guard state.clients[name]?.client == known.client else { return }
            if state.proved.count >= Self.mostProved { state.proved = [:] }
            state.proved[proof] = (name, ordinal)
        }
        return known.principal
    }

    /// Which of some secrets was sent, if any.
    private func prove(
        _ proof: Digest, _ secret: String, _ candidates: [StoredClient.Secret]
    ) throws -> Task<Int?, any Error> {
        try state.withLock { state in
            if let running = state.proving[proof] { return running }
            guard state.proving.count < Self.mostProving else {
                var problem = Problem(.tooMany, "Too many are proving who they are; try again.")
                problem.headers[.retryAfter] = "1"
                throw problem
            }
            let task = Task { () throws -> Int? in
                defer { self.state.withLock { $0.proving[proof] = nil } }
                return try await threads.runIfActive {
                    candidates.first { Secrets.matches(secret, $0) }?.ordinal
                }
            }
            state.proving[proof] = task
            return task
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

extension StoredClient {
    fileprivate func hasGoodSecret(_ ordinal: Int, _ now: Instant) -> Bool {
        secrets.first { $0.ordinal == ordinal }?.isGood(now) == true
    }
}

extension StoredClient.Secret {
    package func isGood(_ now: Instant) -> Bool { revokedSince.map { now < $0 } ?? true }
}
