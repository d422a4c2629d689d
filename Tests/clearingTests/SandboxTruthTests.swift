import Foundation
import TestSupport
import Testing

/// Dense months of every mishap and of many at once, cleared by the real program and held against the
/// sandbox's own judgement of them, line by line. Neither knows the other: they share the text of the
/// settlement practice only.
@Suite struct SandboxTruthTests {
    @Test(arguments: 1...20)
    func `every line of a dense month is as the sandbox judges it`(_ seed: Int) throws {
        let folder = try TemporaryFolder()
        let clearing = try ClearingProcess(ScratchDatabase())
        let input = folder.url("in").path
        try clearing.succeed(
            "sandbox", "generate", "--seed", "\(seed)", "--month", Self.month(seed), "--mishaps",
            "all", "--sessions", "\(140 + 13 * seed)", input)
        let cleared = try clearing.succeed(
            "month", "--from", input, "--month", Self.month(seed), "--out", folder.path("out"),
            "--json")
        let truth = try Truth(directory: folder.url("in"))
        let result = try JSONObject(cleared)
        #expect(result.integers("counts") == truth.counts)
        #expect(try result.rows("positions") == truth.positions)
        #expect(result.integers("rejects") == truth.rejects)

        let listed = try clearing.succeed(
            "dispositions", "--month", Self.month(seed), "--json")
        let lines = try Truth.rows(listed)
        let missing = truth.lines.subtracting(lines)
        let extra = lines.subtracting(truth.lines)
        #expect(missing.isEmpty, "expected: \(missing.sorted().prefix(5))")
        #expect(extra.isEmpty, "not expected: \(extra.sorted().prefix(5))")

        let found = try listed.split(separator: "\n").map { try JSONObject(String($0)) }
        let passes = Truth.passes(found)
        for (line, pass) in truth.passes.sorted(by: { $0.key < $1.key }) {
            #expect(passes[line] == pass, "\(line)")
        }
        let causes = try Truth.causes(found)
        for (line, wanted) in truth.causes.sorted(by: { $0.key < $1.key }) where !wanted.isEmpty {
            let found = causes[line] ?? [:]
            #expect(
                found.values.reduce(0, +) == wanted.values.reduce(0, +), "\(line): \(found)")
            // The sandbox rounds before and after tax and subtracts; what the program drops by rounding
            // counts as price.
            for kind in ["PRICE", "TAX"] {
                #expect(
                    abs(found[kind, default: 0] - wanted[kind, default: 0]) <= 1,
                    "\(line): \(found), not \(wanted)")
            }
        }
        #expect(Set(truth.passes.values) == ["M1", "M2", "M5", "M6", "M7", "M8"])
    }

    /// Months of 31, 30 and 28 days, over the end of summer time and of the year.
    private static func month(_ seed: Int) -> String {
        let months = ["2026-10", "2026-11", "2027-01", "2027-02", "2027-03"]
        return months[seed % months.count]
    }
}
