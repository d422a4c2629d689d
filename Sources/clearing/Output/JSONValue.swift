import Amounts
import Intake
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
                out += JSONText.quoted(key)
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
        case .string(let text): out += JSONText.quoted(text)
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
}
