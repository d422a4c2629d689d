import AsyncHTTPClient
import Foundation
import Hubs
import Hummingbird
import Intake
import Logging
import NIOCore
import NIOHTTP1
import Roaming
import Store
import TestSupport

@testable import clearing

/// A database, rules and hubs that are registered with us, and our OCPI host on a socket.
///
/// A class, because its folder goes with the last user.
final class OCPIScene {
    let folder: TemporaryFolder
    let database: ScratchDatabase
    private(set) var clearing: ClearingProcess
    private let box: SecretBox
    private let now: Instant

    /// - Parameter change: of each hub's rule file.
    init(change: (_ file: String, _ text: String) -> String = { $1 }) throws {
        folder = try TemporaryFolder()
        database = try ScratchDatabase()
        clearing = try ClearingProcess(database)
        try folder.copy(Checkout.rules, to: "Rules")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path("Rules/hubs")) {
            let path = "Rules/hubs/\(file)"
            // Nobody is there to be asked.
            let text = try folder.read(path).replacingOccurrences(
                of: #"pull: \[.*\]"#, with: "pull: []", options: .regularExpression)
            try folder.write(change(file, text), to: path)
        }
        clearing.environment["CLEARING_RULES"] = folder.path("Rules")
        clearing.environment["CLEARING_HUB_KEY"] = String(repeating: "5a", count: 32)
        guard let box = SecretBox(key: [UInt8](repeating: 0x5A, count: 32)),
            let now = Instant("2026-11-03T12:00:00Z")
        else { throw NoScene() }
        (self.box, self.now) = (box, now)
    }

    /// Of a month that is served by sandbox hubs.
    init(_ served: ServedMonth) throws {
        (folder, database, clearing) = (served.folder, served.database, served.clearing)
        guard let box = SecretBox(key: [UInt8](repeating: 0x5A, count: 32)),
            let now = Instant("2026-11-03T12:00:00Z")
        else { throw NoScene() }
        (self.box, self.now) = (box, now)
    }

    struct NoScene: Error {}

    var rules: Rules {
        get throws {
            let reading = try Rules.read(folder.url("Rules"))
            if let problem = reading.problems.first { throw problem }
            guard let rules = reading.rules else { throw NoScene() }
            return rules
        }
    }

    func desk() throws -> HubDesk {
        let now = now
        return HubDesk(
            rules: try rules, connection: try database.connect(as: .ingest), box: box,
            clock: { now })
    }

    /// As if a registration had come to this.
    /// - Returns: the token that the hub has of us.
    func register(
        _ hub: String, roles: [Credentials.Role] = [], endpoints: [ListedEndpoint] = []
    ) throws -> String {
        let token = SecretBox.newToken()
        guard let rule = try rules.hub(named: hub) else { throw NoScene() }
        try desk().save(
            HubLink(
                hub: hub, version: rule.version, token: "theirs", tokenForHub: token,
                endpoints: endpoints, roles: roles), as: .registered)
        return token
    }

    /// Runs `work` while our host answers.
    func hosting<Value: Sendable>(
        _ change: (inout OCPIHost) -> Void = { _ in },
        _ work: @escaping @Sendable (OCPIPeer) async throws -> Value
    ) async throws -> Value {
        let port = try Self.freePort()
        guard let versions = WebAddress("http://127.0.0.1:\(port)/ocpi/versions") else {
            throw NoScene()
        }
        let now = now
        var host = try OCPIHost(
            databaseURL: try database.url, rules: try rules, box: box, versions: versions,
            clock: { now })
        change(&host)
        let router = Router()
        host.add(to: router)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ready, told) = AsyncStream.makeStream(of: Void.self)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in told.yield() }, logger: logger)
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        let peer = OCPIPeer(port: port, http: http)
        let result = await Result {
            try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask {
                    try await application.run()
                    return nil
                }
                group.addTask {
                    for await _ in ready { return try await work(peer) }
                    return nil
                }
                defer { group.cancelAll() }
                while let value = try await group.next() {
                    if let value { return value }
                }
                throw NoScene()
            }
        }
        try await http.shutdown()
        return try result.get()
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isNamed else { throw NoScene() }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}

/// A hub's side of the wire.
struct OCPIPeer: Sendable {
    let port: Int
    let http: HTTPClient

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let text: String

        func header(_ name: String) -> String? { headers.first(name: name) }

        /// The response object.
        var object: [String: Any] {
            get throws {
                let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
                return parsed as? [String: Any] ?? [:]
            }
        }

        var code: Int? { get throws { try object["status_code"] as? Int } }
        var message: String { (try? object["status_message"] as? String) ?? "" }

        /// `data` as canonical text.
        var data: String {
            get throws {
                guard let data = try object["data"] else { return "" }
                return try canonicalJSON(data)
            }
        }
    }

    func send(
        _ method: String, _ path: String, token: String?, _ body: String? = nil,
        headers: [String: String] = [:], plain: Bool = false, bytes: Data? = nil
    ) async throws -> Answer {
        let url = path.hasPrefix("http") ? path : "http://127.0.0.1:\(port)/ocpi/\(path)"
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        if let token {
            request.headers.add(
                name: "Authorization",
                value: Authorization.header(token, plain ? .plain : .base64))
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        if let bytes { request.body = .bytes(ByteBuffer(bytes: bytes)) }
        let response = try await http.execute(request, timeout: .seconds(600))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            text: String(buffer: bytes))
    }
}

/// The same text for the same JSON, whatever its order and white space.
func canonicalJSON(_ value: Any) throws -> String {
    let data = try JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    return String(decoding: data, as: UTF8.self)
}

func canonicalJSON(text: String) throws -> String {
    try canonicalJSON(
        JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed]))
}
