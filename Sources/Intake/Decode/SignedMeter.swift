import Amounts
import Hashing
import Roaming

/// The meter of a CDR or session: `meter_id`, and `signed_data` (SignedData, mod_cdrs 1.4.3) as far
/// as it says which charging this is. What cannot be read of it is left out; the bytes are kept.
struct MeterDraft {
    private var meterID: String?
    private var values: [SignedValueDraft] = []

    /// False for a key of something else.
    @inline(__always)
    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) -> Bool {
        switch key {
        case "meter_id":
            meterID = try reader.leniently { (reader) throws(Reject) in try reader.identifier() }
        case "signed_data":
            values =
                try reader.leniently { (reader) throws(Reject) in try reader.signedValues() } ?? []
        default: return false
        }
        return true
    }

    var record: MeterRecord? {
        guard !values.isEmpty else { return MeterRecord(meterID: meterID, payload: nil) }
        let last = values.last { $0.isEnd } ?? values[values.count - 1]
        let readings = MeterReadings(values.map { $0.payload })
        return MeterRecord(
            meterID: readings.meterID ?? meterID,
            payload: last.payload.isEmpty ? nil : digest(of: last.payload).bytes,
            begin: readings.begin, end: readings.end)
    }
}

/// SignedValue (mod_cdrs 1.4.4).
struct SignedValueDraft {
    var isEnd = false
    /// What was signed, byte by byte; empty when it cannot be told.
    var payload: [UInt8] = []
}

extension JSONReader {
    fileprivate mutating func signedValues() throws(Reject) -> [SignedValueDraft]? {
        if try takeNull() { return nil }
        var values: [SignedValueDraft] = []
        try enterObject()
        while let key = try nextKey() {
            guard key.equals("signed_values") else {
                try skip()
                continue
            }
            guard try !takeNull() else { continue }
            try enterArray()
            while try nextElement() { values.append(try signedValue()) }
        }
        return values
    }

    private mutating func signedValue() throws(Reject) -> SignedValueDraft {
        var value = SignedValueDraft()
        var plain = ""
        var signed = ""
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "nature": value.isEnd = Identifier.folded(try string() ?? "").hasPrefix("END")
            case "plain_data": plain = try string() ?? ""
            case "signed_data": signed = try string() ?? ""
            default: try skip()
            }
        }
        value.payload = SignedPayload.bytes(signed: Array(signed.utf8), plain: Array(plain.utf8))
        return value
    }
}

/// The bytes that were signed, out of what OCPI carries around them.
enum SignedPayload {
    /// `OCMF|<payload>|<signature>`, as it is or in base64: the part between the bars, unchanged,
    /// since white space is signed too. In other encodings what was signed is `plain_data`; where
    /// that is empty, all that is there.
    static func bytes(signed: [UInt8], plain: [UInt8]) -> [UInt8] {
        let decoded = Base64.decoded(signed)
        return ocmf(signed) ?? decoded.flatMap(ocmf) ?? ocmf(plain)
            ?? (plain.isEmpty ? decoded ?? signed : plain)
    }

    /// Nil when it is no OCMF. The payload may hold bars, the signature's JSON does not.
    private static func ocmf(_ text: [UInt8]) -> [UInt8]? {
        let head = Array("OCMF|".utf8)
        guard text.starts(with: head),
            let bar = text.lastIndex(of: UInt8(ascii: "|")), bar >= head.count
        else { return nil }
        return Array(text[head.count..<bar])
    }
}

/// RFC 4648, both alphabets, with or without padding and line breaks.
enum Base64 {
    /// Nil when there is anything else in it.
    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in text {
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
        return bytes
    }
}

/// The meter and its readings at begin and end, out of OCMF payloads (OCMF 1.4, section 7).
struct MeterReadings {
    private(set) var meterID: String?
    /// kWh, of one register.
    private(set) var begin: ExactDecimal?
    private(set) var end: ExactDecimal?

    /// - Parameter payloads: in the order in which they came; those that are no OCMF say nothing.
    init(_ payloads: [[UInt8]]) {
        var readings: [OCMFReading] = []
        for payload in payloads where payload.first == UInt8(ascii: "{") {
            // Rare enough to have a reader of its own; the caller's stands in its document.
            var reader = JSONReader()
            var draft = OCMFDraft()
            let isRead = payload.withUnsafeBytes { bytes in
                (try? decode(bytes, using: &reader) { (reader) throws(Reject) in
                    try draft.read(&reader)
                }) != nil
            }
            guard isRead else { continue }
            meterID = meterID ?? draft.meterID
            readings += draft.readings
        }
        guard let first = readings.first(where: { $0.transaction == "B" }) ?? readings.first else {
            return
        }
        let ends = readings.filter { $0.register == first.register }
        begin = first.energy
        end = ends.last { "ELRAP".contains($0.transaction) }?.energy ?? ends.last?.energy
    }
}

/// One entry of RD.
private struct OCMFReading {
    /// TX: `B` begin, `E` end and so on; `?` when the entry does not say.
    var transaction: Character = "?"
    /// RI
    var register: String?
    /// RV in kWh; nil in another unit.
    var energy: ExactDecimal?
}

private struct OCMFDraft {
    var meterID: String?
    var readings: [OCMFReading] = []

    mutating func read(_ reader: inout JSONReader) throws(Reject) {
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "MS": meterID = Identifier.folded(try reader.string() ?? "")
            case "RD":
                try reader.enterArray()
                var (register, unit): (String?, String?)
                while try reader.nextElement() {
                    readings.append(try reading(&reader, &register, &unit))
                }
            default: try reader.skip()
            }
        }
        if meterID?.isEmpty == true { meterID = nil }
    }

    /// What an entry leaves out is as in the one before it.
    private func reading(
        _ reader: inout JSONReader, _ register: inout String?, _ unit: inout String?
    ) throws(Reject) -> OCMFReading {
        var reading = OCMFReading()
        var value: ExactDecimal?
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "TX": reading.transaction = try reader.string()?.first ?? "?"
            case "RI": register = try reader.string() ?? register
            case "RU": unit = try reader.string() ?? unit
            case "RV": value = try Self.value(&reader)
            default: try reader.skip()
            }
        }
        reading.register = register
        switch unit {
        case "kWh": reading.energy = value
        case "Wh":
            reading.energy = value.flatMap { try? $0 * ExactDecimal(coefficient: 1, scale: 3) }
        default: break
        }
        return reading
    }

    /// A number, or, as some meters write it, a text with spaces around it.
    private static func value(_ reader: inout JSONReader) throws(Reject) -> ExactDecimal? {
        guard reader.byte == UInt8(ascii: "\"") else { return try reader.number() }
        let text = try reader.string() ?? ""
        return ExactDecimal(String(text.split(separator: " ").joined()))
    }
}
