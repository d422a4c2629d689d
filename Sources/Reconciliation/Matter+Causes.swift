import Amounts
import Roaming

extension Matter {
    /// What the line's difference is made of; the parts sum to it exactly. Theirs against what we
    /// rate their own document at, by cause, as rating found it; then their document against ours,
    /// both as rated.
    func causes(of difference: ExactDecimal?) throws(AmountOverflow) -> [DifferenceCause] {
        guard let difference, !difference.isZero, let record = subject.record,
            let theirs = figures.theirs
        else { return [] }
        let held = record.held ?? record.stands
        var causes: [DifferenceCause] = []
        var rest = difference
        if case .priced(let price, let currency) = held.rated, currency == figures.currency,
            let rated = figures.isTaxed ? price.payable : price.beforeTax
        {
            causes = try ofClaim(theirs - rated, held)
            rest = try difference - (theirs - rated)
        }
        if !rest.isZero { causes.append(DifferenceCause(ofDocuments(held, record), rest)) }
        return causes
    }

    /// The claim less our rating of the same document.
    private func ofClaim(
        _ difference: ExactDecimal, _ cdr: CDRFacts
    ) throws(AmountOverflow) -> [DifferenceCause] {
        var causes = figures.isTaxed ? cdr.causesAfterTax : cdr.causesBeforeTax
        var rest = difference
        for cause in causes { rest = try rest - cause.amount }
        // What rating could not compare, such as a claim after tax with a rating before it.
        if !rest.isZero { causes.append(DifferenceCause(.price, rest)) }
        return causes
    }

    /// Why the two documents are not rated alike.
    private func ofDocuments(_ held: CDRFacts, _ record: CDRRecord) -> DifferenceCause.Kind {
        let issued = record.stands
        let isSameCharge =
            held.energy == issued.energy
            && held.end.milliseconds(since: held.start)
                == issued.end.milliseconds(since: issued.start)
        return isSameCharge ? .document : .quantity
    }
}
