extension RatedCharge {
    /// A cost field as integers, for those who print prices by the hundred thousand. Exact.
    package struct FixedPoint: Sendable {
        /// In `1/unit` of the currency; nil = unknown.
        package let beforeTax: Int128?
        package let afterTax: Int128?
        package let unit: Int128

        /// The unit of nearly every price: `36 × 10^16`.
        package static let usualUnit: Int128 = FixedScale.unit * FixedScale.priceUnit
    }

    /// Nil when the price was added up in integers of any size; `beforeTax` and `afterTax` have it.
    package func fixedPoint(_ category: Category) -> FixedPoint? {
        guard exact.wide.isEmpty else { return nil }
        let pair = exact.fixed[category]
        return FixedPoint(
            beforeTax: pair.netIsUnknown ? nil : pair.net,
            afterTax: pair.grossIsUnknown ? nil : pair.gross, unit: exact.fixed.unit)
    }
}
