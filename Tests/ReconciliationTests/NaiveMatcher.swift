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
        var outcome = "alone"

        var sessionID: String? { cdr.sessionID ?? held?.sessionID }
        var authorization: String? { cdr.authorizationReference ?? held?.authorizationReference }
    }

    var shard: Shard
    /// Credits that count in a later month: here they are listed and nothing more.
    var lateCredits: [(cdr: CDRFacts, hub: String)] = []
    let rules: MatchingRules
    var items: [Item] = []
    var givenAway: Set<Int> = []
    var tiedSessions: Set<Int> = []

    init(_ shard: Shard, _ rules: MatchingRules) {
        self.shard = shard
        self.rules = rules
    }

    /// One text a line, sorted: `MATCHED S1 C1 hubject 118.00 0`.
    mutating func outcomes() throws -> [String] {
        setLateCreditsAside()
        gather()
        linkCredits()
        fold()
        joinOtherIDs()
        let open = items.indices.filter { items[$0].outcome == "alone" }
        for late in [false, true] {
            let group = open.filter { isLate(items[$0].cdr) == late }
            climb(group.filter { items[$0].issued })
            climb(group.filter { !items[$0].issued })
            retryCopies(group)
        }
        markTiedSessions()
        let takenBack = items.indices.filter {
            ["credited", "partly credited"].contains(items[$0].outcome)
        }
        let outcomes = items.map(\.outcome)
        climb(takenBack)
        for index in takenBack { items[index].outcome = outcomes[index] }
        return try verdicts()
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
            let hubs = shard.held.filter { $0.id == cdr.id }.map(\.hub)
            lateCredits.append((cdr, hubs.min() ?? "hubject"))
            if let first = hubs.min() { joined.insert(cdr.id + first) }
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

    private func rank(_ cdr: CDRFacts) -> Int { isLate(cdr) ? 2 : 0 }

    private mutating func gather() {
        for cdr in shard.issued where cdr.version == 1 {
            let held = shard.held.filter { $0.version == 1 && $0.id == cdr.id }
                .sorted { (rank($0), $0.hub) < (rank($1), $1.hub) }
            items.append(
                Item(
                    cdr: cdr, held: held.first, issued: true, copies: Array(held.dropFirst())))
        }
        for cdr in shard.held where cdr.version == 1 {
            guard !items.contains(where: { $0.cdr.id == cdr.id }) else { continue }
            let held = shard.held.filter { $0.version == 1 && $0.id == cdr.id }
                .sorted {
                    (rank($0), $0.isPriced ? 0 : 1, $0.hub)
                        < (rank($1), $1.isPriced ? 0 : 1, $1.hub)
                }
            items.append(
                Item(
                    cdr: held[0], held: held[0], issued: false, copies: Array(held.dropFirst())))
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

    /// The same charging under other ids from another hub goes to the item of the first hub.
    private mutating func fold() {
        func same(_ a: CDRFacts?, _ b: CDRFacts?) -> Bool {
            guard let a, let b else { return false }
            return (a.evseID ?? a.evseUID) == (b.evseID ?? b.evseUID)
                && (a.contractID ?? a.tokenUID) == (b.contractID ?? b.tokenUID)
                && a.start == b.start && a.end == b.end && a.energy == b.energy
        }
        func rank(_ item: Item) -> (Int, String, Instant, String) {
            (
                self.rank(item.cdr) + (item.issued ? 0 : item.cdr.isPriced ? 5 : 6),
                item.held?.hub ?? "",
                item.held?.lastUpdated ?? item.cdr.end,
                item.cdr.id
            )
        }
        let before = items
        var gone: [Int] = []
        for index in items.indices where items[index].outcome == "alone" && !items[index].issued {
            let leader = items.indices.filter {
                before[$0].outcome == "alone" && same(before[$0].held, before[index].held)
            }.min { rank(before[$0]) < rank(before[$1]) }
            guard let leader, leader != index, let held = before[index].held,
                before[leader].held?.hub != held.hub
            else { continue }
            items[leader].copies += [held] + before[index].copies
            gone.append(index)
        }
        for index in items.indices {
            items[index].copies.sort {
                ($0.hub, $0.lastUpdated, $0.id) < ($1.hub, $1.lastUpdated, $1.id)
            }
        }
        for index in gone.reversed() { items.remove(at: index) }
    }

    private mutating func retryCopies(_ open: [Int]) {
        for turn in 0..<shard.held.count {
            let waiting = open.filter {
                items[$0].session == nil && !items[$0].issued && turn < items[$0].copies.count
            }
            let firsts = items
            for index in waiting {
                let next = items[index].copies[turn]
                items[index].copies[turn] = items[index].cdr
                items[index].cdr = next
                items[index].held = next
                items[index].outcome = "alone"
            }
            climb(waiting)
            for index in waiting where items[index].session == nil { items[index] = firsts[index] }
        }
    }

    private mutating func markTiedSessions() {
        for item in items {
            guard item.session == nil, item.outcome.hasPrefix("tied") else { continue }
            let ids = item.outcome.split(separator: " ").dropFirst().map(String.init)
            for index in shard.sessions.indices
            where ids.contains(shard.sessions[index].id) && !givenAway.contains(index) {
                tiedSessions.insert(index)
            }
        }
        // They are nobody's any more.
        givenAway.formUnion(tiedSessions)
    }
}
