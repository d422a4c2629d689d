import Amounts
import Reconciliation
import Roaming

extension NaiveMatcher {
    mutating func climb(_ open: [Int]) {
        exactPass(open) { session, item in session.id == item.sessionID }
        exactPass(open) { session, item in
            session.authorizationReference != nil
                && session.authorizationReference == item.authorization
        }
        exactPass(open) { session, item in session.id == item.cdr.id }
        startPass(open)
        for index in open where items[index].session != nil { items[index].outcome = "paired" }
    }

    private mutating func exactPass(_ open: [Int], _ fits: (SessionFacts, Item) -> Bool) {
        let taken = givenAway
        for index in open where items[index].session == nil {
            let fitting = shard.sessions.indices.filter {
                fits(shard.sessions[$0], items[index])
                    && !isElsewhere(items[index].cdr, shard.sessions[$0])
            }
            let free = fitting.filter { !taken.contains($0) }
            if free.count > 1 {
                noteTie(index, free)
            } else if let session = free.first, !givenAway.contains(session) {
                give(session, index)
            } else if !fitting.isEmpty, items[index].outcome == "alone" {
                items[index].outcome = "suspect"
            }
        }
    }

    private mutating func startPass(_ open: [Int]) {
        let asking = open.filter { items[$0].session == nil }
        // One that says the same as an earlier one waits for what becomes of that one.
        var leader: [Int: Int] = [:]
        for index in asking {
            for other in asking where other < index && leader[other] == nil {
                if gap(items[index].cdr, items[other].cdr) == 0,
                    items[index].cdr.energy == items[other].cdr.energy, leader[index] == nil
                {
                    leader[index] = other
                }
            }
        }
        var out: Set<Int> = []
        while true {
            var couples: [(session: Int, item: Int, rank: [Int64])] = []
            for index in asking where leader[index] == nil && items[index].session == nil {
                for session in shard.sessions.indices where !givenAway.contains(session) {
                    guard !out.contains(index), !out.contains(-1 - session) else { continue }
                    let facts = shard.sessions[session]
                    guard let gap = gap(facts, items[index].cdr), gap <= 120_000 else { continue }
                    let grams = milliKWh(facts.energy) - milliKWh(items[index].cdr.energy)
                    couples.append((session, index, [gap, abs(grams)]))
                }
            }
            guard let best = couples.map(\.rank).min(by: { $0.lexicographicallyPrecedes($1) })
            else { break }
            let level = couples.filter { $0.rank == best }
            for couple in level {
                let rivals = level.filter {
                    $0.session == couple.session || $0.item == couple.item
                }
                if rivals.count == 1 {
                    give(couple.session, couple.item)
                } else {
                    out.insert(couple.item)
                    out.insert(-1 - couple.session)
                    noteTie(
                        couple.item, level.filter { $0.item == couple.item }.map(\.session))
                }
            }
        }
        noteFollowers(asking, leader)
    }

    private mutating func noteFollowers(_ asking: [Int], _ leader: [Int: Int]) {
        for index in asking {
            guard let first = leader[index] else { continue }
            if items[first].session != nil, items[index].outcome == "alone" {
                items[index].outcome = "suspect"
            } else if items[first].session == nil, items[first].outcome.hasPrefix("tied") {
                noteTie(index, named: items[first].outcome)
            }
        }
        for index in asking where items[index].session == nil && items[index].outcome == "alone" {
            let twin = items.contains { other in
                guard other.session != nil, let gap = gap(other.cdr, items[index].cdr) else {
                    return false
                }
                let apart = abs(milliKWh(other.cdr.energy) - milliKWh(items[index].cdr.energy))
                return gap <= 120_000
                    && (apart <= 1 || apart * 1000 <= milliKWh(other.cdr.energy))
            }
            if twin { items[index].outcome = "suspect" }
        }
    }

    private mutating func give(_ session: Int, _ index: Int) {
        items[index].session = session
        givenAway.insert(session)
    }

    private mutating func noteTie(_ index: Int, _ sessions: [Int]) {
        noteTie(
            index,
            named: "tied " + sessions.map { shard.sessions[$0].id }.joined(separator: " "))
    }

    private mutating func noteTie(_ index: Int, named outcome: String) {
        if !items[index].outcome.hasPrefix("tied") { items[index].outcome = outcome }
    }

    func milliKWh(_ energy: ExactDecimal) -> Int64 {
        Int64((try? energy.coefficient(at: 3)) ?? 0)
    }

    private func gap(_ a: SessionFacts, _ b: CDRFacts) -> Int64? {
        guard isSame(a.evseUID, b.evseUID, a.evseID, b.evseID),
            isSame(a.tokenUID, b.tokenUID, a.contractID, b.contractID)
        else { return nil }
        return abs(a.start.milliseconds - b.start.milliseconds)
    }

    func gap(_ a: CDRFacts, _ b: CDRFacts) -> Int64? {
        guard isSame(a.evseUID, b.evseUID, a.evseID, b.evseID),
            isSame(a.tokenUID, b.tokenUID, a.contractID, b.contractID)
        else { return nil }
        return abs(a.start.milliseconds - b.start.milliseconds)
    }

    typealias Where = (
        evseUID: String?, evseID: String?, token: String?, contract: String?, start: Instant
    )

    func isElsewhere(_ a: Where, _ b: Where) -> Bool {
        abs(a.start.milliseconds - b.start.milliseconds) > 120_000
            && (isOther(a.evseUID, b.evseUID, a.evseID, b.evseID)
                || isOther(a.token, b.token, a.contract, b.contract))
    }

    private func isElsewhere(_ a: CDRFacts, _ b: SessionFacts) -> Bool {
        isElsewhere(
            (a.evseUID, a.evseID, a.tokenUID, a.contractID, a.start),
            (b.evseUID, b.evseID, b.tokenUID, b.contractID, b.start))
    }

    /// Known on both sides, and not the same.
    private func isOther(_ a: String?, _ b: String?, _ a2: String?, _ b2: String?) -> Bool {
        if let a, let b, !a.isEmpty, !b.isEmpty { return a != b }
        guard let a2, let b2 else { return false }
        return a2 != b2
    }

    /// By the first id where both have one, else by the second.
    private func isSame(_ a: String?, _ b: String?, _ a2: String?, _ b2: String?) -> Bool {
        if let a, let b, !a.isEmpty, !b.isEmpty { return a == b }
        return a2 != nil && a2 == b2
    }
}
