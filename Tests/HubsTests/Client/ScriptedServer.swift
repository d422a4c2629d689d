import HTTPTypes
import Hummingbird
import HummingbirdCore
import Intake
import Logging
import NIOCore
import Roaming
import Synchronization

@testable import Hubs

/// A hub that answers what a test says, on a real socket.
struct ScriptedServer: Sendable {
    struct Asked: Sendable {
        let method: String
        /// Path and query.
        let target: String
        let headers: HTTPFields
        let body: [UInt8]
        /// How many requests came before, in all.
        let number: Int

        func header(_ name: String) -> String? {
            HTTPField.Name(name).flatMap { headers[$0] }
        }
    }

    struct Answer: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// Written in so many pieces with a pause before each, so that it never quite ends.
        var dripMilliseconds: Int?
        var breaksOffAfter: Int?

        init(_ text: String, status: Int = 200, headers: [String: String] = [:]) {
            self.status = status
            self.headers = headers
            body = Array(text.utf8)
        }

        static func list(_ objects: [String], headers: [String: String] = [:]) -> Answer {
            Answer(
                "{\"data\":[\(objects.joined(separator: ","))],\"status_code\":1000,"
                    + "\"timestamp\":\"2026-11-01T00:00:00Z\"}", headers: headers)
        }
    }

    /// Of the clients that ask it.
    static let now = Instant(seconds: 1_793_491_200)

    /// Runs `work` while a server answers with `script`.
    static func with<Value: Sendable>(
        over server: HTTPServerBuilder = .http1(),
        _ script: @escaping @Sendable (Asked, _ port: Int) -> Answer,
        _ work: @escaping @Sendable (_ port: Int) async throws -> Value
    ) async throws -> Value {
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let responder = ScriptedResponder(script: script)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                responder.port.store(port, ordering: .sequentiallyConsistent)
                told.yield(port)
            }, logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await application.run()
                return nil
            }
            group.addTask {
                for await port in ports { return try await work(port) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw ServerGone()
        }
    }
}

struct ServerGone: Error {}

private final class ScriptedResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let script: @Sendable (ScriptedServer.Asked, Int) -> ScriptedServer.Answer
    let port = Atomic<Int>(0)
    private let count = Atomic<Int>(0)

    init(script: @escaping @Sendable (ScriptedServer.Asked, Int) -> ScriptedServer.Answer) {
        self.script = script
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let asked = ScriptedServer.Asked(
            method: request.method.rawValue, target: request.head.path ?? "",
            headers: request.headers, body: Array(buffer: body),
            number: count.add(1, ordering: .sequentiallyConsistent).oldValue)
        let answer = script(asked, port.load(ordering: .sequentiallyConsistent))
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let status = HTTPResponse.Status(code: answer.status)
        if let pause = answer.dripMilliseconds {
            return Response(
                status: status, headers: headers,
                body: ResponseBody { writer in
                    for byte in answer.body {
                        try await Task.sleep(for: .milliseconds(pause))
                        try await writer.write(ByteBuffer(bytes: [byte]))
                    }
                    try await writer.finish(nil)
                })
        }
        if let end = answer.breaksOffAfter {
            return Response(
                status: status, headers: headers,
                body: ResponseBody(contentLength: answer.body.count) { writer in
                    try await writer.write(ByteBuffer(bytes: answer.body.prefix(end)))
                    throw ServerGone()
                })
        }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

extension ConnectionRule {
    /// Of a test's server, with short pauses.
    static func test(_ port: Int, version: OCPIVersion = .v221) throws -> ConnectionRule {
        guard let url = WebAddress("http://127.0.0.1:\(port)/ocpi/versions"),
            let party = PartyID("IN-MGE")
        else { throw ServerGone() }
        return ConnectionRule(
            hub: "test", version: version, versionsURL: url, hosts: ["127.0.0.1:\(port)"],
            roles: [.init(role: "EMSP", party: party)], pull: [.cdrs], pageSize: 2,
            requestsPerSecond: 1000, timeoutSeconds: 120, attempts: 4, firstPauseMilliseconds: 1,
            bodyBytes: 4096, secret: .environment("UNUSED"))
    }
}
