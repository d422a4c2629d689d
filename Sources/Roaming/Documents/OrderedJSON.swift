/// JSON that is written by hand, member by member: documents whose bytes count. Numbers with digits
/// that matter are strings.
package indirect enum OrderedJSON: Sendable {
    case object([(name: String, value: OrderedJSON)])
    case array([OrderedJSON])
    case string(String)
    case integer(Int)
    case null

    /// Without white space, members in the order given.
    package var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out, sorted: false)
        return out
    }

    /// The JSON Canonicalization Scheme (RFC 8785): members sorted by name, so that whoever has the
    /// values can make the same bytes. Names here are ASCII, for which all orders are one.
    package var canonicalBytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out, sorted: true)
        return out
    }

    private func write(to out: inout [UInt8], sorted: Bool) {
        switch self {
        case .object(let members):
            let members = sorted ? members.sorted { $0.name < $1.name } : members
            Self.list(members, "{", "}", to: &out) { member, out in
                Self.quote(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out, sorted: sorted)
            }
        case .array(let items):
            Self.list(items, "[", "]", to: &out) { $0.write(to: &$1, sorted: sorted) }
        case .string(let text): Self.quote(text, to: &out)
        case .integer(let value): out += String(value).utf8
        case .null: out += "null".utf8
        }
    }

    private static func list<Item>(
        _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to out: inout [UInt8],
        _ write: (Item, inout [UInt8]) -> Void
    ) {
        out.append(UInt8(ascii: open))
        for (index, item) in items.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            write(item, &out)
        }
        out.append(UInt8(ascii: close))
    }

    /// RFC 8785 §3.2.2.2: the short escapes where there are some, `\u00xx` for other control characters,
    /// everything else as it is.
    private static func quote(_ text: String, to out: inout [UInt8]) {
        let hex = Array("0123456789abcdef".utf8)
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += "\\\"".utf8
            case UInt8(ascii: "\\"): out += "\\\\".utf8
            case 8: out += "\\b".utf8
            case 9: out += "\\t".utf8
            case 10: out += "\\n".utf8
            case 12: out += "\\f".utf8
            case 13: out += "\\r".utf8
            case 0..<0x20: out += "\\u00".utf8 + [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
