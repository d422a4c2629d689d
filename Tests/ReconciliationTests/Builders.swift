import Amounts
import Reconciliation
import Roaming
import Testing

// Builders that state only what matters; everything else is one ordinary session in October 2026:
// our driver (IN-MGE) at a station of IN-TPC over hubject, 14 October, 10:00 to 11:00 IST, 10 kWh,
// 100.00 INR before and 118.00 INR after tax.

func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }
func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }
func party(_ text: String) throws -> PartyID { try #require(PartyID(text)) }
func currency(_ text: String) throws -> Currency { try #require(Currency(text)) }

func price(_ beforeTax: String, _ afterTax: String?) throws -> Price {
    Price(beforeTax: try decimal(beforeTax), afterTax: try afterTax.map { try decimal($0) })
}

let begin = "2026-10-14T04:30:00Z"
let finish = "2026-10-14T05:30:00Z"

func session(
    _ id: String = "S1", start: String = begin, end: String = finish, energy: String = "10",
    token: String = "TOKEN1", contract: String? = "INMGEC1", evseUID: String? = "UID1",
    evseID: String? = "INTPCE1", authorization: String? = nil, currency code: String = "INR",
    cost: Price? = nil, cpo: String = "IN-TPC", location: String = "LOC1", oneTime: Bool = false,
    meter: MeterMark? = nil
) throws -> SessionFacts {
    let fields = SessionFields(
        object: Int64(id.utf8.reduce(0) { $0 * 31 % 99_991 + Int($1) }), hub: "own",
        cpo: try party(cpo), id: id,
        authorizationReference: authorization, evseUID: evseUID, evseID: evseID,
        tokenUID: token, contractID: contract, locationID: location,
        start: try instant(start), end: try instant(end), energy: try decimal(energy),
        currency: try currency(code), cost: cost, tokenIsOneTime: oneTime, meter: meter)
    return SessionFacts(fields)
}

func cdr(
    _ id: String = "C1", session: String? = nil, hub: String = "hubject", start: String = begin,
    end: String = finish, energy: String = "10", token: String = "TOKEN1",
    contract: String? = "INMGEC1", evseUID: String? = "UID1", evseID: String? = "INTPCE1",
    authorization: String? = nil, currency code: String = "INR", claim: Price? = nil,
    rated: RatingVerdict? = nil, credit: Bool = false, creditReference: String? = nil,
    updated: String = "2026-10-14T06:00:00Z", version: Int = 1, cpo: String = "IN-TPC",
    location: String = "LOC1", oneTime: Bool = false, meter: MeterMark? = nil
) throws -> CDRFacts {
    let fields = CDRFields(
        object: Int64(id.utf8.reduce(0) { $0 * 31 % 99_991 + Int($1) }), hub: hub,
        cpo: try party(cpo), id: id,
        sessionID: session, authorizationReference: authorization, credit: credit,
        creditReferenceID: creditReference, evseUID: evseUID, evseID: evseID, tokenUID: token,
        contractID: contract, locationID: location, start: try instant(start),
        end: try instant(end), energy: try decimal(energy), currency: try currency(code),
        claimed: try claim ?? price("100.00", "118.00"),
        rated: try rated ?? .priced(price("100.00", "118.00"), currency("INR")),
        lastUpdated: try instant(updated), version: version, ownParty: try party("IN-MGE"),
        tokenIsOneTime: oneTime, meter: meter)
    return CDRFacts(fields)
}

/// Default tolerances of the contract: 0.001 kWh or 0.1 %, 60 s, start 120 s, 1.00 INR, 0.01 EUR or
/// 0.5 %.
func rules(
    cdrIDMayBeSessionID: Bool = true, month: String = "2026-10", closed: [String] = [],
    pairing: [String: PairingRule] = [:]
) throws -> MatchingRules {
    let month = try #require(Month(month))
    return MatchingRules(
        window: MonthWindow(month, offsetSeconds: 19_800, graceDays: 5), tolerances: [:],
        defaultTolerances: Tolerances(
            energy: try decimal("0.001"), energyPercent: try decimal("0.1"),
            durationSeconds: 60, startSeconds: 120,
            price: [
                try currency("INR"): try decimal("1.00"), try currency("EUR"): try decimal("0.01"),
            ],
            pricePercent: try decimal("0.5")),
        cdrIDMayBeSessionID: cdrIDMayBeSessionID, rounding: [:],
        closed: try Set(closed.map { try #require(Month($0)) }), pairing: pairing)
}

/// Payable side: their CDRs against our sessions.
func payable(
    _ sessions: [SessionFacts], _ held: [CDRFacts], under rules: MatchingRules? = nil,
    tokens: TokenBook? = nil
) throws -> [ReconciledLine] {
    try reconcile(
        Shard(
            side: .emsp, counterparty: party("IN-TPC"), ownNetwork: false, homeHub: "hubject",
            heldIsComplete: false, sessions: sessions, issued: [], held: held, tokens: tokens),
        under: rules ?? ReconciliationTests.rules()
    ).lines
}

/// Receivable side: our CDRs, as issued and as the hubs hold them, against our sessions.
func receivable(
    _ sessions: [SessionFacts], issued: [CDRFacts], held: [CDRFacts], heldIsComplete: Bool = true,
    ownNetwork: Bool = false, under rules: MatchingRules? = nil
) throws -> [ReconciledLine] {
    try reconcile(
        Shard(
            side: .cpo, counterparty: party("IN-TPC"), ownNetwork: ownNetwork,
            homeHub: "hubject", heldIsComplete: heldIsComplete, sessions: sessions,
            issued: issued, held: held),
        under: rules ?? ReconciliationTests.rules()
    ).lines
}

/// `MATCHED S1 C1 118.00 0.00`: disposition, ids, agreed and disputed; lines joined by `; `.
func short(_ lines: [ReconciledLine]) -> String {
    lines.map { line in
        "\(line.disposition.rawValue) \(line.sessionID ?? "-") \(line.cdrID ?? "-") "
            + "\(line.agreed.text(decimals: 2)) \(line.disputed.text(decimals: 2))"
    }.joined(separator: "; ")
}
