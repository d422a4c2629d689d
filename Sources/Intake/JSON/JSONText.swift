/// What a JSON string's bytes mean (RFC 8259 §7).
package enum JSONText {
    enum Fault: Error { case escape, surrogate, null }

    /// Appends the unescaped bytes of what stands between two quotes. Returns the fault that stops
    /// it: U+0000 and half a surrogate pair are legal JSON but no text any database stores.
    static func unescape(
        _ raw: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]
    ) -> Fault? {
        var at = 0
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "\\") else {
                out.append(raw[at])
                at += 1
                continue
            }
            guard at + 1 < raw.count else { return .escape }
            if raw[at + 1] != UInt8(ascii: "u") {
                guard let byte = simple(raw[at + 1]) else { return .escape }
                out.append(byte)
                at += 2
                continue
            }
            switch scalar(raw, at) {
            case .success(let (scalar, length)):
                out.append(contentsOf: String(scalar).utf8)
                at += length
            case .failure(let fault): return fault
            }
        }
        return nil
    }

    /// The fault of the first bad escape, nil when all are fine.
    static func fault(_ raw: UnsafeBufferPointer<UInt8>) -> Fault? {
        var at = 0
        while at < raw.count {
            guard raw[at] == UInt8(ascii: "\\") else {
                at += 1
                continue
            }
            guard at + 1 < raw.count else { return .escape }
            if raw[at + 1] == UInt8(ascii: "u") {
                guard hex(raw, at + 2) != nil else { return .escape }
                at += 6
            } else {
                guard simple(raw[at + 1]) != nil else { return .escape }
                at += 2
            }
        }
        return nil
    }

    private static func simple(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "t"): 9
        default: nil
        }
    }

    private static func scalar(
        _ raw: UnsafeBufferPointer<UInt8>, _ at: Int
    ) -> Result<(Unicode.Scalar, Int), Fault> {
        guard let first = hex(raw, at + 2) else { return .failure(.escape) }
        guard first != 0 else { return .failure(.null) }
        if let scalar = Unicode.Scalar(first) { return .success((scalar, 6)) }
        guard first < 0xDC00, at + 7 < raw.count, raw[at + 6] == UInt8(ascii: "\\"),
            raw[at + 7] == UInt8(ascii: "u"), let second = hex(raw, at + 8),
            (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return .failure(.surrogate) }
        return .success((scalar, 12))
    }

    private static func hex(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32? {
        guard at + 4 <= raw.count else { return nil }
        var value: UInt32 = 0
        for byte in raw[at..<at + 4] {
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 65...70: digit = byte - 55
            case 97...102: digit = byte - 87
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension JSONText {
    /// The text as a JSON string, in its quotes.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
