package import Amounts

/// What stands in the payload of a record of the Open Charge Metering Format (OCMF 1.4, section 7).
package struct OCMFPayload: Sendable, Hashable {
    package struct Reading: Sendable, Hashable {
        /// As written: `2018-07-24T13:22:04,000+0200 S`.
        package let time: String?
        /// TX: B begin, E L R A P end, C X S T between.
        package let transaction: String?
        /// RV, exactly as written.
        package let value: ExactDecimal?
        /// RI, an OBIS code.
        package let register: String?
        /// RU
        package let unit: String?
        /// ST: G is good. EF: E means that the energy cannot be used.
        package let isUsable: Bool
    }

    /// MS
    package let meter: String?
    /// GS
    package let gateway: String?
    /// PG
    package let pagination: String?
    package let readings: [Reading]

    /// Nil when the bytes are no JSON object.
    package init?(_ bytes: [UInt8]) {
        guard let content = SignedJSON(bytes), case .object = content else { return nil }
        meter = content["MS"]?.text
        gateway = content["GS"]?.text
        pagination = content["PG"]?.text
        readings = Self.readings(content["RD"]?.items ?? [])
    }

    /// What an entry leaves out is as in the one before it, within one record.
    private static func readings(_ items: [SignedJSON]) -> [Reading] {
        var (register, unit, status, error): (String?, String?, String?, String?)
        return items.map { item in
            register = item["RI"]?.text ?? register
            unit = item["RU"]?.text ?? unit
            status = item["ST"]?.text ?? status
            error = item["EF"]?.text ?? error
            return Reading(
                time: item["TM"]?.text, transaction: item["TX"]?.text,
                value: item["RV"]?.digits.flatMap { ExactDecimal($0) }, register: register,
                unit: unit, isUsable: status ?? "G" == "G" && error?.contains("E") != true)
        }
    }

}

/// A record of the Open Charge Metering Format (OCMF 1.4): what a meter read and signed.
package struct OCMFRecord: Sendable, Hashable {
    /// Between the first and the last bar: what was signed, white space included.
    package let payload: [UInt8]
    package let content: OCMFPayload
    /// SA; the default since OCMF 0.4 when it is left out.
    package let algorithm: String
    /// SD, decoded.
    package let signature: [UInt8]

    /// The meter's serial number, else its gateway's.
    package var meter: String? { content.meter ?? content.gateway }
    package var readings: [OCMFPayload.Reading] { content.readings }

    /// Reads `OCMF|payload|signature`; nil when it is no such record.
    package init?(_ text: [UInt8]) {
        guard let signed = Self.payload(of: text), let content = OCMFPayload(signed),
            let seal = SignedJSON(text[(Self.head.count + signed.count + 1)...]),
            let data = seal["SD"]?.text,
            let bytes = Self.decoded(data, encoding: seal["SE"]?.text ?? "hex")
        else { return nil }
        payload = signed
        self.content = content
        algorithm = seal["SA"]?.text ?? "ECDSA-secp256r1-SHA256"
        signature = bytes
    }

    private static let head = Array("OCMF|".utf8)

    /// What was signed of `OCMF|payload|signature`; nil when it is no OCMF. The payload may hold bars
    /// (TT), the signature does not.
    package static func payload(of text: [UInt8]) -> [UInt8]? {
        guard text.starts(with: head), let bar = text.lastIndex(of: UInt8(ascii: "|")),
            bar >= head.count
        else { return nil }
        return Array(text[head.count..<bar])
    }

    private static func decoded(_ text: String, encoding: String) -> [UInt8]? {
        encoding == "base64" ? Encodings.base64(text) : Encodings.hex(text)
    }
}

extension OCMFRecord {
    /// kWh between begin and end over one register, from records of one session in their order:
    /// `RV(end) − RV(begin)`, exactly. Nil when a reading is missing, unusable, or in another unit.
    package static func energy(of records: [OCMFRecord]) -> ExactDecimal? {
        let readings = records.flatMap(\.readings)
        guard let begin = readings.first(where: { $0.transaction == "B" }),
            let end = readings.last(where: { reading in
                reading.register == begin.register && reading.isEnd
            }),
            begin.isUsable, end.isUsable, Set(records.map(\.meter)).count == 1,
            let from = begin.kilowattHours,
            let to = end.kilowattHours
        else { return nil }
        return try? to - from
    }
}

extension OCMFPayload.Reading {
    /// The charging ended with it.
    package var isEnd: Bool { ["E", "L", "R", "A", "P"].contains(transaction) }

    /// The reading of a register of energy; nil when it has no value, or in another unit.
    package var kilowattHours: ExactDecimal? {
        guard let value else { return nil }
        switch unit {
        case "kWh": return value
        case "Wh": return try? value * ExactDecimal(coefficient: 1, scale: 3)
        default: return nil
        }
    }
}
