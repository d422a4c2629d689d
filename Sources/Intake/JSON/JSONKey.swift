import Glibc

/// The name of a field, unescaped, valid until the reader moves on. Comparing it with a literal
/// makes no String, so a decoder's `switch` costs a few integer comparisons.
struct JSONKey {
    let start: UnsafePointer<UInt8>
    let count: Int

    @inline(__always)
    static func ~= (literal: StaticString, key: JSONKey) -> Bool { key.equals(literal) }

    @inline(__always)
    func equals(_ literal: StaticString) -> Bool {
        guard count == literal.utf8CodeUnitCount else { return false }
        return memcmp(start, literal.utf8Start, count) == 0
    }

    @inline(__always)
    func equals(_ other: JSONKey) -> Bool {
        count == other.count && memcmp(start, other.start, count) == 0
    }

    var text: String {
        String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
