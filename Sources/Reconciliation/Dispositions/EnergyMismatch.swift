import Amounts
import Roaming

extension Matter {
    /// The energy of the CDR (or of the hub's copy) is not that of the session.
    func energyMismatch() throws(AmountOverflow) -> Ruling? {
        guard let pair, try energyCloseness() == .beyond else { return nil }
        let (session, record) = (pair.session, pair.record)
        let bound = Words.either(
            Words.energy(tolerances.energy), orPercent: tolerances.energyPercent)
        var cdr = record.stands
        if let held = record.held,
            try tolerances.closeness(of: cdr.energy, to: session.energy) < .beyond
        {
            cdr = held
        }
        let apart = try (cdr.energy - session.energy)
        return Ruling(
            .energyMismatch, .nothing,
            "CDR \(cdr.name) (\(cdr.hub)) says \(Words.energy(cdr.energy)), our session \(session.name) "
                + "\(Words.energy(session.energy)): \(Words.energy(try apart.magnitude())) "
                + "\(apart.isNegative ? "less" : "more"), agreed tolerance \(bound). "
                + "\(claimInWords), \(oursInWords).")
    }

    /// The worst of what we issued and what the hub holds against the session.
    func energyCloseness() throws(AmountOverflow) -> Closeness {
        guard let pair else { return .equal }
        let ours = pair.session.energy
        let first = try tolerances.closeness(of: pair.record.stands.energy, to: ours)
        guard pair.record.isIssued, let held = pair.record.held else { return first }
        return max(first, try tolerances.closeness(of: held.energy, to: ours))
    }
}
