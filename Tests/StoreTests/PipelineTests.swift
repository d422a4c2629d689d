import Roaming
import TestSupport
import Testing

@testable import Store

/// One statement within a reach, in one round trip.
@Suite struct PipelineTests {
    private static let reach = Query(
        "which_reach",
        """
        SELECT current_setting('clearing.reach', true) AS reach,
            current_setting('clearing.party', true) AS party
        """, takes: [], gives: [(name: "reach", type: .text), (name: "party", type: .text)])

    private static let quotient = Query(
        "quotient", "SELECT 10 / $1 AS quotient", takes: [.int4],
        gives: [(name: "quotient", type: .int4)])

    private func divide(by divisor: Int, _ connection: Connection) throws -> Int? {
        try connection.firstRow(Self.quotient, [.int4(divisor)], within: .all)?.int4(0)
    }

    @Test func `the reach holds for its one statement and is gone after it`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .api)
        for party in ["IN-AAA", "IN-BBB", "IN-AAA"] {
            let row = try #require(
                try connection.firstRow(Self.reach, [], within: .party(party)))
            #expect(row.text(0) == "party" && row.text(1) == party)
            let after = try connection.rows(Self.reach) { row in row.text(0) + row.text(1) }
            #expect(after == [""])
        }
        #expect(connection.isUsable)
    }

    @Test func `no row is nil, and the next statement finds the connection at rest`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .api)
        for _ in 0..<3 {
            #expect(try connection.servedCDR(1, nil, within: .all) == nil)
            #expect(connection.isUsable)
            #expect(try connection.standingRun(of: .settle, nil) == nil)
        }
    }

    @Test func `a statement that fails is told, and the next one goes on`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .api)
        #expect(try divide(by: 3, connection) == 3)
        for _ in 0..<2 {
            let failure = #expect(throws: StoreError.self) { try divide(by: 0, connection) }
            #expect(failure?.sqlState == "22012" && failure?.query == "quotient")
            #expect(connection.isUsable)
            #expect(try divide(by: 5, connection) == 2)
        }
        let text = Query("wrong", "SELECT nothing", takes: [], gives: [])
        #expect(throws: StoreError.self) { try connection.firstRow(text, [], within: .all) }
        #expect(try divide(by: 5, connection) == 2)
    }

    @Test func `what was prepared and is gone is prepared again`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .api)
        #expect(try divide(by: 2, connection) == 5)
        try connection.run("DEALLOCATE ALL", name: "test")
        #expect(try divide(by: 2, connection) == 5)
        // As after a migration that changes a view under a server that goes on.
        let owner = try scratch.connect()
        try owner.run(
            "CREATE VIEW public.one AS SELECT 1 AS one; GRANT SELECT ON public.one TO clearing_api",
            name: "test")
        let any = Query(
            "any", "SELECT * FROM public.one", takes: [], gives: [(name: "one", type: .int4)])
        #expect(try connection.firstRow(any, [], within: .all)?.int4(0) == 1)
        try owner.run(
            "CREATE OR REPLACE VIEW public.one AS SELECT 2 AS one, 3 AS two", name: "test")
        #expect(try connection.firstRow(any, [], within: .all)?.int4(0) == 2)
    }

    @Test func `a server that goes away is an error and the connection is done with`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .api)
        #expect(try divide(by: 2, connection) == 5)
        _ = try scratch.texts("SELECT pg_terminate_backend(\(connection.serverProcess))")
        #expect(throws: StoreError.self) { try divide(by: 2, connection) }
        #expect(!connection.isUsable)
    }

    @Test func `a CDR is planned once, not at every request`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .api)
        // The server tries five plans for the values given before it keeps one for all.
        for object in 1...20 { _ = try connection.servedCDR(Int64(object), nil, within: .all) }
        let plans = Query(
            "plans",
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = 'serve_cdr'",
            takes: [],
            gives: [(name: "generic_plans", type: .int8), (name: "custom_plans", type: .int8)])
        let counted = try connection.rows(plans) { row in [row.int8(0), row.int8(1)] }
        #expect(counted == [[15, 5]])
    }
}
