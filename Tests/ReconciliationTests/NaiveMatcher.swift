import Amounts
import Reconciliation
import Roaming

/// A second, naive reading of the contract: every step compares everything with everything. It
/// knows no indexes and no line format, and gives only what came out of each session and CDR.
struct NaiveMatcher {
    struct Item {
        var cdr: CDRFacts
        var held: CDRFacts?
        var issued: Bool
        var copies: [CDRFacts]
        var session: Int?
        var pass: String?
        /// How the held form was found to be that of the issued one.
        var heldPass: String?
        var outcome = "alone"

        var payload: String? { cdr.meter?.payload ?? held?.meter?.payload }
        var readings: String? { cdr.meter?.readings ?? held?.meter?.readings }
        var sessionID: String? { cdr.sessionID ?? held?.sessionID }
        var authorization: String? { cdr.authorizationReference ?? held?.authorizationReference }
    }

    var shard: Shard
    /// Credits that count in a later month: here they are listed and nothing more.
    var lateCredits: [(cdr: CDRFacts, hub: String)] = []
    let rules: MatchingRules
    /// Each once.
    let sessions: [SessionFacts]
    /// Milliseconds by which a hub's clock is ahead.
    var offsets: [String: Int64] = [:]
    /// As they looked at first, when no estimate was used.
    var firstClocks: [(hub: String, pairs: Int, offset: Int64)] = []
    var items: [Item] = []
    var givenAway: Set<Int> = []
    var tiedSessions: Set<Int> = []
    private var lentSessions: Set<Int> = []
    /// What a strong pass left undecided.
    var settledRecords: Set<Int> = []
    var settledSessions: Set<Int> = []
    /// Says the same as an earlier one.
    var followed: [Int: Int] = [:]

    init(_ shard: Shard, _ rules: MatchingRules) {
        self.shard = shard
        self.rules = rules
        var once: [SessionFacts] = []
        for session in shard.sessions where !once.contains(session) { once.append(session) }
        sessions = once
    }

    /// One text a line, sorted: `MATCHED S1 C1 hubject 118.00 0`.
    mutating func outcomes() throws -> [String] {
        match()
        return try verdicts()
    }

    /// `S1 C1 M5` for each session that has a CDR, sorted.
    var pairs: [String] {
        items.compactMap { item in
            item.session.map { "\(sessions[$0].id) \(item.cdr.id) \(item.pass ?? "-")" }
        }.sorted()
    }

    /// First with the offsets the rules state, then again with those that the exact pairs show.
    mutating func match() {
        setLateCreditsAside()
        for hub in hubs where shard.side == .emsp {
            if case .seconds(let seconds)? = rules.pairing[hub]?.clockOffset {
                offsets[hub] = seconds * 1000
            }
        }
        matchOnce()
        firstClocks = clocks()
        var estimated = offsets
        for clock in firstClocks where rules.pairing[clock.hub]?.clockOffset == .estimated {
            if clock.pairs >= 5 { estimated[clock.hub] = clock.offset }
        }
        if estimated != offsets {
            offsets = estimated
            matchOnce()
        }
    }

    private var hubs: [String] { Set(shard.held.map(\.hub)).sorted() }

    /// Start differences of pairs by M1, M2, M3 and M8, the middle one of each hub.
    func clocks() -> [(hub: String, pairs: Int, offset: Int64)] {
        let open = items.filter { $0.outcome == "paired" && !isLate($0.cdr) }
        return hubs.compactMap { hub in
            let exact = open.filter { $0.held?.hub == hub }.compactMap { item -> Int64? in
                guard let session = item.session, let held = item.held,
                    ["M1", "M2", "M3", "M8"].contains(item.pass ?? ""), item.heldPass != "M5"
                else { return nil }
                return held.start.milliseconds - sessions[session].start.milliseconds
            }.sorted()
            guard !exact.isEmpty else { return nil }
            // Of an odd number both are the middle one.
            return (hub, exact.count, (exact[exact.count / 2] + exact[(exact.count - 1) / 2]) / 2)
        }
    }

    private mutating func matchOnce() {
        items = []
        givenAway = []
        tiedSessions = []
        lentSessions = []
        gather()
        linkCredits()
        fold { a, b in
            (a.evseID ?? a.evseUID) != nil && (a.contractID ?? a.tokenUID) != ""
                && (a.evseID ?? a.evseUID) == (b.evseID ?? b.evseUID)
                && (a.contractID ?? a.tokenUID) == (b.contractID ?? b.tokenUID)
                && a.start == b.start && a.end == b.end && a.energy == b.energy
        }
        fold(signed: true) { $0.meter?.payload != nil && $0.meter?.payload == $1.meter?.payload }
        fold(signed: true) { $0.meter?.readings != nil && $0.meter?.readings == $1.meter?.readings }
        joinOtherIDs()
        let open = items.indices.filter { items[$0].outcome == "alone" }
        for late in [false, true] {
            let group = open.filter { isLate(items[$0].cdr) == late }
            climb(group.filter { items[$0].issued })
            climb(group.filter { !items[$0].issued })
            retryCopies(group)
            attachOriginals(late: late)
        }
        givenAway.formUnion(lentSessions)
        tiedSessions = sessionsOfTies()
        // They are nobody's any more.
        givenAway.formUnion(tiedSessions)
        for late in [false, true] { climbWeakly(open.filter { isLate(items[$0].cdr) == late }) }
    }

    /// The home hub's form first, then by `last_updated`.
    private func precedes(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
        let (first, second) = (a.hub == shard.homeHub, b.hub == shard.homeHub)
        if first != second { return first }
        return (a.lastUpdated, a.id, a.hub) < (b.lastUpdated, b.id, b.hub)
    }

    private func stands(_ a: CDRFacts, before b: CDRFacts, issued: Bool) -> Bool {
        if isLate(a) != isLate(b) { return isLate(b) }
        if !issued, a.isPriced != b.isPriced { return a.isPriced }
        return precedes(a, b)
    }

    /// Counts in a later month.
    func isLate(_ cdr: CDRFacts) -> Bool { cdr.lastUpdated >= rules.window.graceEnd }

    private mutating func setLateCreditsAside() {
        func isLateCredit(_ cdr: CDRFacts) -> Bool {
            let issued = shard.issued.first { $0.credit && $0.id == cdr.id && $0.version == 1 }
            return cdr.credit && isLate(issued ?? cdr)
        }
        var rest = shard
        rest.issued = []
        rest.held = []
        var joined: Set<String> = []
        for cdr in shard.issued {
            guard isLateCredit(cdr) else {
                rest.issued.append(cdr)
                continue
            }
            let first = shard.held.filter { $0.id == cdr.id }.min(by: precedes)?.hub
            lateCredits.append((cdr, first ?? "hubject"))
            if let first { joined.insert(cdr.id + first) }
        }
        for cdr in shard.held {
            if !isLateCredit(cdr) {
                rest.held.append(cdr)
            } else if !joined.contains(cdr.id + cdr.hub) {
                lateCredits.append((cdr, cdr.hub))
            }
        }
        shard = rest
    }

    private mutating func gather() {
        var held: [CDRFacts] = []
        for cdr in shard.held where cdr.version == 1 && !held.contains(cdr) { held.append(cdr) }
        for cdr in shard.issued where cdr.version == 1 && !items.contains(where: { $0.cdr == cdr })
        {
            let forms = held.filter { $0.id == cdr.id }.sorted(by: precedes)
            let first = forms.min { stands($0, before: $1, issued: true) }
            items.append(
                Item(
                    cdr: cdr, held: first, issued: true, copies: forms.filter { $0 != first },
                    heldPass: "M4"))
        }
        for cdr in held where !items.contains(where: { $0.cdr.id == cdr.id }) {
            let forms = held.filter { $0.id == cdr.id }.sorted(by: precedes)
            guard let first = forms.min(by: { stands($0, before: $1, issued: false) }) else {
                continue
            }
            items.append(
                Item(
                    cdr: first, held: first, issued: false, copies: forms.filter { $0 != first }))
        }
        items.sort { ($0.cdr.lastUpdated, $0.cdr.id) < ($1.cdr.lastUpdated, $1.cdr.id) }
    }

    private mutating func linkCredits() {
        for credit in items.indices where items[credit].cdr.credit {
            let reference = items[credit].cdr.creditReferenceID
            let original = items.indices.first {
                !items[$0].cdr.credit && items[$0].cdr.id == reference
            }
            guard let original else {
                items[credit].outcome = "orphan"
                continue
            }
            let full = isOpposite(items[credit].cdr, items[original].cdr)
            if full, items[original].outcome == "credited" {
                items[credit].outcome = "suspect"
            } else if full {
                items[credit].outcome = "credits"
                items[original].outcome = "credited"
            } else {
                items[credit].outcome = "partly credits"
                if items[original].outcome == "alone" {
                    items[original].outcome = "partly credited"
                }
            }
        }
    }

    private func isOpposite(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
        func sumsToZero(_ x: ExactDecimal?, _ y: ExactDecimal?) -> Bool {
            guard let x, let y else { return x == nil && y == nil }
            return ((try? x + y)?.isZero) ?? false
        }
        return a.currency == b.currency && sumsToZero(a.claimed.beforeTax, b.claimed.beforeTax)
            && sumsToZero(a.claimed.afterTax, b.claimed.afterTax)
    }

    /// The same charging under other ids from another hub goes to the item that stands first.
    private mutating func fold(
        signed: Bool = false, _ same: (CDRFacts, CDRFacts) -> Bool
    ) {
        let before = items
        func leads(_ a: Int, _ b: Int) -> Bool {
            guard before[a].issued == before[b].issued, let first = before[a].held,
                let second = before[b].held
            else { return before[a].issued }
            if isLate(before[a].cdr) != isLate(before[b].cdr) { return isLate(before[b].cdr) }
            return stands(first, before: second, issued: before[a].issued)
        }
        func isIn(_ index: Int) -> Bool {
            before[index].outcome == "alone" && before[index].held != nil
                && (!signed || allows("M8", before[index]))
        }
        var gone: [Int] = []
        for index in items.indices where isIn(index) && !items[index].issued {
            guard let held = before[index].held else { continue }
            let leader = items.indices.filter {
                isIn($0) && before[$0].held.map { same($0, held) } ?? false
            }.min(by: leads)
            guard let leader, leader != index, before[leader].held?.hub != held.hub else {
                continue
            }
            items[leader].copies += [held] + before[index].copies
            items[leader].copies.sort(by: precedes)
            gone.append(index)
        }
        for index in gone.reversed() { items.remove(at: index) }
    }

    private mutating func retryCopies(_ open: [Int]) {
        for turn in 0..<shard.held.count {
            let waiting = open.filter {
                items[$0].session == nil && !items[$0].issued && turn < items[$0].copies.count
                    && (isLate(items[$0].cdr) || !isLate(items[$0].copies[turn]))
            }
            let firsts = items
            for index in waiting {
                let next = items[index].copies[turn]
                items[index].copies[turn] = items[index].cdr
                items[index].copies.sort(by: precedes)
                items[index].cdr = next
                items[index].held = next
                items[index].outcome = "alone"
            }
            climb(waiting)
            for index in waiting where items[index].session == nil { items[index] = firsts[index] }
        }
    }

    /// What was taken back may have what is left, but nothing of a tie.
    private mutating func attachOriginals(late: Bool) {
        let takenBack = items.indices.filter {
            ["credited", "partly credited"].contains(items[$0].outcome)
                && isLate(items[$0].cdr) == late
        }
        let spared = sessionsOfTies()
        let outcomes = items.map(\.outcome)
        givenAway.formUnion(spared)
        climb(takenBack)
        givenAway.subtract(spared)
        for index in takenBack {
            items[index].outcome = outcomes[index]
            // Who takes its place later may have it.
            guard outcomes[index] == "credited", let session = items[index].session else {
                continue
            }
            givenAway.remove(session)
            lentSessions.insert(session)
        }
    }

    private func sessionsOfTies() -> Set<Int> {
        var tied: Set<Int> = []
        for item in items {
            guard item.session == nil, item.outcome.hasPrefix("tied") else { continue }
            let ids = item.outcome.split(separator: " ").dropFirst().map(String.init)
            for index in sessions.indices
            where ids.contains(sessions[index].id) && !givenAway.contains(index) {
                tied.insert(index)
            }
        }
        return tied
    }
}
