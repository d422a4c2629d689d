import Amounts
import Roaming

/// The CDRs of a shard, each once, and those that came again with other content.
struct GatheredCDRs {
    /// In the order in which they stand.
    var records: [CDRRecord] = []
    var repeated: [CDRFacts] = []

    /// Joins issued and held forms by CDR id (M4), and the forms of several hubs by party and id.
    init(_ shard: Shard) {
        var heldByID: [PartyKey: [CDRFacts]] = [:]
        for cdr in shard.held.sorted(by: CDRFacts.hubPrecedes) {
            guard cdr.version < 2 else {
                repeated.append(cdr)
                continue
            }
            // A hub that sends an id twice as its first version breaks its own identity rule.
            if heldByID[cdr.key]?.last?.hub == cdr.hub {
                repeated.append(cdr)
            } else {
                heldByID[cdr.key, default: []].append(cdr)
            }
        }
        var issuedIDs: Set<PartyKey> = []
        for cdr in shard.issued.sorted(by: CDRFacts.standsBefore) {
            guard cdr.version < 2, issuedIDs.insert(cdr.key).inserted else {
                repeated.append(cdr)
                continue
            }
            var record = CDRRecord(issued: cdr, held: heldByID[cdr.key]?.first)
            record.copies = Array((heldByID[cdr.key] ?? []).dropFirst())
            records.append(record)
        }
        for (key, forms) in heldByID where !issuedIDs.contains(key) {
            var record = CDRRecord(held: forms[0])
            record.copies = Array(forms.dropFirst())
            records.append(record)
        }
        records.sort { CDRFacts.standsBefore($0.stands, $1.stands) }
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
func foldCrossHubCopies(_ open: [Int], in records: inout [CDRRecord]) -> [Int] {
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
        let leader = group.min { leads(records[$0], records[$1]) }
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

private func leads(_ a: CDRRecord, _ b: CDRRecord) -> Bool {
    guard a.isIssued == b.isIssued, let first = a.held, let second = b.held else {
        return a.isIssued
    }
    return CDRFacts.hubPrecedes(first, second)
}
