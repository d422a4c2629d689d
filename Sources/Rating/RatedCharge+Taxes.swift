package import Amounts
import Roaming

/// One of the taxes in an amount (2.3.0 Price.taxes, TaxAmount), by its rate.
package struct TaxShare: Sendable, Hashable {
    /// Percent.
    package let rate: ExactDecimal
    /// In the digits in which the amount is printed.
    package let amount: ExactDecimal
}

extension RatedCharge {
    /// The tax in an amount, apart by rate, lowest rate first. The shares sum to the difference
    /// between the printed amounts exactly: what rounding leaves over goes to the largest remainder.
    /// Where a limit moved the total, its tax is shared as that of the lines is.
    ///
    /// Nil when it cannot be told: without a working, with an amount that is unknown, with taxes of
    /// both signs, or with a tax that no line carries.
    package func taxes(_ category: Category) throws(AmountOverflow) -> [TaxShare]? {
        guard !working.isEmpty else { return nil }
        let price = try price(category)
        guard let before = price.beforeTax, let after = price.afterTax else { return nil }
        var byRate: [(rate: ExactDecimal, amount: ExactAmount)] = []
        for line in working where category == .total || line.category == category {
            guard let net = line.beforeTax, let gross = line.afterTax else { return nil }
            guard let rate = line.source?.component.vat, gross != net else { continue }
            if let place = byRate.firstIndex(where: { $0.rate == rate }) {
                byRate[place].amount = byRate[place].amount + (gross - net)
            } else {
                byRate.append((rate, gross - net))
            }
        }
        byRate.sort { $0.rate < $1.rate }
        return try Self.shared(try after - before, byRate)
    }

    /// `tax` in proportion to what the lines carry.
    private static func shared(
        _ tax: ExactDecimal, _ byRate: [(rate: ExactDecimal, amount: ExactAmount)]
    ) throws(AmountOverflow) -> [TaxShare]? {
        let sum = byRate.reduce(ExactAmount.zero) { $0 + $1.amount }
        let isOneSided = byRate.allSatisfy { $0.amount.isNegative == sum.isNegative }
        guard !sum.isZero, isOneSided else { return byRate.isEmpty && tax.isZero ? [] : nil }
        let unit = ExactAmount(1, over: Tens.value(tax.scale))
        let whole = ExactAmount(tax)
        var parts: [ExactDecimal] = []
        var left: [(rest: ExactAmount, place: Int)] = []
        var given = ExactDecimal.zero
        for (place, share) in byRate.enumerated() {
            let exact = whole * share.amount.divided(by: sum)
            let cut = try exact.rounded(Rounding(digits: tax.scale, mode: .down))
            parts.append(cut)
            given = try given + cut
            let rest = exact - ExactAmount(cut)
            left.append((max(rest, rest.negated()), place))
        }
        left.sort { $0.rest == $1.rest ? $0.place < $1.place : $1.rest < $0.rest }
        let missing = try tax - given
        let step = try (missing.isNegative ? unit.negated() : unit).rounded(
            Rounding(digits: tax.scale, mode: .halfUp))
        for (_, place) in left where given != tax {
            parts[place] = try parts[place] + step
            given = try given + step
        }
        return zip(byRate, parts).map { TaxShare(rate: $0.rate, amount: $1) }
    }
}
