import Amounts

/// JSON text being written as bytes, for results that come by the hundred thousand.
/// `JSONValue` is for everything else.
struct JSONBytes: Sendable {
    private(set) var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// Braces, commas and names as they stand.
    @inline(__always)
    mutating func raw(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func raw(_ byte: UInt8) { bytes.append(byte) }

    /// Text that needs no escapes.
    mutating func raw(text: String) { bytes.append(contentsOf: text.utf8) }

    /// Takes back what was written after the first `count` bytes.
    mutating func cut(to count: Int) { bytes.removeSubrange(count...) }

    mutating func append(_ value: JSONValue) { bytes.append(contentsOf: value.line.utf8) }

    /// A string in quotes, escaped where JSON needs it.
    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { given in
            for byte in given {
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                    bytes.append(UInt8(ascii: "\\"))
                    bytes.append(byte)
                case 0..<0x20: escape(byte)
                default: bytes.append(byte)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The digits in quotes, or `null`.
    mutating func decimal(_ value: ExactDecimal?) {
        guard let value else { return raw("null") }
        bytes.append(UInt8(ascii: "\""))
        digits(value)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(UInt64(value.magnitude), scale: 0)
    }

    mutating func optional(_ text: String?) {
        guard let text else { return raw("null") }
        string(text)
    }

    private mutating func escape(_ byte: UInt8) {
        let hex = Array("0123456789abcdef".utf8)
        raw("\\u00")
        bytes.append(hex[Int(byte >> 4)])
        bytes.append(hex[Int(byte & 15)])
    }

    private mutating func digits(_ value: ExactDecimal) {
        guard let magnitude = UInt64(exactly: value.coefficient.magnitude) else {
            return raw(text: value.description)
        }
        if value.isNegative { bytes.append(UInt8(ascii: "-")) }
        digits(magnitude, scale: value.scale)
    }

    private mutating func digits(_ value: UInt64, scale: Int) {
        let first = bytes.count
        var (rest, written) = (value, 0)
        while rest > 0 || written <= scale {
            if written == scale, written > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(48 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
            written += 1
        }
        bytes[first...].reverse()
    }
}
