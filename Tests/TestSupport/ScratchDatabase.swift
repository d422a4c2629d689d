import Foundation
package import Roaming
package import Store
import Synchronization

/// A database of one test: made from a migrated template, dropped with the last reference.
package final class ScratchDatabase: Sendable {
    // A class, because the database has to be dropped when its last user is gone.

    /// A time for tests that need one; no result depends on it.
    package static let now = Instant(milliseconds: 1_761_955_200_000)

    package let name: String

    package init() throws {
        name = Self.newName()
        try Self.administer("CREATE DATABASE \(name) TEMPLATE \(Self.template.get())")
    }

    /// - Parameter empty: not migrated, as a program finds it that was never run.
    private init(empty name: String) throws {
        self.name = name
        try Self.administer("CREATE DATABASE \(name)")
    }

    package static func notMigrated() throws -> ScratchDatabase {
        try ScratchDatabase(empty: newName())
    }

    deinit { try? Self.administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }

    package func connect(as stage: StageRole? = nil) throws -> Connection {
        try Self.connect(to: name, as: stage)
    }

    package static func connect(
        to database: String, as stage: StageRole? = nil
    ) throws -> Connection {
        try Connection(address.get(), database: database, as: stage)
    }

    package static func withEmptyDatabase(_ body: (Connection) throws -> Void) throws {
        let scratch = try notMigrated()
        try withExtendedLifetime(scratch) { try body(scratch.connect()) }
    }

    /// As `DATABASE_URL` of another process.
    package var url: String {
        get throws {
            try Self.url(of: name)
        }
    }

    fileprivate static func url(of name: String) throws -> String {
        // Swap the path of postgresql://user@/name?host=…
        guard var parts = URLComponents(string: try address.get()) else { throw ServerMissing() }
        parts.path = "/" + name
        return parts.string ?? ""
    }

    /// First column of a statement's rows, as text; NULL is empty.
    package func texts(_ sql: String) throws -> [String] {
        try Self.lines(sql, database: name)
    }

    fileprivate static func lines(_ sql: String, database: String) throws -> [String] {
        try psql(sql, database: database).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }

    private static let counter = Atomic<Int>(0)

    fileprivate static func newName() -> String {
        "scratch_\(getpid())_\(counter.add(1, ordering: .relaxed).newValue)"
    }

    private static let address = Result<String, ServerMissing> { () throws(ServerMissing) in
        guard let address = ProcessInfo.processInfo.environment["DATABASE_URL"] else {
            throw ServerMissing()
        }
        return address
    }

    private static let template = Result<String, any Error> {
        let name = "template_\(getpid())"
        try administer("CREATE DATABASE \(name)")
        atexit { try? ScratchDatabase.administer("DROP DATABASE IF EXISTS template_\(getpid())") }
        try connect(to: name).migrate(now: now)
        return name
    }

    fileprivate static func administer(_ statement: String) throws {
        _ = try psql(statement, database: nil)
    }

    /// The server's own client, since Store runs no statement but its own.
    private static func psql(_ sql: String, database: String?) throws -> String {
        var url = try address.get()
        if let database, var parts = URLComponents(string: url) {
            parts.path = "/" + database
            url = parts.string ?? url
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--dbname", url,
            "--set", "ON_ERROR_STOP=1", "--command", "SET client_min_messages = warning",
            "--command", sql,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw StatementFailed(statement: sql) }
        return String(decoding: data, as: UTF8.self)
    }
}

/// A copy of another database, dropped with the last reference.
package final class NamedDatabase: Sendable {
    package let name: String

    /// - Parameter template: a database that nobody is connected to.
    package init(template: String) throws {
        name = ScratchDatabase.newName()
        try ScratchDatabase.administer("CREATE DATABASE \(name) TEMPLATE \(template)")
    }

    deinit { try? ScratchDatabase.administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }

    package var url: String {
        get throws { try ScratchDatabase.url(of: name) }
    }

    /// First column of a statement's rows, as text; NULL is empty.
    package func texts(_ sql: String) throws -> [String] {
        try ScratchDatabase.lines(sql, database: name)
    }

    /// The first of them.
    package func first(_ sql: String) throws -> String {
        guard let text = try texts(sql).first else { throw StatementFailed(statement: sql) }
        return text
    }
}

package struct ServerMissing: Error, CustomStringConvertible {
    package var description: String {
        "These tests need a PostgreSQL server in DATABASE_URL: run Tests/check, which starts one."
    }
}

package struct StatementFailed: Error, CustomStringConvertible {
    let statement: String
    package var description: String { "psql refused: \(statement)" }
}
