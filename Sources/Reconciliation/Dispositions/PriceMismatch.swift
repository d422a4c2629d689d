import Amounts
import Roaming

extension Matter {
    /// The figures differ by more than agreed: the lowest is settled, but never more than claimed,
    /// and the rest of the claim is disputed.
    func priceMismatch() throws(AmountOverflow) -> Ruling? {
        guard let record = pair?.record, case .priced = record.stands.rated,
            let currency = figures.currency, try priceCloseness() == .beyond,
            try taxMismatch() == nil, try tariffVersionConflict() == nil
        else { return nil }
        guard figures.claim?.payable != nil else {
            return Ruling(
                .priceMismatch, .nothing, "The CDR states no total; \(oursInWords).")
        }
        let strange = strangeTotal.map { $0 + " " } ?? ""
        guard !hasNegativeClaim else {
            return Ruling(
                .priceMismatch, .nothing,
                "\(strange)\(claimInWords), \(oursInWords). Nothing of it is agreed.")
        }
        let lowest = try payableOfLowest()
        let bound = Words.either(
            Words.amount(tolerances.price[currency] ?? .zero, currency),
            orPercent: tolerances.pricePercent)
        return Ruling(
            .priceMismatch, .part(lowest.amount, beforeTax: lowest.beforeTax),
            "\(strange)\(claimInWords), \(oursInWords): \(try apartInWords()) "
                + "(agreed tolerance \(bound)). Settled: "
                + "\(Words.amount(lowest.amount, currency)).")
    }

    /// A difference that is tolerated by itself, but not with the others of the month.
    func priceMismatch(beyond cap: Cap) throws(AmountOverflow) -> Ruling {
        let lowest = try payableOfLowest()
        let currency = figures.currency
        let sum = Words.amount(try cap.sum.magnitude(), currency)
        return Ruling(
            .priceMismatch, .part(lowest.amount, beforeTax: lowest.beforeTax),
            "\(claimInWords), \(oursInWords): \(try apartInWords()), which by itself would be "
                + "tolerated, but the tolerated differences of the month come to \(sum) "
                + "\(cap.sum.isNegative ? "less" : "more") than ours, over the cap of "
                + "\(Words.amount(cap.amount, currency)). Settled: "
                + "\(Words.amount(lowest.amount, currency)).")
    }

    /// The worst of claim against our rating, the hub's copy against our rating, and the hub's copy
    /// against the claim. Claims are rounded as the run rounds before they count as different.
    func priceCloseness() throws(AmountOverflow) -> Closeness {
        guard pair != nil, let ours = figures.ours, let currency = figures.currency else {
            return .equal
        }
        guard let claim = figures.claimCompared, let theirs = figures.theirs,
            strangeTotal == nil
        else { return .beyond }
        let first = try closeness(claim, ours, currency)
        guard theirs != claim else { return first }
        return max(
            first, try closeness(theirs, ours, currency), try closeness(theirs, claim, currency))
    }

    func closeness(
        _ claim: ExactDecimal, _ reference: ExactDecimal, _ currency: Currency
    ) throws(AmountOverflow) -> Closeness {
        let rounding = desk.rules.rounding(in: currency)
        if try claim.rounded(rounding) == reference.rounded(rounding) { return .equal }
        return try tolerances.closeness(of: claim, to: reference, in: currency)
    }

    /// With the total before tax of the record it comes from; the claim's own on a tie.
    func payableOfLowest() throws(AmountOverflow) -> (
        amount: ExactDecimal, beforeTax: ExactDecimal
    ) {
        var lowest = figures.claimCompared ?? figures.claimed
        var chosen: Price?
        if let theirs = figures.theirs, theirs < lowest {
            (lowest, chosen) = (theirs, figures.theirPrice)
        }
        if let ours = figures.ours, ours < lowest { chosen = figures.ourPrice }
        let settled = chosen.flatMap { figures.settled($0) }
        return try payable(
            settled?.amount ?? figures.claimed,
            beforeTax: settled?.beforeTax ?? figures.claimedBeforeTax)
    }

    private func apartInWords() throws(AmountOverflow) -> String {
        guard let theirs = figures.theirs, let ours = figures.ours else { return "no comparison" }
        var apart = try theirs - ours
        if apart.isZero { apart = try (figures.claimCompared ?? theirs) - ours }
        return "\(Words.amount(try apart.magnitude(), figures.currency)) "
            + "\(apart.isNegative ? "less" : "more") than ours"
    }
}
