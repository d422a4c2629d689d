import NIOPosix
package import Store
import Synchronization

/// Why nobody got a connection.
package enum PoolError: Error, Sendable, Hashable {
    /// PostgreSQL does not answer.
    case gone
    /// All connections were in use for as long as one may wait.
    case busy
}

/// So many connections to PostgreSQL and no more, each used by one request at a time on a thread that may
/// block. Who finds none free waits its turn, for a limited time.
///
/// A class, because the connections are shared by all requests.
package final class ConnectionPool: Sendable {
    package struct Limits: Sendable {
        package var connections = 8
        /// How long one waits for a connection.
        package var waitMilliseconds = 2000
        /// How long a statement of a page may take.
        package var statementMilliseconds = 10_000

        package init() {}
    }

    /// How things stand, for those who watch.
    package struct Standing: Sendable, Hashable {
        package var made = 0
        package var idle = 0
        package var waiting = 0
    }

    private struct State {
        var idle: [Held] = []
        /// Connections there are and that are being made.
        var made = 0
        /// Parts of the time one waits that went by while somebody waited.
        var parts = 0
        var isTiming = false
        /// In the order they came. One gets a connection, or leave to make one.
        var waiting: [(since: Int, continuation: CheckedContinuation<Held?, any Error>)] = []
    }

    /// Into so many parts the time one waits is divided; who waits is looked after once in each, so that
    /// waiting needs no timer of its own.
    private static let partsOfWait = 8

    private let address: String
    private let role: StageRole
    private let limits: Limits
    fileprivate let threads: NIOThreadPool
    private let state = Mutex(State())

    /// - Parameter address: as in `DATABASE_URL`. Nothing is connected yet.
    package init(_ address: String, as role: StageRole = .api, limits: Limits = Limits()) {
        self.address = address
        self.role = role
        self.limits = limits
        threads = NIOThreadPool(numberOfThreads: limits.connections)
        threads.start()
    }

    package var standing: Standing {
        state.withLock {
            Standing(made: $0.made, idle: $0.idle.count, waiting: $0.waiting.count)
        }
    }

    /// Closes what is idle and takes no more work.
    package func shutDown() async {
        state.withLock { $0.idle = [] }
        try? await threads.shutdownGracefully()
    }

    /// Reads once, on a connection of the pool. When the server has closed an idle connection in the
    /// meantime, it is done again on a new one; reading twice does no harm.
    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        var isSecond = false
        while true {
            let lease = try await lease()
            do {
                let value = try await lease.run(work)
                giveBack(lease)
                return value
            } catch let error as StoreError where error.isLoss && !isSecond {
                drop(lease)
                isSecond = true
            } catch let error as StoreError where error.isLoss {
                drop(lease)
                throw PoolError.gone
            } catch {
                giveBack(lease)
                throw error
            }
        }
    }

    /// A connection for several steps, such as a long answer. It must be given back or dropped.
    package func lease() async throws -> Lease {
        if let held = try await take() { return Lease(held, self) }
        do {
            let (address, role, limit) = (address, role, limits.statementMilliseconds)
            let held = try await threads.runIfActive { () throws -> Held in
                let connection = try Connection(address, as: role)
                try connection.limitStatements(toMilliseconds: limit)
                return Held(connection)
            }
            return Lease(held, self)
        } catch {
            release(nil)
            throw PoolError.gone
        }
    }

    package func giveBack(_ lease: Lease) {
        guard lease.end() else { return }
        release(lease.held.connection.isUsable ? lease.held : nil)
    }

    package var statementMilliseconds: Int { limits.statementMilliseconds }

    /// Closes one connection that was left in the middle of something.
    package func discard(_ lease: Lease) {
        guard lease.end() else { return }
        release(nil)
    }

    /// The server is gone: what is idle is as old and goes too.
    package func drop(_ lease: Lease) {
        let old = state.withLock { state in
            defer {
                state.made -= state.idle.count
                state.idle = []
            }
            return state.idle
        }
        // Closed here, outside the lock.
        _ = consume old
        discard(lease)
    }

    /// - Returns: a connection, or nil for leave to make one.
    private func take() async throws -> Held? {
        let found = state.withLock { state -> (held: Held?, mayMake: Bool) in
            if let held = state.idle.popLast() { return (held, false) }
            guard state.made < limits.connections else { return (nil, false) }
            state.made += 1
            return (nil, true)
        }
        if found.held != nil || found.mayMake { return found.held }
        return try await waitTurn()
    }

    private func waitTurn() async throws -> Held? {
        try await withCheckedThrowingContinuation { continuation in
            // Between asking and getting here one may have come free.
            let found = state.withLock { state -> (held: Held?, mayMake: Bool, mustTime: Bool) in
                if let held = state.idle.popLast() { return (held, false, false) }
                if state.made < limits.connections {
                    state.made += 1
                    return (nil, true, false)
                }
                state.waiting.append((state.parts, continuation))
                defer { state.isTiming = true }
                return (nil, false, !state.isTiming)
            }
            if let held = found.held { continuation.resume(returning: held) }
            if found.mayMake { continuation.resume(returning: nil) }
            if found.mustTime { Task { await timeWaiting() } }
        }
    }

    /// Turns those away who waited for too long, as long as anybody waits.
    private func timeWaiting() async {
        let part = max(1, limits.waitMilliseconds / Self.partsOfWait)
        while true {
            try? await Task.sleep(for: .milliseconds(part))
            let (late, isOver) = state.withLock { state in
                state.parts += 1
                // The first part had begun when they came.
                let late = state.waiting.prefix { state.parts - $0.since > Self.partsOfWait }
                state.waiting.removeFirst(late.count)
                state.isTiming = !state.waiting.isEmpty
                return (late.map(\.continuation), !state.isTiming)
            }
            for continuation in late { continuation.resume(throwing: PoolError.busy) }
            if isOver { return }
        }
    }

    /// - Parameter held: nil when it is no more.
    fileprivate func release(_ held: Held?) {
        let next = state.withLock { state -> CheckedContinuation<Held?, any Error>? in
            if !state.waiting.isEmpty { return state.waiting.removeFirst().continuation }
            if let held { state.idle.append(held) } else { state.made -= 1 }
            return nil
        }
        next?.resume(returning: held)
    }
}

/// A connection in the hands of one request. Forgotten, it is closed and its place is free again.
package final class Lease: Sendable {
    fileprivate let held: Held
    private let pool: ConnectionPool
    private let isOver = Atomic(false)

    fileprivate init(_ held: Held, _ pool: ConnectionPool) {
        self.held = held
        self.pool = pool
    }

    deinit {
        if end() { pool.release(nil) }
    }

    /// True the first time.
    fileprivate func end() -> Bool {
        !isOver.exchange(true, ordering: .acquiringAndReleasing)
    }

    /// Runs on a thread that may block; one piece of work after the other.
    package func run<Value: Sendable>(
        _ work: @escaping @Sendable (Connection) throws -> Value
    ) async throws -> Value {
        let held = held
        return try await pool.threads.runIfActive { try work(held.connection) }
    }
}

/// @unchecked: the pool lends it to one request at a time, which awaits each piece of its work.
private final class Held: @unchecked Sendable {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }
}

extension StoreError {
    /// The server, or the connection to it, is gone: 57P01 … 57P03, or no word at all.
    package var isLoss: Bool {
        kind == .connection || sqlState.hasPrefix("57P") || sqlState.hasPrefix("08")
            || kind == .statement && sqlState.isEmpty
    }
}
