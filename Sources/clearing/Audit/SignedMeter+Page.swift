import Amounts
import Metering

extension SignedMeter {
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
                            ("pagination", .text(value.record?.content.pagination)),
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
