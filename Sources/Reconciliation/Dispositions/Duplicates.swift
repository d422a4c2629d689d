import Roaming

extension Matter {
    /// The copy of the first hub (by name) that matches stands.
    func duplicateCrossHub() -> Ruling? {
        guard case .copied(let hub, let id) = subject.fate, let cdr = subject.record?.stands
        else { return nil }
        let name =
            Identifier.folded(id) == cdr.id ? "the same CDR" : "the same charging, as CDR \(id),"
        return Ruling(
            .duplicateCrossHub, .nothing,
            "CDR \(cdr.name) over \(cdr.claimInWords) came from \(cdr.hub), but \(name) already "
                + "stands from \(hub).")
    }

    /// Another CDR for what already has one: the one matched by the earlier pass stands, then the
    /// one with the earlier `last_updated`, then the lower id.
    func duplicateSuspect() -> Ruling? {
        guard case .suspect(let standing) = subject.fate, let cdr = subject.record?.stands
        else { return nil }
        let what = cdr.credit ? "takes back once more what CDR" : "describes a session that CDR"
        let end = cdr.credit ? "already took back" : "already stands for"
        return Ruling(
            .duplicateSuspect, .nothing,
            "CDR \(cdr.name) over \(cdr.claimInWords) \(what) \(standing) \(end).")
    }
}
