import Amounts
import Roaming

/// JSON as it leaves the program: keys in the order given, amounts as strings.
indirect enum JSONValue {
    case object([(String, JSONValue)])
    case array([JSONValue])
    case string(String)
    case integer(Int)
    case bool(Bool)
    case null
    /// JSON that was written already.
    case written(String)

    static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

    /// A decimal string with at least two decimals, or null.
    static func amount(_ value: ExactDecimal?) -> JSONValue {
        value.map { .string($0.text(decimals: 2)) } ?? .null
    }

    /// What a difference is made of; the amounts sum to it.
    static func causes(_ causes: [DifferenceCause]) -> JSONValue {
        .array(
            causes.map {
                .object([("cause", .string($0.kind.rawValue)), ("amount", .amount($0.amount))])
            })
    }

    func write(to out: inout String) {
        switch self {
        case .object(let members):
            out += "{"
            for (index, (key, value)) in members.enumerated() {
                if index > 0 { out += "," }
                Self.quote(key, to: &out)
                out += ":"
                value.write(to: &out)
            }
            out += "}"
        case .array(let items):
            out += "["
            for (index, item) in items.enumerated() {
                if index > 0 { out += "," }
                item.write(to: &out)
            }
            out += "]"
        case .string(let text): Self.quote(text, to: &out)
        case .integer(let value): out += String(value)
        case .bool(let value): out += value ? "true" : "false"
        case .null: out += "null"
        case .written(let text): out += text
        }
    }

    var line: String {
        var out = ""
        write(to: &out)
        return out
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
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
        out += "\""
    }
}
