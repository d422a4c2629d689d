import Amounts

extension Figure {
    /// Four decimals, half up.
    var printed: String {
        if denominator > 0, let short = numerator.rounded(over: denominator, .printed) {
            return short.description
        }
        guard let exact, let rounded = try? exact.rounded(.printed) else { return "?" }
        return rounded.description
    }

    /// `self - other` as a decimal; to ten decimals when it does not end. Nil without figures.
    func gap(from other: Figure) -> ExactDecimal? {
        guard denominator != 0, other.denominator != 0 else { return nil }
        if let gap = shortGap(from: other) {
            return gap.decimal ?? (try? gap.rounded(Self.gapRounding))
        }
        guard let mine = exact, let theirs = other.exact else { return nil }
        let gap = mine - theirs
        return gap.decimal ?? (try? gap.rounded(Self.gapRounding))
    }

    private static let gapRounding = Rounding(digits: 10, mode: .halfUp)

    /// Nil when it does not fit.
    private func shortGap(from other: Figure) -> Fraction? {
        guard let mine = try? Fraction(numerator, over: denominator),
            let theirs = try? Fraction(other.numerator, over: other.denominator)
        else { return nil }
        return try? mine - theirs
    }
}

extension Fraction {
    /// The same number as a decimal when it ends.
    fileprivate var decimal: ExactDecimal? {
        var (rest, fives) = (denominator >> denominator.trailingZeroBitCount, 0)
        let twos = denominator.trailingZeroBitCount
        while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
        let scale = max(twos, fives)
        guard rest == 1, scale <= ExactDecimal.scaleMax else { return nil }
        let (coefficient, overflow) = numerator.multipliedReportingOverflow(
            by: Tens.value(scale) / denominator)
        return overflow ? nil : ExactDecimal(coefficient: coefficient, scale: scale)
    }
}
