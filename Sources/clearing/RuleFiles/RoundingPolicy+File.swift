import Amounts
import Rating
import Roaming

extension RoundingPolicy {
    /// `Rules/rounding/<name>.yaml`
    static func read(_ root: RuleNode, name: String) throws(RuleProblem) -> RuleBook<RoundingPolicy>
    {
        try root.map { (map) throws(RuleProblem) in
            let scope = try map.require("scope").choice(Scope.self)
            let book = try map.require("entries").book { (entry) throws(RuleProblem) in
                _ = try entry.require("source").text()
                return RoundingPolicy(
                    name: name, scope: scope,
                    mode: try entry.require("mode").choice(Rounding.Mode.self),
                    digits: try entry.require("digits")
                        .byCurrency { (node) throws(RuleProblem) in try node.integer(in: 0...6) },
                    defaultDigits: try entry.require("other_digits").integer(in: 0...6))
            }
            for item in try map.require("cases").list() { try check(item, book) }
            return book
        }
    }

    /// Rounds the case's amount as on the last entry's first day, or on the day it names.
    private static func check(
        _ item: RuleNode, _ book: RuleBook<RoundingPolicy>
    ) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let amount = try map.require("amount").decimal()
            let currency = try map.require("currency").currency()
            let expected = try map.require("expect").text()
            var day = book.all.last?.from
            if let node = map.optional("on") { day = try node.day() }
            guard let day, let policy = book.rule(on: day) else {
                throw item.problem("no entry holds on that day")
            }
            guard let actual = try? amount.rounded(policy.rounding(in: currency)) else {
                throw item.problem("case \"\(why)\": the amount does not fit")
            }
            guard actual.description == expected else {
                throw item.problem(
                    "case \"\(why)\" expects \(expected), the rule gives \(actual)")
            }
        }
    }
}
