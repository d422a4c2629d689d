import Foundation
import Roaming
import Synchronization

@testable import Store

/// A database of one test: made from a migrated template, dropped with the last reference.
final class ScratchDatabase: Sendable {
    static let now = Instant(milliseconds: 1_761_955_200_000)

    let name: String

    init() throws {
        let template = try Self.template.get()
        let number = Self.counter.add(1, ordering: .relaxed).newValue
        name = "scratch_\(getpid())_\(number)"
        try Self.administer("CREATE DATABASE \(name) TEMPLATE \(template)")
    }

    deinit { try? Self.administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }

    func connect(as stage: StageRole? = nil) throws -> Connection {
        try Connection(Self.address.get(), database: name, as: stage)
    }

    /// An empty database, not migrated.
    static func withEmptyDatabase(_ body: (Connection) throws -> Void) throws {
        let name = "scratch_\(getpid())_empty_\(counter.add(1, ordering: .relaxed).newValue)"
        try administer("CREATE DATABASE \(name)")
        defer { try? administer("DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }
        try body(Connection(address.get(), database: name))
    }

    static func connect(to database: String) throws -> Connection {
        try Connection(address.get(), database: database)
    }

    private static let counter = Atomic<Int>(0)

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
        try Connection(address.get(), database: name).migrate(now: now, .applyAndVerify)
        return name
    }

    private static func administer(_ statement: String) throws {
        try Connection(address.get()).run(statement, name: "scratch")
    }
}

struct ServerMissing: Error, CustomStringConvertible {
    var description: String {
        "These tests need a PostgreSQL server in DATABASE_URL: run Tests/check, which starts one."
    }
}
