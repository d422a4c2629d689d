import Amounts
import Roaming

/// Rows in PostgreSQL's COPY BINARY form, built away from any connection (and on any thread).
///
/// A row is its field count, then every field as four bytes of length and the value, all big-endian
/// (PostgreSQL, COPY, "Binary Format").
struct RowBytes: Sendable {
    var bytes: [UInt8] = []
    private(set) var rows = 0

    static let null: Int32 = -1

    mutating func begin(fields: Int16) {
        bigEndian(fields)
        rows += 1
    }

    mutating func null() { bigEndian(Self.null) }

    mutating func bool(_ value: Bool) {
        bigEndian(Int32(1))
        bytes.append(value ? 1 : 0)
    }

    mutating func int2(_ value: Int) {
        bigEndian(Int32(2))
        bigEndian(Int16(value))
    }

    mutating func int4(_ value: Int?) {
        guard let value else { return null() }
        bigEndian(Int32(4))
        bigEndian(Int32(value))
    }

    mutating func int8(_ value: Int64?) {
        guard let value else { return null() }
        bigEndian(Int32(8))
        bigEndian(value)
    }

    /// PostgreSQL text holds no NUL character, which JSON strings may carry as `\u0000`: it is
    /// stored as U+FFFD. The raw bytes of the object keep what was sent.
    mutating func text(_ value: String?) {
        guard let value else { return null() }
        let length = value.utf8.count
        let start = bytes.count
        bigEndian(Int32(length))
        bytes.append(contentsOf: value.utf8)
        if bytes[(start + 4)...].contains(0) { replaceNULs(from: start) }
    }

    mutating func bytea(_ value: some Collection<UInt8>) {
        bigEndian(Int32(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func date(_ value: Day?) {
        guard let value else { return null() }
        bigEndian(Int32(4))
        bigEndian(Int32(value.daysSince1970 - 10_957))
    }

    mutating func instant(_ value: Instant?) {
        guard let value else { return null() }
        bigEndian(Int32(8))
        bigEndian((value.milliseconds - millisecondsTo2000) * 1000)
    }

    mutating func decimal(_ value: ExactDecimal?) {
        guard let value else { return null() }
        appendNumeric(value)
    }

    mutating func texts(_ values: [String]) {
        let start = bytes.count
        bigEndian(Int32(0))
        bigEndian(Int32(values.isEmpty ? 0 : 1))
        bigEndian(Int32(0))
        bigEndian(SQLType.text.oid)
        if !values.isEmpty {
            bigEndian(Int32(values.count))
            bigEndian(Int32(1))
        }
        for value in values { text(value) }
        setLength(at: start)
    }

    mutating func int8s(_ values: [Int64]) {
        let start = bytes.count
        bigEndian(Int32(0))
        bigEndian(Int32(values.isEmpty ? 0 : 1))
        bigEndian(Int32(0))
        bigEndian(SQLType.int8.oid)
        if !values.isEmpty {
            bigEndian(Int32(values.count))
            bigEndian(Int32(1))
        }
        for value in values { int8(value) }
        setLength(at: start)
    }

    /// Writes the length of the field that began at `start`.
    mutating func setLength(at start: Int) {
        withUnsafeBytes(of: Int32(bytes.count - start - 4).bigEndian) { length in
            for (offset, byte) in length.enumerated() { bytes[start + offset] = byte }
        }
    }

    @inline(__always)
    mutating func bigEndian<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ other: RowBytes) {
        bytes.append(contentsOf: other.bytes)
        rows += other.rows
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        rows = 0
    }

    private mutating func replaceNULs(from start: Int) {
        let clean = bytes[(start + 4)...].flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] }
        bytes.removeSubrange((start + 4)...)
        bytes.append(contentsOf: clean)
        setLength(at: start)
    }
}

/// Milliseconds from 1970 to 2000, PostgreSQL's epoch.
let millisecondsTo2000: Int64 = 946_684_800_000
