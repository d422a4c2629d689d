import Foundation
import TestSupport
import Testing

/// `clearing bench api` measures what it says it does; how fast is for an idle machine to say.
@Suite struct BenchAPITests {
    private static let short = ["--rounds", "1", "--seconds", "1", "--connections", "20", "--json"]

    @Test func `a sandbox month is cleared, looked up and listed, each beside its yardstick`()
        throws
    {
        let clearing = try ClearingProcess(ScratchDatabase())
        let figures = try figures(clearing, ["--sessions", "300"])
        let rows = try #require(figures["ndjson_rows"])
        #expect(rows > 100 && rows == figures["copy_rows"])
        for positive in [
            "bare_requests_per_second", "api_requests_per_second", "bare_p50_us", "api_p50_us",
            "lookup_percent_of_bare", "ndjson_percent_of_copy", "memory_of_tenth_kb",
            "memory_of_all_kb", "copy_rows_per_second", "ndjson_rows_per_second",
        ] {
            #expect(try #require(figures[positive]) > 0, "\(positive)")
        }
        // A line of JSON names its columns, a line of COPY does not.
        #expect(
            try #require(figures["ndjson_bytes"]) > #require(figures["copy_bytes"]))
        #expect(try #require(figures["api_p99_us"]) >= #require(figures["api_p50_us"]))

        // The same month again, and nobody of the first time may still ask.
        let again = try self.figures(clearing, [])
        #expect(again["ndjson_rows"] == rows)
        let clients = try clearing.succeed("client", "list").split(separator: "\n")
            .filter { $0.hasPrefix("bench-") }
        #expect(clients.count == 2 && clients.allSatisfy { $0.contains("0 of 1") }, "\(clients)")
        #expect(try clearing.run("bench", "api", "--sessions", "300").code == 64)
    }

    @Test func `without a month it says how to get one`() throws {
        let ended = try ClearingProcess(ScratchDatabase()).run("bench", "api")
        #expect(ended.code == 75 && ended.errors.contains("--sessions"), "\(ended.errors)")
    }

    private func figures(
        _ clearing: ClearingProcess, _ more: [String]
    ) throws -> [String: Int] {
        let text = try clearing.succeed(["bench", "api"] + Self.short + more)
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return try #require(json).compactMapValues { $0 as? Int }
    }
}
