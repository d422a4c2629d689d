import Roaming

/// Who writes the invoices between us and the partners of a hub. With direct billing, which is what
/// stands where nothing else is said, it is the one who delivered the charging: we on the CPO side,
/// they on the eMSP side.
struct BillingRule: Sendable, Hashable {
    /// CPOs whose deliveries to us we, as eMSP, invoice on their behalf.
    var weBill: Set<PartyID>
    /// eMSPs who invoice our deliveries to them on our behalf.
    var theyBill: Set<PartyID>

    /// Whether the invoice over what stands on that side with the partner is ours to write.
    func isOurs(_ side: Side, with counterparty: PartyID) -> Bool {
        switch side {
        case .cpo: !theyBill.contains(counterparty)
        case .emsp: weBill.contains(counterparty)
        }
    }

    /// `reverse_billing` of a hub's file; nil where every invoice is direct.
    static func read(_ root: RuleNode) throws(RuleProblem) -> RuleBook<BillingRule>? {
        guard let node = root.child("reverse_billing") else { return nil }
        let partners = try root.child("partners")?.partySet() ?? []
        return try node.book { (entry) throws(RuleProblem) in
            _ = try entry.require("source").text()
            let rule = BillingRule(
                weBill: try entry.require("we_bill").partySet(),
                theyBill: try entry.require("they_bill").partySet())
            if let stranger = rule.weBill.union(rule.theyBill).subtracting(partners).min() {
                throw node.problem("\(stranger) is none of this hub's `partners`")
            }
            return rule
        }
    }
}

extension Rules {
    /// Whether the invoice over a month's side with a partner is ours to write.
    func invoiceIsOurs(_ side: Side, with counterparty: PartyID, in month: Month) -> Bool {
        let book = homeHub(of: counterparty).flatMap { billing[$0] }
        guard let rule = book?.rule(on: month.firstDay) else { return side == .cpo }
        return rule.isOurs(side, with: counterparty)
    }
}
