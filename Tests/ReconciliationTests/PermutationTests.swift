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
        let rules = try randomRules(&dice)
        let expected = try reconcile(shard, under: rules)
        for _ in 0..<3 {
            var shuffled = shard
            shuffled.sessions.shuffle(using: &dice)
            shuffled.issued.shuffle(using: &dice)
            shuffled.held.shuffle(using: &dice)
            #expect(try reconcile(shuffled, under: rules) == expected)
        }
    }

    @Test(arguments: 0..<3000)
    func `a naive matcher comes to the same`(seed: Int) throws {
        var dice = Dice(seed: seed)
        try compareWithNaive(randomShard(&dice), randomRules(&dice))
    }

    @Test(arguments: 0..<400)
    func `a naive matcher comes to the same where a clock is wrong`(seed: Int) throws {
        var dice = Dice(seed: 70_000 + seed)
        try compareWithNaive(randomSkewedShard(&dice), randomRules(&dice))
    }

    private func compareWithNaive(_ shard: Shard, _ rules: MatchingRules) throws {
        let outcome = try reconcile(shard, under: rules)
        let lines = outcome.lines.map { line in
            "\(line.disposition.rawValue) \(line.sessionID ?? "-") \(line.cdrID ?? "-") "
                + "\(line.hub ?? "-") \(line.agreed.trimmed()) \(line.disputed.trimmed())"
        }.sorted()
        let pairs = outcome.lines.compactMap { line in
            line.sessionID.flatMap { session in
                line.cdrID.map { "\(session) \($0) \(line.matchedBy ?? "-")" }
            }
        }.sorted()
        var naive = NaiveMatcher(shard, rules)
        let expected = try naive.outcomes()
        #expect(lines == expected, "\(lines) against naive \(expected)")
        #expect(pairs == naive.pairs, "\(pairs) against naive \(naive.pairs)")
        let clocks = outcome.clocks.map { "\($0.hub) \($0.pairs) \($0.milliseconds)" }
        #expect(clocks == naive.firstClocks.map { "\($0.hub) \($0.pairs) \($0.offset)" })
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
        #expect(seen[.emsp] == all)
        // There the drivers are the partner's, and so are the tokens.
        #expect(seen[.cpo] == all.subtracting([.tokenUnknown, .contractExpired]))
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
