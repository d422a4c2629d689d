import Foundation
import Hubs
import Roaming
import Store

/// The one thread that keeps pushes. What waits when it is free goes into one transaction, and is
/// answered once that is committed: a push is acknowledged only when it is durable, and many at a
/// time cost one flush to disk. A class, because the thread ends with the last user.
final class PushThread: Sendable {
    private struct Waiting: Sendable {
        let order: PushOrder
        let answered: CheckedContinuation<OCPIReply, Never>
    }

    private let queue = BoundedQueue<Waiting>(capacity: 256)

    /// Pushes of one transaction.
    private static let most = 128

    init(
        rules: Rules, book: Int64, versions: WebAddress,
        open: @escaping @Sendable () throws -> Connection
    ) {
        let queue = queue
        let thread = Thread {
            var connection = LastingConnection(open)
            var keeper = PushKeeper(rules: rules, book: book, versions: versions)
            while case let batch = queue.receiveAll(most: Self.most), !batch.isEmpty {
                Self.keep(batch, by: &keeper, on: &connection)
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { queue.close() }

    /// What the hub is answered; what was acknowledged stands.
    func keep(_ order: PushOrder) async -> OCPIReply {
        await withCheckedContinuation { continuation in
            let isTaken = queue.offer(Waiting(order: order, answered: continuation))
            if !isTaken { continuation.resume(returning: .overloaded) }
        }
    }

    private static func keep(
        _ batch: [Waiting], by keeper: inout PushKeeper, on connection: inout LastingConnection
    ) {
        if let replies = replies(to: batch, by: &keeper, on: &connection) {
            for (waiting, reply) in zip(batch, replies) {
                waiting.answered.resume(returning: reply)
            }
            return
        }
        // One of them may be at fault, or the connection was; each gets its own try.
        for waiting in batch {
            let alone = replies(to: [waiting], by: &keeper, on: &connection)?.first
            waiting.answered.resume(returning: alone ?? .storeTrouble)
        }
    }

    /// Nil when nothing of it was stored.
    private static func replies(
        to batch: [Waiting], by keeper: inout PushKeeper, on connection: inout LastingConnection
    ) -> [OCPIReply]? {
        do {
            return try connection.use { connection in
                let transaction = try connection.begin()
                try transaction.lockInbox()
                var replies: [OCPIReply] = []
                for waiting in batch {
                    replies.append(try keeper.keep(waiting.order, in: transaction))
                }
                try transaction.commit()
                return replies
            }
        } catch {
            OCPIHost.complain(error)
            return nil
        }
    }
}

extension OCPIReply {
    /// - Parameter wait: seconds.
    static func tooMany(_ rate: Int, wait: Int) -> OCPIReply {
        var reply = refused(2000, "more than \(rate) changes a second", status: 429)
        reply.headers.append(.init("Retry-After", String(wait)))
        return reply
    }

    static let overloaded = troubled(3000, "too much at once; try again later", status: 503)
    static let storeTrouble = troubled(3000, "nothing was stored; try again later", status: 500)
}
