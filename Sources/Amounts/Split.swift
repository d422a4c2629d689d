extension ExactDecimal {
    /// Parts in proportion to `weights` that sum to this amount exactly.
    ///
    /// Each part is first cut (towards zero) to `digits` decimals; the units that are left go, one
    /// each, to the parts with the largest cut-off remainder, the earlier part first on a tie.
    /// - Throws: `AmountOverflow` when the amount has more decimals than `digits` or terms do not fit.
    /// - Precondition: weights are not negative and at least one is positive.
    package func split(
        by weights: [ExactDecimal], digits: Int
    ) throws(AmountOverflow) -> [ExactDecimal] {
        let scale = weights.map(\.scale).max() ?? 0
        var whole: Int128 = 0
        var shares: [Int128] = []
        for weight in weights {
            let share = try weight.coefficient(at: scale)
            precondition(share >= 0, "a share below zero cannot be paid")
            whole += share
            shares.append(share)
        }
        precondition(whole > 0, "at least one share must be positive")
        let units = try coefficient(at: digits)
        var parts: [Int128] = []
        var remainders: [(Int128, Int)] = []
        for (index, share) in shares.enumerated() {
            let (product, overflow) = units.multipliedReportingOverflow(by: share)
            guard !overflow else { throw AmountOverflow() }
            parts.append(product / whole)
            remainders.append((Int128((product % whole).magnitude), index))
        }
        let left = units - parts.reduce(0, +)
        remainders.sort { $0.0 == $1.0 ? $0.1 < $1.1 : $0.0 > $1.0 }
        for (_, index) in remainders.prefix(Int(left.magnitude)) {
            parts[index] += left < 0 ? -1 : 1
        }
        return parts.map { ExactDecimal(coefficient: $0, scale: digits) }
    }
}
