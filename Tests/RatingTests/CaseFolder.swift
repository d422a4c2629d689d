import Amounts
import Foundation
import Intake
import Rating
import Roaming
import Testing

/// A case in Tests/Cases/rating: `cdr.json`, `tariff.json` (or `tariffs.json`) and `expected.json`.
struct CaseFolder: Sendable, CustomTestStringConvertible {
    let name: String
    let folder: URL

    struct Expected: Decodable, Sendable {
        var why: String
        var tz: String?
        var split: Bool?
        var snap: Bool?
        var version: String?
        /// Exact fractions before and after tax, `null` = unknown.
        var parts: [String: [String?]]?
        /// Codes that must be among the findings.
        var notes: [String]?
        var unpriceable: String?
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

    func tariff(as version: OCPIVersion?) throws -> Tariff {
        var reader = JSONReader()
        return try data("tariff.json").withUnsafeBytes {
            try decodeTariff($0, as: version, using: &reader).value
        }
    }

    private func data(_ file: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: file))
    }
}
