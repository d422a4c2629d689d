import Roaming

extension PairingRule {
    /// `passes`, `overlap_percent` and `clock_offset` of a hub's file; each may be left out.
    static func read(_ map: inout RuleMap) throws(RuleProblem) -> PairingRule {
        var rule = PairingRule.standard
        if let node = map.optional("passes") { rule.passes = try passes(node) }
        if let node = map.optional("overlap_percent") {
            rule.overlapPercent = try node.integer(in: 1...100)
        }
        if let node = map.optional("clock_offset") { rule.clockOffset = try clock(node) }
        return rule
    }

    private static func passes(_ node: RuleNode) throws(RuleProblem) -> Set<MatchingPass> {
        var passes: Set<MatchingPass> = []
        for item in try node.list() {
            guard passes.insert(try item.choice(MatchingPass.self)).inserted else {
                throw item.problem("this pass stands here twice; keep one")
            }
        }
        guard passes.contains(.cdrID) else {
            throw node.problem("\"M4\" always applies: a CDR is known by its id; name it")
        }
        return passes
    }

    /// At most a day: more is no clock that is wrong, but a wrong date.
    private static func clock(_ node: RuleNode) throws(RuleProblem) -> Clock {
        switch try node.text() {
        case "none": return .none
        case "estimated": return .estimated
        default:
            guard let seconds = Int64(try node.text()), (-86_400...86_400).contains(seconds) else {
                throw node.problem(
                    "expected \"none\", \"estimated\", or the seconds by which the partner's clock is "
                        + "ahead, like \"90\" or \"-90\"")
            }
            return .seconds(seconds)
        }
    }
}

extension HubRule {
    /// Two hubs that both are the way to one partner, as the later file and what is wrong with it.
    static func sharedPartner(in hubs: [HubRule]) -> (hub: String, text: String)? {
        for (index, hub) in hubs.enumerated() {
            for other in hubs[..<index] {
                guard let partner = hub.partners.intersection(other.partners).min() else {
                    continue
                }
                return (
                    hub.name,
                    "\(partner) is a partner in hubs/\(other.name).yaml too; a partner has one home "
                        + "hub, whose copy of a CDR stands"
                )
            }
        }
        return nil
    }
}
