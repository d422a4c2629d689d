import Amounts
import Reconciliation
import Roaming
import Testing

/// SplitMix64: the same seed gives the same month everywhere.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func pick<Value>(_ values: [Value]) throws -> Value {
        try #require(values.randomElement(using: &self))
    }

    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}

/// Months small and crowded enough for every kind of collision.
@Suite struct PermutationTests {
    @Test(arguments: 0..<300)
    func `the order of the input changes nothing`(seed: Int) throws {
        var dice = Dice(seed: seed)
        let shard = try randomShard(&dice)
        let expected = try reconcile(shard, under: rules()).lines
        for _ in 0..<3 {
            var shuffled = shard
            shuffled.sessions.shuffle(using: &dice)
            shuffled.issued.shuffle(using: &dice)
            shuffled.held.shuffle(using: &dice)
            #expect(try reconcile(shuffled, under: rules()).lines == expected)
        }
    }

    @Test(arguments: 0..<2000)
    func `a naive matcher comes to the same`(seed: Int) throws {
        var dice = Dice(seed: seed)
        let shard = try randomShard(&dice)
        let lines = try reconcile(shard, under: rules()).lines.map { line in
            "\(line.disposition.rawValue) \(line.sessionID ?? "-") \(line.cdrID ?? "-") "
                + "\(line.hub ?? "-") \(line.agreed.trimmed()) \(line.disputed.trimmed())"
        }
        var naive = try NaiveMatcher(shard, rules())
        let expected = try naive.outcomes()
        #expect(lines.sorted() == expected, "\(lines.sorted()) against naive \(expected)")
    }

    @Test func `the random months show every disposition on both sides`() throws {
        var seen: [Side: Set<Disposition>] = [:]
        for seed in 0..<1200 {
            var dice = Dice(seed: seed)
            let shard = try randomShard(&dice)
            let lines = try reconcile(shard, under: rules()).lines
            seen[shard.side, default: []].formUnion(lines.map(\.disposition))
        }
        // Rejected CDRs never reach reconciliation.
        let all = Set(Disposition.allCases).subtracting([.rejected])
        for side in Side.allCases { #expect(seen[side] == all) }
    }

    @Test(arguments: 0..<300)
    func `object numbers change nothing but themselves`(seed: Int) throws {
        var dice = Dice(seed: seed)
        var shard = try randomShard(&dice)
        let before = try reconcile(shard, under: rules()).lines.map(\.reason)
        for index in shard.sessions.indices { shard.sessions[index].object = Int64(1000 - index) }
        for index in shard.issued.indices { shard.issued[index].object = Int64(2000 - index) }
        for index in shard.held.indices { shard.held[index].object = Int64(3000 - index) }
        #expect(try reconcile(shard, under: rules()).lines.map(\.reason) == before)
    }

    @Test(arguments: 0..<600)
    func `every record is on exactly one line and every claim is split`(seed: Int) throws {
        var dice = Dice(seed: seed)
        let shard = try randomShard(&dice)
        let lines = try reconcile(shard, under: rules()).lines
        let sessions = lines.compactMap(\.sessionID)
        #expect(sessions.sorted() == shard.sessions.map(\.id).sorted())
        // On the CPO side a held CDR shares the line of the issued one with its id.
        let issued = Set(shard.issued.map(\.id))
        var joined: Set<String> = []
        let held = shard.held.filter {
            $0.version > 1 || !issued.contains($0.id) || !joined.insert($0.id).inserted
        }
        // Or of one that a hub holds under another id.
        let renamed = lines.compactMap {
            $0.reason.firstMatch(of: #/holds it under another id, as CDR ([^.]+)\./#)
        }
        let ids = lines.compactMap(\.cdrID) + renamed.map { String($0.output.1) }
        #expect(ids.sorted() == (shard.issued + held).map(\.id).sorted())
        for line in lines where line.disposition != .outOfPeriod && line.cdrID != nil {
            let claim = try line.agreed + line.disputed
            let claims = (shard.issued + shard.held).filter { $0.id == line.cdrID }
            #expect(claims.contains { $0.claimed.payable == claim })
            #expect(try line.agreed.magnitude() <= claim.magnitude())
            #expect(line.agreed.trimmed().scale <= 2)
        }
    }
}

/// All within October, so that every record has a line.
func randomShard(_ dice: inout Dice) throws -> Shard {
    let cpoSide = dice.oneIn(2)
    var sessions: [SessionFacts] = []
    for number in 0..<Int.random(in: 0...5, using: &dice) {
        sessions.append(try randomSession("S\(number)", &dice))
    }
    var cdrs: [CDRFacts] = []
    for number in 0..<Int.random(in: 0...7, using: &dice) {
        cdrs.append(try randomCDR("C\(number)", like: sessions.randomElement(using: &dice), &dice))
    }
    for cdr in cdrs where dice.oneIn(5) { cdrs.append(try creditOrCopy(of: cdr, &dice)) }
    var issued: [CDRFacts] = []
    if cpoSide {
        for cdr in cdrs where cdr.version == 1 && !dice.oneIn(5) {
            guard !issued.contains(where: { $0.id == cdr.id }) else { continue }
            issued.append(cdr)
            issued[issued.count - 1].hub = "own"
            if dice.oneIn(5) { issued[issued.count - 1].claimed = try randomPrice(&dice) }
        }
        cdrs = cdrs.filter { _ in !dice.oneIn(5) }
    }
    cdrs = cdrs.enumerated().filter { place, cdr in
        !cdrs[..<place].contains { ($0.hub, $0.id, $0.version) == (cdr.hub, cdr.id, cdr.version) }
    }.map(\.element)
    return Shard(
        side: cpoSide ? .cpo : .emsp, counterparty: try party("IN-TPC"), ownNetwork: false,
        homeHub: "hubject", heldIsComplete: dice.oneIn(2), sessions: sessions, issued: issued,
        held: cdrs)
}

private let starts = [
    "2026-10-14T04:30:00Z", "2026-10-14T04:31:00Z", "2026-10-14T04:32:00Z", "2026-10-14T04:34:00Z",
]

private func randomSession(_ id: String, _ dice: inout Dice) throws -> SessionFacts {
    try session(
        id, start: dice.pick(starts), end: dice.pick([finish, "2026-10-14T05:31:00Z"]),
        energy: dice.pick(["10", "10.005", "12"]),
        token: dice.pick(["TOKEN1", "TOKEN1", "TOKEN2"]),
        evseUID: dice.pick(["UID1", "UID1", nil]),
        authorization: dice.pick([nil, nil, "A1", "A2"]), currency: dice.oneIn(9) ? "EUR" : "INR")
}

private func randomCDR(
    _ id: String, like session: SessionFacts?, _ dice: inout Dice
) throws -> CDRFacts {
    let reference = dice.oneIn(2) ? session?.id : try dice.pick([nil, nil, "S0", "S9"])
    return try cdr(
        dice.oneIn(8) ? session?.id ?? id : id, session: reference,
        hub: dice.pick(["hubject", "hubject", "gireve"]),
        start: dice.oneIn(2) ? try dice.pick(starts) : session?.start.description ?? begin,
        end: dice.pick([finish, "2026-10-14T05:31:00Z", "2026-10-14T05:40:00Z"]),
        energy: dice.oneIn(3) ? try dice.pick(["10", "12"]) : session?.energy.description ?? "10",
        token: dice.oneIn(4) ? try dice.pick(["TOKEN2", ""]) : session?.tokenUID ?? "TOKEN1",
        evseUID: dice.pick(["UID1", "UID1", nil]),
        authorization: dice.oneIn(3)
            ? session?.authorizationReference : try dice.pick([nil, "A1"]),
        currency: dice.oneIn(12) ? "EUR" : "INR", claim: randomPrice(&dice),
        rated: dice.oneIn(10) ? .unpriceable(code: "TARIFF_MISSING", text: "No tariff.") : nil,
        updated: dice.pick([
            "2026-10-14T06:00:00Z", "2026-10-14T07:00:00Z", "2026-11-02T00:00:00Z",
            "2026-11-06T00:00:00Z",
        ]))
}

private func randomPrice(_ dice: inout Dice) throws -> Price {
    try dice.pick([
        price("100.00", "118.00"), price("100.00", "118.00"), price("100.50", "118.59"),
        price("110.00", "129.80"), price("90.00", "106.20"), price("100.00", nil),
        price("100.004", "118.006"), price("90.004", "106.204"),
    ])
}

private func creditOrCopy(of cdr: CDRFacts, _ dice: inout Dice) throws -> CDRFacts {
    var copy = cdr
    switch Int.random(in: 0..<4, using: &dice) {
    case 0:
        copy.hub = cdr.hub == "gireve" ? "hubject" : "gireve"
    case 1:
        copy.version = 2
        copy.claimed = try randomPrice(&dice)
    case 2:
        copy.id = cdr.id + "X"
        copy.hub = try dice.pick(["gireve", "hubject"])
    default:
        copy.id = cdr.id + "-CR"
        copy.credit = true
        copy.creditReferenceID = dice.oneIn(6) ? "C99" : cdr.id
        let full = !dice.oneIn(4)
        copy.claimed = Price(
            beforeTax: try cdr.claimed.beforeTax?.negated(),
            afterTax: full ? try cdr.claimed.afterTax?.negated() : try decimal("-1.00"))
    }
    return copy
}
