import TestSupport
import Testing

/// What the program says to those who call it wrongly, too early, or again.
@Suite struct CommandTests {
    @Test func `a database is migrated once`() throws {
        let clearing = try ClearingProcess(ScratchDatabase.notMigrated())
        let first = try clearing.run("db", "migrate", "--json")
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.contains("m0001_runs"))
        let second = try clearing.run("db", "migrate", "--json")
        #expect(second.code == 0)
        #expect(second.output == "{\"applied\":[]}\n")
    }
}
