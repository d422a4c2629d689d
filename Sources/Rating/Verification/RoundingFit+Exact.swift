package import Amounts
import BigInt
package import Roaming

extension RoundingFit {
    /// Nil when the exact amount has more digits than any currency needs.
    ///
    /// One division to four decimals; what it gives and leaves decides every style.
    package init?(of claimed: ExactDecimal, from exact: ExactAmount) {
        let isCredit = exact.isNegative
        let (size, over) = (exact.numerator.magnitude, exact.denominator.magnitude)
        let (wide, rest) = (size * 10_000).quotientAndRemainder(dividingBy: over)
        guard let digits = Int128(exactly: wide), digits < Tens.value(36) else { return nil }
        let claim = claimed.trimmed()
        let power = BigInt(10).power(claim.scale)
        let distance =
            (BigInt(claim.coefficient) * exact.denominator - exact.numerator * power).magnitude
        let cut = CutAmount(digits: digits, rest: rest.isZero ? .none : .part(rest * 2, of: over))
        let payable = isCredit ? -claim.coefficient : claim.coefficient
        self.init(
            isNear: distance * 100 < over * power.magnitude,
            canTell: digits % 100 != 0 || !rest.isZero, isExact: distance.isZero
        ) { style in
            guard claim.scale <= style.decimals else { return false }
            let units = cut.rounded(to: style)
            return payable * Tens.value(style.decimals - claim.scale) == units
        }
    }
}

/// The size of an amount in ten-thousandths, and what is left of one.
private struct CutAmount {
    enum Rest {
        case none
        /// Twice the remainder, and what it is a part of.
        case part(BigUInt, of: BigUInt)
    }

    let digits: Int128
    let rest: Rest

    /// In units of the style's last decimal.
    func rounded(to style: RoundingFit.Style) -> Int128 {
        let power = Tens.value(4 - style.decimals)
        let (units, tail) = digits.quotientAndRemainder(dividingBy: power)
        let (isWhole, half) = compare(tail, to: power)
        let isUp =
            switch style.mode {
            case .up: !isWhole
            case .down: false
            case .halfUp: half >= 0
            case .halfEven: half > 0 || half == 0 && units & 1 == 1
            }
        return isUp ? units + 1 : units
    }

    /// Whether nothing is left, and how what is left compares with a half: -1, 0 or 1.
    private func compare(_ tail: Int128, to power: Int128) -> (isWhole: Bool, half: Int) {
        switch rest {
        case .none: (tail == 0, Int((tail * 2 - power).signum()))
        case .part(let twice, let over):
            // Of a whole ten-thousandth only the rest counts; of more, it breaks the tie upwards.
            power == 1
                ? (false, twice == over ? 0 : twice < over ? -1 : 1)
                : (false, tail * 2 >= power ? 1 : -1)
        }
    }
}
