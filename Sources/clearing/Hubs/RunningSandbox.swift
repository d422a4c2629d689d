import Hubs

/// The sandbox's hubs as servers of this process, until they are stopped or the process ends.
struct RunningSandbox {
    let hubs: [SandboxHub]
    let port: Int
    private let task: Task<Void, Never>

    /// Returns once the hubs take requests.
    /// - Throws: `PortUnavailable` when they cannot.
    static func start(_ server: SandboxServer) throws -> RunningSandbox {
        let (ready, told) = AsyncThrowingStream.makeStream(of: Int.self)
        let task = Task {
            do {
                try await server.run { port in told.yield(port) }
                told.finish()
            } catch {
                told.finish(throwing: error)
            }
        }
        let port = try waiting {
            for try await port in ready { return port }
            throw Failure.bug("the sandbox ended before it served")
        }
        return RunningSandbox(hubs: server.hubs, port: port, task: task)
    }

    func stop() { task.cancel() }
}
