import Foundation
import TestSupport
import Testing

/// The worked cases of Tests/Cases/rating, priced by the command as another tool would.
@Suite struct PriceConformanceTests {
    @Test(arguments: PriceCase.all(in: "spec") + PriceCase.all(in: "decisions"))
    func `the command gives the exact amounts of a worked case`(_ given: PriceCase) throws {
        let expected = try given.expected()
        let ended = try PriceProcess.run(given.arguments(expected) + ["--json"])
        let answer = try PriceAnswerText(ended.output)
        if let code = expected.unpriceable {
            #expect(ended.code == 65)
            #expect(answer.unpriceable == code)
            return
        }
        #expect(ended.code == 0, "\(ended.errors)")
        for (name, field) in PriceCase.fields {
            guard let parts = expected.parts?[name] ?? given.silentParts else { continue }
            #expect(answer.exact(field, "before_tax") == parts[0].flatMap { Rational($0) })
            #expect(answer.exact(field, "after_tax") == parts[1].flatMap { Rational($0) })
        }
        for code in expected.notes ?? [] { #expect(answer.notes.contains(code)) }
        for code in expected.absent ?? [] { #expect(!answer.notes.contains(code)) }
    }

    @Test func `a batch of all cases gives one answer a line, the same as one by one`() throws {
        let cases = PriceCase.all(in: "spec")
        let folder = try TemporaryFolder()
        var lines = ""
        var single: [String] = []
        for given in cases {
            let zone = try given.expected().tz ?? "UTC"
            lines += "{\"time_zone\":\"\(zone)\",\"cdr\":\(try given.line("cdr.json"))"
            lines += given.hasTariff ? ",\"tariff\":\(try given.line("tariff.json"))}\n" : "}\n"
            let ended = try PriceProcess.run(given.files + ["--time-zone", zone, "--json"])
            single.append(ended.output.trimmingCharacters(in: .newlines))
        }
        try folder.write(lines, to: "batch.ndjson")
        let ended = try PriceProcess.run(
            "price", "--batch", folder.url("batch.ndjson").path, "--explain")
        let answers = ended.output.split(separator: "\n").map(String.init)
        #expect(answers.count == single.count)
        for (index, (batch, alone)) in zip(answers, single).enumerated() {
            #expect(batch == alone, "\(cases[index].name)")
        }
    }
}

struct PriceCase: Sendable, CustomTestStringConvertible {
    let name: String
    let folder: URL
    /// Of the cost fields that `expected.json` does not name; nil = they are not looked at.
    let silentParts: [String?]?

    struct Expected: Decodable {
        var tz: String?
        var split: Bool?
        var snap: Bool?
        var version: String?
        var parts: [String: [String?]]?
        var notes: [String]?
        var absent: [String]?
        var unpriceable: String?
    }

    static let fields = [
        ("fixed", "total_fixed_cost"), ("energy", "total_energy_cost"),
        ("time", "total_time_cost"), ("parking", "total_parking_cost"),
        ("reservation", "total_reservation_cost"), ("total", "total_cost"),
    ]

    var testDescription: String { name }

    static func all(in group: String) -> [PriceCase] {
        let root = Checkout.home.appendingPathComponent("Tests/Cases/rating/\(group)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map {
            PriceCase(
                name: "\(group)/\($0)", folder: root.appendingPathComponent($0),
                silentParts: group == "spec" ? ["0", "0"] : nil)
        }
    }

    func path(_ file: String) -> String { folder.appendingPathComponent(file).path }

    func expected() throws -> Expected {
        try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))
    }

    /// The file's text without line feeds, which stand only between tokens.
    func line(_ file: String) throws -> String {
        try String(contentsOfFile: path(file), encoding: .utf8)
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Without a tariff of its own, the CDR's tariffs price the case.
    var hasTariff: Bool { FileManager.default.fileExists(atPath: path("tariff.json")) }

    var files: [String] {
        ["price", "--cdr", path("cdr.json")] + (hasTariff ? ["--tariff", path("tariff.json")] : [])
    }

    func arguments(_ expected: Expected) -> [String] {
        var arguments = files
        if let zone = expected.tz { arguments += ["--time-zone", zone] }
        if let version = expected.version { arguments += ["--ocpi", version] }
        if expected.split == true { arguments += ["--periods", "split"] }
        if expected.snap == false { arguments += ["--no-snap"] }
        return arguments
    }
}

/// An answer of `clearing price --json` with the few questions the tests ask of it.
struct PriceAnswerText {
    private let members: [String: Any]

    init(_ text: String) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
        members = try #require(parsed as? [String: Any], "no JSON object: \(text.prefix(200))")
    }

    var unpriceable: String? {
        (members["unpriceable"] as? [String: Any])?["code"] as? String
    }

    var line: Int? { members["line"] as? Int }

    var notes: [String] {
        (members["notes"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
    }

    func text(_ field: String, _ side: String) -> String? {
        (members[field] as? [String: Any])?[side] as? String
    }

    func exact(_ field: String, _ side: String) -> Rational? {
        let exact = members["exact"] as? [String: Any]
        let text = (exact?[field] as? [String: Any])?[side] as? String
        return text.flatMap { Rational($0) }
    }
}

/// `"73/100"`, `"0.73"` and `"5"` as what they are; a reader of its own, to check the program's.
struct Rational: Equatable {
    let numerator: Int128
    let denominator: Int128

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { return nil }
        let halves = first.split(separator: ".", omittingEmptySubsequences: false)
        var denominator: Int128 = 1
        if halves.count == 2 { for _ in halves[1] { denominator *= 10 } }
        guard let numerator = Int128(halves.joined()), halves.count <= 2 else { return nil }
        if parts.count == 2 {
            guard let given = Int128(parts[1]), given != 0 else { return nil }
            denominator *= given
        }
        self.numerator = numerator
        self.denominator = denominator
    }

    static func == (a: Rational, b: Rational) -> Bool {
        a.numerator * b.denominator == b.numerator * a.denominator
    }
}
