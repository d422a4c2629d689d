import Foundation
import Hummingbird
import Roaming
import Store
import Synchronization
import TestSupport

@testable import API

/// A server on a free port over a database of its own, with clients to ask as. Stops with its last user.
final class RunningAPI: Sendable {
    static let issuer = "https://clearing.test"
    static let audience = "clearing"
    static let pem = SigningKey.newPEM()

    let database: ScratchDatabase
    let host: APIHost
    let port: Int
    /// API keys by client.
    let keys: [String: String]
    private let serving: Task<Void, any Error>

    /// Clients: whole (everything), narrow (no scope that matters), aaa and bbb (partners), one and two
    /// (vendors); all but narrow have every scope.
    /// - Parameters:
    ///   - beside: another instance, whose database and clients it has too.
    ///   - now: where its clock stands; it goes, where none is given.
    init(
        beside other: RunningAPI? = nil, workings: Workings = Seed.workings,
        now: Instant? = nil,
        change: @Sendable (inout APIHost.Settings) -> Void = { _ in }
    ) async throws {
        let database = try other?.database ?? ScratchDatabase()
        if let other {
            keys = other.keys
        } else {
            try Seed.fill(database)
            keys = try Seed.addClients(to: database)
        }
        var settings = APIHost.Settings(database: try database.url)
        settings.issuer = Self.issuer
        settings.audience = Self.audience
        settings.bodyMilliseconds = 300
        settings.requestsPerMinute = 100_000
        settings.version = "test"
        change(&settings)
        let key = try SigningKey(name: "key-1", pem: Self.pem, addedAt: Instant(milliseconds: 0))
        let host = APIHost(
            settings, around: Self.surroundings(now), workings: workings,
            openKeys: { _ in [key] })
        let router = Router(context: BasicRequestContext.self)
        host.add(to: router)
        host.addEnd(to: router)
        let responder = router.buildResponder()
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        serving = Task {
            try await host.serve(
                responder, at: .hostname("127.0.0.1", port: 0), server: .http1(), signals: false
            ) { told.yield($0) }
            told.finish()
        }
        var port = 0
        for await given in ports {
            port = given
            break
        }
        self.port = port
        self.host = host
        self.database = database
    }

    deinit { serving.cancel() }

    /// - Parameter path: with its query.
    func ask(
        _ method: String = "GET", _ path: String, key: String? = nil, token: String? = nil,
        headers: [String] = [], body: [UInt8] = [], pause: Int = 0
    ) async throws -> RawAnswer {
        var head = ["\(method) \(path) HTTP/1.1"] + headers
        if let key { head.append("X-API-Key: \(key)") }
        if let token { head.append("Authorization: Bearer \(token)") }
        if !body.isEmpty { head.append("Content-Length: \(body.count)") }
        return try await RawHTTP.ask(port, head, body: body, pause: pause)
    }

    /// Asks as one of the clients.
    func ask(_ path: String, as client: String, _ headers: String...) async throws -> RawAnswer {
        try await ask("GET", path, key: keys[client], headers: headers)
    }

    private static func surroundings(_ now: Instant?) -> Surroundings {
        Surroundings(
            clock: { now ?? Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
            uptime: { DispatchTime.now().uptimeNanoseconds },
            unguessable: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
            log: { _ in })
    }
}
