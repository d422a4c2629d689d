import TestSupport
import Testing

/// The measurement, with few CDRs: that both ways bring the same, not how fast they are.
@Suite struct BenchPullTests {
    @Test func `the way over HTTP and the way from disk bring the same CDRs`() throws {
        let database = try ScratchDatabase()
        let clearing = try ClearingProcess(database)
        let arguments = ["bench", "pull", "--cdrs", "120", "--page-size", "50", "--json"]
        let result = try JSONObject(clearing.succeed(arguments))
        #expect(result.integer("cdrs") == 120)
        #expect(result.integer("pages") == 3)
        #expect((result.integer("pull_percent_of_disk") ?? 0) > 0)
        let books = try database.texts(
            """
            SELECT string_agg(encode(sha256, 'hex'), ' ' ORDER BY cdr_id, party, version)
            FROM intake.cdr GROUP BY book
            """)
        #expect(books.count == 3)
        #expect(Set(books).count == 1)
        #expect(try database.texts("SELECT count(*) FROM intake.receipt") == ["3"])
        // What was measured is there already; another seed is another month.
        #expect(try clearing.run(arguments).code == 64)
        try clearing.succeed(arguments + ["--seed", "2"])
    }
}
