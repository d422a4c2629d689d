import Roaming
import Synchronization

/// Answers that are given again to the same key (Idempotency-Key), for a while and as long as there is room.
/// A class, because all requests share them.
final class Replays: Sendable {
    struct Replay: Sendable, Hashable {
        let target: String
        let json: [UInt8]
        let at: Instant
    }

    private static let seconds: Int64 = 600
    private static let most = 1000

    private let kept = Mutex([String: Replay]())

    func answer(to key: String, now: Instant) -> Replay? {
        kept.withLock { kept in
            kept[key].flatMap { now < $0.at.advanced(bySeconds: Self.seconds) ? $0 : nil }
        }
    }

    func keep(_ replay: Replay, for key: String) {
        kept.withLock { kept in
            if kept.count >= Self.most {
                kept = kept.filter { replay.at < $0.value.at.advanced(bySeconds: Self.seconds) }
            }
            if kept.count < Self.most { kept[key] = replay }
        }
    }
}
