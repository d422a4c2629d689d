import Intake
import Rating
import Roaming

/// What is odd about one tariff: from reading it, and from what it says.
struct LintReport {
    private struct Item {
        let code: String
        let severity: Finding.Severity
        let pointer: String
        let text: String
        let why: String
        let advice: String
    }

    private var id: String?
    private var items: [Item] = []

    /// - Parameter now: judges which dates have passed.
    init(_ object: [UInt8], as version: OCPIVersion?, now: Instant) {
        var reader = JSONReader()
        do throws(Reject) {
            let decoded = try Self.decode(object, version, &reader)
            id = decoded.value.id
            let linted = lint(decoded.value, now: now)
            items = linted.map {
                Item(
                    code: $0.code.rawValue, severity: $0.severity, pointer: $0.pointer,
                    text: $0.text, why: $0.why, advice: $0.advice)
            }
            let known = Set(items.map(\.code))
            for finding in decoded.findings where !known.contains(finding.code) {
                add(finding)
            }
        } catch {
            let misnamed = object.withUnsafeBytes { misnamedFields(inTariff: $0, using: &reader) }
            if !misnamed.contains(where: { $0.pointer == error.pointer }) {
                add(PriceRefusal(error))
            }
            for field in misnamed { add(PriceRefusal(field)) }
        }
    }

    init(_ refusal: PriceRefusal) { add(refusal) }

    var errors: Int { items.count { $0.severity == .error } }

    var json: JSONValue {
        .object([
            ("tariff", .text(id)), ("errors", .integer(errors)),
            (
                "findings",
                .array(
                    items.map {
                        .object([
                            ("code", .string($0.code)), ("severity", .string($0.severity.rawValue)),
                            ("pointer", .string($0.pointer)), ("text", .string($0.text)),
                            ("why", .string($0.why)), ("advice", .string($0.advice)),
                        ])
                    })
            ),
        ])
    }

    var text: String {
        let name = id.map { "tariff \($0)" } ?? "tariff"
        guard !items.isEmpty else { return "\(name): nothing odd" }
        return items.map { item in
            let place = item.pointer.isEmpty ? "" : " \(item.pointer)"
            return "\(name): \(item.severity.rawValue) \(item.code)\(place)\n"
                + "    \(item.text) \(item.why)\n    \(item.advice)"
        }.joined(separator: "\n")
    }

    private static func decode(
        _ object: [UInt8], _ version: OCPIVersion?, _ reader: inout JSONReader
    ) throws(Reject) -> Decoded<Tariff> {
        let result = object.withUnsafeBytes { bytes in
            Result { () throws(Reject) in try decodeTariff(bytes, as: version, using: &reader) }
        }
        return try result.get()
    }

    private mutating func add(_ finding: Finding) {
        items.append(
            Item(
                code: finding.code, severity: finding.severity, pointer: finding.pointer,
                text: finding.text, why: "Other systems may read it otherwise.",
                advice: "Send it as OCPI writes it."))
    }

    private mutating func add(_ refusal: PriceRefusal) {
        items.append(
            Item(
                code: refusal.code, severity: .error, pointer: refusal.pointer, text: refusal.text,
                why: "The tariff cannot be used as it is.", advice: "Mend it and lint it again."))
    }
}
