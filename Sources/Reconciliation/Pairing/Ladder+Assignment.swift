import Amounts
import Roaming

/// A session and a CDR that may belong together, and how close they are.
private struct Couple {
    let session: Int
    let record: Int
    /// Milliseconds between the starts, then kWh between the energies: nearer first.
    let apart: Int64
    let energyApart: ExactDecimal

    func isAsCloseAs(_ other: Couple) -> Bool {
        apart == other.apart && energyApart == other.energyApart
    }

    static func precedes(_ a: Couple, _ b: Couple) -> Bool {
        if a.apart != b.apart { return a.apart < b.apart }
        if a.energyApart != b.energyApart { return a.energyApart < b.energyApart }
        return (a.session, a.record) < (b.session, b.record)
    }
}

/// An EVSE, in either form of its id, and the moment a session started there.
private struct Moment: Hashable {
    let evse: String
    let isUID: Bool
    let start: Instant

    static func all(of spot: Spot) -> [Moment] {
        let uid = spot.evseUID.map { Moment(evse: $0, isUID: true, start: spot.start) }
        let id = spot.evseID.map { Moment(evse: $0, isUID: false, start: spot.start) }
        return [uid, id].compactMap { $0 }
    }
}

/// What a strong pass left undecided, and later ones must not decide by less.
struct HeldBack {
    var sessions: Set<Int> = []
    var records: Set<Int> = []
    /// CDRs which say the same as one that stands before them, with it.
    var twins: [Int: Int] = [:]
}

extension MatchingPass {
    /// Whether two spots at one EVSE are of the same driver, as far as this pass looks.
    fileprivate func agreesOnDriver(_ a: Spot, _ b: Spot) -> Bool {
        switch self {
        case .start: a.isSameToken(b)
        case .overlap: a.isSameContract(b)
        default: !a.canCompareToken(with: b)
        }
    }
}

extension Ladder {
    mutating func assign(_ pass: MatchingPass, _ open: [Int]) {
        var heldBack = HeldBack()
        assign(pass, open, heldBack: &heldBack)
        note(heldBack.twins)
    }

    /// M5 to M7: a one-to-one assignment, nearest couples first: by start, then by energy. Couples
    /// that are equally close and share a session or a CDR are tied, and all of them stay unmatched.
    mutating func assign(_ pass: MatchingPass, _ open: [Int], heldBack: inout HeldBack) {
        let asking = open.filter {
            sessionOf[$0] == nil && !heldBack.records.contains($0)
                && desk.applies(pass, to: records[$0])
        }
        guard !asking.isEmpty else { return }
        beginRun()
        let twins = twins(among: asking, by: pass)
        let leaders = asking.filter { twins[$0] == nil }
        assign(couples(of: leaders, by: pass, sparing: heldBack), by: pass, &heldBack)
        for (record, leader) in twins {
            if heldBack.twins[record] == nil { heldBack.twins[record] = leader }
            let isDecided = sessionOf[leader] != nil || heldBack.records.contains(leader)
            if isDecided { heldBack.records.insert(record) }
        }
    }

    /// What became of a CDR is what its twins are suspected of, or tied over.
    mutating func note(_ twins: [Int: Int]) {
        for (record, leader) in twins where sessionOf[record] == nil {
            if let session = sessionOf[leader] {
                note(suspect: record, of: session)
            } else if let sessions = ties[leader] {
                note(tie: sessions, of: record)
            }
        }
    }

    /// CDRs which say the same as one that stands before them (EVSE, driver, start, energy), with
    /// it. They may not compete with it: they are suspected duplicates of it.
    private func twins(among asking: [Int], by pass: MatchingPass) -> [Int: Int] {
        var leaders: [Moment: [Int]] = [:]
        var twins: [Int: Int] = [:]
        for record in asking {
            let spot = desk.spot(records[record])
            let moments = Moment.all(of: spot)
            let leader = moments.flatMap { leaders[$0] ?? [] }.filter {
                let other = desk.spot(records[$0])
                return records[$0].stands.energy == records[record].stands.energy
                    && spot.isSameEVSE(other) && pass.agreesOnDriver(spot, other)
            }.min()
            if let leader {
                twins[record] = leader
            } else {
                for moment in moments { leaders[moment, default: []].append(record) }
            }
        }
        return twins
    }

    private func couples(
        of asking: [Int], by pass: MatchingPass, sparing heldBack: HeldBack
    ) -> [Couple] {
        let free = sessions.indices.filter { isFree($0) && !heldBack.sessions.contains($0) }
        guard !free.isEmpty else { return [] }
        let index = SpotIndex(free.map { Spot(sessions[$0]) })
        var couples: [Couple] = []
        for record in asking {
            let spot = desk.spot(records[record])
            let energy = records[record].stands.energy
            for place in near(spot, of: record, in: index, by: pass) {
                let session = sessions[free[place]]
                guard pass != .unknownToken || tolerates(energy, of: record, against: session)
                else { continue }
                couples.append(
                    Couple(
                        session: free[place], record: record,
                        apart: spot.distance(to: Spot(session)),
                        energyApart: distance(session.energy, energy)))
            }
        }
        return couples.sorted(by: Couple.precedes)
    }

    /// Spots at the same EVSE that this pass takes for the same charging.
    private func near(
        _ spot: Spot, of record: Int, in index: SpotIndex, by pass: MatchingPass
    ) -> [Int] {
        guard pass != .start else {
            return index.near(spot, within: desk.startReach(of: records[record])) {
                spot.isSameToken($0)
            }
        }
        let percent = desk.pairing(for: records[record]).overlapPercent
        return index.near(spot, within: spot.reach(sharing: percent)) {
            pass.agreesOnDriver(spot, $0) && spot.overlap(with: $0) >= percent
        }
    }

    private func tolerates(
        _ energy: ExactDecimal, of record: Int, against session: SessionFacts
    ) -> Bool {
        desk.tolerances(for: records[record]).tolerates(energy: energy, against: session.energy)
    }

    private mutating func assign(
        _ couples: [Couple], by pass: MatchingPass, _ heldBack: inout HeldBack
    ) {
        var at = 0
        while at < couples.count {
            var end = at + 1
            while end < couples.count, couples[end].isAsCloseAs(couples[at]) { end += 1 }
            let level = couples[at..<end].filter {
                recordOf[$0.session] == nil && sessionOf[$0.record] == nil
                    && !heldBack.sessions.contains($0.session)
                    && !heldBack.records.contains($0.record)
            }
            at = end
            var timesSession: [Int: Int] = [:]
            var timesRecord: [Int: Int] = [:]
            for couple in level {
                timesSession[couple.session, default: 0] += 1
                timesRecord[couple.record, default: 0] += 1
            }
            var tied: [Int: [Int]] = [:]
            for couple in level {
                if timesSession[couple.session] == 1, timesRecord[couple.record] == 1 {
                    give(couple.session, to: couple.record, by: pass)
                } else {
                    tied[couple.record, default: []].append(couple.session)
                }
            }
            for (record, candidates) in tied {
                heldBack.records.insert(record)
                heldBack.sessions.formUnion(candidates)
                note(tie: candidates, of: record)
            }
        }
    }

    /// CDRs that found no session but say the same as one that did.
    mutating func noteSuspects(among open: [Int]) {
        let alone = open.filter { sessionOf[$0] == nil && suspects[$0] == nil }
        guard !alone.isEmpty else { return }
        let paired = records.indices.filter { sessionOf[$0] != nil }
        let index = SpotIndex(paired.map { desk.spot(records[$0]) })
        let meters = MeterIndex(paired, of: records)
        for record in alone {
            let cdr = records[record].stands
            var twin: Int?
            if desk.applies(.meter, to: records[record]) { twin = meters.first(cdr) }
            for pass in [MatchingPass.start, .overlap] where twin == nil {
                guard desk.applies(pass, to: records[record]) else { continue }
                let limits = desk.tolerances(for: records[record])
                twin = near(desk.spot(cdr), of: record, in: index, by: pass).first {
                    limits.tolerates(
                        energy: cdr.energy, against: records[paired[$0]].stands.energy)
                }
            }
            if let twin, let session = sessionOf[paired[twin]] {
                note(suspect: record, of: session)
            }
        }
    }
}

/// Finds CDRs by what their signed meter record is known by.
private struct MeterIndex {
    /// Places of the first CDR with a mark.
    private var payloads: [PartyKey: Int] = [:]
    private var readings: [PartyKey: Int] = [:]

    init(_ paired: [Int], of records: [CDRRecord]) {
        for (place, index) in paired.enumerated() where records[index].stands.meter != nil {
            let cdr = records[index].stands
            if let key = cdr.payloadKey, payloads[key] == nil { payloads[key] = place }
            if let key = cdr.readingsKey, readings[key] == nil { readings[key] = place }
        }
    }

    func first(_ cdr: CDRFacts) -> Int? {
        if let key = cdr.payloadKey, let place = payloads[key] { return place }
        return cdr.readingsKey.flatMap { readings[$0] }
    }
}

/// Difference of two energies without its sign; the rank of a couple, never an amount.
private func distance(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal {
    // An energy too long to compare ranks last; intake refuses such numbers.
    (try? (a - b).magnitude()) ?? ExactDecimal(Int.max)
}
