import Foundation
import TestSupport
import Testing

/// What happens to the API when its PostgreSQL is killed.
@Suite struct LostServerTests {
    @Test func `a server killed under load gives 503, and requests succeed once it is back`() throws
    {
        let server = try ThrowawayServer()
        let folder = try TemporaryFolder()
        let clearing = ClearingProcess(databaseURL: try server.start())
        try clearing.succeed("db", "migrate")
        let served = try ServedAPI(
            clearing, folder, ["--requests-per-minute", "1000000", "--connections", "3"])
        let loads = try ["/v1/months", "/v1/cdrs", "/v1/positions", "/v1/runs"].enumerated().map {
            try Load(served, $0.element, to: folder.url("load-\($0.offset)"))
        }
        for load in loads {
            try Patience.wait("\(load.path) is served") { try load.counts()[200, default: 0] > 5 }
        }

        try server.kill()
        for load in loads {
            try Patience.wait("\(load.path) is refused") { try load.counts()[503, default: 0] > 5 }
        }
        // The process itself goes on.
        #expect(try served.ask("/healthz") == #"{"status":"ok"}"#)
        #expect(try served.ask("/metrics").contains("clearing_database_up 0\n"))

        _ = try server.start()
        for load in loads {
            let before = try load.counts()[200, default: 0]
            try Patience.wait("\(load.path) is served again") {
                try load.counts()[200, default: 0] > before + 5
            }
        }
        for load in loads {
            load.stop()
            let answers = try load.answers()
            #expect(Set(answers.map(\.status)) == [200, 503], "\(load.path)")
            let refusals = answers.filter { $0.status == 503 }
            #expect(refusals.allSatisfy { $0.retryAfter == "2" }, "\(load.path)")
            // curl gives up on an answer that never comes, and says so.
            #expect(try load.complaints().isEmpty, "\(load.path)")
        }
        let metrics = try served.ask("/metrics")
        #expect(metrics.contains("clearing_database_up 1\n"))
        #expect(metrics.contains("clearing_pool_waiting 0\n"))
        #expect(try served.end() == 0)
    }
}

/// Asks for one path again and again over one connection. A class, because it ends with its last user.
private final class Load {
    let path: String
    private let curl: Process
    private let heads: URL
    private let errors: URL

    init(_ served: ServedAPI, _ path: String, to heads: URL) throws {
        self.path = path
        self.heads = heads
        errors = heads.appendingPathExtension("errors")
        curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // A fragment is not sent, so that all of these are the same request.
        curl.arguments = [
            "curl", "-sS", "-D", "-", "-o", "/dev/null", "--rate", "50/s", "--max-time", "600",
            "-H",
            "X-API-Key: \(served.key)", "\(served.address)\(path)#[1-100000000]",
        ]
        for file in [heads, errors] {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        }
        curl.standardOutput = try FileHandle(forWritingTo: heads)
        curl.standardError = try FileHandle(forWritingTo: errors)
        try curl.run()
    }

    deinit { stop() }

    func stop() {
        guard curl.isRunning else { return }
        curl.forceKill()
        curl.waitUntilExit()
    }

    /// The heads of answers that are there as a whole.
    func answers() throws -> [(status: Int, retryAfter: String?)] {
        try String(contentsOf: heads, encoding: .utf8).components(separatedBy: "\r\n\r\n")
            .dropLast()
            .map { head in
                let lines = head.components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ")
                let retry = lines.first { $0.lowercased().hasPrefix("retry-after: ") }
                return (
                    Int(words.count > 1 ? words[1] : "") ?? 0, retry.map { "\($0.dropFirst(13))" }
                )
            }
    }

    func counts() throws -> [Int: Int] {
        try answers().reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    func complaints() throws -> String { try String(contentsOf: errors, encoding: .utf8) }
}

/// A PostgreSQL of one test, which it may kill. A class, because it is stopped with its last user.
private final class ThrowawayServer {
    private let home: URL

    init() throws {
        // Not below a folder of the tests: PostgreSQL's own user has to get in.
        home = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-lost-\(UUID().uuidString.prefix(8))")
    }

    deinit {
        _ = try? run("stop")
        try? FileManager.default.removeItem(at: home)
    }

    /// - Returns: its URL.
    func start() throws -> String {
        let said = try run("start")
        return try #require(said.split(separator: "\n").last.map(String.init))
    }

    /// As when the machine kills it: no process of it ends in an orderly way.
    func kill() throws {
        let lines = try String(
            contentsOf: home.appendingPathComponent("data/postmaster.pid"), encoding: .utf8)
        let pid = try #require(lines.split(separator: "\n").first.flatMap { Int32($0) })
        try #require(Foundation.kill(pid, SIGKILL) == 0)
    }

    private func run(_ verb: String) throws -> String {
        let process = Process()
        process.executableURL = Checkout.home.appendingPathComponent("cron/database")
        process.arguments = ["--at", home.path, "--scratch", verb]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "cron/database \(verb)")
        return String(decoding: data, as: UTF8.self)
    }
}
