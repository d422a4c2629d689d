import Amounts
import Roaming

/// One CDR with every form in which we have it. A class, since pairing hands it on many times and a
/// copy of its forms costs more than all comparing.
final class CDRRecord {
    /// The one that is compared: as we issued it, else as the partner's home hub holds it.
    private(set) var stands: CDRFacts
    let isIssued: Bool
    /// How the hub's form was found to be that of a CDR we issued.
    private(set) var heldBy: MatchingPass?
    /// Of an issued CDR every form a hub holds, the held one first; else the copies alone.
    private var others: [CDRFacts]

    init(issued: CDRFacts) {
        stands = issued
        isIssued = true
        others = []
    }

    init(held: CDRFacts, copies: [CDRFacts] = []) {
        stands = held
        isIssued = false
        others = copies
    }

    /// The same, whatever becomes of this one.
    init(copyOf other: CDRRecord) {
        stands = other.stands
        isIssued = other.isIssued
        heldBy = other.heldBy
        others = other.others
    }

    /// As a hub holds it; of one we did not issue the same as `stands`. Nil when no hub holds it.
    var held: CDRFacts? { isIssued ? others.first : stands }

    /// The hub whose form `held` is.
    var heldHub: String? { isIssued ? others.first?.hub : stands.hub }

    /// The same CDR as further hubs hold it, in their order.
    var copies: ArraySlice<CDRFacts> { others.dropFirst(isIssued ? 1 : 0) }

    /// The hub's copy of a CDR we issued, where it has another id.
    var heldUnderOtherID: CDRFacts? {
        guard isIssued, let held, held.id != stands.id else { return nil }
        return held
    }

    var sessionID: String? { stands.sessionID ?? held?.sessionID }
    var authorizationReference: String? {
        stands.authorizationReference ?? held?.authorizationReference
    }
    var payload: String? { stands.meter?.payload ?? held?.meter?.payload }
    var readings: String? { stands.meter?.readings ?? held?.meter?.readings }

    /// Takes the forms in which hubs hold a CDR of ours, the first of which is compared.
    func hold(_ forms: [CDRFacts], by pass: MatchingPass) {
        precondition(isIssued, "a CDR that only a hub has is held by it already")
        others = forms
        heldBy = forms.isEmpty ? nil : pass
    }

    /// Takes further copies, and the order in which hubs' forms stand.
    func add(_ copies: [CDRFacts], in order: FormOrder) {
        let first = isIssued ? others.first : nil
        let all = (Array(self.copies) + copies).sorted(by: order.precedes)
        others = (first.map { [$0] } ?? []) + all
    }

    /// Stands otherwise, with these copies. Only for a CDR we did not issue.
    func stand(_ form: CDRFacts, copies: [CDRFacts]) {
        precondition(!isIssued, "what we issued stands as we issued it")
        (stands, others) = (form, copies)
    }

    /// Gives its copies away.
    func takeForms() -> [CDRFacts] {
        defer { others = [] }
        return isIssued ? others : [stands] + others
    }

    /// Lets the copy at `index` stand in place of the first. Only for a CDR we did not issue.
    func promote(_ index: Int, in order: FormOrder) {
        precondition(!isIssued, "what we issued stands as we issued it")
        swap(&stands, &others[index])
        others.sort(by: order.precedes)
    }
}

/// In which order the forms of one CDR from several hubs stand: that of the partner's home hub
/// first, then as CDRs stand. The name of a hub decides only between forms that are equal in
/// everything else.
struct FormOrder {
    let homeHub: String?

    func precedes(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
        if a.hub != b.hub {
            if a.hub == homeHub { return true }
            if b.hub == homeHub { return false }
        }
        return CDRFacts.standsBefore(a, b)
    }
}

extension CDRFacts {
    /// Which of several CDRs for one session stands: the earlier `last_updated`, then the id; the
    /// rest makes the order total.
    static func standsBefore(_ a: CDRFacts, _ b: CDRFacts) -> Bool {
        if a.lastUpdated != b.lastUpdated { return a.lastUpdated < b.lastUpdated }
        if a.id != b.id { return a.id < b.id }
        if a.cpo != b.cpo { return a.cpo < b.cpo }
        if a.version != b.version { return a.version < b.version }
        if a.start != b.start { return a.start < b.start }
        if a.end != b.end { return a.end < b.end }
        if a.energy != b.energy { return a.energy < b.energy }
        let (first, second) = (a.rest, b.rest)
        if first != second { return first.lexicographicallyPrecedes(second) }
        return a.hub < b.hub
    }
}

extension CDRFields {
    var key: PartyKey { PartyKey(cpo: cpo, id: id) }

    /// What is left to tell apart two CDRs which intake should not have let through as two.
    fileprivate var rest: [String] {
        let ids = [
            sessionID, authorizationReference, creditReferenceID, evseUID, evseID, tokenUID,
            contractID, locationID, meter?.payload, meter?.readings,
        ]
        let amounts = [claimed.beforeTax, claimed.afterTax].map { $0?.trimmed().description }
        let rest = [currency.description, "\(credit)", "\(rated)", "\(tokenIsOneTime)"]
        return (ids + amounts + rest).map { $0 ?? "" }
    }

    var isPriced: Bool {
        if case .priced = rated { true } else { false }
    }
}

extension SessionFacts {
    static func precedes(_ a: SessionFacts, _ b: SessionFacts) -> Bool {
        if a.start != b.start { return a.start < b.start }
        if a.energy != b.energy { return a.energy < b.energy }
        if a.id != b.id { return a.id < b.id }
        if a.cpo != b.cpo { return a.cpo < b.cpo }
        if a.end != b.end { return a.end < b.end }
        return a.hub < b.hub
    }
}

/// An id within one CPO's platform.
struct PartyKey: Hashable {
    let cpo: PartyID
    let id: String
}
