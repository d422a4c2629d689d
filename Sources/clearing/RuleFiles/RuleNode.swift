import Amounts
import Roaming
import Yams

/// Something wrong in a rule file, with its place and what to do about it.
struct RuleProblem: Error, Hashable, CustomStringConvertible {
    let file: String
    let line: Int
    let column: Int
    let text: String

    var description: String { "\(file):\(line):\(column): \(text)" }
}

/// One YAML node of a rule file, read strictly: nothing is guessed from how a scalar looks, so
/// `NO` stays the country and `0.10` keeps its zero (Yams' untyped loading would turn them into
/// `false` and a binary float).
struct RuleNode {
    let file: String
    let node: Node

    /// Reads a whole file.
    static func read(_ text: String, file: String) throws(RuleProblem) -> RuleNode {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw RuleProblem(file: file, line: 1, column: 1, text: "the file is empty")
            }
            return RuleNode(file: file, node: node)
        } catch let problem as RuleProblem {
            throw problem
        } catch {
            throw problem(error, in: file)
        }
    }

    /// What the YAML parser refuses, at the place it names.
    private static func problem(_ error: any Error, in file: String) -> RuleProblem {
        switch error {
        case YamlError.duplicatedKeysInMapping(let keys, let context):
            RuleProblem(
                file: file, line: context.mark.line, column: context.mark.column,
                text: "`\(keys.first ?? "")` stands here twice; keep one")
        case YamlError.scanner(_, let reason, let mark, _),
            YamlError.parser(_, let reason, let mark, _),
            YamlError.composer(_, let reason, let mark, _):
            RuleProblem(
                file: file, line: mark.line, column: mark.column, text: "not YAML: \(reason)")
        default:
            RuleProblem(file: file, line: 1, column: 1, text: "not YAML: \(error)")
        }
    }

    func problem(_ text: String) -> RuleProblem {
        RuleProblem(
            file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, text: text)
    }

    func text() throws(RuleProblem) -> String {
        guard case .scalar(let scalar) = node else { throw problem("expected a text, quoted") }
        return scalar.string
    }

    func list() throws(RuleProblem) -> [RuleNode] {
        guard case .sequence(let sequence) = node else { throw problem("expected a list") }
        return sequence.map { RuleNode(file: file, node: $0) }
    }

    /// Reads the keys of a mapping through `read`, then refuses every key nobody asked for.
    func map<Value>(
        _ read: (inout RuleMap) throws(RuleProblem) -> Value
    ) throws(RuleProblem) -> Value {
        guard case .mapping(let mapping) = node else {
            throw problem("expected `key: value` lines")
        }
        var map = RuleMap(place: self)
        for (key, value) in mapping {
            let keyNode = RuleNode(file: file, node: key)
            let name = try keyNode.text()
            guard map.entries[name] == nil else {
                throw keyNode.problem("`\(name)` stands here twice; keep one")
            }
            map.entries[name] = (keyNode, RuleNode(file: file, node: value))
        }
        let value = try read(&map)
        try map.finish()
        return value
    }

    func decimal() throws(RuleProblem) -> ExactDecimal {
        guard let value = ExactDecimal(try text()) else {
            throw problem("`\(try text())` is no number; write it like \"0.50\"")
        }
        return value
    }

    func integer(in range: ClosedRange<Int>) throws(RuleProblem) -> Int {
        guard let value = Int(try text()), range.contains(value) else {
            throw problem(
                "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func yesOrNo() throws(RuleProblem) -> Bool {
        switch try text() {
        case "yes": true
        case "no": false
        default: throw problem("expected \"yes\" or \"no\"")
        }
    }

    func day() throws(RuleProblem) -> Day {
        guard let day = Day(try text()) else {
            throw problem("expected a date like \"2026-10-01\"")
        }
        return day
    }

    func party() throws(RuleProblem) -> PartyID {
        guard let party = PartyID(try text()) else {
            throw problem("expected a party like \"IN-MGM\" (country, then party id)")
        }
        return party
    }

    func currency() throws(RuleProblem) -> Currency {
        guard let currency = Currency(try text()) else {
            throw problem("expected a currency like \"INR\"")
        }
        return currency
    }

    /// One of the raw values of `Choice`.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _: Choice.Type
    ) throws(RuleProblem) -> Choice where Choice.RawValue == String {
        guard let value = Choice(rawValue: try text()) else {
            let known = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw problem("`\(try text())` is not one of \(known)")
        }
        return value
    }
}

/// The keys of one mapping; remembers which were asked for.
struct RuleMap {
    let place: RuleNode
    var entries: [String: (key: RuleNode, value: RuleNode)] = [:]
    private var asked: Set<String> = []

    init(place: RuleNode) { self.place = place }

    mutating func require(_ name: String) throws(RuleProblem) -> RuleNode {
        guard let value = optional(name) else {
            throw place.problem("`\(name)` is missing here")
        }
        return value
    }

    mutating func optional(_ name: String) -> RuleNode? {
        asked.insert(name)
        return entries[name]?.value
    }

    func finish() throws(RuleProblem) {
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) where !asked.contains(name) {
            let known = asked.sorted().joined(separator: ", ")
            throw entry.key.problem("`\(name)` means nothing here; known keys: \(known)")
        }
    }
}

extension RuleNode {
    /// A list of dated entries as a rule book: `from:` in each, no two on the same day.
    func book<Rule: Sendable>(
        _ read: (inout RuleMap) throws(RuleProblem) -> Rule
    ) throws(RuleProblem) -> RuleBook<Rule> {
        var entries: [(from: Day, rule: Rule)] = []
        for item in try list() {
            let entry: (from: Day, rule: Rule) = try item.map { (map) throws(RuleProblem) in
                (try map.require("from").day(), try read(&map))
            }
            entries.append(entry)
        }
        guard let book = RuleBook(entries) else {
            throw problem("needs at least one entry, and no two with the same `from`")
        }
        return book
    }

    /// Texts by key, as written: `{currency: "INR"}`.
    func textsByKey() throws(RuleProblem) -> [(key: String, text: String)] {
        guard case .mapping(let mapping) = node else { throw problem("expected {key: \"text\"}") }
        var texts: [(key: String, text: String)] = []
        for (key, value) in mapping {
            let key = try RuleNode(file: file, node: key).text()
            texts.append((key, try RuleNode(file: file, node: value).text()))
        }
        return texts
    }

    /// Values by currency code: `{INR: "1.00", EUR: "0.01"}`.
    func byCurrency<Value>(
        _ read: (RuleNode) throws(RuleProblem) -> Value
    ) throws(RuleProblem) -> [Currency: Value] {
        guard case .mapping(let mapping) = node else {
            throw problem("expected currencies: {INR: \"…\"}")
        }
        var values: [Currency: Value] = [:]
        for (key, value) in mapping {
            let keyNode = RuleNode(file: file, node: key)
            let currency = try keyNode.currency()
            guard values[currency] == nil else {
                throw keyNode.problem("\(currency) stands here twice; keep one")
            }
            values[currency] = try read(RuleNode(file: file, node: value))
        }
        return values
    }
}

extension RuleNode {
    /// The value of a key that another reader of the same mapping asks for too; nil when it is not
    /// there. Keys that nobody knows are the other reader's business.
    func child(_ name: String) -> RuleNode? {
        guard case .mapping(let mapping) = node else { return nil }
        return mapping.first { $0.key.string == name }.map { RuleNode(file: file, node: $0.value) }
    }
}
