import Amounts
import Foundation
import Intake
import Rating
import Roaming
import Testing

/// A case in Tests/Cases/rating: `cdr.json`, `expected.json`, and `tariff.json` unless the CDR's own
/// tariffs price it.
struct CaseFolder: Sendable, CustomTestStringConvertible {
    let name: String
    let folder: URL

    struct Expected: Decodable, Sendable {
        var why: String
        /// The decision of the tariff page that it shows one side of (`Decision`).
        var decision: String?
        var tz: String?
        var split: Bool?
        var snap: Bool?
        var version: String?
        /// Exact fractions before and after tax, `null` = unknown.
        var parts: [String: [String?]]?
        /// Codes that must be among the findings.
        var notes: [String]?
        /// Codes that must not be among them.
        var absent: [String]?
        /// What some finding says is at stake.
        var at_stake: String?
        /// Scope, mode and digits of the rounding policy; nothing is rounded without.
        var rounding: Rounded?
        /// The total before and after tax, as the policy prints it.
        var rounded: [String]?
        /// Also the code with which reading the CDR or the tariff ends.
        var unpriceable: String?

        /// `["line", "half-up", 2]`
        struct Rounded: Decodable, Sendable {
            let policy: RoundingPolicy

            init(from decoder: any Decoder) throws {
                var parts = try decoder.unkeyedContainer()
                let scope = try RoundingPolicy.Scope(rawValue: parts.decode(String.self))
                let mode = try Rounding.Mode(rawValue: parts.decode(String.self))
                policy = RoundingPolicy(
                    name: "case", scope: try #require(scope), mode: try #require(mode),
                    defaultDigits: try parts.decode(Int.self))
            }
        }

        var rules: RatingRules {
            RatingRules(
                rounding: rounding?.policy ?? .none, periods: split == true ? .split : .asSent,
                hours: snap == false ? .literal : .snapped, timeZone: tz)
        }
    }

    var testDescription: String { name }

    static func all(in group: String) -> [CaseFolder] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Cases/rating/\(group)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map {
            CaseFolder(name: "\(group)/\($0)", folder: root.appending(path: $0))
        }
    }

    func expected() throws -> Expected {
        try JSONDecoder().decode(Expected.self, from: data("expected.json"))
    }

    func charge(as version: OCPIVersion?) throws -> Charge {
        var reader = JSONReader()
        return try data("cdr.json").withUnsafeBytes {
            try decodeCharge($0, as: version, using: &reader).value
        }
    }

    /// Empty when the CDR's own tariffs price it.
    func tariffs(as version: OCPIVersion?) throws -> [Tariff] {
        let file = folder.appending(path: "tariff.json").path
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        var reader = JSONReader()
        return try data("tariff.json").withUnsafeBytes {
            [try decodeTariff($0, as: version, using: &reader).value]
        }
    }

    /// What reading the two ends with, beside the price.
    func readingFindings(as version: OCPIVersion?) throws -> [Finding] {
        var reader = JSONReader()
        var findings = try data("cdr.json").withUnsafeBytes {
            try decodeCharge($0, as: version, using: &reader).findings
        }
        let file = folder.appending(path: "tariff.json").path
        guard FileManager.default.fileExists(atPath: file) else { return findings }
        findings += try data("tariff.json").withUnsafeBytes {
            try decodeTariff($0, as: version, using: &reader).findings
        }
        return findings
    }

    private func data(_ file: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: file))
    }
}
