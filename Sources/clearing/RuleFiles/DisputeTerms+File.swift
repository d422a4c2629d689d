import Foundation
import Reconciliation
import Roaming

/// `Rules/disputes.yaml`: the terms with every partner.
struct DisputeTermsRule: Sendable {
    var standard: DisputeTerms
    /// Partners whose agreement says otherwise.
    var partners: [PartyID: DisputeTerms]

    func rules(dayOffsetSeconds: Int) -> DisputeRules {
        DisputeRules(
            standard: standard, partners: partners, dayOffsetSeconds: dayOffsetSeconds)
    }

    static func read(_ root: RuleNode) throws(RuleProblem) -> RuleBook<DisputeTermsRule> {
        try root.map { (map) throws(RuleProblem) in
            let book = try map.require("entries").book { (entry) throws(RuleProblem) in
                _ = try entry.require("source").text()
                let standard = DisputeTerms(
                    raiseDays: try days(entry.require("raise_days")),
                    acknowledgeDays: try days(entry.require("acknowledge_days")),
                    answerDays: try days(entry.require("answer_days")),
                    escalateDays: try days(entry.require("escalate_days")),
                    silence: try entry.require("silence").choice(DisputeTerms.Silence.self))
                return DisputeTermsRule(
                    standard: standard,
                    partners: try partners(entry.require("partners"), else: standard))
            }
            for item in try map.require("cases").list() { try check(item, book) }
            return book
        }
    }

    private static func days(_ node: RuleNode) throws(RuleProblem) -> Int {
        try node.integer(in: 0...366)
    }

    private static func partners(
        _ node: RuleNode, else standard: DisputeTerms
    ) throws(RuleProblem) -> [PartyID: DisputeTerms] {
        var partners: [PartyID: DisputeTerms] = [:]
        for item in try node.list() {
            let (party, terms) = try item.map { (map) throws(RuleProblem) in
                var terms = standard
                if let node = map.optional("raise_days") { terms.raiseDays = try days(node) }
                if let node = map.optional("acknowledge_days") {
                    terms.acknowledgeDays = try days(node)
                }
                if let node = map.optional("answer_days") { terms.answerDays = try days(node) }
                if let node = map.optional("escalate_days") { terms.escalateDays = try days(node) }
                if let node = map.optional("silence") {
                    terms.silence = try node.choice(DisputeTerms.Silence.self)
                }
                return (try map.require("party").party(), terms)
            }
            guard partners[party] == nil else {
                throw item.problem("\(party) stands here twice; keep one")
            }
            partners[party] = terms
        }
        return partners
    }

    private static func check(
        _ item: RuleNode, _ book: RuleBook<DisputeTermsRule>
    ) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let partner = try map.require("partner").party()
            let deadline = try map.require("deadline").choice(DisputeDeadline.self)
            let from = try map.require("since").day()
            let expected = try map.require("expect").text()
            guard let rule = book.rule(on: from) else {
                throw item.problem("no entry holds on \(from)")
            }
            let terms = rule.rules(dayOffsetSeconds: 0).terms(with: partner)
            let actual = from.advanced(by: terms.days(deadline))
            guard actual.description == expected else {
                throw item.problem("case \"\(why)\" expects \(expected), the rule says \(actual)")
            }
        }
    }
}

extension Rules {
    /// The terms that count for a dispute: of the day of its statement.
    func disputes(on day: Day) throws -> DisputeRules {
        guard let rule = disputeTerms.rule(on: day), let zone = months.rule(on: day) else {
            throw Failure.refused("\(directory.path)/disputes.yaml has no entry for \(day)")
        }
        return rule.rules(dayOffsetSeconds: zone.utcOffsetMinutes * 60)
    }

    /// The day of the month's statement, from which disputes may be raised: the first after the grace.
    func statementDay(of month: Month) throws -> Day {
        let rule = try self.month(month)
        return Day(
            containing: rule.window(of: month).graceEnd,
            offsetSeconds: rule.utcOffsetMinutes * 60)
    }
}
