import Foundation
import TestSupport

/// The worked month with both sides, cleared into a database of its own.
struct DisputedMonth {
    let folder: TemporaryFolder
    var process: ClearingProcess

    init() throws {
        folder = try TemporaryFolder()
        process = try ClearingProcess(ScratchDatabase())
        process.environment["CLEARING_USER"] = "Asha"
        try clear(Checkout.cases.appendingPathComponent("months/both-sides/in"))
    }

    func clear(_ input: URL) throws {
        try process.succeed(
            "month", "--from", input.path, "--month", "2026-10", "--out", folder.path("reports"))
    }

    /// Runs `clearing dispute … --json` and gives one object a line.
    func disputes(_ arguments: String...) throws -> [[String: Any]] {
        try Self.objects(process.succeed(["dispute"] + arguments + ["--json"]))
    }

    static func objects(_ lines: String) throws -> [[String: Any]] {
        try lines.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// Runs another program and gives its exit code and what it printed.
    static func run(_ program: String, _ arguments: [String]) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
