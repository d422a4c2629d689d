/// JSON of a signed record, with every number as it was written. Records are small and rare, and this
/// module takes no documents in, so it has a reader of its own: strict (RFC 8259), of limited depth.
indirect enum SignedJSON: Hashable {
    case object([String: SignedJSON])
    case array([SignedJSON])
    case string(String)
    /// As written; never reformatted (OCMF 1.4, RV).
    case number(String)
    case word(String)

    /// Nil for anything but one value.
    init?(_ bytes: some Sequence<UInt8>) {
        var reader = SignedJSONReader(bytes: Array(bytes))
        guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
        self = value
    }

    subscript(key: String) -> SignedJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    var items: [SignedJSON] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The text of a number, or of a string: some meters write readings as text, with spaces.
    var digits: String? {
        switch self {
        case .number(let text): text
        case .string(let text): text.filter { $0 != " " }
        default: nil
        }
    }
}

private struct SignedJSONReader {
    let bytes: [UInt8]
    var at = 0

    private static let deepest = 16

    /// Nothing but white space follows.
    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return at == bytes.count
        }
    }

    mutating func value(depth: Int) -> SignedJSON? {
        skipSpace()
        guard at < bytes.count, depth < Self.deepest else { return nil }
        switch bytes[at] {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "-"), 48...57: return number()
        default: return word()
        }
    }

    private mutating func skipSpace() {
        while at < bytes.count, [9, 10, 13, 32].contains(bytes[at]) { at += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func object(_ depth: Int) -> SignedJSON? {
        at += 1
        var members: [String: SignedJSON] = [:]
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), let key = string(),
                take(":"), members[key] == nil, let value = value(depth: depth + 1)
            else { return nil }
            members[key] = value
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array(_ depth: Int) -> SignedJSON? {
        at += 1
        var items: [SignedJSON] = []
        if take("]") { return .array(items) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            items.append(value)
        } while take(",")
        return take("]") ? .array(items) : nil
    }

    private mutating func string() -> String? {
        at += 1
        var out: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: out, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let text = escape() else { return nil }
                out += text
            case 0..<32: return nil
            default: out.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8]? {
        guard at < bytes.count else { return nil }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"):
            guard at + 4 <= bytes.count,
                let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { return nil }
            at += 4
            return Array(String(Character(scalar)).utf8)
        default: return nil
        }
    }

    private mutating func number() -> SignedJSON? {
        let start = at
        while at < bytes.count, "+-.0123456789eE".utf8.contains(bytes[at]) { at += 1 }
        return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func word() -> SignedJSON? {
        for word in ["true", "false", "null"] where bytes[at...].starts(with: word.utf8) {
            at += word.utf8.count
            return .word(word)
        }
        return nil
    }
}
