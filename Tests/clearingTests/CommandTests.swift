import Foundation
import TestSupport
import Testing

/// What the program says to those who call it wrongly, too early, or again.
@Suite struct CommandTests {
    @Test func `a database is migrated once`() throws {
        let clearing = try ClearingProcess(ScratchDatabase.notMigrated())
        let first = try clearing.succeed("db", "migrate", "--json")
        #expect(first.hasPrefix("{\"applied\":[\"m0001_runs\","))
        #expect(try clearing.succeed("db", "migrate", "--json") == "{\"applied\":[]}\n")
        #expect(try clearing.succeed("db", "migrate") == "the schema is up to date\n")
    }

    @Test func `what ran is listed in order, with how it ended`() throws {
        let (clearing, folder) = try cleared("both-sides")
        let runs = try clearing.succeed("runs", "--month", "2026-10", "--json")
            .split(separator: "\n").map { try JSONObject(String($0)) }
        #expect(
            runs.map { $0.text("job") } == ["ingest", "rate", "reconcile", "settle", "report"])
        #expect(runs.allSatisfy { $0.text("status") == "closed" && $0.text("finished_at") != nil })
        let files = try folder.contents(below: "out").map { folder.path("out/\($0.path)") }
        #expect(runs.last?.texts("files").sorted() == files)
        #expect(try clearing.succeed("runs", "--month", "2026-11", "--json") == "")
        let table = try clearing.succeed("runs").split(separator: "\n")
        #expect(table.count == 2 + 5)
    }

    @Test func `rejects are listed with place and reason, for people and for machines`() throws {
        let (clearing, _) = try cleared("credits-and-duplicates")
        let reject = try JSONObject(try clearing.succeed("rejects", "--json"))
        #expect(reject.text("code") == "MISSING_FIELD")
        #expect(reject.text("file") == "hubs/chargegrid/cdrs/cdrs.ndjson")
        #expect(reject.integer("line") == 8)
        #expect(reject.text("pointer") == "/currency")
        #expect(reject.text("id") == "E")
        #expect(reject.text("party") == "IN-CGR")
        let line = try clearing.succeed("rejects")
        #expect(
            line.hasPrefix("hubs/chargegrid/cdrs/cdrs.ndjson:8 /currency: MISSING_FIELD: "),
            "\(line)")
    }

    @Test func `dispositions can be asked for one by one`() throws {
        let (clearing, _) = try cleared("both-sides")
        func listed(_ options: String...) throws -> [JSONObject] {
            try clearing.succeed(["dispositions", "--month", "2026-10", "--json"] + options)
                .split(separator: "\n").map { try JSONObject(String($0)) }
        }
        let all = try listed()
        #expect(all.count == 11)
        let missing = try listed("--only", "missing_cdr")
        #expect(missing.map { $0.text("session_id") } == ["S-3", "S-4"])
        #expect(missing.map { $0.text("theirs") } == [nil, "70.80"])
        let exceptions = try listed("--exceptions")
        let unmatched = all.filter { !($0.text("disposition") ?? "").hasPrefix("MATCHED") }
        #expect(exceptions.count == unmatched.count && exceptions.count == 6)
        let wrong = try clearing.run("dispositions", "--month", "2026-10", "--only", "LOST")
        #expect(wrong.code == 64)
        #expect(wrong.errors.contains("there are: REJECTED, "))
    }

    @Test(arguments: [
        ["month", "--from", "x"], ["month", "--month", "2026-13"], ["rate"], ["dispositions"],
        ["month", "--colour"], ["nonsense"], ["db"], ["sandbox", "generate"],
        ["sandbox", "generate", "--sessions", "many", "x"],
    ])
    func `a wrong command line ends with 64 and says so`(_ arguments: [String]) throws {
        let ended = try ClearingProcess(databaseURL: "").run(arguments)
        // A command with subcommands only, or none, shows its help.
        #expect(ended.code == (arguments == ["db"] ? 0 : 64))
        #expect(!(ended.errors + ended.output).isEmpty)
    }

    @Test func `a directory that is not there is 69, one without data 65`() throws {
        let clearing = try ClearingProcess(ScratchDatabase())
        let folder = try TemporaryFolder()
        let missing = try clearing.run(
            "month", "--from", folder.path("nowhere"), "--month", "2026-10", "--out",
            folder.path("out"))
        #expect(missing.code == 69)
        #expect(missing.errors.contains("nowhere is not a directory"))
        try folder.write("nothing to see", to: "in/notes/readme.txt")
        let empty = try clearing.run(
            "month", "--from", folder.path("in"), "--month", "2026-10", "--out",
            folder.path("out"), "--json")
        #expect(empty.code == 65)
        #expect(try JSONObject(empty.output).rows("positions") == [])
    }

    @Test func `rules that are wrong refuse the month before anything is stored`() throws {
        let clearing = try ClearingProcess(ScratchDatabase())
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "Rules")
        let netting = try folder.read("Rules/netting.yaml")
        try folder.write(
            netting.replacing("excluded: []", with: "excluded: [\"everybody\"]"),
            to: "Rules/netting.yaml")
        let ended = try clearing.run(
            "month", "--from", MonthCase.input("both-sides").path, "--month", "2026-10", "--out",
            folder.path("out"), "--rules", folder.path("Rules"))
        #expect(ended.code == 65)
        #expect(
            ended.errors.contains("Rules/netting.yaml:7:16: expected a party"), "\(ended.errors)")
        #expect(try clearing.succeed("runs", "--json") == "")
        let check = try clearing.run("rules", "check", "--rules", folder.path("Rules"))
        #expect(check.code == 1)
        #expect(check.output.contains("Rules/netting.yaml:7:16: expected a party"))
    }

    @Test func `a server that does not answer is 69 and is named`() throws {
        let folder = try TemporaryFolder()
        let clearing = ClearingProcess(
            databaseURL: "postgresql://nobody@/nothing?host=\(folder.path("nosocket"))")
        let ended = try clearing.run("runs")
        #expect(ended.code == 69)
        #expect(ended.errors.contains("nosocket"), "\(ended.errors)")
    }

    @Test func `a stage whose input is not ready waits with 75 and names it`() throws {
        let clearing = try ClearingProcess(ScratchDatabase())
        let before = [
            "rate": "ingest", "reconcile": "rate", "settle": "reconcile", "report": "settle",
        ]
        for (stage, needed) in before.sorted(by: { $0.key < $1.key }) {
            let ended = try clearing.run(stage, "--month", "2026-10")
            #expect(ended.code == 75, "\(stage)")
            #expect(ended.errors.contains("\(needed) of 2026-10 has not finished"), "\(stage)")
        }
        #expect(try clearing.run("dispositions", "--month", "2026-10").code == 75)
        #expect(try clearing.run("rejects").code == 75)
    }

    @Test func `the stages one by one come to what the month does at once`() throws {
        let (whole, folder) = try cleared("both-sides")
        let stepwise = try ClearingProcess(ScratchDatabase())
        try stepwise.succeed(
            "ingest", "--from", MonthCase.input("both-sides").path, "--month", "2026-10")
        for stage in ["rate", "reconcile", "settle"] {
            try stepwise.succeed(stage, "--month", "2026-10")
            let again = try stepwise.succeed(stage, "--month", "2026-10", "--json")
            #expect(try JSONObject(again).object("run")?.text("state") == "already")
        }
        try stepwise.succeed("report", "--month", "2026-10", "--out", folder.path("steps"))
        let list = ["dispositions", "--month", "2026-10", "--json"]
        #expect(try stepwise.succeed(list) == whole.succeed(list))
        let (one, other) = (
            try folder.contents(below: "out/2026-10"), try folder.contents(below: "steps/2026-10")
        )
        #expect(one.map(\.path) == other.map(\.path))
        for (a, b) in zip(one, other) where a.path.hasSuffix(".csv") {
            #expect(a.data == b.data, "\(a.path)")
        }
    }

    private func cleared(_ name: String) throws -> (ClearingProcess, TemporaryFolder) {
        let clearing = try ClearingProcess(ScratchDatabase())
        let folder = try TemporaryFolder()
        try clearing.succeed(
            "month", "--from", MonthCase.input(name).path, "--month", "2026-10", "--out",
            folder.path("out"))
        return (clearing, folder)
    }
}
