import Foundation
import TestSupport
import Testing

/// `clearing month` without --from: the sandbox's hubs, over sockets, in one command.
@Suite(.serialized) struct SandboxMonthTests {
    /// A home of its own with rules that name a free port, and a database.
    private struct Scene {
        let folder: TemporaryFolder
        let database: ScratchDatabase
        let port: String
        var clearing: ClearingProcess

        init() throws {
            folder = try TemporaryFolder()
            database = try ScratchDatabase()
            clearing = try ClearingProcess(database)
            port = String(try Listener().port)
            try folder.copyRules(sandboxAt: port)
            clearing.environment["CLEARING_HOME"] = folder.path("")
            clearing.environment["CLEARING_RULES"] = folder.path("Rules")
            clearing.environment["CLEARING_REPORTS"] = Checkout.reports.path
            clearing.environment["CLEARING_HUB_KEY"] = String(repeating: "5a", count: 32)
        }

        static let month = ["month", "--seed", "3", "--sessions", "300"]

        var generated: URL { folder.url("var/sandbox/2026-10-300-seed-3") }

        /// The same month from its files, in a database of its own.
        func positionsFromFiles() throws -> [String] {
            let other = try ScratchDatabase()
            var fromFiles = clearing
            fromFiles.environment["DATABASE_URL"] = try other.url
            try fromFiles.succeed(
                "month", "--month", "2026-10", "--from", generated.path, "--out",
                folder.path("from-files"))
            return try other.positions()
        }
    }

    @Test func `it comes to the truth and to what the files come to`() throws {
        let scene = try Scene()
        let result = try JSONObject(scene.clearing.succeed(Scene.month + ["--json"]))
        let lines = try Truth.rows(
            scene.clearing.succeed("dispositions", "--month", "2026-10", "--json"))
        #expect(lines.symmetricDifference(try Truth(directory: scene.generated).lines).isEmpty)
        #expect(result.texts("files").count > 20)
        let positions = try scene.database.positions()
        #expect(!positions.isEmpty)
        #expect(positions == (try scene.positionsFromFiles()))
        // It came over HTTP, and the hubs were left as they were found.
        let hubs = try scene.database.texts("SELECT DISTINCT hub FROM intake.receipt ORDER BY 1")
        #expect(hubs == ServedMonth.hubs)
        #expect(
            try scene.database.texts("SELECT DISTINCT event FROM hub.event ORDER BY 1")
                == ["LEFT", "REGISTERED"])
        #expect(try scene.database.texts("SELECT count(*) FROM hub.event") == ["12"])
    }

    @Test func `run twice, it finds nothing new and writes nothing`() throws {
        let scene = try Scene()
        try scene.clearing.succeed(Scene.month)
        let runs = try scene.database.texts("SELECT to_jsonb(run) FROM runs.run ORDER BY run_id")
        let again = try scene.clearing.run(Scene.month)
        #expect(again.code == 0)
        #expect(again.errors.contains("was already cleared from this input; nothing changed"))
        #expect(
            try scene.database.texts("SELECT to_jsonb(run) FROM runs.run ORDER BY run_id") == runs)
        // Two databases come to the same runs, so that reports are the same to the byte.
        let other = try ScratchDatabase()
        var elsewhere = scene.clearing
        elsewhere.environment["DATABASE_URL"] = try other.url
        try elsewhere.succeed(Scene.month)
        let keys = "SELECT job || key FROM runs.run ORDER BY 1"
        #expect(try other.texts(keys) == (try scene.database.texts(keys)))
    }

    @Test func `killed at any moment and run again, it comes to the same`() throws {
        let scene = try Scene()
        try scene.clearing.succeed("db", "migrate")
        var killed = 0
        for round in 0..<6 {
            let process = try scene.clearing.start(
                Scene.month, output: scene.folder.url("o"), errors: scene.folder.url("e"))
            Thread.sleep(forTimeInterval: 0.2 + 0.35 * TimeInterval(round))
            if process.isRunning { killed += 1 }
            process.forceKill()
            process.waitUntilExit()
        }
        #expect(killed >= 3)
        try scene.clearing.succeed(Scene.month)
        let positions = try scene.database.positions()
        #expect(!positions.isEmpty)
        #expect(positions == (try scene.positionsFromFiles()))
        #expect(
            try scene.clearing.run(Scene.month).errors.contains("nothing changed"))
    }

    @Test func `a port that is taken is named, and nothing is begun`() throws {
        let scene = try Scene()
        let listener = try Listener(port: scene.port)
        let ended = try scene.clearing.run(Scene.month)
        withExtendedLifetime(listener) {}
        #expect(ended.code == 69)
        #expect(ended.errors.contains("port \(scene.port) of this machine cannot be used"))
        #expect(ended.errors.contains("Rules/hubs"))
        #expect(try scene.database.texts("SELECT count(*) FROM runs.run") == ["0"])
    }

    @Test func `a hub that is down is named, nothing is cleared without it, and later it is`()
        throws
    {
        let scene = try Scene()
        let away = String(try Listener().port)
        let move: (String, String) throws -> Void = { old, new in
            try scene.folder.editHubRules {
                $0.contains("/gireve/")
                    ? $0.replacingOccurrences(of: ":\(old)", with: ":\(new)") : $0
            }
        }
        try move(scene.port, away)
        let ended = try scene.clearing.run(Scene.month)
        #expect(ended.code == 75, "\(ended.errors)")
        #expect(ended.errors.contains("gireve cannot be registered with: HUB_UNREACHABLE"))
        #expect(try scene.database.texts("SELECT count(*) FROM runs.run") == ["0"])
        try move(away, scene.port)
        try scene.clearing.succeed(Scene.month)
        #expect(try scene.database.positions() == (try scene.positionsFromFiles()))
    }

    @Test func `without a key it says which one, before it serves or asks anything`() throws {
        var scene = try Scene()
        scene.clearing.environment["CLEARING_HUB_KEY"] = ""
        let ended = try scene.clearing.run(Scene.month)
        #expect(ended.code == 69)
        #expect(ended.errors.contains("CLEARING_HUB_KEY is not set"))
        #expect(ended.errors.contains("openssl rand -hex 32"))
        #expect(!FileManager.default.fileExists(atPath: scene.generated.path))
    }

    @Test func `a real hub is never taken for the sandbox`() throws {
        let scene = try Scene()
        try scene.folder.editHubRules {
            $0.contains("/gireve/")
                ? $0.replacingOccurrences(
                    of: "http://127.0.0.1:\(scene.port)", with: "https://hub.example"
                ).replacingOccurrences(of: "127.0.0.1:\(scene.port)", with: "hub.example") : $0
        }
        let ended = try scene.clearing.run(Scene.month)
        #expect(ended.code == 64)
        #expect(ended.errors.contains("hubs/gireve.yaml leads to hub.example"))
    }
}

/// A port of this machine that listens until it is let go.
final class Listener {
    // A class, because a socket has to be closed once.
    let port: UInt16
    private let descriptor: Int32

    /// - Parameter port: any that is free when nil.
    init(port wanted: String? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = (wanted.flatMap { UInt16($0) } ?? 0).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw NotListening() }
    }

    deinit { close(descriptor) }

    struct NotListening: Error {}
}
