import Amounts
import Roaming

extension Matter {
    /// The CDR brings a tariff of its own along, and the claim follows from that one or from the one
    /// that was published when the session started. The published one prices it.
    func tariffVersionConflict() throws(AmountOverflow) -> Ruling? {
        guard let own = byOwnTariff, let currency = figures.currency, strangeTotal == nil,
            let ours = figures.ours, let claim = figures.claimCompared,
            let theirs = figures.theirs, try energyCloseness() < .beyond, timeMismatch() == nil,
            try taxMismatch() == nil
        else { return nil }
        for figure in [claim, theirs] {
            let apart = try min(
                closeness(figure, ours, currency), closeness(figure, own, currency))
            guard apart < .beyond else { return nil }
        }
        let lowest = try payableOfLowest()
        return Ruling(
            .tariffVersionConflict, .part(lowest.amount, beforeTax: lowest.beforeTax),
            "\(claimInWords), \(oursInWords). \(tariffConflictInWords ?? "") Settled: "
                + "\(Words.amount(lowest.amount, currency)).")
    }

    /// Nil where the CDR brings no other tariff along.
    var tariffConflictInWords: String? {
        guard let own = byOwnTariff else { return nil }
        return
            "The tariff in the CDR is not the one published when the session started; by the CDR's "
            + "own it comes to \(Words.amount(own, figures.currency))."
    }

    /// Our rating by the tariff in the CDR, as figures are compared.
    private var byOwnTariff: ExactDecimal? {
        guard let record = pair?.record, figures.ours != nil,
            let own = record.stands.byOwnTariff ?? record.held?.byOwnTariff
        else { return nil }
        return figures.isTaxed ? own.payable : own.beforeTax
    }
}
