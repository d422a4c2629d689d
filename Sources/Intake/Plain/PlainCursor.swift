import Amounts
import CSimdJSON
import Glibc
import Roaming

/// Reads a JSON text of the plain kind, which is what programs write: UTF-8 without an escape or a
/// control character, so no line feeds either.
///
/// It is one of two readers. `JSONReader` reads everything and says what is wrong where;
/// this one runs over the bytes once, knows no more than what nearly every document holds, and
/// stops with `NotPlain` at anything else, upon which the document is read again by `JSONReader`.
/// What it does read it reads to the same values: a test holds one against the other.
struct PlainCursor {
    var at: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(at nowhere: UnsafePointer<UInt8>) {
        at = nowhere
        end = nowhere
    }

    init(_ document: PaddedBytes) throws(NotPlain) {
        var count = document.count
        if !csimdjson_is_plain(document.start, count) {
            // A carriage return may stand before the line feed at which the document was cut off.
            guard count > 0, document.start[count - 1] == 0x0D else { throw NotPlain() }
            count -= 1
            guard csimdjson_is_plain(document.start, count) else { throw NotPlain() }
        }
        at = document.start
        end = document.start + count
    }

    /// Checks that nothing follows.
    func finish() throws(NotPlain) {
        guard at == end else { throw NotPlain() }
    }

    /// An opening bracket, colon or comma that must come now.
    @inline(__always)
    mutating func take(_ byte: Unicode.Scalar) throws(NotPlain) {
        guard takes(byte) else { throw NotPlain() }
    }

    @inline(__always)
    mutating func takes(_ byte: Unicode.Scalar) -> Bool {
        guard at.pointee == UInt8(ascii: byte) else { return false }
        at += 1
        skipSpaces()
        return true
    }

    /// Programs that write spaces write them behind opening brackets, colons and commas.
    @inline(__always)
    mutating func skipSpaces() {
        while at.pointee == 0x20, at < end { at += 1 }
    }

    /// A closing bracket that must come now.
    @inline(__always)
    mutating func close(_ byte: Unicode.Scalar) throws(NotPlain) {
        guard closes(byte) else { throw NotPlain() }
    }

    @inline(__always)
    mutating func closes(_ byte: Unicode.Scalar) -> Bool {
        guard at.pointee == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    @inline(__always)
    func word(at offset: Int) -> UInt64 {
        UInt64(
            littleEndian: UnsafeRawPointer(at).loadUnaligned(
                fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    mutating func takesNull() -> Bool {
        guard at.pointee == UInt8(ascii: "n"), word(at: 0) & 0xFFFF_FFFF == 0x6C6C_756E else {
            return false
        }
        at += 4
        return true
    }

    /// `true` or `false`.
    mutating func flag() throws(NotPlain) -> Bool {
        let word = word(at: 0)
        if word & 0xFFFF_FFFF == 0x6575_7274 {
            at += 4
            return true
        }
        guard word & 0xFF_FFFF_FFFF == 0x65_736C_6166 else { throw NotPlain() }
        at += 5
        return false
    }

    /// The string that comes next, valid as long as the document.
    @inline(__always)
    mutating func text() throws(NotPlain) -> JSONKey {
        guard at.pointee == UInt8(ascii: "\"") else { throw NotPlain() }
        let start = at + 1
        var quote = start
        while quote < end {
            let word = UInt64(
                littleEndian: UnsafeRawPointer(quote).loadUnaligned(as: UInt64.self))
            let odd = word ^ 0x2222_2222_2222_2222
            let found = (odd &- 0x0101_0101_0101_0101) & ~odd & 0x8080_8080_8080_8080
            guard found == 0 else {
                quote += found.trailingZeroBitCount / 8
                at = quote + 1
                return JSONKey(start: start, count: quote - start)
            }
            quote += 8
        }
        throw NotPlain()
    }

    /// An id or name: not empty, at most `Limits.textBytes` long.
    @inline(__always)
    mutating func identifier() throws(NotPlain) -> JSONKey {
        let text = try text()
        guard text.count > 0, text.count <= Limits.textBytes else { throw NotPlain() }
        return text
    }

    /// `2026-10-31T18:29:59Z`
    @inline(__always)
    mutating func instant(_ recent: inout RecentValues) throws(NotPlain) -> Instant {
        guard at[0] == UInt8(ascii: "\""), at[21] == UInt8(ascii: "\""),
            let instant = InstantText.plain(JSONKey(start: at + 1, count: 20), &recent)
        else { throw NotPlain() }
        at += 22
        return instant
    }

    /// Minutes after midnight out of `08:00`.
    mutating func minuteOfDay() throws(NotPlain) -> Int {
        guard let minute = ClockText.plain(try text()) else { throw NotPlain() }
        return minute
    }
}

/// A document or a part of it is not of the plain kind; nothing is said of it being right or wrong.
struct NotPlain: Error {}
