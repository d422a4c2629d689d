package import Amounts
package import Roaming

/// The claimed total less ours, as both are rounded, in the parts that it is made of.
package struct ClaimedDifference: Sendable, Hashable {
    /// Sums to claim less ours before tax; empty when they are equal, or one is unknown.
    package var beforeTax: [Roaming.DifferenceCause] = []
    /// After tax.
    package var afterTax: [Roaming.DifferenceCause] = []
}

/// Finds out what the difference between a CDR's claimed total and its price is made of. Costs
/// nothing when they are equal; a difference of decimals alone is rounding without a search.
///
/// Parts are rounded to the decimals of the price; what that leaves, and what our own rounding
/// dropped, is part of `rounding`, so that the parts sum to the difference exactly.
/// - Parameters: as the price was made: `tariffs` those that were applied, or none when the CDR's own
///   were.
/// - Throws: `AmountOverflow` when an amount has more digits than a decimal holds.
package func explainDifference(
    of charge: Charge, from rated: RatedCharge, by tariffs: [CompiledTariff],
    under rules: RatingRules, knownTimeZone: String? = nil
) throws(AmountOverflow) -> ClaimedDifference {
    var difference = ClaimedDifference()
    guard let claim = charge.claimed.cost else { return difference }
    let ours = try rated.price(.total)
    var fields: [VerifiedField]?
    for isAfterTax in [false, true] {
        guard let claimed = isAfterTax ? claim.afterTax : claim.beforeTax,
            let own = isAfterTax ? ours.afterTax : ours.beforeTax, claimed != own
        else { continue }
        let gap = try claimed - own
        var parts = [Roaming.DifferenceCause(.rounding, gap)]
        if try claimed.rounded(rated.policy.total) != own {
            let found = fields ?? verified(charge, tariffs, rules, knownTimeZone)
            fields = found
            let field = found.first {
                $0.category == .total && $0.isAfterTax == isAfterTax
            }
            parts =
                try field?.parts(of: gap, rounding: rated.policy.total)
                ?? [Roaming.DifferenceCause(.price, gap)]
        }
        if isAfterTax { difference.afterTax = parts } else { difference.beforeTax = parts }
    }
    return difference
}

private func verified(
    _ charge: Charge, _ tariffs: [CompiledTariff], _ rules: RatingRules, _ knownTimeZone: String?
) -> [VerifiedField] {
    var verifier = Verifier(charge, by: tariffs, under: rules, knownTimeZone: knownTimeZone)
    verifier.deviationsMax = 2
    return verifier.verifyCosts()?.fields ?? []
}

extension VerifiedField {
    /// Nil when there is nothing to tell apart.
    fileprivate func parts(
        of gap: ExactDecimal, rounding: Rounding
    ) throws(AmountOverflow) -> [Roaming.DifferenceCause]? {
        guard ours != nil else { return nil }
        let nearest = Rounding(digits: rounding.digits, mode: .halfUp)
        var parts: [Roaming.DifferenceCause] = []
        var rest = gap
        for share in causes where share.cause != .rounding {
            let amount = try share.amount.rounded(nearest)
            guard !amount.isZero else { continue }
            parts.append(Roaming.DifferenceCause(share.cause.kind, amount))
            rest = try rest - amount
        }
        if !rest.isZero { parts.append(Roaming.DifferenceCause(.rounding, rest)) }
        return parts
    }
}

extension DifferenceCause {
    fileprivate var kind: Roaming.DifferenceCause.Kind {
        switch self {
        case .quantity: .quantity
        case .snap: .snap
        case .step: .step
        case .component: .component
        case .price: .price
        case .limit: .limit
        case .tax: .tax
        case .rounding: .rounding
        }
    }
}
