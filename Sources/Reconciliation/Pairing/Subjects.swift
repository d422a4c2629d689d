import Roaming

extension Desk {
    /// Pairs the records of the shard: one subject for each session or CDR (or both together).
    func subjects(of shard: Shard) -> [Subject] {
        let gathered = GatheredCDRs(shard, at: self)
        var records = gathered.records
        let credits = CreditLinks(records)
        let free = records.indices.filter { credits.links[$0] == nil }
        let folded = foldCrossHubCopies(free, in: &records, at: self)
        let open = joinOtherIDs(folded, in: &records, at: self)
        var ladder = Ladder(
            sessions: sortedByPlace(
                shard.sessions, key: { $0.start.milliseconds }, SessionFacts.precedes),
            records: records, desk: self)
        for group in byMonth(open, of: records) {
            // A CDR of ours stands before one that only a hub holds, whichever pass finds them.
            let issued = group.filter { records[$0].isIssued }
            if !issued.isEmpty { ladder.climb(issued) }
            ladder.climb(group.filter { !records[$0].isIssued })
        }
        let tied = ladder.tiedSessions()
        // What is left of the sessions may be that of a CDR which was taken back.
        let originals = credits.originals.sorted()
        ladder.attach(originals, sparing: Set(tied.keys))

        var subjects = gathered.repeated.map { Subject(.repeated, $0) }
        for index in open { subjects.append(ladder.subject(of: index)) }
        for index in credits.links.keys.sorted() {
            subjects.append(ladder.subject(ofCredit: index, credits))
        }
        for index in ladder.records.indices {
            subjects.append(contentsOf: ladder.records[index].copySubjects())
        }
        for index in ladder.sessions.indices where ladder.recordOf[index] == nil {
            let fate = tied[index].map { Subject.Fate.tied($0) } ?? .alone
            subjects.append(Subject(fate, ladder.sessions[index]))
        }
        return subjects
    }

    /// What counts in an earlier month chooses first, so that nothing that comes late can change
    /// what a month has settled.
    private func byMonth(_ open: [Int], of records: [CDRRecord]) -> [[Int]] {
        var groups: [Month: [Int]] = [:]
        for index in open {
            groups[settlementMonth(of: records[index].stands), default: []].append(index)
        }
        return groups.keys.sorted().compactMap { groups[$0] }
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
        guard let hub = held?.hub else { return [] }
        return copies.map { copy in
            Subject(.copied(hub: hub, id: stands.name), CDRRecord(held: copy))
        }
    }
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
            return Subject(.paired, sessions[session], record, by: passOf[index])
        }
        let joined: Pass? = record.isIssued && record.held?.id == record.stands.id ? .cdrID : nil
        if let candidates = ties[index] {
            return Subject(.tied(candidates.map { sessions[$0].name }), record, by: joined)
        }
        if let session = suspects[index], let holder = recordOf[session] {
            let standing = records[holder].stands.name
            return Subject(.suspect(standing: standing), record, by: joined)
        }
        var subject = Subject(.alone, record, by: joined)
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
