import Roaming

/// What pairing made of a shard.
struct PairedShard {
    /// One for each session or CDR, or both together.
    var subjects: [Subject]
    /// By hub name.
    let clocks: [ClockOffset]
}

extension Desk {
    /// Pairs the records of the shard. Where a hub's clock is to be estimated, they are paired once
    /// without, and again with what the exact pairs say about it.
    mutating func pair(_ shard: Shard) -> PairedShard {
        clockOffsets = agreedClockOffsets(in: shard)
        var pairing = Pairing(shard, at: self)
        var clocks = pairing.clocks
        let estimated = estimatedClockOffsets(clocks)
        if !estimated.isEmpty {
            clockOffsets.merge(estimated) { $1 }
            pairing = Pairing(shard, at: self)
            for index in clocks.indices {
                clocks[index].isUsed = estimated[clocks[index].hub] != nil
            }
        }
        return PairedShard(subjects: pairing.subjects(), clocks: clocks)
    }
}

extension Desk {
    /// What counts in an earlier month chooses first, so that nothing that comes late can change
    /// what a month has settled.
    fileprivate func byMonth(_ open: [Int], of records: [CDRRecord]) -> [Month: [Int]] {
        var groups: [Month: [Int]] = [:]
        for index in open {
            groups[settlementMonth(of: records[index].stands), default: []].append(index)
        }
        return groups
    }
}

/// One pairing of a shard.
struct Pairing {
    let repeated: [CDRRecord]
    let credits: CreditLinks
    /// CDRs that are neither credits nor taken back.
    let open: [Int]
    /// Of those that no session was found for at first: sessions with the CDRs they are tied over.
    let tied: [Int: [String]]
    let ladder: Ladder

    init(_ shard: Shard, at desk: Desk) {
        let gathered = GatheredCDRs(shard, at: desk)
        let records = gathered.records
        repeated = gathered.repeated
        credits = CreditLinks(records)
        let free = records.indices.filter { [links = credits.links] in links[$0] == nil }
        let folded = desk.foldCrossHubCopies(free, in: records)
        open = desk.joinOtherIDs(folded, in: records)
        var ladder = Ladder(
            sessions: once(
                sortedByPlace(
                    shard.sessions, key: { $0.start.milliseconds }, SessionFacts.precedes),
                like: { $0.start == $1.start && $0.id == $1.id }),
            records: records, desk: desk)
        let groups = desk.byMonth(open, of: records)
        let originals = desk.byMonth(credits.originals.sorted(), of: records)
        for month in Set(groups.keys).union(originals.keys).sorted() {
            let group = groups[month] ?? []
            // A CDR of ours stands before one that only a hub holds, whichever pass finds them.
            let issued = group.filter { records[$0].isIssued }
            if !issued.isEmpty { ladder.climb(issued) }
            ladder.climb(group.filter { !records[$0].isIssued })
            // What is left of the sessions may be that of a CDR which was taken back.
            guard let originals = originals[month] else { continue }
            ladder.attach(originals) { [links = credits.links] in
                if case .creditedBy = links[$0] { true } else { false }
            }
        }
        ladder.spare(ladder.lent.filter(ladder.isFree))
        tied = ladder.tiedSessions()
        ladder.spare(tied.keys)
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) { ladder.climbWeakly(group) }
        self.ladder = ladder
    }

    func subjects() -> [Subject] {
        var subjects: [Subject] = []
        // Big values, and most of a shard's memory: no room to spare is taken for them.
        let paired = ladder.passOf.count { $0 != nil }
        subjects.reserveCapacity(
            repeated.count + ladder.records.count + ladder.sessions.count - paired)
        for record in repeated { subjects.append(Subject(.repeated, record)) }
        for index in open { subjects.append(ladder.subject(of: index)) }
        for index in credits.links.keys.sorted() {
            subjects.append(ladder.subject(ofCredit: index, credits))
        }
        for index in ladder.records.indices {
            subjects.append(contentsOf: ladder.records[index].copySubjects())
        }
        for index in ladder.sessions.indices
        where ladder.recordOf[index] == nil && !ladder.lent.contains(index) {
            let fate = tied[index].map { Subject.Fate.tied($0) } ?? .alone
            subjects.append(Subject(fate, ladder.sessions[index]))
        }
        return subjects
    }
}

extension CreditLinks {
    var originals: [Int] {
        links.compactMap { index, link in
            switch link {
            case .creditedBy, .partlyCreditedBy: index
            default: nil
            }
        }
    }
}

extension CDRRecord {
    fileprivate func copySubjects() -> [Subject] {
        guard let held else { return [] }
        return copies.map { copy in
            Subject(
                .copied(hub: held.hub, id: stands.name), CDRRecord(held: copy),
                by: copy.pass(asCopyOf: held))
        }
    }

    /// How it is known that a hub holds this CDR of ours.
    fileprivate var heldPass: MatchingPass? { isIssued ? heldBy : nil }
}

extension Ladder {
    /// Free sessions between which a CDR could not be decided, with the ids of those CDRs.
    func tiedSessions() -> [Int: [String]] {
        var tied: [Int: [String]] = [:]
        for record in ties.keys.sorted() {
            for session in ties[record] ?? [] where recordOf[session] == nil {
                tied[session, default: []].append(records[record].stands.name)
            }
        }
        return tied
    }

    fileprivate func subject(of index: Int) -> Subject {
        let record = records[index]
        if let session = sessionOf[index] {
            let pass = passOf[index]
            return Subject(
                pass == .unknownToken ? .review : .paired, sessions[session], record, by: pass)
        }
        if let candidates = ties[index] {
            return Subject(
                .tied(candidates.map { sessions[$0].name }), record, by: record.heldPass)
        }
        if let session = suspects[index], let holder = recordOf[session] {
            let standing = records[holder].stands.name
            return Subject(.suspect(standing: standing), record, by: record.heldPass)
        }
        var subject = Subject(.alone, record, by: record.heldPass)
        subject.misnamed = misnamed[index].map { sessions[$0] }
        return subject
    }

    fileprivate func subject(ofCredit index: Int, _ credits: CreditLinks) -> Subject {
        let record = records[index]
        switch credits.links[index] {
        case .creditedBy(let credit):
            return original(index, .creditedBy(records[credit].stands))
        case .partlyCreditedBy(let credit):
            return original(index, .partlyCreditedBy(records[credit].stands))
        case .credits(let original):
            let fate = Subject.Fate.credits(records[original].stands)
            return Subject(fate, record, by: .cdrID, anchor: anchor(ofOriginal: original))
        case .partlyCredits(let original):
            let fate = Subject.Fate.partlyCredits(records[original].stands)
            return Subject(fate, record, by: .cdrID, anchor: anchor(ofOriginal: original))
        case .again(let first):
            return Subject(.suspect(standing: records[first].stands.name), record)
        case .orphan, nil:
            return Subject(.creditsNothing, record)
        }
    }

    private func original(_ index: Int, _ fate: Subject.Fate) -> Subject {
        guard let session = sessionOf[index] else {
            return Subject(fate, records[index], by: .cdrID)
        }
        return Subject(fate, sessions[session], records[index], by: passOf[index])
    }

    /// A credit goes to the month of its original, so that the two come to nothing together.
    private func anchor(ofOriginal index: Int) -> Instant {
        sessionOf[index].map { sessions[$0].end } ?? records[index].stands.end
    }
}
