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
        var crowded: Set<Int> = []
        for cdr in Self.inStandingOrder(shard.issued) {
            guard cdr.version < 2, places[cdr.key] == nil else {
                repeated.append(CDRRecord(issued: cdr, held: nil))
                continue
            }
            places[cdr.key] = records.count
            records.append(CDRRecord(issued: cdr, held: nil))
        }
        for cdr in Self.inStandingOrder(shard.held) {
            guard cdr.version < 2 else {
                repeated.append(CDRRecord(held: cdr))
                continue
            }
            if let place = places[cdr.key] {
                records[place].copies.append(cdr)
                crowded.insert(place)
            } else {
                places[cdr.key] = records.count
                records.append(CDRRecord(held: cdr))
            }
        }
        for place in crowded.sorted() {
            repeated += records[place].orderForms(at: desk).map { CDRRecord(held: $0) }
        }
        records = sortedByPlace(records, key: { $0.stands.lastUpdated.milliseconds }) {
            CDRFacts.standsBefore($0.stands, $1.stands)
        }
    }

    private static func inStandingOrder(_ cdrs: [CDRFacts]) -> [CDRFacts] {
        sortedByPlace(cdrs, key: { $0.lastUpdated.milliseconds }, CDRFacts.standsBefore)
    }
}

extension CDRRecord {
    /// Lets the form of the first hub by name stand (or be the held one of an issued CDR), the
    /// others follow; one that counts in a later month never stands before one that counts in an
    /// earlier. Returns those that a hub gave twice as its first version: such a hub breaks
    /// its own identity rule, and only the one that stands first is taken.
    fileprivate mutating func orderForms(at desk: Desk) -> [CDRFacts] {
        var forms = isIssued ? copies : [stands] + copies
        forms.sort(by: CDRFacts.hubPrecedes)
        var repeated: [CDRFacts] = []
        var kept: [CDRFacts] = []
        for form in forms {
            if kept.last?.hub == form.hub { repeated.append(form) } else { kept.append(form) }
        }
        // A copy that cannot be priced (its hub's tariffs are not known to us) must not stand before
        // one that can.
        if !isIssued { kept = kept.filter(\.isPriced) + kept.filter { !$0.isPriced } }
        let months = kept.map { desk.settlementMonth(of: $0) }
        kept = kept.indices.sorted { (months[$0], $0) < (months[$1], $1) }.map { kept[$0] }
        held = kept.first
        if !isIssued { stands = kept[0] }
        copies = Array(kept.dropFirst())
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

/// Folds CDRs with the same content from several hubs into the one of the first hub (an issued one
/// first of all). Returns the records that remain, in order.
func foldCrossHubCopies(
    _ open: [Int], in records: inout [CDRRecord], at desk: Desk
) -> [Int] {
    var groups: [ContentKey: [Int]] = [:]
    var hubs: Set<String> = []
    for index in open { if let hub = records[index].held?.hub { hubs.insert(hub) } }
    guard hubs.count > 1 else { return open }
    for index in open {
        guard let held = records[index].held, let key = ContentKey(held) else { continue }
        groups[key, default: []].append(index)
    }
    var folded: Set<Int> = []
    for group in groups.values where group.count > 1 {
        let leader = group.min { leads(records[$0], records[$1], at: desk) }
        guard let leader, let hub = records[leader].held?.hub else { continue }
        for index in group {
            guard index != leader, !records[index].isIssued,
                let held = records[index].held, held.hub != hub
            else { continue }
            records[leader].copies.append(held)
            records[leader].copies.append(contentsOf: records[index].copies)
            records[index].copies = []
            folded.insert(index)
        }
        records[leader].copies.sort(by: CDRFacts.hubPrecedes)
    }
    return open.filter { !folded.contains($0) }
}

private func leads(_ a: CDRRecord, _ b: CDRRecord, at desk: Desk) -> Bool {
    guard a.isIssued == b.isIssued, let first = a.held, let second = b.held else {
        return a.isIssued
    }
    let months = (desk.settlementMonth(of: a.stands), desk.settlementMonth(of: b.stands))
    if months.0 != months.1 { return months.0 < months.1 }
    guard a.isIssued || first.isPriced == second.isPriced else { return first.isPriced }
    return CDRFacts.hubPrecedes(first, second)
}
