import Amounts
import Roaming

/// One CDR with every form in which we have it.
struct CDRRecord {
    /// The one that is compared: as we issued it, else as the first hub holds it.
    var stands: CDRFacts
    var isIssued: Bool
    /// As a hub holds it; on the eMSP side the same as `stands`. Nil when no hub holds it.
    var held: CDRFacts?
    /// The same CDR as further hubs hold it, by hub name.
    var copies: [CDRFacts] = []

    init(issued: CDRFacts, held: CDRFacts?) {
        stands = issued
        isIssued = true
        self.held = held
    }

    init(held: CDRFacts) {
        stands = held
        isIssued = false
        self.held = held
    }

    /// The hub's copy of a CDR we issued, where it has another id.
    var heldUnderOtherID: CDRFacts? {
        guard isIssued, let held, held.id != stands.id else { return nil }
        return held
    }

    var sessionID: String? { stands.sessionID ?? held?.sessionID }
    var authorizationReference: String? {
        stands.authorizationReference ?? held?.authorizationReference
    }

    /// Lets the copy at `index` stand in place of the first. Only for a CDR we did not issue.
    mutating func promote(_ index: Int) {
        let next = copies[index]
        copies[index] = stands
        copies.sort(by: CDRFacts.hubPrecedes)
        (stands, held) = (next, next)
    }
}

extension CDRFacts {
    /// Which of several CDRs for one session stands: the earlier `last_updated`, then the id; the
    /// rest makes the order total.
    static func standsBefore(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
        if a.lastUpdated != b.lastUpdated { return a.lastUpdated < b.lastUpdated }
        if a.id != b.id { return a.id < b.id }
        if a.hub != b.hub { return a.hub < b.hub }
        if a.version != b.version { return a.version < b.version }
        if a.start != b.start { return a.start < b.start }
        if a.end != b.end { return a.end < b.end }
        if a.energy != b.energy { return a.energy < b.energy }
        if a.cpo != b.cpo { return a.cpo < b.cpo }
        return a.rest.lexicographicallyPrecedes(b.rest)
    }

    /// What is left to tell apart two CDRs which intake should not have let through as two.
    private var rest: [String] {
        let ids = [
            sessionID, authorizationReference, creditReferenceID, evseUID, evseID, tokenUID,
            contractID, locationID,
        ]
        let amounts = [claimed.beforeTax, claimed.afterTax].map { $0?.trimmed().description }
        return (ids + amounts + [currency.description, "\(credit)", "\(rated)"]).map { $0 ?? "" }
    }

    var isPriced: Bool {
        if case .priced = rated { true } else { false }
    }

    static func hubPrecedes(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
        a.hub == b.hub ? standsBefore(a, b) : a.hub < b.hub
    }
}

extension SessionFacts {
    static func precedes(_ a: SessionFacts, _ b: SessionFacts) -> Bool {
        if a.start != b.start { return a.start < b.start }
        if a.id != b.id { return a.id < b.id }
        if a.cpo != b.cpo { return a.cpo < b.cpo }
        if a.end != b.end { return a.end < b.end }
        if a.energy != b.energy { return a.energy < b.energy }
        return a.hub < b.hub
    }
}

/// An id within one CPO's platform.
struct PartyKey: Hashable {
    let cpo: PartyID
    let id: String
}

extension CDRFacts {
    var key: PartyKey { PartyKey(cpo: cpo, id: id) }
}
