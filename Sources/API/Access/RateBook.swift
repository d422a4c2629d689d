package import Roaming
import Store
import Synchronization

/// Who asked how often in this minute. All instances share a client's minute through the database, from which
/// each takes some requests at a time, so that few requests ask it.
///
/// A class, because all requests share the counts.
package final class RateBook: Sendable {
    struct Standing: Sendable, Hashable {
        let isAllowed: Bool
        let remaining: Int
        /// Seconds to the next minute.
        let reset: Int64
    }

    private struct Minute {
        var minute: Int64
        /// Taken from the database and not used yet.
        var left = 0
        var used = 0
        var isUsedUp = false
    }

    package let limit: Int
    private let share: Int
    private let pool: ConnectionPool
    private let state = Mutex([String: Minute]())

    /// - Parameter limit: requests a minute.
    package init(limit: Int, pool: ConnectionPool) {
        self.limit = limit
        share = max(1, limit / 20)
        self.pool = pool
    }

    /// Counts one request.
    func take(_ client: String, now: Instant) async throws -> Standing {
        let minute = now.seconds.dividedDown(by: 60)
        let reset = 60 - (now.seconds - minute * 60)
        while true {
            let step = state.withLock { counts -> (isAllowed: Bool, used: Int)? in
                var own = counts[client] ?? Minute(minute: minute)
                if own.minute != minute { own = Minute(minute: minute) }
                defer { counts[client] = own }
                if own.left > 0 {
                    own.left -= 1
                    own.used += 1
                    return (true, own.used)
                }
                return own.isUsedUp ? (false, own.used) : nil
            }
            if let step {
                return Standing(
                    isAllowed: step.isAllowed,
                    remaining: step.isAllowed ? max(0, limit - step.used) : 0, reset: reset)
            }
            let (share, limit) = (share, limit)
            let given = try await pool.read {
                try $0.takeAllowance(of: client, minute: minute, wanted: share, limit: limit)
            }
            state.withLock { counts in
                guard counts[client]?.minute == minute else { return }
                counts[client]?.left += given
                counts[client]?.isUsedUp = given == 0
            }
        }
    }

    /// Forgets minutes that are over.
    package func tidy(now: Instant) async throws {
        let minute = now.seconds.dividedDown(by: 60)
        state.withLock { counts in counts = counts.filter { $0.value.minute >= minute } }
        try await pool.read { try $0.forgetAllowances(before: minute - 1) }
    }
}
