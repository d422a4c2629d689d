import Amounts
import Reconciliation
import Roaming

extension NaiveMatcher {
    /// All but M7, which comes when all else is done.
    mutating func climb(_ open: [Int]) {
        exactPass("M1", open) { session, item in session.id == item.sessionID }
        exactPass("M2", open) { session, item in
            session.authorizationReference != nil
                && session.authorizationReference == item.authorization
        }
        exactPass("M3", open) { session, item in session.id == item.cdr.id }
        exactPass("M8", open) { session, item in
            session.meter?.payload != nil && session.meter?.payload == item.payload
        }
        exactPass("M8", open) { session, item in
            session.meter?.readings != nil && session.meter?.readings == item.readings
        }
        settledRecords = []
        settledSessions = []
        followed = [:]
        nearestPass("M5", open)
        nearestPass("M6", open)
        noteFollowers()
        noteSuspects(open)
        for index in open where items[index].session != nil { items[index].outcome = "paired" }
    }

    mutating func climbWeakly(_ open: [Int]) {
        settledRecords = []
        settledSessions = []
        followed = [:]
        let asking = open.filter { items[$0].session == nil && items[$0].outcome == "alone" }
        nearestPass("M7", asking)
        noteFollowers()
        for index in asking where items[index].session != nil { items[index].outcome = "review" }
    }

    func allows(_ pass: String, _ item: Item) -> Bool {
        let rule = rules.pairing[item.held?.hub ?? "hubject"] ?? .standard
        guard let listed = rule.passes else {
            return pass == "M3" ? rules.cdrIDMayBeSessionID : pass != "M7"
        }
        return listed.contains { $0.rawValue == pass }
    }

    func place(_ cdr: CDRFacts) -> NaivePlace {
        NaivePlace(cdr, ahead: offsets[cdr.hub] ?? 0)
    }

    private mutating func exactPass(
        _ pass: String, _ open: [Int], _ fits: (SessionFacts, Item) -> Bool
    ) {
        let taken = givenAway
        for index in open where items[index].session == nil && allows(pass, items[index]) {
            let fitting = sessions.indices.filter {
                fits(sessions[$0], items[index])
                    && !place(items[index].cdr).elsewhere(NaivePlace(sessions[$0]))
            }
            let free = fitting.filter { !taken.contains($0) }
            if free.count > 1 {
                noteTie(index, free)
            } else if let session = free.first, !givenAway.contains(session) {
                give(session, index, pass)
            } else if items[index].outcome == "alone",
                fitting.contains(where: { session in items.contains { $0.session == session } })
            {
                items[index].outcome = "suspect"
            }
        }
    }

    private func sameDriver(_ pass: String, _ a: NaivePlace, _ b: NaivePlace) -> Bool {
        switch pass {
        case "M5": a.sameToken(b)
        case "M6": a.sameContract(b)
        default: a.unknownToken(b)
        }
    }

    private func fits(_ pass: String, _ session: SessionFacts, _ item: Item) -> Bool {
        let (ours, theirs) = (NaivePlace(session), place(item.cdr))
        guard ours.sameEVSE(theirs), sameDriver(pass, ours, theirs) else { return false }
        if pass == "M5" { return ours.gap(theirs) <= 120_000 }
        let rule = rules.pairing[item.held?.hub ?? "hubject"] ?? .standard
        guard ours.shares(rule.overlapPercent, with: theirs) else { return false }
        return pass == "M6" || tolerates(item.cdr.energy, session.energy)
    }

    private mutating func nearestPass(_ pass: String, _ open: [Int]) {
        let asking = open.filter {
            items[$0].session == nil && !settledRecords.contains($0) && allows(pass, items[$0])
        }
        // One that says the same as an earlier one waits for what becomes of that one.
        var leader: [Int: Int] = [:]
        for index in asking {
            for other in asking where other < index && leader[other] == nil {
                let (a, b) = (place(items[index].cdr), place(items[other].cdr))
                if a.gap(b) == 0, a.sameEVSE(b), sameDriver(pass, a, b),
                    items[index].cdr.energy == items[other].cdr.energy, leader[index] == nil
                {
                    leader[index] = other
                }
            }
        }
        while true {
            var couples: [(session: Int, item: Int, rank: [Int64])] = []
            for index in asking where leader[index] == nil && items[index].session == nil {
                for session in sessions.indices where !givenAway.contains(session) {
                    guard !settledRecords.contains(index), !settledSessions.contains(session),
                        fits(pass, sessions[session], items[index])
                    else { continue }
                    let gap = NaivePlace(sessions[session]).gap(place(items[index].cdr))
                    let grams =
                        milliKWh(sessions[session].energy) - milliKWh(items[index].cdr.energy)
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
                    give(couple.session, couple.item, pass)
                } else {
                    settledRecords.insert(couple.item)
                    settledSessions.insert(couple.session)
                    noteTie(
                        couple.item, level.filter { $0.item == couple.item }.map(\.session))
                }
            }
        }
        for (index, first) in leader {
            if followed[index] == nil { followed[index] = first }
            if items[first].session != nil || settledRecords.contains(first) {
                settledRecords.insert(index)
            }
        }
    }

    private mutating func noteFollowers() {
        for (index, first) in followed where items[index].session == nil {
            if items[first].session != nil, items[index].outcome == "alone" {
                items[index].outcome = "suspect"
            } else if items[first].session == nil, items[first].outcome.hasPrefix("tied") {
                noteTie(index, named: items[first].outcome)
            }
        }
    }

    private mutating func noteSuspects(_ open: [Int]) {
        for index in open where items[index].session == nil && items[index].outcome == "alone" {
            let item = items[index]
            let mine = place(item.cdr)
            let percent = rules.pairing[item.held?.hub ?? "hubject"]?.overlapPercent ?? 80
            let twin = items.contains { other in
                guard other.session != nil else { return false }
                let (payload, readings) = (item.cdr.meter?.payload, item.cdr.meter?.readings)
                if allows("M8", item), payload != nil, payload == other.cdr.meter?.payload {
                    return true
                }
                if allows("M8", item), readings != nil, readings == other.cdr.meter?.readings {
                    return true
                }
                let theirs = place(other.cdr)
                guard mine.sameEVSE(theirs), tolerates(item.cdr.energy, other.cdr.energy) else {
                    return false
                }
                return allows("M5", item) && mine.sameToken(theirs) && mine.gap(theirs) <= 120_000
                    || allows("M6", item) && mine.sameContract(theirs)
                        && mine.shares(percent, with: theirs)
            }
            if twin { items[index].outcome = "suspect" }
        }
    }

    private mutating func give(_ session: Int, _ index: Int, _ pass: String) {
        items[index].session = session
        items[index].pass = pass
        givenAway.insert(session)
    }

    private mutating func noteTie(_ index: Int, _ candidates: [Int]) {
        noteTie(
            index, named: "tied " + candidates.map { sessions[$0].id }.joined(separator: " "))
    }

    private mutating func noteTie(_ index: Int, named outcome: String) {
        if !items[index].outcome.hasPrefix("tied") { items[index].outcome = outcome }
    }

    func milliKWh(_ energy: ExactDecimal) -> Int64 {
        Int64((try? energy.coefficient(at: 3)) ?? 0)
    }

    /// Within 0.001 kWh or 0.1 % of the second.
    func tolerates(_ a: ExactDecimal, _ b: ExactDecimal) -> Bool {
        let apart = abs(milliKWh(a) - milliKWh(b))
        return apart <= 1 || apart * 1000 <= milliKWh(b)
    }
}
