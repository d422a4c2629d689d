/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z (OCPI DateTime carries at most
/// fractional seconds; finer digits are cut).
public struct Instant: Sendable, Hashable, Comparable {
    @usableFromInline package let milliseconds: Int64

    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    @inlinable package init(seconds: Int64) { self.milliseconds = seconds * 1000 }

    /// Whole seconds, towards the past.
    package var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : -((999 - milliseconds) / 1000)
    }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    package func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(milliseconds: milliseconds + seconds * 1000)
    }

    /// Milliseconds from `earlier` to this moment.
    package func milliseconds(since earlier: Instant) -> Int64 {
        milliseconds - earlier.milliseconds
    }
}

extension Instant: CustomStringConvertible {
    /// Reads an OCPI DateTime (2.2.1 types, RFC 3339): `2026-10-31T18:29:59Z`, fractional seconds,
    /// `±hh:mm` offsets, and no zone at all, which the specification defines as UTC. Digits may be
    /// unpadded (`1970-1-1T00:00:00Z` is an allowed placeholder). Nil for anything else.
    package init?(_ text: some StringProtocol) {
        var copy = String(text)
        let parsed = copy.withUTF8 { Instant(utf8: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    package init?(utf8 bytes: UnsafeRawBufferPointer) {
        var reader = InstantReader(bytes: bytes)
        guard let value = reader.read() else { return nil }
        self = value
    }

    /// `2026-10-31T18:29:59Z`, with `.123` only when there are milliseconds.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `description`, in ASCII.
    package func append(to bytes: inout [UInt8]) {
        let second = seconds
        let day = Day(daysSince1970: Int(second.dividedDown(by: 86_400)))
        let clock = Int(second - Int64(day.daysSince1970) * 86_400)
        let rest = Int(milliseconds - second * 1000)
        day.append(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        appendPadded(clock / 3600, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendPadded(clock / 60 % 60, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendPadded(clock % 60, 2, to: &bytes)
        if rest != 0 {
            bytes.append(UInt8(ascii: "."))
            appendPadded(rest, 3, to: &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
    }
}

extension Int64 {
    package func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Appends what `padded` gives, in ASCII.
func appendPadded(_ value: Int, _ width: Int, to bytes: inout [UInt8]) {
    var power = 1
    for _ in 0..<width { power *= 10 }
    guard (0..<power).contains(value) else {
        bytes.append(contentsOf: padded(value, width).utf8)
        return
    }
    while power > 1 {
        power /= 10
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / power % 10))
    }
}

private struct InstantReader {
    let bytes: UnsafeRawBufferPointer
    var at = 0

    mutating func read() -> Instant? {
        guard let year = number(4, 4), take("-"), let month = number(1, 2), take("-"),
            let day = number(1, 2), let date = Day(year: year, month: month, day: day),
            take("T") || take("t") || take(" "),
            let hour = number(1, 2), take(":"), let minute = number(1, 2),
            hour < 24, minute < 60
        else { return nil }
        var second = 0
        if take(":") {
            guard let value = number(1, 2), value <= 60 else { return nil }
            second = value
        }
        guard let fraction = fraction(), let offset = offset(), at == bytes.count else {
            return nil
        }
        let clock = Int64(hour * 3600 + minute * 60 + second - offset * 60)
        return Instant(
            milliseconds: (Int64(date.daysSince1970) * 86_400 + clock) * 1000 + Int64(fraction))
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func number(_ least: Int, _ most: Int) -> Int? {
        var value = 0
        let start = at
        while at < bytes.count, at - start < most, bytes[at] &- 48 < 10 {
            value = value * 10 + Int(bytes[at] &- 48)
            at += 1
        }
        return at - start >= least ? value : nil
    }

    private mutating func fraction() -> Int? {
        guard take(".") || take(",") else { return 0 }
        var (value, digits) = (0, 0)
        while at < bytes.count, bytes[at] &- 48 < 10 {
            if digits < 3 { value = value * 10 + Int(bytes[at] &- 48) }
            digits += 1
            at += 1
        }
        guard digits > 0 else { return nil }
        while digits < 3 { (value, digits) = (value * 10, digits + 1) }
        return value
    }

    /// Minutes east of UTC.
    private mutating func offset() -> Int? {
        if at == bytes.count || take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2, 2) else { return nil }
        _ = take(":")
        let minutes = at < bytes.count ? number(2, 2) : 0
        guard let minutes, hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}
