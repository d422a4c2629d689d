import Amounts
import Foundation
import Intake
import Roaming
import Testing

/// Every example of the specification decodes.
struct SpecificationTests {
    @Test func `the examples are all there`() {
        let kinds = ["tariff", "cdr", "session", "location", "token"]
        let counts = kinds.map { specificationFiles($0).count }
        #expect(counts == [41, 3, 6, 13, 5])
    }

    @Test(arguments: specificationFiles("tariff"))
    func `a tariff of the specification decodes`(path: String) throws {
        let decoded = try decode(path) { bytes, reader in
            try decodeTariff(bytes, as: version(of: path), using: &reader)
        }
        #expect(decoded.value.version == version(of: path))
        #expect(!decoded.value.elements.isEmpty)
        #expect(decoded.findings.map(\.code) == [])
    }

    @Test(arguments: specificationFiles("tariff"))
    func `the version of a tariff shows in its shape as far as it matters`(path: String) throws {
        let decoded = try decode(path) { bytes, reader in
            try decodeTariff(bytes, as: nil, using: &reader)
        }
        // A 2.3.0 tariff that uses nothing new is a 2.2.1 tariff to the letter.
        let isNew = try String(contentsOfFile: path, encoding: .utf8).contains("tax")
        let expected = isNew ? OCPIVersion.v230 : min(version(of: path), .v221)
        #expect(decoded.value.version == expected)
    }

    @Test(arguments: specificationFiles("cdr"))
    func `a CDR of the specification decodes as a charge`(path: String) throws {
        let decoded = try decode(path) { bytes, reader in
            try decodeCharge(bytes, as: nil, using: &reader)
        }
        #expect(decoded.value.version == version(of: path))
        #expect(decoded.value.periods.count == 1)
        #expect(decoded.value.volumes == [Volume(.time, ExactDecimal(coefficient: 1973, scale: 3))])
        #expect(decoded.value.tariffs.first?.elements.first?.components.first?.stepSize == 300)
        let expected = version(of: path) == .v211 ? ["NUMBER_AS_TEXT"] : []
        #expect(decoded.findings.map(\.code) == expected)
    }
}

private func min(_ version: OCPIVersion?, _ other: OCPIVersion) -> OCPIVersion {
    version == .v211 ? .v211 : other
}

func decode<Value>(
    _ path: String, _ read: (UnsafeRawBufferPointer, inout JSONReader) throws -> Decoded<Value>
) throws -> Decoded<Value> {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try decode(Array(data), read)
}

func decode<Value>(
    _ bytes: [UInt8], _ read: (UnsafeRawBufferPointer, inout JSONReader) throws -> Decoded<Value>
) throws -> Decoded<Value> {
    var reader = JSONReader()
    return try bytes.withUnsafeBytes { try read($0, &reader) }
}

/// Files of the specification in Tests/Cases/intake/specification, by version.
func specificationFiles(_ kind: String) -> [String] {
    OCPIVersion.allCases.flatMap { version in
        files(in: "specification/\(version.rawValue)") { $0.hasPrefix(kind + "_") }
    }
}

let caseFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Cases/intake").path

func files(in folder: String, where wanted: (String) -> Bool) -> [String] {
    files(atPath: folder == "." ? caseFolder : "\(caseFolder)/\(folder)", where: wanted)
}

func files(atPath path: String, where wanted: (String) -> Bool) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter(wanted).sorted().map { "\(path)/\($0)" }
}

/// The version whose folder a file of the specification is in.
func version(of path: String) -> OCPIVersion? {
    OCPIVersion.allCases.first { path.contains("/\($0.rawValue)/") }
}
