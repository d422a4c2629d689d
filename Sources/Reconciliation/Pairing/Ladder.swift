import Roaming

/// Finds the session of each CDR (settlement practice §2.2). The exact passes come first, M8 with
/// them, then the strong ones, the weak M7 last of all. In each pass a CDR with exactly one
/// candidate gets it; with several it waits for a later exact pass or M5, and when none decides, it
/// is tied. Of several CDRs for one session the one that stands first gets it and the others are
/// suspects.
struct Ladder {
    /// Sorted by content.
    let sessions: [SessionFacts]
    /// In the order in which they stand.
    private(set) var records: [CDRRecord]
    let desk: Desk
    private(set) var sessionOf: [Int?]
    private(set) var recordOf: [Int?]
    /// Sessions of CDRs which were taken back in full.
    private(set) var lent: Set<Int> = []
    private(set) var passOf: [MatchingPass?]
    /// Candidates of a CDR which no pass could decide between, by record.
    private(set) var ties: [Int: [Int]] = [:]
    /// The session that already has another CDR, by record.
    private(set) var suspects: [Int: Int] = [:]
    /// The session that a CDR names though it was elsewhere, by record.
    private(set) var misnamed: [Int: Int] = [:]
    /// Number of the run of a pass that gave the session away; 0 while it is free.
    private var takenIn: [Int]
    private var run = 0
    private static let spared = -1

    init(sessions: [SessionFacts], records: [CDRRecord], desk: Desk) {
        self.sessions = sessions
        self.records = records
        self.desk = desk
        sessionOf = Array(repeating: nil, count: records.count)
        passOf = Array(repeating: nil, count: records.count)
        recordOf = Array(repeating: nil, count: sessions.count)
        takenIn = Array(repeating: 0, count: sessions.count)
    }

    /// Matches the given records, then lets the copies of those that found nothing try in turn.
    mutating func climb(_ open: [Int]) {
        climbOnce(open)
        let (tiesBefore, suspectsBefore, misnamedBefore) = (ties, suspects, misnamed)
        let turns = open.map { records[$0].copies.count }.max() ?? 0
        for turn in 0..<turns {
            let waiting = waitingCopies(open, turn: turn)
            guard !waiting.isEmpty else { continue }
            let firsts = waiting.map { CDRRecord(copyOf: records[$0]) }
            for index in waiting { records[index].promote(turn, in: desk.formOrder) }
            climbOnce(waiting)
            for (index, first) in zip(waiting, firsts) where sessionOf[index] == nil {
                records[index] = first
            }
        }
        ties = tiesBefore.filter { sessionOf[$0.key] == nil }
        suspects = suspectsBefore.filter { sessionOf[$0.key] == nil }
        misnamed = misnamedBefore
    }

    /// Gives sessions that are still free to CDRs which were taken back, so that such a session does
    /// not count as one without a CDR. Sessions of a tie stay out.
    ///
    /// - Parameter isCleared: whether all of it was taken back: its session is then only lent, so
    ///   that the CDR issued in its place can have it in a later month.
    mutating func attach(_ takenBack: [Int], isCleared: (Int) -> Bool) {
        let tied = Set(ties.values.joined()).filter { takenIn[$0] == 0 }
        spare(tied)
        climbOnce(takenBack)
        for session in tied { takenIn[session] = 0 }
        // A CDR that was taken back makes no session ambiguous.
        for record in takenBack { ties[record] = nil }
        for record in takenBack where isCleared(record) {
            guard let session = sessionOf[record] else { continue }
            recordOf[session] = nil
            takenIn[session] = 0
            lent.insert(session)
        }
    }

    /// Takes the sessions of a tie out of what can still be given away.
    mutating func spare(_ sessions: some Sequence<Int>) {
        for session in sessions { takenIn[session] = Self.spared }
    }

    /// M7, for what nothing else speaks for: pairs that people have to look at.
    mutating func climbWeakly(_ open: [Int]) {
        assign(
            .unknownToken,
            open.filter { sessionOf[$0] == nil && ties[$0] == nil && suspects[$0] == nil })
    }

    func isFree(_ session: Int) -> Bool { takenIn[session] == 0 }

    /// Copies that count in a later month never stand.
    private func waitingCopies(_ open: [Int], turn: Int) -> [Int] {
        open.filter {
            let record = records[$0]
            guard sessionOf[$0] == nil, !record.isIssued, turn < record.copies.count else {
                return false
            }
            let copy = record.copies[record.copies.startIndex + turn]
            return desk.settlementMonth(of: copy) <= desk.settlementMonth(of: record.stands)
        }
    }

    private mutating func climbOnce(_ open: [Int]) {
        for key in SessionKey.allCases { pass(key, open) }
        var heldBack = HeldBack()
        for pass in [MatchingPass.start, .overlap] { assign(pass, open, heldBack: &heldBack) }
        note(heldBack.twins)
        noteSuspects(among: open)
    }

    /// What an exact pass compares; the two forms of M8 one after the other.
    private enum SessionKey: CaseIterable {
        case sessionID, authorization, cdrIsSession, payload, readings

        var pass: MatchingPass {
            switch self {
            case .sessionID: .sessionID
            case .authorization: .authorization
            case .cdrIsSession: .cdrIsSession
            case .payload, .readings: .meter
            }
        }

        func of(_ record: CDRRecord) -> String? {
            switch self {
            case .sessionID: record.sessionID
            case .authorization: record.authorizationReference
            case .cdrIsSession: record.stands.id
            case .payload: record.payload
            case .readings: record.readings
            }
        }

        func of(_ session: SessionFacts) -> String? {
            switch self {
            case .sessionID, .cdrIsSession: session.id
            case .authorization: session.authorizationReference
            case .payload: session.meter?.payload
            case .readings: session.meter?.readings
            }
        }
    }

    /// One exact pass: candidates are the sessions with the same key within the same CPO party.
    private mutating func pass(_ key: SessionKey, _ open: [Int]) {
        let asking = open.filter {
            sessionOf[$0] == nil && key.of(records[$0]) != nil
                && desk.applies(key.pass, to: records[$0])
        }
        guard !asking.isEmpty else { return }
        var sessionsByKey: [PartyKey: Int] = [:]
        sessionsByKey.reserveCapacity(key.pass == .meter ? 0 : sessions.count)
        // Sessions with one key are chained, so that the usual single one costs no array.
        var following: [Int: Int] = [:]
        for index in sessions.indices.reversed() {
            guard let id = key.of(sessions[index]), !id.isEmpty else { continue }
            let key = PartyKey(cpo: sessions[index].cpo, id: id)
            if let next = sessionsByKey.updateValue(index, forKey: key) { following[index] = next }
        }
        run += 1
        for index in asking {
            guard let id = key.of(records[index]) else { continue }
            var candidates: [Int] = []
            var next = sessionsByKey[PartyKey(cpo: records[index].stands.cpo, id: id)]
            while let session = next {
                candidates.append(session)
                next = following[session]
            }
            choose(among: candidates, for: index, by: key.pass)
        }
    }

    private mutating func choose(among named: [Int], for record: Int, by pass: MatchingPass) {
        let candidates = named.filter { !isElsewhere(record, than: $0) }
        if let session = named.first, candidates.isEmpty, misnamed[record] == nil {
            misnamed[record] = session
        }
        // Free when the pass began: who is served first must not decide what is a tie.
        let free = candidates.filter { takenIn[$0] == 0 || takenIn[$0] == run }
        if free.count > 1 {
            note(tie: free, of: record)
        } else if let session = free.first, recordOf[session] == nil {
            give(session, to: record, by: pass)
        } else if let session = candidates.first(where: { recordOf[$0] != nil }) {
            note(suspect: record, of: session)
        }
    }

    /// An id alone does not make it the same charging.
    private func isElsewhere(_ record: Int, than session: Int) -> Bool {
        desk.spot(records[record]).isElsewhere(
            than: Spot(sessions[session]), beyond: desk.startReach(of: records[record]))
    }

    // MARK: the state, for the passes

    mutating func give(_ session: Int, to record: Int, by pass: MatchingPass) {
        sessionOf[record] = session
        recordOf[session] = record
        passOf[record] = pass
        takenIn[session] = run
        ties[record] = nil
        suspects[record] = nil
    }

    mutating func note(tie sessions: [Int], of record: Int) {
        if ties[record] == nil { ties[record] = sessions }
    }

    mutating func note(suspect record: Int, of session: Int) {
        if suspects[record] == nil { suspects[record] = session }
    }

    mutating func beginRun() { run += 1 }
}
