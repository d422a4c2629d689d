import Amounts
import Roaming

/// The CDRs of a shard, each once, and those that came again with other content.
struct GatheredCDRs {
    /// In the order in which they stand.
    var records: [CDRRecord] = []
    var repeated: [CDRRecord] = []

    /// Joins issued and held forms by CDR id (M4), and the forms of several hubs by party and id.
    init(_ shard: Shard, at desk: Desk) {
        var places: [PartyKey: Int] = [:]
        places.reserveCapacity(max(shard.issued.count, shard.held.count))
        records.reserveCapacity(max(shard.issued.count, shard.held.count))
        var forms: [Int: [CDRFacts]] = [:]
        for cdr in Self.inStandingOrder(shard.issued) {
            guard cdr.version < 2, places[cdr.key] == nil else {
                repeated.append(CDRRecord(issued: cdr))
                continue
            }
            places[cdr.key] = records.count
            records.append(CDRRecord(issued: cdr))
        }
        for cdr in Self.inStandingOrder(shard.held) {
            guard cdr.version < 2 else {
                repeated.append(CDRRecord(held: cdr))
                continue
            }
            if let place = places[cdr.key] {
                forms[place, default: []].append(cdr)
            } else {
                places[cdr.key] = records.count
                records.append(CDRRecord(held: cdr))
            }
        }
        for (place, forms) in forms.sorted(by: { $0.key < $1.key }) {
            repeated += records[place].take(forms, at: desk).map { CDRRecord(held: $0) }
        }
        records = sortedByPlace(records, key: { $0.stands.lastUpdated.milliseconds }) {
            CDRFacts.standsBefore($0.stands, $1.stands)
        }
    }

    /// As CDRs stand; one object that is there twice is there once.
    private static func inStandingOrder(_ cdrs: [CDRFacts]) -> [CDRFacts] {
        once(
            sortedByPlace(cdrs, key: { $0.lastUpdated.milliseconds }, CDRFacts.standsBefore),
            like: { $0.lastUpdated == $1.lastUpdated && $0.id == $1.id })
    }
}

/// The values without those that are there again, object number and all: a replay brings nothing.
/// - Parameters:
///   - sorted: in an order in which equal ones are among those that are `like` each other.
func once<Value: Hashable>(_ sorted: [Value], like: (Value, Value) -> Bool) -> [Value] {
    guard
        zip(sorted, sorted.dropFirst()).contains(where: { like($0, $1) })
    else { return sorted }
    var kept: [Value] = []
    kept.reserveCapacity(sorted.count)
    // Of those that are like each other; nearly always one, which is never hashed.
    var start = 0
    while start < sorted.count {
        var end = start + 1
        while end < sorted.count, like(sorted[start], sorted[end]) { end += 1 }
        if end == start + 1 {
            kept.append(sorted[start])
        } else {
            var seen: Set<Value> = []
            kept += sorted[start..<end].filter { seen.insert($0).inserted }
        }
        start = end
    }
    return kept
}

extension CDRRecord {
    /// Takes further forms of this CDR from hubs and puts them in order. Returns those that a hub
    /// gave twice as its first version: such a hub breaks its own identity rule, and only the one
    /// that stands first is taken.
    fileprivate func take(_ forms: [CDRFacts], at desk: Desk) -> [CDRFacts] {
        let sorted = (isIssued ? forms : [stands] + forms).sorted(by: desk.formOrder.precedes)
        var repeated: [CDRFacts] = []
        var kept: [CDRFacts] = []
        for form in sorted {
            if kept.contains(where: { $0.hub == form.hub }) {
                repeated.append(form)
            } else {
                kept.append(form)
            }
        }
        let first = kept.indices.min {
            desk.standsBefore(kept[$0], kept[$1], issued: isIssued)
        }
        let stands = kept.remove(at: first ?? 0)
        if isIssued {
            hold([stands] + kept, by: .cdrID)
        } else {
            stand(stands, copies: kept)
        }
        return repeated
    }
}

/// What makes two CDRs of different hubs one, whatever their ids say (settlement practice §2.1).
private struct ContentKey: Hashable {
    let cpo: PartyID
    let evse: String
    let token: String
    let start: Instant
    let end: Instant
    let energy: ExactDecimal

    /// Nil when the EVSE or the token is not known.
    init?(_ cdr: CDRFacts) {
        guard let evse = cdr.evseID ?? cdr.evseUID, !evse.isEmpty else { return nil }
        let token = cdr.contractID ?? cdr.tokenUID
        guard !token.isEmpty else { return nil }
        cpo = cdr.cpo
        self.evse = evse
        self.token = token
        start = cdr.start
        end = cdr.end
        energy = cdr.energy
    }
}

extension CDRFacts {
    /// By which pass this is the same CDR as another hub's.
    func pass(asCopyOf other: CDRFacts) -> MatchingPass {
        if self.key == other.key { return .cdrID }
        if let content = ContentKey(self), content == ContentKey(other) { return .start }
        return .meter
    }
}

extension CDRFields {
    var payloadKey: PartyKey? { meter?.payload.map { PartyKey(cpo: cpo, id: $0) } }
    var readingsKey: PartyKey? { meter?.readings.map { PartyKey(cpo: cpo, id: $0) } }
}

extension Desk {
    var formOrder: FormOrder { FormOrder(homeHub: homeHub) }

    /// Which of two hubs' forms of one CDR stands: never one that counts in a later month before one
    /// that counts in an earlier; of one we did not issue none that cannot be priced (its hub's
    /// tariffs are not known to us) before one that can.
    fileprivate func standsBefore(_ a: CDRFacts, _ b: CDRFacts, issued: Bool) -> Bool {
        let months = (settlementMonth(of: a), settlementMonth(of: b))
        if months.0 != months.1 { return months.0 < months.1 }
        guard issued || a.isPriced == b.isPriced else { return a.isPriced }
        return formOrder.precedes(a, b)
    }

    /// Folds CDRs of several hubs which are one by their content, else by their signed meter record
    /// (M8), into the one that stands first (an issued one first of all). Returns the records that
    /// remain, in order.
    func foldCrossHubCopies(_ open: [Int], in records: [CDRRecord]) -> [Int] {
        var hubs: Set<String> = []
        for index in open { if let hub = records[index].heldHub { hubs.insert(hub) } }
        guard hubs.count > 1 else { return open }
        var left = fold(open, in: records) { ContentKey($0) }
        let signed = left.contains { records[$0].held?.meter != nil }
        guard signed else { return left }
        left = fold(left, in: records, by: .meter) { $0.payloadKey }
        return fold(left, in: records, by: .meter) { $0.readingsKey }
    }

    private func fold<Key: Hashable>(
        _ open: [Int], in records: [CDRRecord], by pass: MatchingPass? = nil,
        _ key: (CDRFacts) -> Key?
    ) -> [Int] {
        var groups: [Key: [Int]] = [:]
        for index in open {
            guard pass.map({ applies($0, to: records[index]) }) ?? true,
                let held = records[index].held, let key = key(held)
            else { continue }
            groups[key, default: []].append(index)
        }
        var folded: Set<Int> = []
        for group in groups.values where group.count > 1 {
            let leader = group.min { leads(records[$0], records[$1]) }
            guard let leader, let hub = records[leader].heldHub else { continue }
            var copies: [CDRFacts] = []
            for index in group {
                guard index != leader, !records[index].isIssued,
                    let held = records[index].held, held.hub != hub
                else { continue }
                copies += records[index].takeForms()
                folded.insert(index)
            }
            if !copies.isEmpty { records[leader].add(copies, in: formOrder) }
        }
        return open.filter { !folded.contains($0) }
    }

    private func leads(_ a: CDRRecord, _ b: CDRRecord) -> Bool {
        guard a.isIssued == b.isIssued, let first = a.held, let second = b.held else {
            return a.isIssued
        }
        let months = (settlementMonth(of: a.stands), settlementMonth(of: b.stands))
        if months.0 != months.1 { return months.0 < months.1 }
        return standsBefore(first, second, issued: a.isIssued)
    }
}
