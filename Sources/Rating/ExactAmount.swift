package import Amounts
import BigInt

/// An exact rational amount of any size, in lowest terms with a positive denominator.
///
/// What a priced CDR hands out; the hot path itself adds fixed-point integers.
package struct ExactAmount: Sendable, Hashable {
    let numerator: BigInt
    let denominator: BigInt

    package static let zero = ExactAmount(BigInt(0), over: BigInt(1))

    init(_ numerator: BigInt, over denominator: BigInt) {
        precondition(!denominator.isZero, "an amount over zero is our own bug")
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        let sign: BigInt = denominator.sign == .minus ? -1 : 1
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    init(_ numerator: Int128, over denominator: Int128) {
        self.init(BigInt(numerator), over: BigInt(denominator))
    }

    package init(_ decimal: ExactDecimal) {
        self.init(BigInt(decimal.coefficient), over: BigInt(10).power(decimal.scale))
    }

    package init(_ whole: Int64) { self.init(BigInt(whole), over: 1) }

    package var isZero: Bool { numerator.isZero }
    package var isNegative: Bool { numerator.sign == .minus && !numerator.isZero }

    package static func + (a: ExactAmount, b: ExactAmount) -> ExactAmount {
        ExactAmount(
            a.numerator * b.denominator + b.numerator * a.denominator,
            over: a.denominator * b.denominator)
    }

    package static func - (a: ExactAmount, b: ExactAmount) -> ExactAmount { a + b.negated() }

    package static func * (a: ExactAmount, b: ExactAmount) -> ExactAmount {
        ExactAmount(a.numerator * b.numerator, over: a.denominator * b.denominator)
    }

    package func negated() -> ExactAmount { ExactAmount(-numerator, over: denominator) }

    /// - Precondition: `divisor` is not zero.
    package func divided(by divisor: ExactAmount) -> ExactAmount {
        ExactAmount(
            numerator * divisor.denominator, over: denominator * divisor.numerator)
    }

    /// Nil when the reduced terms do not fit 128 bits.
    package var fraction: Fraction? {
        guard let over = Int128(exactly: denominator), let value = Int128(exactly: numerator)
        else { return nil }
        return try? Fraction(value, over: over)
    }

    /// This amount with `rounding.digits` decimals.
    /// - Throws: `AmountOverflow` when the digits do not fit a decimal.
    package func rounded(_ rounding: Rounding) throws(AmountOverflow) -> ExactDecimal {
        let scaled = numerator.magnitude * BigUInt(10).power(rounding.digits)
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator.magnitude)
        let twice = remainder * 2
        let away =
            switch rounding.mode {
            case .up: !remainder.isZero
            case .down: false
            case .halfUp: twice >= denominator.magnitude
            case .halfEven:
                twice > denominator.magnitude
                    || (twice == denominator.magnitude && quotient & 1 == 1)
            }
        guard let digits = Int128(exactly: away ? quotient + 1 : quotient) else {
            throw AmountOverflow()
        }
        return ExactDecimal(coefficient: isNegative ? -digits : digits, scale: rounding.digits)
    }
}

extension ExactAmount: Comparable, CustomStringConvertible {
    package static func < (a: ExactAmount, b: ExactAmount) -> Bool {
        a.numerator * b.denominator < b.numerator * a.denominator
    }

    /// Reduced `"73/100"`, or `"5"` for a whole number.
    package var description: String {
        denominator == 1 ? String(numerator) : "\(numerator)/\(denominator)"
    }

    /// The same number as a decimal when it ends within 37 digits: `0.73`; nil otherwise.
    package var decimal: ExactDecimal? {
        var (rest, twos, fives) = (denominator, 0, 0)
        while rest % 2 == 0 { (rest, twos) = (rest / 2, twos + 1) }
        while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
        let scale = max(twos, fives)
        guard rest == 1, scale <= ExactDecimal.scaleMax,
            let coefficient = Int128(exactly: numerator * BigInt(10).power(scale) / denominator)
        else { return nil }
        return ExactDecimal(coefficient: coefficient, scale: scale)
    }

    /// Decimal digits where they end, `n/d` where they do not.
    package var text: String { decimal?.description ?? description }
}
