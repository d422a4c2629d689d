import Roaming

enum SignedRecord {
    /// Some point of secp256r1, in the shape in which meters give it; it has signed nothing here.
    static let publicKey =
        "3059301306072a8648ce3d020106082a8648ce3d0301070342000475e0def2d20f484635e03e2713"
        + "2e5a2a33e840bd2bb592b2ec1a5e27800905d04382c3d916d93ba4b38b5037743b5be9a0228f3e22"
        + "af50fac649c121b6a9f8f8"
}

/// Signed meter records in the shape of OCMF 1.0 (settlement practice §5.1). No key goes with them, so
/// that nobody can say whether the signature is right, but with forged ones; what they read identifies
/// the charging.
extension Stay {
    /// Has the meter sign what it read.
    mutating func sign() {
        // A register that counts on: no two stays of a meter begin at the same reading.
        let begin = (start / 60 % 10_000_000) * 10
        let serial = "MTR\(charger.operatorParty.id)\(paddedText(charger.number, 6))"
        func reading(_ kind: String, _ second: Int, _ wattHours: Int) -> String {
            let value = "\(wattHours / 1_000).\(paddedText(wattHours % 1_000, 3))"
            return """
                {"TM":"\(Self.clock(second)) S","TX":"\(kind)","RV":\(value),\
                "RI":"01-00:B2.08.00*FF","RU":"kWh","RT":"DC","EF":"","ST":"G"}
                """
        }
        signed = """
            OCMF|{"FV":"1.0","GI":"SANDBOX","GS":"\(serial)","PG":"T\(start / 60 % 100_000)",\
            "MV":"SANDBOX","MM":"METER","MS":"\(serial)","IS":true,"RD":[\
            \(reading("B", start, begin)),\(reading("E", start + charging, begin + energy))]}\
            |{"SA":"ECDSA-secp256r1-SHA256","SD":"3006020101020101"}
            """
    }

    /// `2026-10-05T09:30:00,000+0530`
    private static func clock(_ second: Int) -> String {
        var writer = JSONWriter()
        writer.time(second, .indian)
        let text = String(decoding: writer.bytes, as: UTF8.self).filter { $0 != "\"" }
        return text.prefix(19) + ",000+0530"
    }
}

extension JSONWriter {
    /// `meter_id`, and SignedData (mod_cdrs 1.4.3) where the meter signed; a session of our own platform
    /// has the same field, which OCPI has no place for there.
    mutating func meter(_ stay: Stay, _ spelling: Spelling) {
        guard let signed = stay.signed else {
            if spelling.nulls { putNull("meter_id") }
            return
        }
        key("signed_data")
        beginObject()
        put("encoding_method", "OCMF")
        if stay.isForged { put("public_key", SignedRecord.publicKey) }
        key("signed_values")
        beginArray()
        beginObject()
        put("nature", "End")
        put("plain_data", "")
        // Some partners encode it once more, others do not (settlement practice §5.2).
        put("signed_data", spelling.separators ? signed : Self.base64(Array(signed.utf8)))
        endObject()
        endArray()
        endObject()
    }

    /// RFC 4648 §4.
    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for at in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[at..<min(at + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            var four = [UInt8](repeating: UInt8(ascii: "="), count: 4)
            for place in (0..<4).reversed() {
                if place <= group.count { four[place] = letters[bits & 63] }
                bits >>= 6
            }
            text += four
        }
        return String(decoding: text, as: UTF8.self)
    }
}
