import Amounts
import Roaming

/// JSON as it goes out: UTF-8, keys in the order they are written, decimals as strings.
struct JSONOutput {
    private(set) var bytes: [UInt8] = []
    /// Something stands before in the object or array that is open.
    private var needsComma = false

    var count: Int { bytes.count }

    mutating func object(_ body: (inout JSONOutput) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    mutating func array(_ body: (inout JSONOutput) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    mutating func key(_ name: String) {
        comma()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func string(_ text: String?) {
        guard let text else { return null() }
        comma()
        quote(text)
    }

    mutating func integer(_ value: Int64) {
        comma()
        bytes.append(contentsOf: String(value).utf8)
    }

    mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
    mutating func null() { raw("null") }

    /// JSON that was written already.
    mutating func raw(_ text: String) {
        comma()
        bytes.append(contentsOf: text.utf8)
    }

    mutating func raw(_ json: [UInt8]) {
        comma()
        bytes.append(contentsOf: json)
    }

    /// One value that is appended byte by byte.
    mutating func value<Failure: Error>(
        _ write: (inout [UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        comma()
        try write(&bytes)
    }

    mutating func strings(_ texts: [String]) {
        array { list in
            for text in texts { list.string(text) }
        }
    }

    /// Ends a line of NDJSON.
    mutating func newLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    /// What was written since the last time; memory is used again.
    mutating func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    private mutating func open(_ bracket: UInt8) {
        comma()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        var text = text
        text.withUTF8 { Self.quote(UnsafeRawBufferPointer($0), to: &bytes) }
    }

    /// Appends a JSON string of UTF-8.
    static func quote(_ utf8: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var clean = 0
        for (at, byte) in utf8.enumerated() where mustEscape(byte) {
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[clean..<at]))
            clean = at + 1
            bytes.append(UInt8(ascii: "\\"))
            guard byte < 0x20 else {
                bytes.append(byte)
                continue
            }
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
        bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: utf8[clean...]))
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
