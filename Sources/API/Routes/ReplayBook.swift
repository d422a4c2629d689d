import HTTPTypes
import Hashing
import Roaming
import Store

/// Answers that are given again to the same Idempotency-Key of a client for a while, by any instance.
struct ReplayBook: Sendable {
    /// How long an answer is kept.
    static let keptSeconds: Int64 = 600
    /// An instance that died keeps its keys from others no longer than this.
    static let workSeconds: Int64 = 120

    let pool: ConnectionPool
    let around: Surroundings

    /// The answer to the call: the one that its key has, else a new one, which the key then has.
    func answer(
        _ call: Call, _ make: () async throws -> [UInt8]
    ) async throws -> [UInt8] {
        guard let key = call["Idempotency-Key"], let client = call.principal?.client else {
            return try await make()
        }
        let claim = Base64URL.encode(around.unguessable(12))
        let asked = digest(of: Array("\(call.route.title)\n\(call.target)\n".utf8) + call.body)
        let now = around.clock()
        let found = try await pool.read {
            try $0.replay(
                of: client, key: key, claim: claim, request: asked.bytes, now: now,
                until: now.advanced(bySeconds: Self.workSeconds))
        }
        let place = "/header/Idempotency-Key"
        switch found {
        case .answered(let answer): return answer
        case .other:
            throw Problem(.keyReused, "This key was used for another request.", at: place)
        case .atWork:
            var problem = Problem(
                .conflict, "The first request with this key is still being answered.", at: place)
            problem.headers[.retryAfter] = "1"
            throw problem
        case .claimed: break
        }
        do {
            let answer = try await make()
            let until = around.clock().advanced(bySeconds: Self.keptSeconds)
            try await pool.read {
                try $0.keep(answer, of: client, key: key, claim: claim, until: until)
            }
            return answer
        } catch {
            // What failed may be asked again at once. When this fails too, the claim runs out.
            try? await pool.read { try $0.giveBack(key: key, of: client, claim: claim) }
            throw error
        }
    }

    /// Forgets what is over.
    func tidy(now: Instant) async throws {
        try await pool.read { try $0.forgetReplays(now: now) }
    }
}
