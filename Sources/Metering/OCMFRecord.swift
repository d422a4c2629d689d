package import Amounts

/// A record of the Open Charge Metering Format (OCMF 1.4): what a meter read and signed.
package struct OCMFRecord: Sendable, Hashable {
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

    /// Between the first and the last bar: what was signed, white space included.
    package let payload: [UInt8]
    /// MS, else GS.
    package let meter: String?
    /// PG
    package let pagination: String?
    package let readings: [Reading]
    /// SA; the default since OCMF 0.4 when it is left out.
    package let algorithm: String
    /// SD, decoded.
    package let signature: [UInt8]

    /// Reads `OCMF|payload|signature`; nil when it is no such record. The payload may hold bars (TT),
    /// the signature does not.
    package init?(_ text: [UInt8]) {
        let head = Array("OCMF|".utf8)
        guard text.starts(with: head), let bar = text.lastIndex(of: UInt8(ascii: "|")),
            bar > head.count
        else { return nil }
        payload = Array(text[head.count..<bar])
        guard let content = SignedJSON(payload), let seal = SignedJSON(text[(bar + 1)...]),
            case .object = content, let data = seal["SD"]?.text,
            let bytes = Self.decoded(data, encoding: seal["SE"]?.text ?? "hex")
        else { return nil }
        meter = content["MS"]?.text ?? content["GS"]?.text
        pagination = content["PG"]?.text
        readings = Self.readings(content["RD"]?.items ?? [])
        algorithm = seal["SA"]?.text ?? "ECDSA-secp256r1-SHA256"
        signature = bytes
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
                reading.register == begin.register
                    && reading.transaction.map { "ELRAP".contains($0) && $0.count == 1 } ?? false
            }),
            Set(records.map(\.meter)).count == 1, let from = begin.kilowattHours,
            let to = end.kilowattHours
        else { return nil }
        return try? to - from
    }
}

extension OCMFRecord.Reading {
    fileprivate var kilowattHours: ExactDecimal? {
        guard isUsable, let value else { return nil }
        switch unit {
        case "kWh": return value
        case "Wh": return try? value * ExactDecimal(coefficient: 1, scale: 3)
        default: return nil
        }
    }
}

/// Text forms of bytes, as records and keys carry them.
package enum Encodings {
    /// Nil for anything but pairs of hexadecimal digits.
    package static func hex(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0, !digits.isEmpty else { return nil }
        var bytes: [UInt8] = []
        for at in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[at]), let low = value(digits[at + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 65...70: digit - 55
        case 97...102: digit - 87
        default: nil
        }
    }

    /// RFC 4648, both alphabets, with or without padding and line breaks; nil for anything else.
    package static func base64(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count): (UInt32, Int) = (0, 0)
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case 65...90: value = byte - 65
            case 97...122: value = byte - 71
            case 48...57: value = byte + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            case UInt8(ascii: "="), 9, 10, 13, 32: continue
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes.isEmpty ? nil : bytes
    }
}
