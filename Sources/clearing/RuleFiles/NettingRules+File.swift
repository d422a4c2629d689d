import Amounts
import Roaming
import Settlement

extension NettingRules {
    /// `Rules/netting.yaml`
    static func read(_ root: RuleNode) throws(RuleProblem) -> RuleBook<NettingRules> {
        try root.map { (map) throws(RuleProblem) in
            let book = try map.require("entries").book { (entry) throws(RuleProblem) in
                _ = try entry.require("source").text()
                var hubs: Set<String> = []
                for item in try entry.require("hubs").list() { hubs.insert(try item.text()) }
                return NettingRules(
                    excluded: try entry.require("excluded").partySet(), hubs: hubs)
            }
            for item in try map.require("cases").list() { try check(item, book) }
            return book
        }
    }

    /// Settles a month with one line on each side.
    private static func check(
        _ item: RuleNode, _ book: RuleBook<NettingRules>
    ) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let monthNode = try map.require("month")
            guard let month = Month(try monthNode.text()) else {
                throw monthNode.problem("expected a month like \"2026-10\"")
            }
            let partner = try map.require("partner").party()
            let home = try map.require("member_of").text()
            let receivable = try map.require("receivable").decimal()
            let payable = try map.require("payable").decimal()
            let (setOff, hub): (ExactDecimal, String) = try map.require("expect")
                .map { (expect) throws(RuleProblem) in
                    (
                        try expect.require("set_off").decimal(),
                        try expect.require("paid_through").text()
                    )
                }
            guard let rule = book.rule(on: month.firstDay),
                let rules = SettlementRules.forCases(netting: rule, homeHubs: [partner: home]),
                let settled = try? settle(
                    [
                        .forCases(.cpo, month, with: partner, agreed: receivable),
                        .forCases(.emsp, month, with: partner, agreed: payable),
                    ], of: month, under: rules), let position = settled.positions.first
            else { throw item.problem("case \"\(why)\" cannot be settled") }
            guard position.setOff == setOff else {
                throw item.problem(
                    "case \"\(why)\" expects \(setOff) set off, it is \(position.setOff)")
            }
            guard (position.hub ?? "-") == hub else {
                throw item.problem(
                    "case \"\(why)\" expects to be paid through \(hub), it is"
                        + " \(position.hub ?? "-")")
            }
        }
    }
}
