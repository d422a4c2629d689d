import Amounts
import Hashing
import Metering
import Roaming

/// The meter of a CDR or session: `meter_id`, and `signed_data` (SignedData, mod_cdrs 1.4.3) as far
/// as it says which charging this is. What cannot be read of it is left out; the bytes are kept.
struct MeterDraft {
    private var meterID: String?
    private(set) var signed: SignedData?

    /// False for a key of something else.
    @inline(__always)
    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) -> Bool {
        switch key {
        case "meter_id":
            meterID = try reader.leniently { (reader) throws(Reject) in try reader.identifier() }
        case "signed_data":
            signed = try reader.leniently { (reader) throws(Reject) in try reader.signedData() }
        default: return false
        }
        return true
    }

    var record: MeterRecord? {
        guard let values = signed?.values, let last = values.last(where: \.isEnd) ?? values.last
        else { return MeterRecord(meterID: meterID, payload: nil) }
        let readings = MeterReadings(values.map(\.payload))
        let payload = last.payload
        return MeterRecord(
            meterID: readings.meterID ?? meterID,
            payload: payload.isEmpty ? nil : digest(of: payload).bytes,
            begin: readings.begin, end: readings.end)
    }
}

extension JSONReader {
    fileprivate mutating func signedData() throws(Reject) -> SignedData? {
        if try takeNull() { return nil }
        var data = SignedData(publicKey: nil, values: [])
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "public_key": data.publicKey = try string()
            case "signed_values":
                guard try !takeNull() else { continue }
                try enterArray()
                while try nextElement() { data.values.append(try signedValue()) }
            default: try skip()
            }
        }
        return data
    }

    private mutating func signedValue() throws(Reject) -> SignedData.Value {
        var value = SignedData.Value(nature: "", plain: "", signed: "")
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "nature": value.nature = try string() ?? ""
            case "plain_data": value.plain = try string() ?? ""
            case "signed_data": value.signed = try string() ?? ""
            default: try skip()
            }
        }
        return value
    }
}

extension SignedData.Value {
    fileprivate var isEnd: Bool { Identifier.folded(nature).hasPrefix("END") }

    /// What was signed, byte by byte; empty when it cannot be told.
    fileprivate var payload: [UInt8] {
        SignedPayload.bytes(signed: signed, plain: Array(plain.utf8))
    }
}

/// The bytes that were signed, out of what OCPI carries around them.
enum SignedPayload {
    /// `OCMF|<payload>|<signature>`, as it is or in base64: the part between the bars, unchanged,
    /// since white space is signed too. In other encodings what was signed is `plain_data`; where
    /// that is empty, all that is there.
    static func bytes(signed: String, plain: [UInt8]) -> [UInt8] {
        let decoded = Encodings.base64(signed)
        return OCMFRecord.payload(of: Array(signed.utf8))
            ?? decoded.flatMap(OCMFRecord.payload) ?? OCMFRecord.payload(of: plain)
            ?? (plain.isEmpty ? decoded ?? Array(signed.utf8) : plain)
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
        let contents = payloads.compactMap { OCMFPayload($0) }
        meterID = contents.lazy.compactMap { content in
            content.meter.map { Identifier.folded($0) }
        }.first { !$0.isEmpty }
        let readings = contents.flatMap(\.readings)
        guard let first = readings.first(where: { $0.transaction == "B" }) ?? readings.first else {
            return
        }
        let ends = readings.filter { $0.register == first.register }
        begin = first.kilowattHours
        end = ends.last { $0.isEnd }?.kilowattHours ?? ends.last?.kilowattHours
    }
}
