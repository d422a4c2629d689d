import Foundation
import TestSupport
import Testing

/// `clearing serve` in a process of its own, and curl to ask it. A class, because it ends the process with
/// its last user.
final class ServedAPI {
    let clearing: ClearingProcess
    let folder: TemporaryFolder
    /// Of a client that may see everything.
    let key: String
    /// `http://127.0.0.1:8080`
    let address: String
    private let process: Process

    static let scopes = [
        "settlement:read", "audit:read", "tariffs:read", "tariffs:price", "payouts:preview",
        "operations:read",
    ]

    /// Over a sandbox month that was cleared, of so many sessions.
    convenience init(clearedMonth sessions: Int, mishaps: String? = nil) throws {
        let clearing = try ClearingProcess(ScratchDatabase())
        let folder = try TemporaryFolder()
        try clearing.succeed(
            ["sandbox", "generate", "--month", "2026-10", "--sessions", "\(sessions)"]
                + (mishaps.map { ["--mishaps", $0] } ?? []) + [folder.path("in")])
        try clearing.succeed(
            "month", "--from", folder.path("in"), "--month", "2026-10", "--out",
            folder.path("out"))
        try self.init(clearing, folder)
    }

    /// - Parameter options: of `clearing serve`, besides the port.
    init(_ clearing: ClearingProcess, _ folder: TemporaryFolder, _ options: [String] = []) throws {
        self.clearing = clearing
        self.folder = folder
        key = try clearing.succeed(
            ["client", "add", "desk"] + Self.scopes.flatMap { ["--scope", $0] }
        ).trimmingCharacters(in: .whitespacesAndNewlines)
        process = try clearing.start(
            ["serve", "--port", "0"] + options, output: folder.url("said"),
            errors: folder.url("log"))
        let said = folder.url("said")
        let running = process
        try Patience.wait("clearing serve listens") {
            #expect(running.isRunning)
            return try String(contentsOf: said, encoding: .utf8).hasSuffix("\n")
        }
        address = try String(contentsOf: said, encoding: .utf8)
            .replacingOccurrences(of: "serving on ", with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    deinit { process.forceKill() }

    /// The body of an answer.
    func ask(_ path: String, key: String? = nil, _ more: String...) throws -> String {
        try ask(path, key: key, more)
    }

    private func ask(_ path: String, key: String?, _ more: [String]) throws -> String {
        try Curl.run(["-H", "X-API-Key: \(key ?? self.key)", address + path] + more).output
    }

    /// The rows of a list.
    func objects(_ path: String, key: String? = nil, _ more: String...) throws -> [[String: Any]] {
        let text = try ask(path, key: key, more)
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(json?["data"] as? [[String: Any]], "\(path): \(text)")
    }

    /// A file of the month's reports.
    func written(_ name: String) throws -> String {
        try String(contentsOf: folder.url("out/2026-10/\(name)"), encoding: .utf8)
    }

    /// How it ends when it is told to.
    func end() throws -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// The client that users of the API have at hand.
enum Curl {
    /// - Returns: how curl ended, and what it printed.
    static func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        curl.arguments = ["curl", "-sS"] + arguments
        let output = Pipe()
        curl.standardOutput = output
        try curl.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        curl.waitUntilExit()
        return (curl.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

/// Waits for what comes in its own time on a machine that has much to do.
enum Patience {
    struct Lost: Error { let what: String }

    static func wait(
        _ what: String, seconds: Int = 300, until isSo: () throws -> Bool
    ) throws {
        for _ in 0..<(seconds * 20) {
            if try isSo() { return }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw Lost(what: what)
    }
}
