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
    end: String = "2026-10-14T05:30:00Z", energy: String? = "10", over hub: String = "hubject",
    service: String = "2026-10", as ownParty: String? = nil
) throws -> ReconciledLine {
    ReconciledLine(
        disposition: disposition, side: side, hub: hub,
        counterparty: try counterparty.map { try party($0) }, ownNetwork: own, sessionID: "S1",
        cdrID: "C1", sessionObject: nil, cdrObject: nil, matchedBy: "M1",
        currency: try code.map { try currency($0) }, ours: nil, theirs: nil, difference: nil,
        agreed: try decimal(agreed), agreedBeforeTax: try decimal(before),
        disputed: try decimal(disputed), locationID: location, evseID: nil, start: nil,
        end: Instant(end), energy: try energy.map { try decimal($0) }, reason: "",
        ownParty: try party(ownParty ?? (side == .cpo ? "IN-MGM" : "IN-MGE")),
        serviceMonth: Month(service))
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

/// Keeps its books in rupees; both our parties act for it.
func entity(
    _ id: String = "magma", parties: [String] = ["IN-MGM", "IN-MGE"],
    at rateDate: EntityRule.RateDate = .sessionEnd
) throws -> EntityRule {
    let dates = try RuleBook([(from: day("2017-07-01"), rule: rateDate)])
    return EntityRule(
        id: id, name: "The \(id)", parties: Set(try parties.map { try party($0) }), address: [],
        gstin: nil, bookCurrency: try currency("INR"), statementSeries: "MG",
        financialYearStart: 4, rateDates: try #require(dates))
}

/// Euros in rupees, by day.
func rates(_ quotes: [(String, String)], daysValid: Int = 31) throws -> ExchangeTable {
    let book = try RuleBook(
        quotes.map { (day, rate) in
            (
                from: try SettlementTests.day(day),
                rule: ExchangeRates.Quote(rate: try decimal(rate), source: "test")
            )
        })
    let euros = ExchangeRates(
        currency: try currency("EUR"), bookCurrency: try currency("INR"), daysValid: daysValid,
        quotes: try #require(book))
    return try #require(ExchangeTable([euros]))
}

func rules(
    _ vendors: [VendorRule] = [], entities: [EntityRule]? = nil,
    nettingExcluded: Set<PartyID> = [], clearingHubs: Set<String> = [],
    members: [String: String] = [:], rates: ExchangeTable = .empty, fees: [HubFeeRule] = []
) throws -> SettlementRules {
    var homes: [PartyID: String] = [:]
    for (member, hub) in members { homes[try party(member)] = hub }
    return try #require(
        SettlementRules(
            entities: entities ?? [entity()], vendors: vendors, accounts: accounts(),
            netting: NettingRules(excluded: nettingExcluded, hubs: clearingHubs),
            homeHubs: homes, rates: rates, hubFees: fees, dayOffsetSeconds: 19_800))
}

func settled(
    _ lines: [ReconciledLine], _ decisions: [DisputeEvent] = [],
    under rules: SettlementRules? = nil
) throws -> SettledMonth {
    try settle(
        lines, decisions, of: #require(Month("2026-10")), under: rules ?? SettlementTests.rules())
}

func decision(
    _ dispute: String = "D-2026-09-0001", _ ordinal: Int = 3, side: Side = .cpo,
    of month: String = "2026-09", currency code: String = "INR", released: String = "0",
    before: String = "0", writtenOff: String = "0"
) throws -> DisputeEvent {
    DisputeEvent(
        dispute: dispute, ordinal: ordinal, month: try #require(Month(month)), side: side,
        counterparty: try party("IN-TPC"),
        ownParty: try party(side == .cpo ? "IN-MGM" : "IN-MGE"), currency: try currency(code),
        released: try decimal(released), releasedBeforeTax: try decimal(before),
        writtenOff: try decimal(writtenOff), at: try #require(Instant("2026-10-20T10:00:00Z")),
        by: "asha", why: "the meter was read again")
}

/// What an account is left with, by currency, in amounts or in the currency of the books.
func balances(
    _ month: SettledMonth, of accounts: [AccountRole], with partner: PartyID? = nil,
    in currency: Currency, booked: Bool = false
) throws -> ExactDecimal {
    let names = accounts.map(\.rawValue)
    var sum = ExactDecimal.zero
    for entry in month.journal where partner == nil || entry.counterparty == partner {
        guard (booked ? entry.bookCurrency : entry.currency) == currency else { continue }
        for posting in entry.postings where names.contains(posting.account) {
            sum = try sum + (booked ? #require(posting.bookAmount) : posting.amount)
        }
    }
    return sum
}

func sum(_ amounts: [ExactDecimal]) throws -> ExactDecimal {
    var sum = ExactDecimal.zero
    for amount in amounts { sum = try sum + amount }
    return sum
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

/// SplitMix64: the same seed gives the same month everywhere.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
