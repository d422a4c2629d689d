import Foundation
import Store
import Testing

/// An empty database of its own for one test, dropped when the test is over.
final class ScratchDatabase {
    // A class, because the database has to be dropped when its last user is gone.
    let name: String
    let server: String

    init() throws {
        server = try #require(
            ProcessInfo.processInfo.environment["DATABASE_URL"],
            "no DATABASE_URL: run the tests through Tests/check, which starts a server")
        name = "clearing_test_" + UUID().uuidString.replacingOccurrences(of: "-", with: "_").lowercased()
        try Self.execute("CREATE DATABASE \(name)", on: server)
    }

    deinit { try? Self.execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", on: server) }

    var url: String {
        // Swap the path of postgresql://user@/name?host=…
        guard var parts = URLComponents(string: server) else { return server }
        parts.path = "/" + name
        return parts.string ?? server
    }

    var clearing: ClearingProcess { ClearingProcess(databaseURL: url) }

    private static func execute(_ sql: String, on url: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["psql", "--no-psqlrc", "-q", "-d", url, "-c", sql]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(sql)")
    }
}

extension Process {
    /// SIGKILL: no handler runs, as when the machine dies.
    func forceKill() { kill(processIdentifier, SIGKILL) }
}
