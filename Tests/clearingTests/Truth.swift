import Foundation
import Testing

/// `truth.json` of a sandbox month, read with Foundation so that nothing of ours reads its own words.
struct Truth {
    let counts: [String: Int]
    let rejects: [String: Int]
    let positions: [String]
    /// One text a line of the reconciliation, with all that must agree.
    let lines: Set<String>
    /// The pass that matched a line, where the truth says it.
    let passes: [String: String]
    /// What a line's difference is made of, by the line: price and tax, which is all the truth tells
    /// apart.
    let causes: [String: [String: Int]]

    init(directory: URL) throws {
        let text = try String(
            contentsOf: directory.appendingPathComponent("truth.json"), encoding: .utf8)
        let truth = try JSONObject(text)
        counts = truth.integers("counts")
        rejects = truth.integers("rejects")
        positions = try truth.rows("positions")
        let listed = directory.appendingPathComponent("truth-dispositions.ndjson")
        if let separate = try? String(contentsOf: listed, encoding: .utf8) {
            lines = try Self.rows(separate)
            (passes, causes) = ([:], [:])
            return
        }
        var rows: Set<String> = []
        for var row in try truth.rows("dispositions", keys: Self.keys) {
            while !rows.insert(row).inserted { row += " again" }
        }
        lines = rows
        let listing = try truth.objects("dispositions")
        passes = Self.passes(listing)
        causes = try Self.causes(listing)
    }

    static let keys = [
        "hub", "counterparty", "side", "disposition", "session_id", "cdr_id", "ours", "theirs",
        "difference", "agreed", "disputed", "service_month",
    ]

    /// The pass that matched each line, by the line.
    static func passes(_ lines: [JSONObject]) -> [String: String] {
        var passes: [String: String] = [:]
        for line in lines { passes[line.row(keys)] = line.text("matched_by") }
        return passes
    }

    /// In hundredths, of lines that have any; all but tax is price.
    static func causes(_ lines: [JSONObject]) throws -> [String: [String: Int]] {
        var causes: [String: [String: Int]] = [:]
        for line in lines {
            var sums: [String: Int] = [:]
            for cause in line.objectsIfAny("causes") {
                let kind = cause.text("cause") == "TAX" ? "TAX" : "PRICE"
                sums[kind, default: 0] += Self.hundredths(cause.text("amount"))
            }
            causes[line.row(keys)] = sums.filter { $0.value != 0 }
        }
        return causes
    }

    private static func hundredths(_ amount: String?) -> Int {
        Int((amount ?? "").filter { $0 != "." }) ?? .max
    }

    /// NDJSON lines reduced to the keys that the truth knows.
    static func rows(_ text: String) throws -> Set<String> {
        var rows: Set<String> = []
        for line in text.split(separator: "\n") {
            // Two versions of a CDR can come out alike.
            var row = try JSONObject(String(line)).row(keys)
            while !rows.insert(row).inserted { row += " again" }
        }
        return rows
    }
}

/// A parsed JSON object with the few questions the tests ask of it.
struct JSONObject {
    private let members: [String: Any]

    init(_ text: String) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
        members = try #require(parsed as? [String: Any], "no JSON object: \(text.prefix(200))")
    }

    private init(members: [String: Any]) { self.members = members }

    func integers(_ key: String) -> [String: Int] { members[key] as? [String: Int] ?? [:] }

    func text(_ key: String) -> String? { members[key] as? String }

    func integer(_ key: String) -> Int? { members[key] as? Int }

    func texts(_ key: String) -> [String] { members[key] as? [String] ?? [] }

    func object(_ key: String) -> JSONObject? {
        (members[key] as? [String: Any]).map { JSONObject(members: $0) }
    }

    func row(_ keys: [String]) -> String {
        keys.map { "\($0)=\(members[$0].map(Self.plain) ?? "null")" }.joined(separator: " ")
    }

    func objectsIfAny(_ key: String) -> [JSONObject] {
        (members[key] as? [[String: Any]] ?? []).map { JSONObject(members: $0) }
    }

    func objects(_ key: String) throws -> [JSONObject] {
        let list = try #require(members[key] as? [[String: Any]], "no list \(key)")
        return list.map { JSONObject(members: $0) }
    }

    /// Each object of a list as one text, keys sorted.
    func rows(_ key: String, keys: [String]? = nil) throws -> [String] {
        let list = try #require(members[key] as? [[String: Any]], "no list \(key)")
        return list.map { item in
            JSONObject(members: item).row(keys ?? item.keys.sorted())
        }
    }

    /// The object as text without what tells a first run from a repeated one.
    var withoutStates: String {
        row(members.keys.filter { $0 != "runs" }.sorted())
    }

    private static func plain(_ value: Any) -> String {
        switch value {
        case is NSNull: "null"
        case let text as String: text
        case let list as [Any]: "[" + list.map(plain).joined(separator: ",") + "]"
        case let object as [String: Any]:
            "{" + JSONObject(members: object).row(object.keys.sorted()) + "}"
        default: "\(value)"
        }
    }
}
