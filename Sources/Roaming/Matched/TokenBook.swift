/// The tokens of our drivers, as our platform and the hubs know them.
package struct TokenBook: Sendable {
    package enum Standing: Sendable, Hashable {
        /// We have no tokens of this party at all, so nothing can be said.
        case unlisted
        /// Neither the token's uid nor its contract was ever listed.
        case unknown
        case known
        /// Listed, and no longer valid at that time.
        case expired
    }

    /// One token: uid and contract id may each lead to it.
    private struct Versions {
        /// By `last_updated`.
        var history: [(lastUpdated: Instant, valid: Bool)] = []

        /// Nil before it was first listed.
        func isValid(at instant: Instant) -> Bool? {
            history.last { $0.lastUpdated <= instant }?.valid
        }
    }

    private var parties: Set<PartyID> = []
    private var tokens: [Versions] = []
    private var placeOfToken: [String: Int] = [:]
    private var byUID: [String: [Int]] = [:]
    private var byContract: [String: [Int]] = [:]

    package init() {}

    /// - Parameters: ids in comparable form (`Identifier`); versions in any order.
    package mutating func add(
        party: PartyID, uid: String, type: String, contractID: String?, valid: Bool,
        lastUpdated: Instant
    ) {
        parties.insert(party)
        let name = "\(party) \(uid) \(type)"
        let place = placeOfToken[name] ?? tokens.count
        if place == tokens.count {
            placeOfToken[name] = place
            tokens.append(Versions())
            byUID["\(party) \(uid)", default: []].append(place)
        }
        if let contractID, !contractID.isEmpty {
            let key = "\(party) \(contractID)"
            if byContract[key]?.contains(place) != true {
                byContract[key, default: []].append(place)
            }
        }
        var history = tokens[place].history
        // Of two versions of the same moment, the one that is valid counts.
        let at = history.firstIndex {
            ($0.lastUpdated, $0.valid ? 1 : 0) > (lastUpdated, valid ? 1 : 0)
        }
        history.insert((lastUpdated, valid), at: at ?? history.endIndex)
        tokens[place].history = history
    }

    /// How a token stood when a session started. It is expired when every token by that uid or
    /// contract was listed by then and none of them was valid.
    package func standing(
        uid: String, contractID: String?, of party: PartyID, at start: Instant
    ) -> Standing {
        guard parties.contains(party) else { return .unlisted }
        var places = uid.isEmpty ? [] : byUID["\(party) \(uid)"] ?? []
        if let contractID { places += byContract["\(party) \(contractID)"] ?? [] }
        guard !places.isEmpty else { return .unknown }
        let standing = places.compactMap { tokens[$0].isValid(at: start) }
        return standing.isEmpty || standing.contains(true) ? .known : .expired
    }
}
