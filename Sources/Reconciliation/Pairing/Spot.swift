import Roaming

/// Where, with what and when: what M5 compares.
struct Spot {
    let cpo: PartyID
    let evseUID: String?
    let evseID: String?
    let tokenUID: String
    let contractID: String?
    let start: Instant

    init(_ session: SessionFacts) {
        cpo = session.cpo
        evseUID = session.evseUID
        evseID = session.evseID
        tokenUID = session.tokenUID
        contractID = session.contractID
        start = session.start
    }

    init(_ cdr: CDRFacts) {
        cpo = cdr.cpo
        evseUID = cdr.evseUID
        evseID = cdr.evseID
        tokenUID = cdr.tokenUID
        contractID = cdr.contractID
        start = cdr.start
    }

    /// Same EVSE by uid, by EVSE id where one side lacks the uid; same token likewise.
    func isSamePlaceAndToken(_ other: Spot) -> Bool {
        guard cpo == other.cpo else { return false }
        let sameEVSE =
            if let evseUID, let uid = other.evseUID { evseUID == uid } else {
                evseID != nil && evseID == other.evseID
            }
        guard sameEVSE else { return false }
        if !tokenUID.isEmpty, !other.tokenUID.isEmpty { return tokenUID == other.tokenUID }
        return contractID != nil && contractID == other.contractID
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
        if !tokenUID.isEmpty, !other.tokenUID.isEmpty { return tokenUID != other.tokenUID }
        guard let contractID, let contract = other.contractID else { return false }
        return contractID != contract
    }

    /// Milliseconds between the starts.
    func distance(to other: Spot) -> Int64 {
        Int64(start.milliseconds(since: other.start).magnitude)
    }
}

/// Finds the spots near another without comparing all pairs. One EVSE serves one driver at a time,
/// so the few that start there at about the same time are soon told apart by token.
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

    /// Places of the spots with the same EVSE and token and a start within `milliseconds`, sorted.
    func near(_ spot: Spot, within milliseconds: Int64) -> [Int] {
        var found: [Int] = []
        if let uid = spot.evseUID {
            gather(Key(evse: uid, isUID: true), spot, milliseconds, &found)
        }
        if let id = spot.evseID {
            gather(Key(evse: id, isUID: false), spot, milliseconds, &found)
        }
        found.sort()
        return found
    }

    private func gather(_ key: Key, _ spot: Spot, _ milliseconds: Int64, _ found: inout [Int]) {
        guard let places = entries[key] else { return }
        var at = firstPlace(in: places, from: spot.start.milliseconds - milliseconds)
        while at < places.count {
            let place = places[at]
            at += 1
            guard spots[place].start.milliseconds <= spot.start.milliseconds + milliseconds else {
                return
            }
            // Where both have a uid, only the uid counts, and this spot is under both keys.
            guard !found.contains(place), spot.isSamePlaceAndToken(spots[place]) else { continue }
            found.append(place)
        }
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
