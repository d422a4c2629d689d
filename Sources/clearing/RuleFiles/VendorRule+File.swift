import Amounts
import Roaming
import Settlement

extension VendorRule {
    /// `Rules/vendors/<id>.yaml`
    static func read(_ root: RuleNode, id: String) throws(RuleProblem) -> VendorRule {
        try root.map { (map) throws(RuleProblem) in
            let locations = try map.require("locations")
            var names: Set<String> = []
            for item in try locations.list() {
                guard names.insert(Identifier.folded(try item.text())).inserted else {
                    throw item.problem("this location stands here twice; keep one")
                }
            }
            let vendor = VendorRule(
                id: id, name: try map.require("name").text(), locations: names,
                terms: try map.require("entries")
                    .book { (entry) throws(RuleProblem) in try VendorTerms.read(&entry) })
            for item in try map.require("cases").list() { try vendor.check(item) }
            return vendor
        }
    }

    /// Settles a month with that gross, energy and number of sessions at the vendor's first site.
    private func check(_ item: RuleNode) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let monthNode = try map.require("month")
            guard let month = Month(try monthNode.text()) else {
                throw monthNode.problem("expected a month like \"2026-10\"")
            }
            let sessions = try map.require("sessions").integer(in: 1...1_000_000)
            let gross = try map.require("gross").decimal()
            let energy = try map.require("energy_kwh").decimal()
            let expected: [String: ExactDecimal] = try map.require("expect")
                .map { (expect) throws(RuleProblem) in
                    [
                        "share": try expect.require("share").decimal(),
                        "fees": try expect.require("fees").decimal(),
                        "net": try expect.require("net").decimal(),
                    ]
                }
            guard let payout = preview(month, sessions: sessions, gross: gross, energy: energy)
            else { throw item.problem("case \"\(why)\" cannot be settled") }
            let actual = ["share": payout.vendorShare, "fees": payout.fees, "net": payout.net]
            for key in ["share", "fees", "net"] where actual[key] != expected[key] {
                let (want, got) = (expected[key], actual[key])
                throw item.problem(
                    "case \"\(why)\" expects \(key) \(want?.description ?? "-"),"
                        + " the terms give \(got?.description ?? "-")")
            }
        }
    }

    private func preview(
        _ month: Month, sessions: Int, gross: ExactDecimal, energy: ExactDecimal
    ) -> PayoutPreview? {
        guard let currency = terms.rule(on: month.firstDay)?.currency,
            let rules = SettlementRules.forCases(vendors: [self])
        else { return nil }
        var ledger = MonthLedger(month: month, rules: rules)
        for number in 0..<sessions {
            let first = number == 0
            let line = ReconciledLine.forCases(
                .cpo, month, with: PartyID("IN-XXX"), agreed: first ? gross : .zero, in: currency,
                at: locations.sorted().first, energy: first ? energy : .zero)
            guard (try? ledger.add(line)) != nil else { return nil }
        }
        return try? ledger.close().payouts.first { $0.currency == currency }
    }
}

extension VendorTerms {
    static func read(_ entry: inout RuleMap) throws(RuleProblem) -> VendorTerms {
        _ = try entry.require("source").text()
        let shareNode = try entry.require("share_percent")
        let share = try shareNode.nonNegative()
        guard share <= ExactDecimal(100) else {
            throw shareNode.problem("a share is at most 100 percent")
        }
        return VendorTerms(
            sharePercent: share, feePerSession: try entry.require("fee_per_session").nonNegative(),
            feePerKWh: try entry.require("fee_per_kwh").nonNegative(),
            feeMonthly: try entry.require("fee_monthly").nonNegative(),
            currency: try entry.require("currency").currency())
    }
}

extension ChartOfAccounts {
    /// `Rules/accounts.yaml`
    static func read(_ root: RuleNode) throws(RuleProblem) -> ChartOfAccounts {
        try root.map { (map) throws(RuleProblem) in
            var accounts: [AccountRole: Account] = [:]
            for role in AccountRole.allCases {
                accounts[role] = try map.require(role.rawValue)
                    .map { (entry) throws(RuleProblem) in
                        Account(
                            code: try entry.require("code").text(),
                            name: try entry.require("name").text())
                    }
            }
            guard let chart = ChartOfAccounts(accounts) else {
                throw root.problem(
                    "two purposes have one code, but not one name and one kind of account")
            }
            return chart
        }
    }
}
