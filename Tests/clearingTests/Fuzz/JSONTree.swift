/// A JSON document that keeps its numbers as text and its keys in order, so that a mutation changes
/// one thing and nothing else.
indirect enum JSONTree: Equatable {
    case object([(key: String, value: JSONTree)])
    case array([JSONTree])
    /// Without quotes, escapes as they are in the text.
    case string(String)
    /// A number, `true`, `false` or `null`; a mutation may put anything here.
    case word(String)

    static func == (a: JSONTree, b: JSONTree) -> Bool { a.text == b.text }

    var text: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\"\($0.key)\":\($0.value.text)" }.joined(separator: ",") + "}"
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .string(let string): "\"\(string)\""
        case .word(let word): word
        }
    }

    /// Of a number, also one that is sent as a string; nil for anything else.
    var number: String? {
        let text: String
        switch self {
        case .word(let word): text = word
        case .string(let string): text = string
        default: return nil
        }
        return text.first.map { $0.isNumber || $0 == "-" } == true ? text : nil
    }

    subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// All nodes, depth first, with the key that led to each.
    func visit(_ key: String = "", _ body: (String, JSONTree) -> Void) {
        body(key, self)
        switch self {
        case .object(let members): for member in members { member.value.visit(member.key, body) }
        case .array(let items): for item in items { item.visit(key, body) }
        case .string, .word: break
        }
    }

    var count: Int {
        var count = 0
        visit { _, _ in count += 1 }
        return count
    }

    /// Replaces the node with this number in the order of `visit`; nil takes it out of its parent.
    func replacing(_ place: Int, _ change: (JSONTree) -> JSONTree?) -> JSONTree {
        var left = place
        return rebuilt(&left, change) ?? .word("null")
    }

    private func rebuilt(_ left: inout Int, _ change: (JSONTree) -> JSONTree?) -> JSONTree? {
        left -= 1
        if left == -1 { return change(self) }
        guard left >= 0 else { return self }
        switch self {
        case .object(let members):
            var kept: [(key: String, value: JSONTree)] = []
            for member in members {
                if let value = member.value.rebuilt(&left, change) {
                    kept.append((member.key, value))
                }
            }
            return .object(kept)
        case .array(let items):
            var kept: [JSONTree] = []
            for item in items { if let item = item.rebuilt(&left, change) { kept.append(item) } }
            return .array(kept)
        case .string, .word: return self
        }
    }
}

// Reading: of well-formed documents only, the seeds.
extension JSONTree {
    init?(_ text: String) {
        var rest = Substring(text)
        guard let tree = Self.read(&rest) else { return nil }
        self = tree
    }

    private static func skipSpace(_ rest: inout Substring) {
        rest = rest.drop { $0.isWhitespace || $0 == "," || $0 == ":" }
    }

    private static func read(_ rest: inout Substring) -> JSONTree? {
        skipSpace(&rest)
        guard let first = rest.first else { return nil }
        switch first {
        case "{":
            rest.removeFirst()
            var members: [(key: String, value: JSONTree)] = []
            while let key = readKey(&rest) {
                guard let value = read(&rest) else { return nil }
                members.append((key, value))
            }
            return .object(members)
        case "[":
            rest.removeFirst()
            var items: [JSONTree] = []
            while true {
                skipSpace(&rest)
                if rest.first == "]" { break }
                guard let item = read(&rest) else { return nil }
                items.append(item)
            }
            rest.removeFirst()
            return .array(items)
        case "\"": return readString(&rest).map { .string($0) }
        default:
            let word = rest.prefix { !",]} \n\r\t".contains($0) }
            rest = rest.dropFirst(word.count)
            return word.isEmpty ? nil : .word(String(word))
        }
    }

    /// Nil at the object's end.
    private static func readKey(_ rest: inout Substring) -> String? {
        skipSpace(&rest)
        guard rest.first == "\"" else {
            rest = rest.dropFirst()
            return nil
        }
        return readString(&rest)
    }

    private static func readString(_ rest: inout Substring) -> String? {
        rest.removeFirst()
        var string = ""
        while let character = rest.popFirst() {
            if character == "\"" { return string }
            string.append(character)
            if character == "\\", let escaped = rest.popFirst() { string.append(escaped) }
        }
        return nil
    }
}
