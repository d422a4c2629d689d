import Amounts
import Roaming

/// `Rules/month.yaml`: what belongs to a clearing month and how it is rounded.
struct MonthRule: Sendable {
    var zone: String
    var utcOffsetMinutes: Int
    var graceDays: Int
    /// Name of a policy under `rounding/`.
    var rounding: String
    /// Matching pass M3 applies.
    var cdrIDMayBeSessionID: Bool

    func window(of month: Month) -> MonthWindow {
        MonthWindow(month, offsetSeconds: utcOffsetMinutes * 60, graceDays: graceDays)
    }

    static func read(_ root: RuleNode) throws(RuleProblem) -> RuleBook<MonthRule> {
        try root.map { (map) throws(RuleProblem) in
            let book = try map.require("entries").book { (entry) throws(RuleProblem) in
                _ = try entry.require("source").text()
                return MonthRule(
                    zone: try entry.require("zone").text(),
                    utcOffsetMinutes: try entry.require("utc_offset_minutes")
                        .integer(in: -720...840),
                    graceDays: try entry.require("grace_days").integer(in: 0...31),
                    rounding: try entry.require("rounding").text(),
                    cdrIDMayBeSessionID: try entry.require("cdr_id_may_be_session_id").yesOrNo())
            }
            for item in try map.require("cases").list() { try check(item, book) }
            return book
        }
    }

    private static func check(
        _ item: RuleNode, _ book: RuleBook<MonthRule>
    ) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let monthNode = try map.require("month")
            let instantNode = try map.require("instant")
            guard let month = Month(try monthNode.text()) else {
                throw monthNode.problem("expected a month like \"2026-10\"")
            }
            guard let instant = Instant(try instantNode.text()) else {
                throw instantNode.problem("expected an instant like \"2026-10-31T18:29:59Z\"")
            }
            guard let rule = book.rule(on: month.firstDay) else {
                throw monthNode.problem("no entry holds in \(month)")
            }
            let window = rule.window(of: month)
            let actual =
                window.contains(instant) ? "in" : instant < window.start ? "before" : "after"
            let expected = try map.require("expect").text()
            guard actual == expected else {
                throw item.problem("case \"\(why)\" expects \(expected), the rule says \(actual)")
            }
        }
    }
}
