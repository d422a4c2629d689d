import Foundation
import TestSupport
import Testing

/// Two months in a row from the same input: what was too late for the first is settled in the second.
@Suite struct AdjustmentMonthTests {
    @Test func `what is out of period in October is settled in November under October`() throws {
        let folder = try TemporaryFolder()
        let clearing = try ClearingProcess(ScratchDatabase())
        try clearing.succeed(
            "sandbox", "generate", "--seed", "7", "--month", "2026-10", "--sessions", "300",
            "--mishaps", "out-of-period", folder.path("in"))
        func lines(_ month: String) throws -> [JSONObject] {
            try clearing.succeed(
                "month", "--from", folder.path("in"), "--month", month, "--out",
                folder.path("out"))
            return try clearing.succeed("dispositions", "--month", month, "--json")
                .split(separator: "\n").map { try JSONObject(String($0)) }
        }
        let october = try lines("2026-10")
        let postponed = october.filter { $0.text("disposition") == "OUT_OF_PERIOD" }
        #expect(postponed.count >= 4)
        for line in postponed { #expect(line.text("agreed") == "0.00") }
        let settled = try lines("2026-11").filter { $0.text("service_month") == "2026-10" }
        let ids = { (lines: [JSONObject]) in lines.compactMap { $0.text("cdr_id") }.sorted() }
        #expect(ids(settled) == ids(postponed))
        for line in settled {
            #expect(line.text("disposition") == "MATCHED")
            #expect(line.text("agreed")?.hasPrefix("0.00") == false)
            #expect(line.text("session_id") != nil)
            #expect(line.text("reason")?.hasSuffix(" Service month 2026-10.") == true)
        }
        // Clearing November changed nothing in October.
        let again = try clearing.succeed("dispositions", "--month", "2026-10", "--json")
        #expect(again.split(separator: "\n").count == october.count)
    }
}
