import Amounts
import Glibc
import Roaming

// Strings, numbers and literals. Each returns nil for `null`, which OCPI partners send for “absent”
// anywhere.
extension JSONReader {
    /// The string that comes next as it stands between its quotes.
    @inline(__always)
    func stringBounds() throws(Reject) -> (start: Int, count: Int) {
        let start = Int(indexes[at]) + 1
        var end = Int(indexes[at + 1]) - 1
        // Nothing but white space lies between a string's closing quote and the next structural.
        while end > start, bytes[end] != UInt8(ascii: "\"") { end -= 1 }
        precondition(end >= start, "the index pass found this string closed")
        return (start, end - start)
    }

    /// The string that comes next, unescaped, without a String being made of it; valid until the
    /// reader moves on.
    /// - Throws: `WRONG_TYPE`, `MALFORMED_JSON`, `BAD_TEXT`.
    @inline(__always)
    mutating func text() throws(Reject) -> JSONKey? {
        guard byte == UInt8(ascii: "\"") else { return try noText() }
        let (start, count) = try stringBounds()
        guard hasEscapes, memchr(bytes + start, 0x5C, count) != nil else {
            at += 1
            return JSONKey(start: UnsafePointer(bytes + start), count: count)
        }
        let key = try escapedName(start, count)
        at += 1
        return key
    }

    private mutating func noText() throws(Reject) -> JSONKey? {
        guard try takeNull() else { throw wrongType("a string") }
        return nil
    }

    @inline(__always)
    mutating func string() throws(Reject) -> String? {
        guard let text = try text() else { return nil }
        return text.text
    }

    /// An id or name: not empty, at most `Limits.textBytes` long.
    @inline(__always)
    mutating func identifier() throws(Reject) -> String? {
        let start = at
        guard let text = try text() else { return nil }
        guard text.count > 0, text.count <= Limits.textBytes else {
            at = start
            throw badIdentifier(text.count)
        }
        return text.text
    }

    /// An identifier that repeats within a document, made once while it stays the same.
    mutating func repeatedIdentifier() throws(Reject) -> String? {
        guard byte == UInt8(ascii: "\""), !hasEscapes else { return try identifier() }
        let (start, count) = try stringBounds()
        if count == repeated.count, count > 0,
            memcmp(bytes + start, bytes + repeated.start, count) == 0
        {
            at += 1
            return repeated.text
        }
        guard let text = try identifier() else { return nil }
        repeated = (start, count, text)
        return text
    }

    private func badIdentifier(_ count: Int) -> Reject {
        count == 0
            ? reject(.emptyValue, "is an empty string; OCPI requires a value")
            : reject(.textTooLong, "has \(count) bytes; at most \(Limits.textBytes) are taken")
    }

    mutating func flag() throws(Reject) -> Bool? {
        let first = byte
        guard first == UInt8(ascii: "t") || first == UInt8(ascii: "f") else {
            guard try takeNull() else { throw wrongType("true or false") }
            return nil
        }
        try skipScalar()
        return first == UInt8(ascii: "t")
    }

    mutating func skipString() throws(Reject) {
        if hasEscapes {
            let (start, count) = try stringBounds()
            let raw = UnsafeBufferPointer(start: UnsafePointer(bytes + start), count: count)
            guard JSONText.fault(raw) == nil else {
                throw malformed("a string has an escape that JSON does not know")
            }
        }
        at += 1
    }

    /// Checks and skips a number, `true`, `false` or `null`.
    mutating func skipScalar() throws(Reject) {
        let start = Int(indexes[at])
        switch bytes[start] {
        case UInt8(ascii: "t"): try skipLiteral("true", start)
        case UInt8(ascii: "f"): try skipLiteral("false", start)
        case UInt8(ascii: "n"): try skipLiteral("null", start)
        default:
            guard let end = JSONNumber.end(bytes, start), ends(end) else {
                throw malformed("expected a value")
            }
        }
        at += 1
    }

    @inline(__always)
    private func skipLiteral(_ literal: StaticString, _ start: Int) throws(Reject) {
        let count = literal.utf8CodeUnitCount
        guard memcmp(bytes + start, literal.utf8Start, count) == 0, ends(start + count) else {
            throw malformed("expected a value")
        }
    }

    /// Whether a scalar may end before this byte.
    @inline(__always)
    func ends(_ place: Int) -> Bool {
        place == Int(indexes[at + 1])
            || bytes[place] == 0x20 || bytes[place] == 0x0A || bytes[place] == 0x0D
            || bytes[place] == 0x09
    }

    mutating func unescape(_ start: Int, _ count: Int) throws(Reject) {
        let raw = UnsafeBufferPointer(start: UnsafePointer(bytes + start), count: count)
        scratch.removeAll(keepingCapacity: true)
        switch JSONText.unescape(raw, into: &scratch) {
        case nil: return
        case .escape: throw malformed("a string has an escape that JSON does not know")
        case .surrogate: throw reject(.badText, "a string has half of a surrogate pair (\\uD800…)")
        case .null: throw reject(.badText, "a string has the character \\u0000")
        }
    }
}

// Numbers keep every digit.
extension JSONReader {
    /// A number, also one inside a string, which the field sends (2.1.1's own example does).
    /// - Throws: `WRONG_TYPE`, `MALFORMED_JSON`, `BAD_NUMBER`.
    @inline(__always)
    mutating func number() throws(Reject) -> ExactDecimal? {
        let start = Int(indexes[at])
        if let (value, end) = JSONNumber.short(bytes, start), ends(end) {
            at += 1
            return value
        }
        return try longNumber()
    }

    /// What the fast path leaves: exponents, more than eighteen digits, strings, null, mistakes.
    private mutating func longNumber() throws(Reject) -> ExactDecimal? {
        let start = Int(indexes[at])
        switch bytes[start] {
        case UInt8(ascii: "\""):
            let here = at
            guard let text = try text() else { return nil }
            let raw = UnsafeRawBufferPointer(start: text.start, count: text.count)
            guard let value = ExactDecimal(utf8: raw) else {
                let words = "‘\(text.text.prefix(40))’ is no number"
                at = here
                throw reject(.badNumber, words)
            }
            note(.numberAsText, "The number is sent as a string; it is read as the number.")
            return value
        case UInt8(ascii: "-"), 48...57:
            guard let end = JSONNumber.end(bytes, start), ends(end) else {
                throw malformed("expected a number as JSON writes it")
            }
            let raw = UnsafeRawBufferPointer(start: bytes + start, count: end - start)
            guard let value = ExactDecimal(utf8: raw) else {
                throw reject(.badNumber, "the number has more digits than can be kept exactly")
            }
            at += 1
            return value
        default:
            guard try takeNull() else { throw wrongType("a number") }
            return nil
        }
    }

    /// A whole number; `300.0` and `3e2` are 300.
    mutating func whole() throws(Reject) -> Int64? {
        let here = at
        guard let number = try number() else { return nil }
        let trimmed = number.scale == 0 ? number : number.trimmed()
        guard trimmed.scale == 0, let value = trimmed.short else {
            at = here
            throw reject(.badNumber, "\(number) is not a whole number that can be used here")
        }
        return value
    }
}

/// The grammar of RFC 8259 §6.
enum JSONNumber {
    /// A number without exponent and with at most eighteen digits, and where it ends.
    @inline(__always)
    static func short(
        _ bytes: UnsafePointer<UInt8>, _ start: Int
    ) -> (ExactDecimal, end: Int)? {
        var at = start
        let negative = bytes[at] == UInt8(ascii: "-")
        if negative { at += 1 }
        let first = at
        var value: UInt64 = 0
        while case let digit = bytes[at] &- 48, digit < 10 {
            value = value &* 10 &+ UInt64(digit)
            at += 1
        }
        var digits = at - first
        guard digits > 0, digits == 1 || bytes[first] != 48 else { return nil }
        var scale = 0
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            let point = at
            while case let digit = bytes[at] &- 48, digit < 10 {
                value = value &* 10 &+ UInt64(digit)
                at += 1
            }
            scale = at - point
            guard scale > 0 else { return nil }
            digits += scale
        }
        guard digits <= 18, bytes[at] | 0x20 != UInt8(ascii: "e") else { return nil }
        let coefficient = Int64(truncatingIfNeeded: value)
        return (ExactDecimal(short: negative ? -coefficient : coefficient, scale: scale), at)
    }

    /// Where the number that starts here ends, nil when none does.
    static func end(_ bytes: UnsafeMutablePointer<UInt8>, _ start: Int) -> Int? {
        var at = start
        func digits() -> Bool {
            let first = at
            while bytes[at] &- 48 < 10 { at += 1 }
            return at > first
        }
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let first = at
        guard digits(), at == first + 1 || bytes[first] != 48 else { return nil }
        if bytes[at] == UInt8(ascii: ".") {
            at += 1
            guard digits() else { return nil }
        }
        if bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            guard digits() else { return nil }
        }
        return at
    }
}
