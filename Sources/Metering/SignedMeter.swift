package import Amounts
package import Roaming

/// The signed meter data of a CDR, checked.
package struct SignedMeter: Sendable {
    package struct Value: Sendable {
        /// `Start`, `End` …
        package let nature: String
        /// As it stands in the CDR.
        package let text: String
        /// Nil when it is no OCMF record.
        package let record: OCMFRecord?
        package let verdict: OCMFVerdict
    }

    /// As it stands in the CDR: whoever wrote the CDR wrote the key too, so VALID says that the
    /// readings were not changed since, not whose meter it was.
    package let publicKey: String?
    package let values: [Value]
    /// kWh from the signed readings; nil when they do not give it.
    package let energy: ExactDecimal?

    package init(_ data: SignedData) {
        publicKey = data.publicKey
        values = data.values.map { value in
            let record = OCMFRecord(value)
            return Value(
                nature: value.nature, text: value.signed, record: record,
                verdict: record?.verdict(key: data.publicKey) ?? .unreadable)
        }
        let records = values.compactMap(\.record)
        energy = records.count == values.count ? OCMFRecord.energy(of: records) : nil
    }

    /// At least one signature is not its key's over what was read.
    package var isForged: Bool { values.contains { $0.verdict == .invalid } }

    /// Every signature is right, and what was read is another energy than the CDR's, beyond the last
    /// decimal that it writes (two at least: JSON drops zeros).
    /// - Parameter claimed: `total_energy`, kWh.
    package func disagrees(with claimed: ExactDecimal) -> Bool {
        guard let energy, values.allSatisfy({ $0.verdict == .valid }),
            let gap = try? (energy - claimed).magnitude()
        else { return false }
        return gap >= ExactDecimal(coefficient: 1, scale: max(claimed.trimmed().scale, 2))
    }
}

extension OCMFRecord {
    /// The record itself, or base64 of it; some put it into `plain_data`.
    package init?(_ value: SignedData.Value) {
        let record =
            OCMFRecord(Array(value.signed.utf8))
            ?? Encodings.base64(value.signed).flatMap { OCMFRecord($0) }
            ?? OCMFRecord(Array(value.plain.utf8))
        guard let record else { return nil }
        self = record
    }
}
