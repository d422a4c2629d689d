import AsyncHTTPClient
import HTTPTypes
import Hummingbird
package import Intake
import Logging
import NIOCore
package import Roaming
import Synchronization

/// The sandbox's hubs on one port of this machine, each below its own name:
/// `http://127.0.0.1:8722/gireve/ocpi/versions`.
package struct SandboxServer: Sendable {
    package let hubs: [SandboxHub]
    /// What the hubs send to whoever has registered; nothing for hubs that are only asked.
    package var pushing: [Module] = []
    /// Told what a hub's pushes come to, when there is something to tell.
    package var report: @Sendable (_ hub: String, _ words: String) -> Void = { _, _ in }
    private let port: Int
    private let bound = BoundPort()

    /// - Parameter port: 0 for one that is free.
    package init(
        _ stocks: [SandboxStock], seed: UInt64, faults: FaultProfile, port: Int,
        clock: @escaping @Sendable () -> Instant,
        live: @escaping LiveStock = { _, _, _ in [] },
        temper: (String) -> Temper = { Temper.of(hub: $0) }
    ) {
        self.port = port
        let bound = bound
        hubs = stocks.map { stock in
            SandboxHub(
                stock, temper: temper(stock.hub), faults: faults, seed: seed,
                root: { bound.root.appending(stock.hub, "ocpi") }, clock: clock, live: live)
        }
    }

    /// Serves until the task is cancelled.
    /// - Parameter ready: told the port once requests are taken.
    /// - Throws: `PortUnavailable` when none ever were.
    package func run(ready: @escaping @Sendable (Int) async -> Void) async throws {
        let bound = bound
        var logger = Logger(label: "sandbox")
        logger.logLevel = .critical
        let application = Application(
            responder: SandboxResponder(
                hubs: Dictionary(uniqueKeysWithValues: hubs.map { ($0.stock.hub, $0) })),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                bound.set(port)
                await ready(port)
            }, logger: logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                if !pushing.isEmpty { group.addTask { await push() } }
                // The server's end is the end; the pushes have none of their own.
                try await group.next()
                group.cancelAll()
            }
        } catch {
            guard !bound.isKnown else { throw error }
            throw PortUnavailable(port: port, reason: "\(error)")
        }
    }

    /// Rounds of pushes, a moment apart, until the task is cancelled.
    private func push() async {
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        await withTaskGroup(of: Void.self) { group in
            for hub in hubs {
                group.addTask { await Self.push(hub, pushing, by: http, report) }
            }
        }
        try? await http.shutdown()
    }

    private static func push(
        _ hub: SandboxHub, _ modules: [Module], by http: HTTPClient,
        _ report: @Sendable (String, String) -> Void
    ) async {
        hub.answers.withLock { $0.asksPartner = true }
        let sender = SandboxSender(hub, pushing: modules, by: http)
        var told = SandboxSender.Round()
        while !Task.isCancelled {
            let round = await sender.round()
            if round != told, let words = round.words { report(hub.stock.hub, words) }
            told = round
            try? await Task.sleep(for: .milliseconds(pushPauseMilliseconds))
        }
    }

    private static let pushPauseMilliseconds = 200
}

/// The sandbox cannot have the port it was told to take.
package struct PortUnavailable: Error, CustomStringConvertible {
    package let port: Int
    let reason: String

    package var description: String { "port \(port) of this machine cannot be used (\(reason))" }
}

/// The port, known once the server runs. A class, because the hubs share it.
private final class BoundPort: Sendable {
    private let port = Atomic<Int>(0)

    func set(_ number: Int) { port.store(number, ordering: .sequentiallyConsistent) }

    var isKnown: Bool { port.load(ordering: .sequentiallyConsistent) > 0 }

    var root: WebAddress {
        let number = port.load(ordering: .sequentiallyConsistent)
        guard let root = WebAddress("http://127.0.0.1:\(max(1, number))") else {
            preconditionFailure("loopback with a port is an address")
        }
        return root
    }
}

private struct SandboxResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let hubs: [String: SandboxHub]

    func respond(to request: Request, context: Context) async throws -> Response {
        let parts = request.uri.path.split(separator: "/").compactMap { Percent.decoded($0) }
        guard parts.count > 2, parts[1] == "ocpi", let hub = hubs[parts[0]] else {
            return Response(status: .notFound)
        }
        let body = try await request.body.collect(upTo: 8 << 20)
        var asked = SandboxRequest(
            method: request.method.rawValue, path: Array(parts.dropFirst(2)),
            authorization: request.headers[.authorization], routing: Routing(request.headers),
            body: Array(buffer: body))
        for (name, value) in request.uri.queryParameters {
            asked.query[String(name)] = String(value)
        }
        if hub.temper.delayMilliseconds > 0 {
            try await Task.sleep(for: .milliseconds(hub.temper.delayMilliseconds))
        }
        let answer = hub.answer(asked)
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        for name in ["X-Request-ID", "X-Correlation-ID"] {
            guard let field = HTTPField.Name(name), let value = request.headers[field] else {
                continue
            }
            headers.append(HTTPField(name: field, value: value))
        }
        return Response(
            status: .init(code: answer.status), headers: headers, body: Self.body(of: answer))
    }

    private static func body(of answer: SandboxAnswer) -> ResponseBody {
        let whole = ByteBuffer(bytes: answer.body)
        guard answer.breaksOff else { return ResponseBody(byteBuffer: whole) }
        let half = ByteBuffer(bytes: answer.body.prefix(answer.body.count / 2))
        return ResponseBody(contentLength: answer.body.count) { writer in
            try await writer.write(half)
            throw BrokenOff()
        }
    }
}

/// Ends a connection in the middle.
private struct BrokenOff: Error {}
