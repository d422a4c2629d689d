import Amounts
import Reconciliation
import Roaming
import Testing

/// What must hold of any month, whatever is in it.
@Suite struct PairingLawTests {
    @Test(arguments: 0..<600)
    func `with the sides swapped the pairs are the same`(seed: Int) throws {
        var dice = Dice(seed: 40_000 + seed)
        var rules = try evenRules(&dice, cdrIDMayBeSessionID: false)
        let month = try MirrorMonth(&dice)
        // A suspected duplicate is no work for M7, and only CDRs can be duplicates.
        if try month.hasSuspects(under: rules) {
            for hub in rules.pairing.keys { rules.pairing[hub]?.passes?.remove(.unknownToken) }
        }
        let ours = try month.outcome(under: rules)
        let theirs = try month.swappedOutcome(under: rules)
        #expect(ours == theirs, "\(ours.sorted()) against swapped \(theirs.sorted())")
    }

    @Test(arguments: 0..<400)
    func `partners do not touch each other`(seed: Int) throws {
        var dice = Dice(seed: 50_000 + seed)
        let rules = try evenRules(&dice)
        var (first, second) = try (randomShard(&dice), randomShard(&dice))
        second.side = first.side
        second.heldIsComplete = first.heldIsComplete
        second.tokens = first.tokens
        let zeo = try party("IN-ZEO")
        for index in second.sessions.indices { second.sessions[index].cpo = zeo }
        for index in second.issued.indices { second.issued[index].cpo = zeo }
        for index in second.held.indices { second.held[index].cpo = zeo }
        let apart = try [first, second].flatMap { try reconcile($0, under: rules).lines }
        first.sessions += second.sessions
        first.issued += second.issued
        first.held += second.held
        let together = try reconcile(first, under: rules).lines
        #expect(together.map { "\($0)" }.sorted() == apart.map { "\($0)" }.sorted())
    }

    @Test(arguments: 0..<400)
    func `what hubs are called decides nothing`(seed: Int) throws {
        var dice = Dice(seed: 60_000 + seed)
        let rules = try evenRules(&dice)
        var shard = try randomShard(&dice)
        // Only between copies that are the same in everything does the name decide which stands.
        for index in shard.held.indices {
            let updated = shard.held[index].lastUpdated.milliseconds + Int64(index)
            shard.held[index].lastUpdated = Instant(milliseconds: updated)
        }
        let before = try summaries(shard, under: rules)
        let names = ["hubject": "aaa", "chargegrid": "zzz", "gireve": "mmm"]
        let others = ["hubject": "zzz", "chargegrid": "mmm", "gireve": "aaa"]
        for naming in [names, others] {
            var renamed = shard
            renamed.homeHub = naming["hubject"]
            for index in shard.held.indices {
                renamed.held[index].hub = naming[shard.held[index].hub] ?? ""
            }
            let after = try summaries(renamed, under: rules)
            #expect(after == before, "\(Set(after).symmetricDifference(before).sorted())")
        }
        shard.held.reverse()
        #expect(try summaries(shard, under: rules) == before)
    }

    @Test(arguments: 0..<400)
    func `a replay of any part brings nothing`(seed: Int) throws {
        var dice = Dice(seed: 80_000 + seed)
        let rules = try randomRules(&dice)
        var shard = try randomShard(&dice)
        let once = try reconcile(shard, under: rules)
        shard.sessions += shard.sessions.prefix(Int.random(in: 0...5, using: &dice))
        shard.issued += shard.issued.prefix(Int.random(in: 0...5, using: &dice))
        shard.held += shard.held.prefix(Int.random(in: 0...9, using: &dice))
        #expect(try reconcile(shard, under: rules) == once)
    }

    @Test func `the random months show every pass on both sides`() throws {
        var seen: [Side: Set<String>] = [:]
        var estimates = 0
        for seed in 0..<1500 {
            for skewed in [false, true] {
                var dice = Dice(seed: seed)
                let shard = try skewed ? randomSkewedShard(&dice) : randomShard(&dice)
                let outcome = try reconcile(shard, under: randomRules(&dice))
                seen[shard.side, default: []].formUnion(outcome.lines.compactMap(\.matchedBy))
                estimates += outcome.clocks.filter(\.isUsed).count
            }
        }
        for side in Side.allCases {
            #expect(seen[side]?.sorted() == MatchingPass.allCases.map(\.rawValue).sorted())
        }
        #expect(estimates > 50)
    }

    /// The same for every hub, and without estimates, which rest on a whole shard.
    private func evenRules(
        _ dice: inout Dice, cdrIDMayBeSessionID: Bool = true
    ) throws -> MatchingRules {
        var passes = Set(MatchingPass.allCases.filter { _ in !dice.oneIn(6) })
        if !cdrIDMayBeSessionID { passes.remove(.cdrIsSession) }
        let pairing = try PairingRule(passes: passes, overlapPercent: dice.pick([80, 50]))
        let hubs = ["hubject", "chargegrid", "gireve", "aaa", "mmm", "zzz"]
        return try rules(
            cdrIDMayBeSessionID: cdrIDMayBeSessionID,
            pairing: Dictionary(uniqueKeysWithValues: hubs.map { ($0, pairing) }))
    }

    /// Lines without the names of hubs.
    private func summaries(_ shard: Shard, under rules: MatchingRules) throws -> [String] {
        try reconcile(shard, under: rules).lines.map {
            "\($0.disposition) \($0.sessionID ?? "-") \($0.cdrID ?? "-") \($0.matchedBy ?? "-") "
                + "\($0.agreed) \($0.disputed)"
        }.sorted()
    }
}

/// Sessions and CDRs that are each named once and say no two the same, so that neither side has
/// duplicates, of which one stands before the other.
private struct MirrorMonth {
    let sessions: [SessionFacts]
    let cdrs: [CDRFacts]
    let shard: Shard

    init(_ dice: inout Dice) throws {
        let starts = (0..<12).map { 60 * $0 }
        var moments = starts.flatMap { start in ["10", "10.005", "12"].map { (start, $0) } }
        moments.shuffle(using: &dice)
        var sessions: [SessionFacts] = []
        for number in 0..<Int.random(in: 0...6, using: &dice) {
            let (offset, energy) = moments[number]
            let start = try instant(begin).advanced(bySeconds: Int64(offset))
            sessions.append(
                try session(
                    "S\(number)", start: start.description,
                    end: start.advanced(bySeconds: dice.pick([3600, 3000])).description,
                    energy: energy, token: dice.pick(["TOKEN1", "TOKEN1", "TOKEN2", ""]),
                    contract: dice.pick(["INMGEC1", "INMGEC1", nil]),
                    evseUID: dice.pick(["UID1", "UID1", nil]),
                    authorization: dice.oneIn(3) ? "A\(number)" : nil, oneTime: dice.oneIn(6),
                    meter: dice.oneIn(4) ? MeterMark(payload: "P\(number)", readings: nil) : nil))
        }
        moments.shuffle(using: &dice)
        var cdrs: [CDRFacts] = []
        for number in 0..<Int.random(in: 0...6, using: &dice) {
            let (offset, energy) = moments[number]
            let start = try instant(begin).advanced(bySeconds: Int64(offset))
            cdrs.append(
                try cdr(
                    "C\(number)", session: dice.oneIn(4) ? "S\(number)" : nil,
                    start: start.description,
                    end: start.advanced(bySeconds: dice.pick([3600, 3000])).description,
                    energy: energy, token: dice.pick(["TOKEN1", "TOKEN1", "TOKEN2", ""]),
                    contract: dice.pick(["INMGEC1", "INMGEC1", nil]),
                    evseUID: dice.pick(["UID1", "UID1", nil]),
                    authorization: dice.oneIn(3) ? "A\(number)" : nil, oneTime: dice.oneIn(6),
                    meter: dice.oneIn(4) ? MeterMark(payload: "P\(number)", readings: nil) : nil))
        }
        self.sessions = sessions
        self.cdrs = cdrs
        shard = try Self.shard(sessions, cdrs)
    }

    /// Their CDRs as sessions, our sessions as CDRs.
    private func swapped() throws -> Shard {
        let asCDRs = try sessions.map {
            try cdr(
                "X" + $0.id, session: $0.id, start: $0.start.description, end: $0.end.description,
                energy: $0.energy.description, token: $0.tokenUID, contract: $0.contractID,
                evseUID: $0.evseUID, evseID: $0.evseID,
                authorization: $0.authorizationReference, oneTime: $0.tokenIsOneTime,
                meter: $0.meter)
        }
        let asSessions = try cdrs.map {
            try session(
                $0.sessionID ?? "X" + $0.id, start: $0.start.description,
                end: $0.end.description, energy: $0.energy.description, token: $0.tokenUID,
                contract: $0.contractID, evseUID: $0.evseUID, evseID: $0.evseID,
                authorization: $0.authorizationReference, oneTime: $0.tokenIsOneTime,
                meter: $0.meter)
        }
        return try Self.shard(asSessions, asCDRs)
    }

    func swappedOutcome(under rules: MatchingRules) throws -> Set<String> {
        let swapped = try swapped()
        let names = Dictionary(
            uniqueKeysWithValues: zip(swapped.sessions.map(\.id), cdrs.map(\.id)))
        return Set(
            try reconcile(swapped, under: rules).lines.map {
                Self.words(
                    $0, session: $0.cdrID.map { String($0.dropFirst()) },
                    cdr: $0.sessionID.flatMap { names[$0] })
            })
    }

    func outcome(under rules: MatchingRules) throws -> Set<String> {
        Set(
            try reconcile(shard, under: rules).lines.map {
                Self.words($0, session: $0.sessionID, cdr: $0.cdrID)
            })
    }

    func hasSuspects(under rules: MatchingRules) throws -> Bool {
        try [shard, swapped()].contains {
            try reconcile($0, under: rules).lines.contains { $0.disposition == .duplicateSuspect }
        }
    }

    private static func words(
        _ line: ReconciledLine, session: String?, cdr: String?
    ) -> String {
        let names = "\(session ?? "-") \(cdr ?? "-")"
        if session != nil, cdr != nil {
            return "\(names) \(line.matchedBy ?? "")"
                + (line.disposition == .ambiguous ? " review" : "")
        }
        return names + (line.disposition == .ambiguous ? " tied" : " missing")
    }

    private static func shard(_ sessions: [SessionFacts], _ cdrs: [CDRFacts]) throws -> Shard {
        Shard(
            side: .emsp, counterparty: try party("IN-TPC"), ownNetwork: false, homeHub: "hubject",
            heldIsComplete: false, sessions: sessions, issued: [], held: cdrs)
    }
}
