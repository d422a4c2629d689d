import Amounts
import Roaming

extension Desk {
    /// Joins CDRs that only a hub holds to those of ours which no hub holds under their own id,
    /// where both describe the same charging: such a hub holds our CDR under another id, and what
    /// it claims must not be disputed twice. Returns the records that remain, in order.
    ///
    /// - Parameter open: in the order in which they stand; the earliest is joined first.
    func joinOtherIDs(_ open: [Int], in records: [CDRRecord]) -> [Int] {
        let foreign = open.filter { !records[$0].isIssued }
        guard !foreign.isEmpty,
            open.contains(where: { records[$0].isIssued && records[$0].held == nil })
        else { return open }
        var joins = OtherIDs(desk: self, records: records, open: open)
        joins.byKey(.sessionID) { $0.sessionKey }
        joins.byKey(.meter) { $0.payloadKey }
        joins.byKey(.meter) { $0.readingsKey }
        joins.byStart()
        return open.filter { !joins.joined.contains($0) }
    }
}

private struct OtherIDs {
    let desk: Desk
    let records: [CDRRecord]
    /// In the order in which they stand: ours that no hub holds yet, and those that only a hub has.
    var ours: [Int]
    var foreign: [Int]
    var joined: Set<Int> = []

    init(desk: Desk, records: [CDRRecord], open: [Int]) {
        self.desk = desk
        self.records = records
        ours = open.filter { records[$0].isIssued && records[$0].held == nil }
        foreign = open.filter { !records[$0].isIssued }
    }

    mutating func byKey(_ pass: MatchingPass, _ key: (CDRFacts) -> PartyKey?) {
        var mineByKey: [PartyKey: [Int]] = [:]
        for mine in ours {
            guard let key = key(records[mine].stands) else { continue }
            mineByKey[key, default: []].append(mine)
        }
        guard !mineByKey.isEmpty else { return }
        for index in foreign where desk.applies(pass, to: records[index]) {
            let mine = key(records[index].stands).flatMap { mineByKey[$0] }?.first {
                records[$0].held == nil && !isElsewhere(index, than: $0)
            }
            if let mine { join(index, to: mine, by: pass) }
        }
        removeJoined()
    }

    mutating func byStart() {
        let spots = SpotIndex(ours.map { desk.spot(records[$0]) })
        for index in foreign where desk.applies(.start, to: records[index]) {
            let theirs = records[index].stands
            let spot = desk.spot(theirs)
            let limits = desk.tolerances(for: records[index])
            let near = spots.near(
                spot, within: desk.startReach(of: records[index]),
                where: { spot.isSameToken($0) }
            ).filter {
                let mine = records[ours[$0]]
                return mine.held == nil
                    && limits.tolerates(energy: theirs.energy, against: mine.stands.energy)
                    && !namesOtherSession(theirs, mine.stands)
            }
            let nearest = near.min {
                let apart = spot.distance(to: desk.spot(records[ours[$0]]))
                let other = spot.distance(to: desk.spot(records[ours[$1]]))
                return (apart, $0) < (other, $1)
            }
            if let nearest { join(index, to: ours[nearest], by: .start) }
        }
        removeJoined()
    }

    private mutating func join(_ index: Int, to mine: Int, by pass: MatchingPass) {
        records[mine].hold(records[index].takeForms(), by: pass)
        joined.insert(index)
    }

    private mutating func removeJoined() {
        foreign.removeAll { joined.contains($0) }
        ours.removeAll { records[$0].held != nil }
    }

    private func isElsewhere(_ theirs: Int, than mine: Int) -> Bool {
        desk.spot(records[theirs]).isElsewhere(
            than: desk.spot(records[mine]), beyond: desk.startReach(of: records[theirs]))
    }
}

private func namesOtherSession(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
    guard let first = a.sessionKey, let second = b.sessionKey else { return false }
    return first != second
}

extension CDRFields {
    /// The session that the CDR names, within its CPO's platform.
    fileprivate var sessionKey: PartyKey? {
        guard let sessionID, !sessionID.isEmpty else { return nil }
        return PartyKey(cpo: cpo, id: sessionID)
    }
}
