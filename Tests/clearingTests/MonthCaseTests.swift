import Foundation
import TestSupport
import Testing

/// `Tests/Cases/months/<name>`: whole months made and worked out by hand (`why.md`). What comes out is
/// compared with `out/` byte for byte; `RECORD=1` rewrites it, to be read against `why.md`.
@Suite struct MonthCaseTests {
    @Test(arguments: Checkout.folders(in: Checkout.cases.appendingPathComponent("months")))
    func `a month comes out as it was worked out by hand`(_ name: String) throws {
        let month = try ClearedMonth(of: MonthCase.input(name))
        let expected = MonthCase.folder(name).appendingPathComponent("out", isDirectory: true)
        if Checkout.isRecording { try month.record(in: expected) }
        let (wanted, given) = (try filesBelow(expected), month.files)
        #expect(wanted.map(\.path) == given.map(\.path))
        for (old, new) in zip(wanted, given) {
            #expect(
                String(decoding: old.data, as: UTF8.self) == new.text, "\(name)/out/\(new.path)")
        }
    }

    @Test(arguments: Checkout.folders(in: Checkout.cases.appendingPathComponent("months")))
    func `every amount of a position is worked out in why`(_ name: String) throws {
        let why = try String(
            contentsOf: MonthCase.folder(name).appendingPathComponent("why.md"), encoding: .utf8)
        let month = try ClearedMonth(of: MonthCase.input(name))
        #expect(!month.positions.isEmpty)
        for position in month.positions {
            for key in ["receivable", "payable", "disputed"] {
                let amount = try #require(position[key])
                #expect(amount == "0.00" || why.contains("**\(amount)**"), "\(position)")
            }
        }
    }
}

enum MonthCase {
    static func folder(_ name: String) -> URL {
        Checkout.cases.appendingPathComponent("months/\(name)", isDirectory: true)
    }

    static func input(_ name: String) -> URL {
        folder(name).appendingPathComponent("in", isDirectory: true)
    }
}

/// All that a month came to, cleared on a database of its own.
struct ClearedMonth {
    let positions: [[String: String]]
    /// `result.json` without what differs from run to run, the lists of the program, and every CSV; by path.
    let files: [(path: String, text: String)]

    init(
        of input: URL, month: String = "2026-10", rules: URL = Checkout.rules
    ) throws {
        let clearing = try ClearingProcess(ScratchDatabase())
        let folder = try TemporaryFolder()
        let output = try clearing.succeed(
            "month", "--from", input.path, "--month", month, "--out", folder.path("out"), "--rules",
            rules.path, "--json")
        let result = try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        positions = try #require(result["positions"] as? [[String: String]])
        var files: [(path: String, text: String)] = [
            ("result.json", try Self.lasting(output)),
            (
                "dispositions.ndjson",
                try clearing.succeed("dispositions", "--month", month, "--json")
            ), ("rejects.ndjson", try clearing.succeed("rejects", "--json")),
        ]
        for (path, data) in try folder.contents(below: "out/\(month)")
        where path.hasSuffix(".csv") {
            files.append((path, String(decoding: data, as: UTF8.self)))
        }
        self.files = files.sorted { $0.path < $1.path }
    }

    func text(_ path: String) -> String? { files.first { $0.path == path }?.text }

    /// Counts, positions and rejects as printed, one object a line; runs and paths are left out.
    private static func lasting(_ output: String) throws -> String {
        let start = try #require(output.range(of: "\"counts\""))
        let end = try #require(output.range(of: ",\"files\""))
        return "{" + output[start.lowerBound..<end.lowerBound].replacing("},{", with: "},\n{")
            + "}\n"
    }

    func record(in directory: URL) throws {
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (path, text) in files {
            try Data(text.utf8).write(to: directory.appendingPathComponent(path))
        }
    }
}
