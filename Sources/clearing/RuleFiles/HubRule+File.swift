import Amounts
import Roaming

extension HubRule {
    /// `Rules/hubs/<name>.yaml`
    static func read(
        _ root: RuleNode, name: String, tolerances standard: Tolerances
    ) throws(RuleProblem) -> HubRule {
        let letters = name.utf8.allSatisfy {
            $0 >= 97 && $0 <= 122 || $0 >= 48 && $0 <= 57 || $0 == 45
        }
        guard letters, !name.isEmpty, name != "own" else {
            throw root.problem(
                "a hub's file has a name of lower-case letters, digits and hyphens, but not `own`")
        }
        return try root.map { (map) throws(RuleProblem) in
            _ = map.optional("fees")  // `HubFeeRule` reads them
            _ = map.optional("statement_columns")  // `StatementForm` does
            _ = map.optional("reverse_billing")  // `BillingRule`
            _ = map.optional("connection")  // `ConnectionRule` reads it
            let ours = try map.require("ours")
            let parties = try Set(partyList(ours))
            guard !parties.isEmpty else { throw ours.problem("name at least one of our parties") }
            return HubRule(
                name: name, title: try map.require("title").text(),
                version: try map.require("version").choice(OCPIVersion.self), ours: parties,
                partners: try Set(partyList(try map.require("partners"))),
                counterparty: try counterparty(map.optional("counterparty")),
                revisesInPlace: try map.require("revises_in_place").yesOrNo(),
                tolerances: try tolerances(map.optional("tolerances"), else: standard),
                pairing: try PairingRule.read(&map))
        }
    }

    private static func counterparty(_ node: RuleNode?) throws(RuleProblem) -> PartyID? {
        guard let node else { return nil }
        return try node.party()
    }

    private static func tolerances(
        _ node: RuleNode?, else standard: Tolerances
    ) throws(RuleProblem) -> Tolerances {
        guard let node else { return standard }
        return try Tolerances.read(node)
    }

    private static func partyList(_ node: RuleNode) throws(RuleProblem) -> [PartyID] {
        var parties: [PartyID] = []
        for item in try node.list() { parties.append(try item.party()) }
        return parties
    }
}

extension Tolerances {
    /// Stands in while tolerances.yaml has a problem of its own, so that every hub's file is still
    /// read and only real problems are listed; no rules come of such a reading.
    static let unread = Tolerances(
        energy: .zero, energyPercent: .zero, durationSeconds: 0, startSeconds: 0, price: [:],
        pricePercent: .zero)

    static func read(_ root: RuleNode) throws(RuleProblem) -> Tolerances {
        try root.map { (map) throws(RuleProblem) in
            Tolerances(
                energy: try map.require("energy_kwh").nonNegative(),
                energyPercent: try map.require("energy_percent").nonNegative(),
                durationSeconds: Int64(
                    try map.require("duration_seconds").integer(in: 0...86_400)),
                startSeconds: Int64(try map.require("start_seconds").integer(in: 0...86_400)),
                price: try map.require("price")
                    .byCurrency { (node) throws(RuleProblem) in try node.nonNegative() },
                pricePercent: try map.require("price_percent").nonNegative(),
                monthlyCap: try map.optional("monthly_cap")?
                    .byCurrency { (node) throws(RuleProblem) in try node.nonNegative() } ?? [:])
        }
    }
}

extension RuleNode {
    func nonNegative() throws(RuleProblem) -> ExactDecimal {
        let value = try decimal()
        guard !value.isNegative else { throw problem("must not be below zero") }
        return value
    }
}
