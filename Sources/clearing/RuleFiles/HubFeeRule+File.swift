import Amounts
import Roaming
import Settlement

extension HubFeeRule {
    /// `fees:` in `Rules/hubs/<hub>.yaml`; nil when the hub charges nothing.
    static func read(_ root: RuleNode, hub: String) throws(RuleProblem) -> HubFeeRule? {
        guard let fees = root.child("fees") else { return nil }
        return try fees.map { (map) throws(RuleProblem) in
            let rule = HubFeeRule(
                hub: hub, supplier: try map.require("supplier").text(),
                entity: try map.require("entity").text(),
                terms: try map.require("entries").book { (entry) throws(RuleProblem) in
                    try HubFeeTerms.read(&entry)
                })
            for item in try map.require("cases").list() { try rule.check(item) }
            return rule
        }
    }

    private func check(_ item: RuleNode) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let day = try map.require("on").day()
            let cdrs = try map.require("cdrs").integer(in: 0...100_000_000)
            let energy = try map.require("energy_kwh").decimal()
            let net = try map.require("net").decimal()
            let expected: [(String, ExactDecimal)] = try map.require("expect")
                .map { (expect) throws(RuleProblem) in
                    [
                        ("fee", try expect.require("fee").decimal()),
                        ("tax", try expect.require("tax").decimal()),
                        ("total", try expect.require("total").decimal()),
                    ]
                }
            let rounding = Rounding(digits: 2, mode: .halfUp)
            guard let terms = terms.rule(on: day),
                let fee = try? terms.fee(
                    of: self, cdrs: cdrs, energy: energy, net: net, rounding)
            else { throw item.problem("case \"\(why)\": no fee can be worked out on \(day)") }
            for ((key, want), got) in zip(expected, [fee.fee, fee.tax, fee.total])
            where want != got {
                throw item.problem("case \"\(why)\" expects \(key) \(want), the terms give \(got)")
            }
        }
    }
}

extension HubFeeTerms {
    static func read(_ entry: inout RuleMap) throws(RuleProblem) -> HubFeeTerms {
        _ = try entry.require("source").text()
        var sides: Set<Side> = []
        for item in try entry.require("sides").list() { sides.insert(try item.choice(Side.self)) }
        let maximum = entry.optional("maximum")
        let terms = HubFeeTerms(
            currency: try entry.require("currency").currency(), sides: sides,
            perCDR: try amount(entry.optional("per_cdr")),
            perKWh: try amount(entry.optional("per_kwh")),
            percentOfNet: try amount(entry.optional("percent_of_net")),
            monthly: try amount(entry.optional("monthly")),
            minimum: try bound(entry.optional("minimum")), maximum: try bound(maximum),
            taxPercent: try entry.require("tax_percent").nonNegative())
        if let maximum, let most = terms.maximum, let least = terms.minimum, most < least {
            throw maximum.problem("the maximum is below the minimum")
        }
        return terms
    }

    private static func amount(_ node: RuleNode?) throws(RuleProblem) -> ExactDecimal {
        guard let node else { return .zero }
        return try node.nonNegative()
    }

    private static func bound(_ node: RuleNode?) throws(RuleProblem) -> ExactDecimal? {
        guard let node else { return nil }
        return try node.nonNegative()
    }
}
