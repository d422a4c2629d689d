import Roaming

extension Matter {
    /// Two drivers cannot charge at one EVSE at once: the CDR that stands first is judged as any
    /// other, the later one is held.
    func overlappingSessions() -> Ruling? {
        guard let cdr = chargeOfItsOwn?.stands, let other = around.cdr(overlappedBy: cdr) else {
            return nil
        }
        return Ruling(
            .overlappingSessions, .nothing,
            "\(claimInWords) in CDR \(cdr.name) (\(cdr.start) to \(cdr.end)), but CDR "
                + "\(other.name) over \(other.claimInWords), which stands before it, says that the "
                + "EVSE was in use from \(other.start) to \(other.end).")
    }
}
