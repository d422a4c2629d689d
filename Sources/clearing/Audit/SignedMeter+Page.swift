import Amounts
import Evidence
import Foundation
import Store

/// The signed meter data of a CDR (SignedData, OCPI 2.2.1 mod_cdrs 1.4.3), checked.
struct SignedMeter {
    struct Value {
        /// `Start`, `End` …
        let nature: String
        /// As it stands in the CDR.
        let text: String
        /// Nil when it is no OCMF record.
        let record: OCMFRecord?
        let verdict: OCMFVerdict
    }

    /// As it stands in the CDR: whoever wrote the CDR wrote the key too, so VALID says that the
    /// readings were not changed since, not whose meter it was.
    let publicKey: String?
    let values: [Value]
    /// kWh from the signed readings; nil when they do not give it.
    let energy: ExactDecimal?

    /// Nil when the CDR has none.
    init?(_ document: StoredDocument) {
        guard
            let json = try? JSONSerialization.jsonObject(with: Data(document.bytes)),
            let signed = (json as? [String: Any])?["signed_data"] as? [String: Any],
            let list = signed["signed_values"] as? [[String: Any]]
        else { return nil }
        let key = signed["public_key"] as? String
        publicKey = key
        values = list.map { item in
            let text = item["signed_data"] as? String ?? ""
            let raw = Array(text.utf8)
            // The record itself, or base64 of it; some put it into plain_data.
            let record =
                OCMFRecord(raw) ?? Encodings.base64(text).flatMap { OCMFRecord($0) }
                ?? OCMFRecord(Array((item["plain_data"] as? String ?? "").utf8))
            return Value(
                nature: item["nature"] as? String ?? "", text: text, record: record,
                verdict: record?.verdict(key: key) ?? .unreadable)
        }
        let records = values.compactMap(\.record)
        energy = records.count == values.count ? OCMFRecord.energy(of: records) : nil
    }

    var json: JSONValue {
        .object([
            ("public_key", .text(publicKey)), ("key_from", .string("the CDR itself")),
            ("energy_kwh", .text(energy?.description)),
            (
                "values",
                .array(
                    values.map { value in
                        .object([
                            ("nature", .string(value.nature)),
                            ("verdict", .string(value.verdict.rawValue)),
                            ("algorithm", .text(value.record?.algorithm)),
                            ("meter", .text(value.record?.meter)),
                            ("pagination", .text(value.record?.pagination)),
                            ("signed_data", .string(value.text)),
                        ])
                    })
            ),
        ])
    }

    /// For people.
    func section(claimed: ExactDecimal?) -> AuditPage.Section {
        let rows = values.map { value in
            [
                value.nature, value.verdict.rawValue, value.record?.algorithm ?? "no OCMF record",
                value.record?.meter ?? "",
                value.record?.readings.map {
                    "\($0.transaction ?? "?") \($0.value?.description ?? "?") \($0.unit ?? "")"
                }.joined(separator: ", ") ?? "",
            ]
        }
        let energy = energy.map { "\($0) kWh" } ?? "not to be told"
        return AuditPage.Section(
            title: "Signed meter data",
            blocks: [
                .table(
                    [
                        ("value", .left), ("signature", .left), ("algorithm", .left),
                        ("meter", .left), ("readings", .left),
                    ], rows),
                .paragraph(
                    "Energy by the signed readings: \(energy); the CDR says"
                        + " \(claimed?.description ?? "nothing"). The key stands in the CDR"
                        + " itself: a valid signature says that the readings were not changed,"
                        + " not whose meter it was."),
            ])
    }
}
