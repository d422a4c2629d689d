import Foundation
import Roaming
import Store
import TestSupport
import Testing

/// Whole months through the real program and the real database, compared with what the sandbox
/// says it put in. The sandbox prices with its own arithmetic, so this is a second method.
@Suite struct MonthTests {
    @Test(arguments: [1, 2, 3])
    func `dispositions and positions equal the truth of the sandbox month`(_ seed: Int) throws {
        let folder = try TemporaryFolder()
        let clearing = try ClearingProcess(ScratchDatabase())
        let input = folder.url("in").path
        let generated = try clearing.run(
            "sandbox", "generate", "--seed", "\(seed)", "--month", "2026-10", "--sessions", "800",
            input)
        #expect(generated.code == 0, "\(generated.errors)")
        let month = try clearing.run(
            "month", "--from", input, "--month", "2026-10", "--out", folder.url("out").path,
            "--json")
        #expect(month.code == 0, "\(month.errors)")
        let truth = try Truth(directory: folder.url("in"))
        let result = try JSONObject(month.output)
        #expect(result.integers("counts") == truth.counts)
        #expect(try result.rows("positions") == truth.positions)
        #expect(result.integers("rejects") == truth.rejects)

        let listed = try clearing.run("dispositions", "--month", "2026-10", "--json")
        #expect(listed.code == 0, "\(listed.errors)")
        let lines = try Truth.rows(listed.output)
        let missing = truth.lines.subtracting(lines)
        let extra = lines.subtracting(truth.lines)
        #expect(missing.isEmpty, "expected: \(missing.sorted().prefix(5))")
        #expect(extra.isEmpty, "not expected: \(extra.sorted().prefix(5))")
    }

    @Test func `a month cleared twice says so and changes nothing`() throws {
        let folder = try TemporaryFolder()
        let clearing = try ClearingProcess(ScratchDatabase())
        let input = folder.url("in").path
        _ = try clearing.run("sandbox", "generate", "--sessions", "300", input)
        let arguments = [
            "month", "--from", input, "--month", "2026-10", "--out", folder.url("out").path,
            "--json",
        ]
        let first = try clearing.run(arguments)
        #expect(first.code == 0, "\(first.errors)")
        let files = try folder.contents(below: "out")
        #expect(!files.isEmpty)
        let second = try clearing.run(arguments)
        #expect(second.code == 0, "\(second.errors)")
        #expect(second.errors.contains("already"))
        #expect(
            try JSONObject(second.output).withoutStates == JSONObject(first.output).withoutStates)
        let again = try folder.contents(below: "out")
        #expect(files.map(\.path) == again.map(\.path))
        for (old, new) in zip(files, again) { #expect(old.data == new.data, "\(old.path) differs") }
    }

    @Test func `another input replaces the files in its folder and touches no other`() throws {
        let folder = try TemporaryFolder()
        let clearing = try ClearingProcess(ScratchDatabase())
        func clear(_ name: String, into out: String) throws -> [String] {
            try clearing.succeed(
                "month", "--from", MonthCase.input(name).path, "--month", "2026-10", "--out",
                folder.path(out))
            return try folder.contents(below: out).map(\.path)
        }
        let first = try clear("both-sides", into: "a")
        let second = try clear("credits-and-duplicates", into: "b")
        #expect(try folder.contents(below: "a").map(\.path) == first)
        #expect(try clear("both-sides", into: "b") == first)
        #expect(first != second)
    }

    @Test func `what a killed report left in the month's folder goes with the next`() throws {
        let folder = try TemporaryFolder()
        try folder.write("half a sheet", to: "out/2026-10/.scratch/tmp.GVfCbw")
        let clearing = try ClearingProcess(ScratchDatabase())
        try clearing.succeed(
            "month", "--from", MonthCase.input("both-sides").path, "--month", "2026-10", "--out",
            folder.path("out"))
        let left = try folder.contents(below: "out").map(\.path)
        // Exceptions, payouts, hubs, open items, scorecard, two statements: each sheet also as CSV.
        #expect(left.count == 4 + 2 + 4 + 4 + 7 + 2 * 7, "\(left)")
        #expect(left.allSatisfy { $0.hasSuffix(".xlsx") || $0.hasSuffix(".csv") }, "\(left)")
    }

    @Test func `while one process has the month, another says so`() throws {
        let folder = try TemporaryFolder()
        let database = try ScratchDatabase()
        let clearing = try ClearingProcess(database)
        let input = folder.url("in").path
        _ = try clearing.run("sandbox", "generate", "--sessions", "50", input)
        let arguments = [
            "month", "--from", input, "--month", "2026-10", "--out", folder.url("out").path,
        ]
        _ = try clearing.run("db", "migrate")
        let holder = try Connection(database.url, as: .runs)
        #expect(try holder.takeLock(.month, #require(Month("2026-10"))))
        let refused = try clearing.run(arguments)
        #expect(refused.code == 75)
        #expect(refused.errors.contains("another run"))
        let stage = try clearing.run(
            "ingest", "--from", input, "--month", "2026-10")
        #expect(stage.code == 75)
        try holder.releaseLock(.month, #require(Month("2026-10")))
        #expect(try clearing.run(arguments).code == 0)
    }

    @Test func `a month that was killed ten times ends in the same bytes`() throws {
        let folder = try TemporaryFolder()
        let calm = try ClearingProcess(ScratchDatabase())
        let stormy = try ClearingProcess(ScratchDatabase())
        let input = folder.url("in").path
        _ = try calm.run("sandbox", "generate", "--sessions", "1500", input)
        func arguments(_ out: String) -> [String] {
            [
                "month", "--from", input, "--month", "2026-10", "--out", folder.url(out).path,
                "--json",
            ]
        }
        let clock = ContinuousClock()
        let started = clock.now
        let undisturbed = try calm.run(arguments("calm"))
        let whole = clock.now - started
        #expect(undisturbed.code == 0, "\(undisturbed.errors)")
        for kill in 1...10 {
            let process = try stormy.start(
                arguments("stormy"), output: folder.url("o"), errors: folder.url("e"))
            // Spread over the whole run; each later attempt gets further than the one before.
            Thread.sleep(
                forTimeInterval: TimeInterval(kill) / 11 * TimeInterval(whole / .seconds(1)))
            process.forceKill()
            process.waitUntilExit()
        }
        let survivor = try stormy.run(arguments("stormy"))
        #expect(survivor.code == 0, "\(survivor.errors)")
        #expect(
            try JSONObject(survivor.output).rows("positions")
                == JSONObject(undisturbed.output).rows("positions"))
        let (expected, actual) = (
            try folder.contents(below: "calm"), try folder.contents(below: "stormy")
        )
        #expect(expected.map(\.path) == actual.map(\.path))
        for (old, new) in zip(expected, actual) { #expect(old.data == new.data, "\(old.path)") }
    }
}
