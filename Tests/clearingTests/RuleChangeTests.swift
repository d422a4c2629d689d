import Foundation
import TestSupport
import Testing

/// A month cleared again under other rules: what depends on them is done again, what does not is not.
@Suite struct RuleChangeTests {
    @Test func `another tolerance reconciles anew, the same rules again do nothing`() throws {
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "strict")
        let tolerances = try folder.read("strict/tolerances.yaml")
        let stricter = tolerances.replacing("EUR: \"0.01\"", with: "EUR: \"0\"")
            .replacing("price_percent: \"0.5\"", with: "price_percent: \"0\"")
        #expect(stricter != tolerances)
        try folder.write(stricter, to: "strict/tolerances.yaml")
        let clearing = try ClearingProcess(ScratchDatabase())
        func clear(_ rules: String) throws -> JSONObject {
            try JSONObject(
                try clearing.succeed(
                    "month", "--from", MonthCase.input("both-sides").path, "--month", "2026-10",
                    "--out", folder.path("out"), "--rules", rules, "--json"))
        }
        let before = try clear(Checkout.rules.path)
        #expect(states(before) == ["done", "done", "done", "done", "done"])
        #expect(before.integers("counts")["MATCHED_WITHIN_TOLERANCE"] == 1)

        // 6.01 against 6.00 EUR is a mismatch now: 6.00 settled, a cent disputed.
        let strict = try clear(folder.path("strict"))
        #expect(states(strict) == ["already", "done", "done", "done", "done"])
        #expect(strict.integers("counts")["MATCHED_WITHIN_TOLERANCE"] == nil)
        #expect(strict.integers("counts")["PRICE_MISMATCH"] == 2)
        #expect(
            try strict.rows("positions").contains(
                "counterparty=FR-IZI currency=EUR disputed=10.09 net=-20.40 payable=20.40"
                    + " receivable=0.00"))

        let again = try clear(folder.path("strict"))
        #expect(states(again) == ["already", "already", "already", "already", "already"])
        #expect(again.withoutStates == strict.withoutStates)

        let back = try clear(Checkout.rules.path)
        #expect(states(back) == ["already", "done", "done", "done", "done"])
        #expect(back.withoutStates == before.withoutStates)
    }

    @Test func `the rules that made a result are known by their hash`() throws {
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "copy")
        let clearing = try ClearingProcess(ScratchDatabase())
        let check = try JSONObject(
            try clearing.succeed("rules", "check", "--rules", folder.path("copy"), "--json"))
        let hash = try #require(check.text("hash"))
        var asEnvironment = clearing
        asEnvironment.environment["CLEARING_RULES"] = folder.path("copy")
        try asEnvironment.succeed(
            "month", "--from", MonthCase.input("both-sides").path, "--month", "2026-10", "--out",
            folder.path("out"))
        let runs = try clearing.succeed("runs", "--json").split(separator: "\n")
        #expect(runs.count == 5)
        for run in runs { #expect(try JSONObject(String(run)).text("rules") == hash) }
    }

    private func states(_ month: JSONObject) -> [String?] {
        ["ingest", "rate", "reconcile", "settle", "report"].map {
            month.object("runs")?.object($0)?.text("state")
        }
    }
}
