import Amounts
import Roaming
import Settlement
import Testing

// Builders that state only what matters; everything else is one ordinary matched session of
// IN-TPC's driver at our location LOC1 on 14 October 2026: 10 kWh, 100.00 INR before and 118.00 INR
// after tax.

func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }
func party(_ text: String) throws -> PartyID { try #require(PartyID(text)) }
func currency(_ text: String) throws -> Currency { try #require(Currency(text)) }
func day(_ text: String) throws -> Day { try #require(Day(text)) }

func line(
    _ disposition: Disposition = .matched, side: Side = .cpo, with counterparty: String? = "IN-TPC",
    own: Bool = false, currency code: String? = "INR", agreed: String = "118.00",
    before: String = "100.00", disputed: String = "0", location: String? = "LOC1",
    end: String = "2026-10-14T05:30:00Z", energy: String? = "10"
) throws -> ReconciledLine {
    ReconciledLine(
        disposition: disposition, side: side, hub: "hubject",
        counterparty: try counterparty.map { try party($0) }, ownNetwork: own, sessionID: "S1",
        cdrID: "C1", sessionObject: nil, cdrObject: nil, matchedBy: "M1",
        currency: try code.map { try currency($0) }, ours: nil, theirs: nil, difference: nil,
        agreed: try decimal(agreed), agreedBeforeTax: try decimal(before),
        disputed: try decimal(disputed), locationID: location, evseID: nil, start: nil,
        end: Instant(end), energy: try energy.map { try decimal($0) }, reason: "")
}

/// Codes are the roles' names.
func accounts() throws -> ChartOfAccounts {
    let pairs = AccountRole.allCases.map { role in
        (role, Account(code: role.rawValue, name: "The \(role.rawValue)"))
    }
    return try #require(ChartOfAccounts(Dictionary(uniqueKeysWithValues: pairs)))
}

func terms(
    share: String = "70", session: String = "0", kWh: String = "0", monthly: String = "0"
) throws -> VendorTerms {
    VendorTerms(
        sharePercent: try decimal(share), feePerSession: try decimal(session),
        feePerKWh: try decimal(kWh), feeMonthly: try decimal(monthly),
        currency: try currency("INR"))
}

func vendor(
    _ id: String = "mall", at locations: Set<String> = ["LOC1"],
    terms entries: [(String, VendorTerms)]
) throws -> VendorRule {
    let book = try RuleBook(entries.map { (from: try day($0.0), rule: $0.1) })
    return VendorRule(id: id, name: "The \(id)", locations: locations, terms: try #require(book))
}

func rules(
    _ vendors: [VendorRule] = [], nettingExcluded: Set<PartyID> = []
) throws -> SettlementRules {
    try #require(
        SettlementRules(
            vendors: vendors, accounts: accounts(), nettingExcluded: nettingExcluded,
            dayOffsetSeconds: 19_800))
}

func settled(
    _ lines: [ReconciledLine], under rules: SettlementRules? = nil
) throws -> SettledMonth {
    try settle(lines, of: #require(Month("2026-10")), under: rules ?? SettlementTests.rules())
}

/// `RECEIVABLE_ACCRUED: accruedRoamingReceivable 118.00, roamingRevenue -100.00, …`
func short(_ entries: [JournalEntry]) -> [String] {
    entries.map { entry in
        let postings = entry.postings.map { "\($0.account) \($0.amount.text(decimals: 2))" }
        return "\(entry.event.rawValue): \(postings.joined(separator: ", "))"
    }
}

/// `IN-TPC INR 118.00 59.00 59.00 0.00`: receivable, payable, net, disputed.
func short(_ positions: [Position]) -> [String] {
    positions.map { position in
        let amounts = [
            position.receivable, position.payable, position.net, position.disputed,
        ].map { $0.text(decimals: 2) }
        return "\(position.counterparty) \(position.currency) \(amounts.joined(separator: " "))"
    }
}
