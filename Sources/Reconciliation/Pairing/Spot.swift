import Roaming

/// Where, with what and when: what M5 to M7 compare.
struct Spot {
    let cpo: PartyID
    let evseUID: String?
    let evseID: String?
    let tokenUID: String
    let contractID: String?
    let tokenIsOneTime: Bool
    let start: Instant
    let end: Instant

    init(_ session: SessionFacts) {
        cpo = session.cpo
        evseUID = session.evseUID
        evseID = stated(session.evseID)
        tokenUID = session.tokenUID
        contractID = stated(session.contractID)
        tokenIsOneTime = session.tokenIsOneTime
        start = session.start
        end = session.end
    }

    /// - Parameter ahead: milliseconds by which the clock behind the CDR is ahead of ours.
    init(_ cdr: CDRFacts, ahead: Int64) {
        cpo = cdr.cpo
        evseUID = cdr.evseUID
        evseID = stated(cdr.evseID)
        tokenUID = cdr.tokenUID
        contractID = stated(cdr.contractID)
        tokenIsOneTime = cdr.tokenIsOneTime
        start = Instant(milliseconds: cdr.start.milliseconds - ahead)
        end = Instant(milliseconds: cdr.end.milliseconds - ahead)
    }

    /// By uid, by EVSE id where one side lacks the uid.
    func isSameEVSE(_ other: Spot) -> Bool {
        guard cpo == other.cpo else { return false }
        if let evseUID, let uid = other.evseUID { return evseUID == uid }
        return evseID != nil && evseID == other.evseID
    }

    /// By uid, by contract id where one side lacks the uid.
    func isSameToken(_ other: Spot) -> Bool {
        if !tokenUID.isEmpty, !other.tokenUID.isEmpty { return tokenUID == other.tokenUID }
        return isSameContract(other)
    }

    func isSameContract(_ other: Spot) -> Bool {
        contractID != nil && contractID == other.contractID
    }

    func isSamePlaceAndToken(_ other: Spot) -> Bool { isSameEVSE(other) && isSameToken(other) }

    /// Both name a driver's token in one of its forms, so that it can be said whether it is the same.
    func canCompareToken(with other: Spot) -> Bool {
        guard !tokenIsOneTime, !other.tokenIsOneTime else { return false }
        if !tokenUID.isEmpty, !other.tokenUID.isEmpty { return true }
        return contractID != nil && other.contractID != nil
    }

    /// Started at another time, and at another EVSE or with another token: whatever ids say, this
    /// is not the same charging. What only one side states speaks for neither.
    func isElsewhere(than other: Spot, beyond milliseconds: Int64) -> Bool {
        guard distance(to: other) > milliseconds else { return false }
        if let evseUID, let uid = other.evseUID {
            if evseUID != uid { return true }
        } else if let evseID, let id = other.evseID, evseID != id {
            return true
        }
        return canCompareToken(with: other) && !isSameToken(other)
    }

    /// Milliseconds between the starts.
    func distance(to other: Spot) -> Int64 {
        Int64(start.milliseconds(since: other.start).magnitude)
    }

    /// Milliseconds from start to end.
    var length: Int64 { end.milliseconds(since: start) }

    /// How much of the longer of the two intervals both share, in whole percent; 0 for an interval
    /// without length.
    func overlap(with other: Spot) -> Int {
        let longer = max(length, other.length)
        let shared = min(end, other.end).milliseconds(since: max(start, other.start))
        guard longer > 0, shared > 0 else { return 0 }
        return Int(shared * 100 / longer)
    }

    /// How far the start of another spot can be when the two share at least `percent` of the longer
    /// interval: the shorter is then at least that part of the longer, and what sticks out at the
    /// start is at most the rest of it.
    func reach(sharing percent: Int) -> Int64 {
        max(0, length) * Int64(100 - percent) / Int64(percent) + 1
    }
}

/// Nil for an id of which nothing is left in its comparable form, such as `*`.
private func stated(_ id: String?) -> String? { id?.isEmpty == true ? nil : id }

/// Finds the spots near another without comparing all pairs. One EVSE serves one driver at a time,
/// so the few that start there at about the same time are soon told apart.
struct SpotIndex {
    private struct Key: Hashable {
        let evse: String
        let isUID: Bool
    }

    private let spots: [Spot]
    /// Places in `spots` by EVSE, in either of its forms, sorted by start.
    private var entries: [Key: [Int]] = [:]

    /// - Parameter spots: any order; found ones are reported by their place in it.
    init(_ spots: [Spot]) {
        self.spots = spots
        var byStart = spots.indices.map { (start: spots[$0].start.milliseconds, place: $0) }
        byStart.sort { $0 < $1 }
        for (_, place) in byStart {
            if let uid = spots[place].evseUID {
                entries[Key(evse: uid, isUID: true), default: []].append(place)
            }
            if let id = spots[place].evseID {
                entries[Key(evse: id, isUID: false), default: []].append(place)
            }
        }
    }

    /// Places of the spots at the same EVSE with a start within `milliseconds` that also fit, sorted.
    func near(
        _ spot: Spot, within milliseconds: Int64, where fits: (Spot) -> Bool
    ) -> [Int] {
        var found: [Int] = []
        func gather(_ key: Key, _ counts: (Spot) -> Bool) {
            guard let places = entries[key] else { return }
            var at = firstPlace(in: places, from: spot.start.milliseconds - milliseconds)
            while at < places.count {
                let other = spots[places[at]]
                guard other.start.milliseconds <= spot.start.milliseconds + milliseconds else {
                    return
                }
                if counts(other), spot.isSameEVSE(other), fits(other) { found.append(places[at]) }
                at += 1
            }
        }
        if let uid = spot.evseUID { gather(Key(evse: uid, isUID: true)) { _ in true } }
        // Where both have a uid, only the uid counts, and it was looked up already.
        if let id = spot.evseID {
            let hasUID = spot.evseUID != nil
            gather(Key(evse: id, isUID: false)) { !hasUID || $0.evseUID == nil }
        }
        found.sort()
        return found
    }

    /// The first of the places whose spot does not start before the moment.
    private func firstPlace(in places: [Int], from milliseconds: Int64) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if spots[places[middle]].start.milliseconds < milliseconds {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
