import Amounts
import Roaming

extension Matter {
    /// Nothing differs.
    func matched() throws(AmountOverflow) -> Ruling? {
        guard try worstCloseness() == .equal else { return nil }
        return Ruling(.matched, .all, "\(claimInWords), and \(oursInWords).")
    }

    /// Something differs, and all of it is tolerated: settled as claimed.
    func matchedWithinTolerance() throws(AmountOverflow) -> Ruling? {
        guard try worstCloseness() == .tolerated else { return nil }
        var differing: [String] = []
        if try energyCloseness() == .tolerated { differing.append("energy") }
        if durationCloseness() == .tolerated { differing.append("duration") }
        if try priceCloseness() == .tolerated { differing.append("price") }
        return Ruling(
            .matchedWithinTolerance, .all,
            "\(claimInWords), and \(oursInWords); tolerated: \(differing.joined(separator: ", "))"
                + "\(try differencesInWords()).")
    }

    /// Nil when there is no pair to compare, or we have no figure of our own for it.
    private func worstCloseness() throws(AmountOverflow) -> Closeness? {
        guard let record = pair?.record, figures.ours != nil, record.stands.claimed.payable != nil,
            currencyMismatch() == nil, missingCDR() == nil, outOfPeriod() == nil,
            timeMismatch() == nil, try tariffVersionConflict() == nil
        else { return nil }
        return try max(energyCloseness(), durationCloseness(), priceCloseness())
    }

    private func differencesInWords() throws(AmountOverflow) -> String {
        guard let pair, pair.record.stands.energy != pair.session.energy else { return "" }
        let theirs = Words.energy(pair.record.stands.energy)
        return " (\(theirs) against \(Words.energy(pair.session.energy)) "
            + "of our session)"
    }
}
