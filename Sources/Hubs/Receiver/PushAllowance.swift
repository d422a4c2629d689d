import Synchronization

/// How many requests of a hub that change something are taken, each hub by itself: so many a second, and
/// as many at once after a quiet second. A class, because all requests draw from one.
package final class PushAllowance: Sendable {
    /// By hub, when the last one that was taken would have come at an even pace; in nanoseconds.
    private let paced = Mutex<[String: Int64]>([:])

    package init() {}

    /// Takes one.
    /// - Parameters:
    ///   - rate: requests a second.
    ///   - now: nanoseconds of a clock that only goes forward.
    /// - Returns: whole seconds after which another try is welcome; nil when this one is.
    package func wait(of hub: String, rate: Int, now: Int64) -> Int? {
        let second: Int64 = 1_000_000_000
        let pace = second / Int64(max(1, rate))
        return paced.withLock { paced in
            let next = max(paced[hub] ?? .min, now)
            // As many as come in a second are never too early.
            let early = next - now - (second - pace)
            guard early > 0 else {
                paced[hub] = next + pace
                return nil
            }
            return Int((early + second - 1) / second)
        }
    }
}
