import Amounts
import Reconciliation
import Roaming
import Testing

/// Rules that allow and forbid passes at random, with and without a word about the clock.
func randomRules(_ dice: inout Dice) throws -> MatchingRules {
    var pairing: [String: PairingRule] = [:]
    for hub in ["chargegrid", "gireve", "hubject"] where !dice.oneIn(3) {
        let passes = Set(MatchingPass.allCases.filter { _ in !dice.oneIn(5) })
        pairing[hub] = try PairingRule(
            passes: dice.oneIn(3) ? nil : passes, overlapPercent: dice.pick([80, 80, 50, 100]),
            clockOffset: dice.pick([.none, .none, .estimated, .seconds(60), .seconds(-90)]))
    }
    return try rules(cdrIDMayBeSessionID: !dice.oneIn(3), pairing: pairing)
}

/// All within October, so that every record has a line. Records are few and much alike: near ties,
/// missing and wrong ids, duplicates of every kind.
func randomShard(_ dice: inout Dice) throws -> Shard {
    let cpoSide = dice.oneIn(2)
    var sessions: [SessionFacts] = []
    for number in 0..<Int.random(in: 0...5, using: &dice) {
        sessions.append(try randomSession("S\(number)", &dice))
    }
    var cdrs: [CDRFacts] = []
    for number in 0..<Int.random(in: 0...7, using: &dice) {
        var cdr = try randomCDR("C\(number)", like: sessions.randomElement(using: &dice), &dice)
        if cdrs.contains(where: { $0.id == cdr.id }) {
            cdr.lastUpdated = cdr.lastUpdated.advanced(bySeconds: Int64(number))
        }
        cdrs.append(cdr)
    }
    for cdr in cdrs where dice.oneIn(5) { cdrs.append(try creditOrCopy(of: cdr, &dice)) }
    return try shard(sessions, cdrs, cpoSide: cpoSide, &dice)
}

/// Sessions hours apart, most of them named by a CDR of one hub whose clock is wrong, some not.
func randomSkewedShard(_ dice: inout Dice) throws -> Shard {
    let ahead = try dice.pick([300, 200, -400, 121] as [Int64])
    var sessions: [SessionFacts] = []
    var cdrs: [CDRFacts] = []
    for number in 0..<Int.random(in: 6...12, using: &dice) {
        let start = try instant(begin).advanced(bySeconds: Int64(number / 2) * 4000)
        let near = start.advanced(bySeconds: number % 2 == 0 ? 0 : try dice.pick([100, 240, 600]))
        let session = try session(
            "S\(number)", start: near.description,
            end: near.advanced(bySeconds: 3600).description, energy: dice.pick(["10", "10.5"]))
        sessions.append(session)
        guard !dice.oneIn(8) else { continue }
        let jitter = try dice.pick([0, 0, 3, -20] as [Int64])
        let shifted = near.advanced(bySeconds: ahead + jitter)
        cdrs.append(
            try cdr(
                "C\(number)", session: dice.oneIn(3) ? nil : session.id,
                hub: dice.oneIn(5) ? "gireve" : "hubject", start: shifted.description,
                end: shifted.advanced(bySeconds: 3600).description,
                energy: session.energy.description,
                contract: dice.pick(["INMGEC1", nil])))
    }
    return try shard(sessions, cdrs, cpoSide: dice.oneIn(3), &dice)
}

private func shard(
    _ sessions: [SessionFacts], _ received: [CDRFacts], cpoSide: Bool, _ dice: inout Dice
) throws -> Shard {
    var issued: [CDRFacts] = []
    var cdrs = received
    if cpoSide {
        for cdr in cdrs where cdr.version == 1 && !dice.oneIn(5) {
            let ids = [cdr.id, cdr.id + "I"]
            guard !issued.contains(where: { ids.contains($0.id) }) else { continue }
            issued.append(cdr)
            issued[issued.count - 1].hub = "own"
            if dice.oneIn(5) { issued[issued.count - 1].claimed = try randomPrice(&dice) }
            if dice.oneIn(5) { issued[issued.count - 1].id += "I" }
        }
        cdrs = cdrs.filter { _ in !dice.oneIn(5) }
    }
    cdrs = cdrs.enumerated().filter { place, cdr in
        !cdrs[..<place].contains { ($0.hub, $0.id, $0.version) == (cdr.hub, cdr.id, cdr.version) }
    }.map(\.element)
    return Shard(
        side: cpoSide ? .cpo : .emsp, counterparty: try party("IN-TPC"), ownNetwork: false,
        homeHub: "hubject", heldIsComplete: dice.oneIn(2), sessions: sessions, issued: issued,
        held: cdrs, tokens: dice.oneIn(2) ? try randomTokens() : nil)
}

/// TOKEN1 of contract 1 is valid, TOKEN2 is not any more; contract 2 is nobody's.
private func randomTokens() throws -> TokenBook {
    var book = TokenBook()
    for (uid, contract, valid) in [("TOKEN1", "INMGEC1", true), ("TOKEN2", nil, false)] {
        book.add(
            party: try party("IN-MGE"), uid: uid, type: "RFID", contractID: contract,
            valid: valid, lastUpdated: try instant("2026-10-01T00:00:00Z"))
    }
    return book
}

private let starts = [
    "2026-10-14T04:30:00Z", "2026-10-14T04:31:00Z", "2026-10-14T04:32:00Z", "2026-10-14T04:34:00Z",
    "2026-10-14T04:40:00Z",
]

private func randomMeter(_ dice: inout Dice) throws -> MeterMark? {
    guard dice.oneIn(4) else { return nil }
    return try MeterMark(
        payload: dice.pick([nil, "P1", "P2", "P3"]),
        readings: dice.pick([nil, "M1 from 1 to 11 kWh", "M1 from 11 to 21 kWh"]))
}

private func randomSession(_ id: String, _ dice: inout Dice) throws -> SessionFacts {
    try session(
        id, start: dice.pick(starts), end: dice.pick([finish, "2026-10-14T05:31:00Z"]),
        energy: dice.pick(["10", "10.005", "12"]),
        token: dice.pick(["TOKEN1", "TOKEN1", "TOKEN2", ""]),
        contract: dice.pick(["INMGEC1", "INMGEC1", "INMGEC2", nil]),
        evseUID: dice.pick(["UID1", "UID1", nil]),
        authorization: dice.pick([nil, nil, "A1", "A2"]), currency: dice.oneIn(9) ? "EUR" : "INR",
        oneTime: dice.oneIn(8), meter: randomMeter(&dice))
}

private func randomCDR(
    _ id: String, like session: SessionFacts?, _ dice: inout Dice
) throws -> CDRFacts {
    let reference = dice.oneIn(2) ? session?.id : try dice.pick([nil, nil, "S0", "S9"])
    var cdr = try cdr(
        dice.oneIn(8) ? session?.id ?? id : id, session: reference,
        hub: dice.pick(["hubject", "hubject", "gireve", "chargegrid"]),
        start: dice.oneIn(2) ? try dice.pick(starts) : session?.start.description ?? begin,
        end: dice.pick([finish, "2026-10-14T05:31:00Z", "2026-10-14T05:40:00Z"]),
        energy: dice.oneIn(3) ? try dice.pick(["10", "12"]) : session?.energy.description ?? "10",
        token: dice.oneIn(4) ? try dice.pick(["TOKEN2", ""]) : session?.tokenUID ?? "TOKEN1",
        contract: dice.oneIn(3) ? try dice.pick(["INMGEC1", "INMGEC2", nil]) : session?.contractID,
        evseUID: dice.pick(["UID1", "UID1", nil]),
        authorization: dice.oneIn(3)
            ? session?.authorizationReference : try dice.pick([nil, "A1"]),
        currency: dice.oneIn(12) ? "EUR" : "INR", claim: randomPrice(&dice),
        rated: dice.oneIn(10) ? .unpriceable(code: "TARIFF_MISSING", text: "No tariff.") : nil,
        updated: dice.pick([
            "2026-10-14T06:00:00Z", "2026-10-14T07:00:00Z", "2026-11-02T00:00:00Z",
            "2026-11-06T00:00:00Z",
        ]), oneTime: dice.oneIn(8),
        meter: dice.oneIn(3) ? session?.meter : try randomMeter(&dice))
    if dice.oneIn(12) { cdr.signature = try dice.pick(SignatureVerdict.allCases) }
    if dice.oneIn(25) { cdr.plausibility = try dice.pick([.timeInSeconds, .exceedsPower]) }
    if dice.oneIn(6) { cdr.byOwnTariff = try price("110.00", "129.80") }
    return cdr
}

func randomPrice(_ dice: inout Dice) throws -> Price {
    try dice.pick([
        price("100.00", "118.00"), price("100.00", "118.00"), price("100.50", "118.59"),
        price("110.00", "129.80"), price("90.00", "106.20"), price("100.00", nil),
        price("100.004", "118.006"), price("90.004", "106.204"), price("100.00", "128.00"),
    ])
}

private func creditOrCopy(of cdr: CDRFacts, _ dice: inout Dice) throws -> CDRFacts {
    var copy = cdr
    switch Int.random(in: 0..<5, using: &dice) {
    case 0:
        copy.hub = cdr.hub == "gireve" ? "hubject" : "gireve"
    case 1:
        copy.version = 2
        if !dice.oneIn(4) { copy.claimed = try randomPrice(&dice) }
    case 2:
        copy.id = cdr.id + "X"
        copy.hub = try dice.pick(["gireve", "hubject", "chargegrid"])
    case 3:
        // The hub rewrites the times, but not what the meter signed.
        copy.id = cdr.id + "Y"
        copy.hub = try dice.pick(["gireve", "hubject", "chargegrid"])
        copy.start = cdr.start.advanced(bySeconds: 60)
    default:
        copy.id = cdr.id + "-CR"
        copy.credit = true
        copy.creditReferenceID = dice.oneIn(6) ? "C99" : cdr.id
        let full = !dice.oneIn(4)
        copy.claimed = Price(
            beforeTax: try cdr.claimed.beforeTax?.negated(),
            afterTax: full ? try cdr.claimed.afterTax?.negated() : try decimal("-1.00"))
        // The energy goes back too, or nothing does.
        if dice.oneIn(4) { copy.energy = try decimal("-10") }
        if dice.oneIn(8) { copy.claimed = cdr.claimed }
    }
    return copy
}
