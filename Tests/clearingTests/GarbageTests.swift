import Foundation
import TestSupport
import Testing

/// What a hub may send by mistake or malice: each piece becomes a finding that names its place, and
/// whatever else was in the delivery still counts.
@Suite struct GarbageTests {
    @Test func `nothing usable is refused with 65`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "<html><body>502 Bad Gateway</body></html>", to: "in/hubs/gireve/cdrs/a.json")
        let clearing = try ClearingProcess(ScratchDatabase())
        let ended = try clearing.run(
            "month", "--from", folder.url("in").path, "--month", "2026-10", "--out",
            folder.url("out").path, "--json")
        #expect(ended.code == 65)
        #expect(ended.errors.contains("nothing usable"))
    }

    @Test func `garbage beside good data is listed and the rest goes on`() throws {
        let folder = try TemporaryFolder()
        let clearing = try ClearingProcess(ScratchDatabase())
        _ = try clearing.run("sandbox", "generate", "--sessions", "60", folder.url("in").path)
        let clean = try clearing.run(
            "month", "--from", folder.url("in").path, "--month", "2026-10", "--out",
            folder.url("clean").path, "--json")
        #expect(clean.code == 0, "\(clean.errors)")

        let deep = String(repeating: "[", count: 100_000)
        let cases: [(String, Data)] = [
            ("html.json", Data("<!doctype html><html>Not here</html>".utf8)),
            ("truncated.json", Data("{\"status_code\":1000,\"data\":[{\"id\":\"1\"".utf8)),
            ("deep.json", Data(deep.utf8)),
            ("types.ndjson", Data("{\"id\":5,\"country_code\":[]}\n[1,2]\n\"text\"\n".utf8)),
            ("missing.json", Data("[{\"id\":\"X1\"}]".utf8)),
            ("twice.json", Data("[{\"id\":\"X1\",\"id\":\"X2\"}]".utf8)),
            ("utf8.json", Data([0x5B, 0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D, 0x5D])),
            ("empty.json", Data()),
            ("zip.json", Data([0x1F, 0x8B, 0x08, 0x00, 0x01, 0x02])),
        ]
        for (name, data) in cases { try folder.write(data, to: "in/hubs/hubject/cdrs/zz-\(name)") }
        let other = try ClearingProcess(ScratchDatabase())
        let dirty = try other.run(
            "month", "--from", folder.url("in").path, "--month", "2026-10", "--out",
            folder.url("dirty").path, "--json")
        #expect(dirty.code == 0, "\(dirty.errors)")
        let (before, after) = (try JSONObject(clean.output), try JSONObject(dirty.output))
        #expect(try before.rows("positions") == after.rows("positions"))
        let rejects = try other.run("rejects", "--json").output
        for (name, _) in cases {
            #expect(rejects.contains("zz-\(name)"), "\(name) left no trace")
        }
    }
}
