import Foundation

/// Does numbered pieces of work on a few threads, each with what `prepare` gives it (a connection, a
/// reader: things that stay on one thread). The first error stops all and is thrown.
enum Workers {
    static func run<Tool: ~Copyable>(
        _ pieces: Int, threads: Int = 2, prepare: @escaping @Sendable () throws -> Tool,
        _ work: @escaping @Sendable (inout Tool, Int) throws -> Void
    ) throws {
        guard pieces > 0 else { return }
        let state = SharedPieces(pieces)
        let group = DispatchGroup()
        for _ in 0..<min(threads, pieces) {
            group.enter()
            let thread = Thread {
                defer { group.leave() }
                do {
                    var tool = try prepare()
                    while let piece = state.take() {
                        try work(&tool, piece)
                    }
                } catch {
                    state.fail(error)
                }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        if let error = state.error { throw error }
    }
}

/// The pieces not yet taken, shared by the threads. A class, because they share it.
private final class SharedPieces: @unchecked Sendable {
    // @unchecked: every access is under `lock`.
    private let lock = NSLock()
    private let count: Int
    private var next = 0
    private var failure: (any Error)?

    init(_ count: Int) { self.count = count }

    var error: (any Error)? {
        lock.lock()
        defer { lock.unlock() }
        return failure
    }

    func take() -> Int? {
        lock.lock()
        defer { lock.unlock() }
        guard next < count, failure == nil else { return nil }
        next += 1
        return next - 1
    }

    func fail(_ error: any Error) {
        lock.lock()
        defer { lock.unlock() }
        if failure == nil { failure = error }
    }
}
