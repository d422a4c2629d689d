import Roaming
import Store
import TestSupport
import Testing

@testable import API

/// PostgreSQL's own walls, with no code of ours before them.
@Suite struct GuardTests {
    private static let guarded = [
        "line": "counterparty", "position": "counterparty", "statement": "counterparty",
        "dispute": "counterparty", "cdr": "counterparty", "tariff": "party",
    ]

    /// What the API's role sees after saying who it asks for.
    private func seen(
        _ what: String, in table: String, _ settings: [String], _ database: ScratchDatabase
    ) throws -> [String] {
        let lines =
            ["SET ROLE clearing_api"] + settings + [
                "SELECT DISTINCT \(what) FROM guard.\(table) ORDER BY 1"
            ]
        return try database.texts(lines.joined(separator: "; "))
    }

    @Test func `the role of the API sees what the reach covers and nothing without one`() throws {
        let database = try ScratchDatabase()
        try Seed.fill(database)
        for (table, party) in Self.guarded {
            #expect(try seen(party, in: table, [], database).isEmpty, "\(table)")
            #expect(
                try seen(party, in: table, ["SET clearing.reach = 'all'"], database)
                    == ["IN-AAA", "IN-BBB"], "\(table)")
            let own = ["SET clearing.reach = 'party'", "SET clearing.party = 'IN-BBB'"]
            #expect(try seen(party, in: table, own, database) == ["IN-BBB"], "\(table)")
            let nobody = ["SET clearing.reach = 'party'"]
            #expect(try seen(party, in: table, nobody, database).isEmpty, "\(table)")
        }
        let vendor = [
            "SET clearing.reach = 'vendor'", "SET clearing.vendor = 'two'",
            "SET clearing.sites = 'SITE-2'",
        ]
        #expect(try seen("vendor", in: "payout", vendor, database) == ["two"])
        #expect(try seen("counterparty", in: "line", vendor, database) == ["IN-BBB"])
        #expect(try seen("location_id", in: "location", vendor, database) == ["SITE-2"])
        #expect(try seen("counterparty", in: "position", vendor, database).isEmpty)
        #expect(try seen("dispute", in: "dispute_event", vendor, database).isEmpty)
    }

    @Test func `the role of the API reads nothing behind the guards and writes nothing`() throws {
        let database = try ScratchDatabase()
        for refused in [
            "SELECT 1 FROM settlement.position", "SELECT 1 FROM published.line",
            "SELECT 1 FROM reconciliation.line", "SELECT 1 FROM intake.page",
            "SELECT 1 FROM access.reading", "DELETE FROM guard.line",
            "UPDATE access.client SET reach = 'all'",
            "INSERT INTO access.secret DEFAULT VALUES",
            "SET ROLE clearing_reader; SELECT 1 FROM published.line",
        ] {
            #expect(throws: StatementFailed.self, "\(refused)") {
                // A login with the one role, as it should be in service: the superuser of the tests could
                // take any.
                _ = try database.texts(
                    "SET SESSION AUTHORIZATION clearing_api; \(refused)")
            }
        }
    }
}
