import Amounts
import Foundation
import Roaming
import Settlement

/// `Rules/payments.yaml`: when statements are due, and what banks may keep.
struct PaymentTerms: Sendable {
    /// From the day of the statement.
    var dueDays: Int
    var feeTolerance: [Currency: ExactDecimal]
    var feePercent: ExactDecimal

    static func read(_ root: RuleNode) throws(RuleProblem) -> RuleBook<PaymentTerms> {
        try root.map { (map) throws(RuleProblem) in
            _ = try map.require("cases").list()
            return try map.require("entries").book { (entry) throws(RuleProblem) in
                _ = try entry.require("source").text()
                return PaymentTerms(
                    dueDays: try entry.require("due_days").integer(in: 0...365),
                    feeTolerance: try entry.require("fee_tolerance")
                        .byCurrency { (node) throws(RuleProblem) in try node.nonNegative() },
                    feePercent: try entry.require("fee_percent").nonNegative())
            }
        }
    }

    /// The worked cases need the calendar and the counterparties, which other files say.
    static func check(_ root: RuleNode, _ rules: Rules) throws(RuleProblem) {
        for item in try (root.child("cases")?.list() ?? []) {
            try item.map { (map) throws(RuleProblem) in
                let why = try map.require("why").text()
                let monthNode = try map.require("month")
                guard let month = Month(try monthNode.text()) else {
                    throw monthNode.problem("expected a month like \"2026-10\"")
                }
                let party = try map.require("counterparty").party()
                let expected: [(String, String)] = try map.require("expect")
                    .map { (expect) throws(RuleProblem) in
                        [
                            ("issued_on", try expect.require("issued_on").text()),
                            ("due_on", try expect.require("due_on").text()),
                        ]
                    }
                guard let days = try? rules.paymentDays(month, with: party, hub: nil) else {
                    throw item.problem("no entry holds in \(month)")
                }
                let actual = ["\(days.issued)", "\(days.due)"]
                for ((key, want), got) in zip(expected, actual) where want != got {
                    throw item.problem("case \"\(why)\" expects \(key) \(want), it is \(got)")
                }
            }
        }
    }
}

extension Payer {
    /// `Rules/counterparties/<name>.yaml`
    static func read(_ root: RuleNode) throws(RuleProblem) -> Payer {
        try root.map { (map) throws(RuleProblem) in
            let who: Who
            switch (map.optional("party"), map.optional("hub")) {
            case (let party?, nil): who = .party(try party.party())
            case (nil, let hub?): who = .hub(try hub.text())
            default: throw root.problem("say one: `party` or `hub`")
            }
            var names: [String] = []
            for item in try map.require("names").list() {
                guard Identifier.compact(try item.text()).utf8.count >= nameLengthMin else {
                    throw item.problem(
                        "a name needs at least \(nameLengthMin) letters or digits, or it is found"
                            + " everywhere")
                }
                names.append(try item.text())
            }
            return Payer(
                who: who, names: names,
                accounts: try map.optional("accounts")?.accountNumbers() ?? [],
                dueDays: try map.optional("due_days")?.integer(in: 0...365))
        }
    }
}

extension Rules {
    /// The day of a month's statement and the one on which it is due.
    func paymentDays(
        _ month: Month, with party: PartyID, hub: String?
    ) throws -> (issued: Day, due: Day) {
        let issued = try statementDay(of: month)
        guard let terms = paymentTerms.rule(on: issued) else {
            throw Failure.refused("\(directory.path)/payments.yaml has no entry for \(issued)")
        }
        let who = hub.map { Payer.Who.hub($0) } ?? .party(party)
        let own = payers.first { $0.who == who }?.dueDays
        return (issued, issued.advanced(by: own ?? terms.dueDays))
    }

    /// What holds on a day for matching bank entries.
    func payments(on day: Day) throws -> PaymentRules {
        guard let terms = paymentTerms.rule(on: day) else {
            throw Failure.refused("\(directory.path)/payments.yaml has no entry for \(day)")
        }
        return PaymentRules(
            feeTolerance: terms.feeTolerance, feePercent: terms.feePercent, payers: payers,
            bookCurrencies: entities.reduce(into: [:]) { $0[$1.id] = $1.bookCurrency },
            rates: exchange)
    }
}

extension RuleShelf {
    /// The worked cases of payments.yaml, which need all rules.
    mutating func holdsCases(ofPayments rules: Rules) -> Bool {
        _ = take("payments.yaml") { (root, _) throws(RuleProblem) in
            try PaymentTerms.check(root, rules)
        }
        return problems.isEmpty
    }

    /// A payer is known for one partner or hub only, and the hub is there.
    mutating func checkPayers(_ payers: [Payer], hubs: [HubRule]) {
        for (index, payer) in payers.enumerated() {
            if case .hub(let hub) = payer.who, !hubs.contains(where: { $0.name == hub }) {
                object(to: "counterparties", "hub \(hub) has no file in hubs/")
            }
            for other in payers[..<index] {
                if payer.who == other.who {
                    object(to: "counterparties", "two files are about one partner or hub")
                }
                if let shared = payer.accounts.intersection(other.accounts).min() {
                    object(to: "counterparties", "account \(shared) is in two files")
                }
            }
        }
    }
}
