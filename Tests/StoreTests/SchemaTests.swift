import Dispatch
import Roaming
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct SchemaTests {
    private let now = ScratchDatabase.now

    @Test func `migrating twice changes nothing the second time`() throws {
        try ScratchDatabase.withEmptyDatabase { connection in
            #expect(try connection.isMigrated() == false)
            let applied = try connection.migrate(now: now, .applyAndVerify)
            #expect(applied == Migration.all.map(\.name))
            #expect(try connection.migrate(now: now) == [])
            #expect(try connection.isMigrated())
        }
    }

    @Test func `a migration that was changed after it was applied is refused`() throws {
        try ScratchDatabase.withEmptyDatabase { connection in
            let before = [migration("m0001_a", "CREATE SCHEMA a;")]
            try connection.migrate(before, now: now, .apply)
            let changed = [migration("m0001_a", "CREATE SCHEMA a; ")]
            let error = #expect(throws: StoreError.self) {
                try connection.migrate(changed, now: now, .apply)
            }
            #expect(error?.kind == .schema)
            #expect(error?.message.contains("m0001_a was changed") == true)
        }
    }

    @Test func `a database newer than the program, or with a gap, is refused`() throws {
        try ScratchDatabase.withEmptyDatabase { connection in
            let first = migration("m0001_a", "CREATE SCHEMA a;")
            let second = migration("m0002_b", "CREATE SCHEMA b;")
            try connection.migrate([second], now: now, .apply)
            #expect(throws: StoreError.self) {
                try connection.migrate([first, second], now: now, .apply)
            }
            #expect(throws: StoreError.self) { try connection.migrate([first], now: now, .apply) }
        }
    }

    @Test func `a migration that fails leaves nothing of itself`() throws {
        try ScratchDatabase.withEmptyDatabase { connection in
            let broken = migration("m0001_a", "CREATE SCHEMA a; SELECT 1 / 0;")
            #expect(throws: StoreError.self) {
                try connection.migrate([broken], now: now, .apply)
            }
            let mended = migration("m0001_a", "CREATE SCHEMA a;")
            let applied = try connection.migrate([mended], now: now, .apply)
            #expect(applied == ["m0001_a"])
        }
    }

    @Test func `a login that may not create roles is told what to ask for`() throws {
        try ScratchDatabase.withEmptyDatabase { connection in
            try connection.migrate(now: now)
            let transaction = try connection.begin()
            try connection.run("CREATE ROLE plain_login NOLOGIN", name: "test")
            try connection.run("SET LOCAL ROLE plain_login", name: "test")
            let error = #expect(throws: StoreError.self) { try connection.ensureRoles() }
            #expect(error?.kind == .privilege)
            #expect(error?.message.contains("CREATE ROLE clearing_ingest NOLOGIN;") == true)
            try transaction.rollback()
        }
    }

    @Test func `several programs that migrate one new database at once apply each step once`()
        throws
    {
        try ScratchDatabase.withEmptyDatabase { connection in
            let database = try connection.databaseName()
            let applied = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                let names = try? ScratchDatabase.connect(to: database).migrate(now: now)
                applied.withLock { $0 += names ?? ["failed"] }
            }
            #expect(applied.withLock(\.self) == Migration.all.map(\.name))
        }
    }

    @Test func `an owner who may create roles but is no superuser can migrate and act`() throws {
        try ScratchDatabase.withEmptyDatabase { connection in
            let database = try connection.databaseName()
            let owner = "\(database)_owner"
            try connection.run(
                "CREATE ROLE \(owner) CREATEROLE; GRANT CREATE ON DATABASE \(database) TO \(owner);"
                    + "SET SESSION AUTHORIZATION \(owner)", name: "test")
            defer {
                try? connection.run(
                    "RESET ROLE; RESET SESSION AUTHORIZATION; DROP OWNED BY \(owner) CASCADE;"
                        + "DROP ROLE \(owner)", name: "test")
            }
            try connection.migrate(now: now, .applyAndVerify)
            try connection.run("SET ROLE clearing_ingest", name: "test")
            _ = try connection.book(named: "standing")
        }
    }

    @Test func `a stage may insert its own rows and neither change nor delete any`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        for statement in [
            "UPDATE intake.cdr SET party = ''", "DELETE FROM intake.page",
            "TRUNCATE intake.cdr", "DELETE FROM runs.run", "UPDATE runs.run SET key = ''",
            "INSERT INTO rating.finding VALUES (1, 1, 1, '', 'note', '', '', NULL)",
        ] {
            let error = #expect(throws: StoreError.self) {
                try connection.run(statement, name: "test")
            }
            #expect(error?.sqlState == "42501", "\(statement)")
        }
    }

    @Test func `a run that ended stays as it ended and takes no more rows`() throws {
        let scratch = try ScratchDatabase()
        let owner = try scratch.connect()
        for (number, job, status) in [
            (1, "ingest", "closed"), (2, "settle", "closed"), (3, "settle", "open"),
        ] {
            try owner.run(
                """
                INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book,
                    status, started_at, finished_at)
                VALUES (\(number), '\(job)', '2026-10-01', repeat('\(number)', 64), '', '', '', 1,
                    '\(status)', 'epoch', \(status == "open" ? "NULL" : "'epoch'"))
                """, name: "test")
        }
        let settle = try scratch.connect(as: .settle)
        func position(_ run: Int) -> String {
            "INSERT INTO settlement.position VALUES (\(run), 'NL-NLE', 'EUR', 5, 0, 5, 0, 'e', 0)"
        }
        try settle.run(position(3), name: "test")
        for statement in [
            position(2), "UPDATE runs.run SET status = 'failed' WHERE run_id = 2",
            "UPDATE runs.run SET files = '{x}' WHERE run_id = 1",
        ] {
            let error = #expect(throws: StoreError.self) {
                try settle.run(statement, name: "test")
            }
            #expect(error?.sqlState == "23001", "\(statement)")
        }
        let rate = try scratch.connect(as: .rate)
        let error = #expect(throws: StoreError.self) {
            try rate.run(
                "UPDATE runs.run SET status = 'failed', finished_at = 'epoch' WHERE run_id = 3",
                name: "test")
        }
        #expect(error?.sqlState == "42501")
    }

    private func migration(_ name: String, _ text: String) -> Migration {
        Migration(name, Array(text.utf8), verifiedBy: [])
    }
}
