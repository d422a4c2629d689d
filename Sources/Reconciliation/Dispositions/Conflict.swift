import Roaming

extension Matter {
    /// Other content under one id: the first one received stands, what came later is held until
    /// explained (OCPI forbids to change a CDR).
    func conflict() -> Ruling? {
        guard case .repeated = subject.fate, let cdr = subject.record?.stands, !saysTheSame(cdr)
        else { return nil }
        return Ruling(
            .conflict, .nothing,
            "CDR \(cdr.name) came again from \(cdr.hub) with other content"
                + "\(cdr.version > 1 ? " (version \(cdr.version))" : ""), now over "
                + "\(cdr.claimInWords); the first one received stands.")
    }

    /// The same content under one id, written in other bytes: it is claimed once.
    func duplicateSameID() -> Ruling? {
        guard case .repeated = subject.fate, let cdr = subject.record?.stands, saysTheSame(cdr)
        else { return nil }
        return Ruling(
            .duplicateSameID, .nothing,
            "CDR \(cdr.name) over \(cdr.claimInWords) came again from \(cdr.hub), in other bytes "
                + "but with the same content; the first one received stands.")
    }

    private func saysTheSame(_ cdr: CDRFacts) -> Bool {
        around.firstVersion(of: cdr)?.asReceived == cdr.asReceived
    }
}

extension CDRFields {
    /// Without what we made of it: which object it was, and how we rated it.
    fileprivate var asReceived: CDRFields {
        var facts = self
        facts.object = 0
        facts.version = 1
        facts.rated = .unpriceable(code: "", text: "")
        facts.settledIn = nil
        facts.plausibility = []
        facts.byOwnTariff = nil
        facts.causesBeforeTax = []
        facts.causesAfterTax = []
        facts.signature = nil
        return facts
    }
}
