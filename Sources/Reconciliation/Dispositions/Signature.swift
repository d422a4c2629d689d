import Roaming

extension Matter {
    /// The meter data in the CDR are not what the meter signed.
    func signatureInvalid() -> Ruling? {
        guard let cdr = chargeOfItsOwn?.signed, cdr.signature == .invalid else { return nil }
        return Ruling(
            .signatureInvalid, .nothing,
            "The signature of the meter data in CDR \(cdr.name) (\(cdr.hub)) is wrong: they are not "
                + "what the meter signed. \(claimInWords).")
    }

    /// What the meter signed is another energy than what is charged for.
    func signatureValueMismatch() -> Ruling? {
        guard let cdr = chargeOfItsOwn?.signed, cdr.signature == .valueMismatch else { return nil }
        return Ruling(
            .signatureValueMismatch, .nothing,
            "The signed meter data in CDR \(cdr.name) (\(cdr.hub)) give another energy than its "
                + "\(Words.energy(cdr.energy)). \(claimInWords).")
    }
}

extension CDRRecord {
    /// The form whose signed data rule: the one that stands, else the hub's.
    fileprivate var signed: CDRFacts {
        guard stands.signature == nil, let held, held.signature != nil else { return stands }
        return held
    }
}
