import Amounts
import Roaming

/// Joins CDRs that only a hub holds to those of ours which no hub holds under their own id, where
/// both describe the same session: such a hub holds our CDR under another id, and what it claims
/// must not be disputed twice. Returns the records that remain, in order.
///
/// - Parameter open: in the order in which they stand; the earliest is joined first.
func joinOtherIDs(_ open: [Int], in records: inout [CDRRecord], at desk: Desk) -> [Int] {
    var ours = open.filter { records[$0].isIssued && records[$0].held == nil }
    let foreign = open.filter { !records[$0].isIssued }
    guard !ours.isEmpty, !foreign.isEmpty else { return open }
    var joined: Set<Int> = []
    func join(_ index: Int, to mine: Int) {
        records[mine].held = records[index].held
        records[mine].copies = records[index].copies
        records[index].copies = []
        joined.insert(index)
    }

    var bySession: [PartyKey: [Int]] = [:]
    for mine in ours {
        guard let key = records[mine].stands.sessionKey else { continue }
        bySession[key, default: []].append(mine)
    }
    for index in foreign {
        let mine = records[index].stands.sessionKey.flatMap { bySession[$0] }?.first {
            records[$0].held == nil && !isElsewhere(records[index], than: records[$0], at: desk)
        }
        if let mine { join(index, to: mine) }
    }

    ours.removeAll { records[$0].held != nil }
    let spots = SpotIndex(ours.map { Spot(records[$0].stands) })
    for index in foreign where !joined.contains(index) {
        let spot = Spot(records[index].stands)
        let limits = desk.tolerances(for: records[index])
        let near = spots.near(spot, within: limits.startSeconds * 1000).filter {
            let mine = records[ours[$0]]
            return mine.held == nil
                && limits.tolerates(
                    energy: records[index].stands.energy, against: mine.stands.energy)
                && !namesOtherSession(records[index].stands, mine.stands)
        }
        let nearest = near.min {
            let apart = spot.distance(to: Spot(records[ours[$0]].stands))
            let other = spot.distance(to: Spot(records[ours[$1]].stands))
            return (apart, $0) < (other, $1)
        }
        if let nearest { join(index, to: ours[nearest]) }
    }
    return open.filter { !joined.contains($0) }
}

private func isElsewhere(_ a: CDRRecord, than b: CDRRecord, at desk: Desk) -> Bool {
    Spot(a.stands).isElsewhere(
        than: Spot(b.stands), beyond: desk.tolerances(for: a).startSeconds * 1000)
}

private func namesOtherSession(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
    guard let first = a.sessionKey, let second = b.sessionKey else { return false }
    return first != second
}

extension CDRFacts {
    /// The session that the CDR names, within its CPO's platform.
    fileprivate var sessionKey: PartyKey? {
        guard let sessionID, !sessionID.isEmpty else { return nil }
        return PartyKey(cpo: cpo, id: sessionID)
    }
}
