import Amounts
import Roaming
import Settlement

// The smallest books in which a worked case of a rule file can be settled.

extension SettlementRules {
    /// One entity that keeps its books in rupees; accounts are named by their purpose.
    static func forCases(
        vendors: [VendorRule] = [], netting: NettingRules = NettingRules(),
        homeHubs: [PartyID: String] = [:]
    ) -> SettlementRules? {
        let roles = AccountRole.allCases.map { ($0, Account(code: $0.rawValue, name: $0.rawValue)) }
        let start = Day(daysSince1970: 0)
        guard let accounts = ChartOfAccounts(Dictionary(uniqueKeysWithValues: roles)),
            let rupees = Currency("INR"),
            let rateDates = RuleBook([(from: start, rule: EntityRule.RateDate.statementDate)])
        else { return nil }
        let entity = EntityRule(
            id: "case", name: "Case", parties: [], address: [], gstin: nil, bookCurrency: rupees,
            statementSeries: "C", financialYearStart: 4, rateDates: rateDates)
        return SettlementRules(
            entities: [entity], vendors: vendors, accounts: accounts, netting: netting,
            homeHubs: homeHubs, dayOffsetSeconds: 0)
    }
}

extension ReconciledLine {
    /// A matched session of the month's first day, all agreed, without tax, in rupees unless said.
    static func forCases(
        _ side: Side, _ month: Month, with partner: PartyID?, agreed: ExactDecimal,
        in currency: Currency? = Currency("INR"), at location: String? = nil,
        energy: ExactDecimal = .zero
    ) -> ReconciledLine {
        ReconciledLine(
            disposition: .matched, side: side, hub: nil, counterparty: partner, ownNetwork: false,
            sessionID: nil, cdrID: nil, sessionObject: nil, cdrObject: nil, matchedBy: nil,
            currency: currency, ours: nil, theirs: nil, difference: nil, agreed: agreed,
            agreedBeforeTax: agreed, disputed: .zero, locationID: location, evseID: nil,
            start: nil, end: Instant(seconds: Int64(month.firstDay.daysSince1970) * 86_400),
            energy: energy, reason: "")
    }
}
