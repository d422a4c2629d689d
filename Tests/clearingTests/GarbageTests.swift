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
        let ended = try clearing.run(month(folder) + ["--json"])
        #expect(ended.code == 65)
        #expect(ended.errors.contains("nothing usable"))
        #expect(try JSONObject(ended.output).integers("rejects") == ["NOT_JSON": 1])
    }

    /// Name, bytes, and the code of each reject it must give: what is no object first, then objects.
    private static let pieces: [(name: String, data: Data, rejects: [String])] = [
        ("deep.json", Data(String(repeating: "[", count: 100_000).utf8), ["TRUNCATED"]),
        (
            "deeper.json",
            Data(
                ("{\"id\":\"D1\",\"x\":" + String(repeating: "[", count: 100_000)
                    + String(repeating: "]", count: 100_000) + "}").utf8), ["TOO_DEEP"]
        ),
        ("empty.json", Data(), ["EMPTY_FILE"]),
        ("html.json", Data("<!doctype html><html>Not here</html>".utf8), ["NOT_JSON"]),
        ("missing.json", Data("[{\"id\":\"X1\"}]".utf8), ["MISSING_FIELD"]),
        (
            "truncated.json", Data("{\"status_code\":1000,\"data\":[{\"id\":\"1\"".utf8),
            ["TRUNCATED"]
        ),
        ("twice.json", Data("[{\"id\":\"X1\",\"id\":\"X2\"}]".utf8), ["DUPLICATE_KEY"]),
        (
            "types.ndjson", Data("{\"id\":5,\"country_code\":[]}\n[1,2]\n\"text\"\n".utf8),
            ["NOT_AN_OBJECT", "NOT_AN_OBJECT", "MALFORMED_JSON", "WRONG_TYPE"]
        ),
        (
            "utf8.json", Data([0x5B, 0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D, 0x5D]),
            ["INVALID_UTF8"]
        ),
        ("zip.json", Data([0x1F, 0x8B, 0x08, 0x00, 0x01, 0x02]), ["GZIP_CORRUPT"]),
    ]

    @Test func `garbage beside good data is listed and the rest goes on`() throws {
        let folder = try TemporaryFolder()
        try folder.copy(MonthCase.input("both-sides"), to: "in")
        for piece in Self.pieces {
            try folder.write(piece.data, to: "in/hubs/hubject/cdrs/zz-\(piece.name)")
        }
        let month = try ClearedMonth(of: folder.url("in"))
        let clean = try ClearedMonth(of: MonthCase.input("both-sides"))
        #expect(month.positions == clean.positions)
        let rejects = try (month.text("rejects.ndjson") ?? "").split(separator: "\n")
            .map { try JSONObject(String($0)) }
        for piece in Self.pieces {
            let own = rejects.filter {
                $0.text("file") == "hubs/hubject/cdrs/zz-\(piece.name)"
            }
            let codes = own.compactMap { $0.text("code") }
            #expect(codes.count == piece.rejects.count, "\(piece.name): \(codes)")
            for (code, wanted) in zip(codes, piece.rejects) {
                #expect(code == wanted, "\(piece.name)")
            }
            #expect(
                own.allSatisfy { $0.text("text")?.isEmpty == false && $0.integer("line") != nil })
        }
    }

    @Test func `a hub and a folder that nobody knows are rejects, not silence`() throws {
        let folder = try TemporaryFolder()
        try folder.copy(MonthCase.input("both-sides"), to: "in")
        try folder.copy(MonthCase.input("both-sides"), to: "in/hubs/elsewhere")
        try folder.write("[]", to: "in/hubs/gireve/invoices/one.json")
        try folder.write("[]", to: "in/own/sessions.json")
        try folder.write("[]", to: "in/hubs/gireve/cdrs/.hidden.json")
        try folder.write("{}", to: "in/truth.json")
        let month = try ClearedMonth(of: folder.url("in"))
        let listed = try (month.text("rejects.ndjson") ?? "").split(separator: "\n").map {
            let reject = try JSONObject(String($0))
            return [reject.text("code") ?? "", reject.text("file") ?? ""].joined(separator: " ")
        }
        #expect(
            listed.sorted() == [
                "UNKNOWN_FOLDER hubs/gireve/invoices/one.json", "UNKNOWN_FOLDER own/sessions.json",
                "UNKNOWN_HUB hubs/elsewhere/hubs/gireve/cdrs/cdrs.ndjson",
                "UNKNOWN_HUB hubs/elsewhere/hubs/hubject/cdrs/page-1.json",
                "UNKNOWN_HUB hubs/elsewhere/own/cdrs/cdrs.json",
                "UNKNOWN_HUB hubs/elsewhere/own/sessions/sessions.ndjson",
            ])
        #expect(month.positions == (try ClearedMonth(of: MonthCase.input("both-sides")).positions))
    }

    @Test(arguments: [UInt8(ascii: "x"), 0])
    func `a line of 200 MB is one reject, and memory stays small`(_ filling: UInt8) throws {
        let folder = try TemporaryFolder()
        try folder.copy(MonthCase.input("both-sides"), to: "in")
        let path = "in/hubs/gireve/cdrs/cdrs.ndjson"
        let good = try folder.read(path)
        try writeLongLine(filling, to: folder.path(path), then: good)
        let clearing = try ClearingProcess(ScratchDatabase())
        let (ended, peak) = try clearing.runWatchingMemory(month(folder) + ["--json"])
        #expect(ended.code == 0, "\(ended.errors)")
        let result = try JSONObject(ended.output)
        #expect(result.integers("rejects") == ["OBJECT_TOO_LARGE": 1])
        let clean = try ClearedMonth(of: MonthCase.input("both-sides"))
        #expect(
            try result.rows("positions")
                == clean.positions.map { position in
                    position.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                        .joined(separator: " ")
                })
        #expect(peak > 1_000, "the peak was not seen")
        #expect(peak < 150_000, "\(peak) kB")
    }

    /// `{"id":"xxx…"}` as a first line; a filling of zeros stays a hole in the file.
    private func writeLongLine(_ filling: UInt8, to path: String, then rest: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data("{\"id\":\"".utf8))
        let size = 200 << 20
        if filling == 0 {
            try file.seek(toOffset: UInt64(size))
        } else {
            let part = Data(repeating: filling, count: 1 << 20)
            for _ in 0..<(size >> 20) { try file.write(contentsOf: part) }
        }
        try file.write(contentsOf: Data("\"}\n\(rest)".utf8))
        try file.close()
    }

    private func month(_ folder: TemporaryFolder) -> [String] {
        [
            "month", "--from", folder.path("in"), "--month", "2026-10", "--out",
            folder.path("out"),
        ]
    }
}
