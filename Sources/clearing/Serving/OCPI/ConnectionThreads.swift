import Foundation
import Store

/// A connection for one thread: opened when it is first needed, and again after it broke.
struct LastingConnection: ~Copyable {
    private let open: @Sendable () throws -> Connection
    private var connection: Connection?

    init(_ open: @escaping @Sendable () throws -> Connection) { self.open = open }

    mutating func use<Value>(_ work: (Connection) throws -> Value) throws -> Value {
        let connection = try self.connection ?? open()
        self.connection = connection
        do { return try work(connection) } catch let error as StoreError
            where error.kind == .connection
        {
            self.connection = nil
            throw error
        }
    }
}

/// Does what waits for the database on threads of their own, one connection each, so that no thread
/// that serves requests ever waits for it. A class, because the threads end with the last user.
final class ConnectionThreads: Sendable {
    /// More is waiting than can be answered in time.
    struct Overloaded: Error {}

    private typealias Job = @Sendable (inout LastingConnection) -> Void

    private let queue = BoundedQueue<Job>(capacity: 256)

    init(_ count: Int, open: @escaping @Sendable () throws -> Connection) {
        for _ in 0..<count {
            let queue = queue
            let thread = Thread {
                var connection = LastingConnection(open)
                while let job = queue.receive() { job(&connection) }
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    deinit { queue.close() }

    /// - Throws: `Overloaded`, and what `work` throws.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = queue.offer { connection in
                continuation.resume(with: Result { try connection.use(work) })
            }
            if !isTaken { continuation.resume(throwing: Overloaded()) }
        }
    }
}
