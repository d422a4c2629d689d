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

    /// Milliseconds between the starts.
    func distance(to other: Spot) -> Int64 {
        Int64(start.milliseconds(since: other.start).magnitude)
    }
}

/// Finds the spots near another without comparing all pairs.
struct SpotIndex {
    /// An EVSE and a token, each in one of its two forms.
    private struct Key: Hashable {
        let cpo: PartyID
        let evse: String
        let token: String
        let form: UInt8
    }

    private var spots: [Spot] = []
    private var entries: [Key: [Int]] = [:]

    /// - Parameter spots: any order; found ones are reported by their place in it.
    init(_ spots: [Spot]) {
        self.spots = spots
        let byStart = spots.indices.sorted { spots[$0].start < spots[$1].start }
        for index in byStart {
            for key in Self.keys(of: spots[index]) { entries[key, default: []].append(index) }
        }
    }

    /// Places of the spots with the same EVSE and token and a start within `milliseconds`, sorted.
    func near(_ spot: Spot, within milliseconds: Int64) -> [Int] {
        var found: Set<Int> = []
        for key in Self.keys(of: spot) {
            guard let places = entries[key] else { continue }
            var at = firstPlace(in: places, from: spot.start.milliseconds - milliseconds)
            while at < places.count {
                let other = spots[places[at]]
                guard other.start.milliseconds <= spot.start.milliseconds + milliseconds else {
                    break
                }
                if spot.isSamePlaceAndToken(other) { found.insert(places[at]) }
                at += 1
            }
        }
        return found.sorted()
    }

    /// The first place whose spot does not start before the moment.
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

    private static func keys(of spot: Spot) -> [Key] {
        var keys: [Key] = []
        let contract = spot.contractID ?? ""
        for (evse, form) in [(spot.evseUID ?? "", UInt8(0)), (spot.evseID ?? "", UInt8(2))]
        where !evse.isEmpty {
            if !spot.tokenUID.isEmpty {
                keys.append(Key(cpo: spot.cpo, evse: evse, token: spot.tokenUID, form: form))
            }
            if !contract.isEmpty {
                keys.append(Key(cpo: spot.cpo, evse: evse, token: contract, form: form + 1))
            }
        }
        return keys
    }
}
