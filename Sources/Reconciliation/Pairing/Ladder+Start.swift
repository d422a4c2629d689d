import Amounts
import Roaming

/// A session and a CDR that may belong together by EVSE, token and start, and how close they are.
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

extension Ladder {
    /// M5: a one-to-one assignment, nearest couples first. Couples that are equally close and share
    /// a session or a CDR are tied, and all of them stay unmatched.
    mutating func passByStart(_ open: [Int]) {
        let asking = open.filter { sessionOf[$0] == nil }
        guard !asking.isEmpty else { return }
        beginRun()
        let twins = twins(among: asking)
        let leaders = asking.filter { twins[$0] == nil }
        assign(couples(of: leaders))
        for record in asking {
            guard let leader = twins[record] else { continue }
            if let session = sessionOf[leader] {
                note(suspect: record, of: session)
            } else if let sessions = ties[leader] {
                note(tie: sessions, of: record)
            }
        }
        noteSuspects(among: asking)
    }

    /// CDRs which say the same as one that stands before them (EVSE, token, start, energy), with it.
    /// They may not compete with it: they are suspected duplicates of it.
    private func twins(among asking: [Int]) -> [Int: Int] {
        var leaders: [Moment: [Int]] = [:]
        var twins: [Int: Int] = [:]
        for record in asking {
            let spot = Spot(records[record].stands)
            let moments = Moment.all(of: spot)
            let leader = moments.flatMap { leaders[$0] ?? [] }.filter {
                records[$0].stands.energy == records[record].stands.energy
                    && spot.isSamePlaceAndToken(Spot(records[$0].stands))
            }.min()
            if let leader {
                twins[record] = leader
            } else {
                for moment in moments { leaders[moment, default: []].append(record) }
            }
        }
        return twins
    }

    private func couples(of asking: [Int]) -> [Couple] {
        let free = sessions.indices.filter(isFree)
        guard !free.isEmpty else { return [] }
        let index = SpotIndex(free.map { Spot(sessions[$0]) })
        var couples: [Couple] = []
        for record in asking {
            let spot = Spot(records[record].stands)
            let reach = desk.tolerances(for: records[record]).startSeconds * 1000
            for place in index.near(spot, within: reach) {
                let session = sessions[free[place]]
                couples.append(
                    Couple(
                        session: free[place], record: record,
                        apart: spot.distance(to: Spot(session)),
                        energyApart: distance(session.energy, records[record].stands.energy)))
            }
        }
        return couples.sorted(by: Couple.precedes)
    }

    private mutating func assign(_ couples: [Couple]) {
        var tiedSessions: Set<Int> = []
        var tiedRecords: Set<Int> = []
        var at = 0
        while at < couples.count {
            var end = at + 1
            while end < couples.count, couples[end].isAsCloseAs(couples[at]) { end += 1 }
            let level = couples[at..<end].filter {
                recordOf[$0.session] == nil && sessionOf[$0.record] == nil
                    && !tiedSessions.contains($0.session) && !tiedRecords.contains($0.record)
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
                    give(couple.session, to: couple.record, by: .start)
                } else {
                    tied[couple.record, default: []].append(couple.session)
                }
            }
            for (record, candidates) in tied {
                tiedRecords.insert(record)
                tiedSessions.formUnion(candidates)
                note(tie: candidates, of: record)
            }
        }
    }

    /// CDRs that found no session but say the same as one that did.
    private mutating func noteSuspects(among asking: [Int]) {
        let alone = asking.filter { sessionOf[$0] == nil && suspects[$0] == nil }
        guard !alone.isEmpty else { return }
        let paired = records.indices.filter { sessionOf[$0] != nil }
        let index = SpotIndex(paired.map { Spot(records[$0].stands) })
        for record in alone {
            let cdr = records[record].stands
            let limits = desk.tolerances(for: records[record])
            let twin = index.near(Spot(cdr), within: limits.startSeconds * 1000).first {
                let other = records[paired[$0]].stands
                return limits.tolerates(energy: cdr.energy, against: other.energy)
            }
            if let twin, let session = sessionOf[paired[twin]] {
                note(suspect: record, of: session)
            }
        }
    }
}

/// Difference of two energies without its sign; the rank of a couple, never an amount.
private func distance(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal {
    // An energy too long to compare ranks last; intake refuses such numbers.
    (try? (a - b).magnitude()) ?? ExactDecimal(Int.max)
}
