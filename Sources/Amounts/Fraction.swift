/// An exact rational amount, always in lowest terms with a positive denominator.
///
/// OCPI prices time per hour and measures it in seconds, so amounts carry a factor 3600 in the
/// denominator until the one named rounding at the end.
package struct Fraction: Sendable, Hashable {
    package let numerator: Int128
    package let denominator: Int128

    package static let zero = Fraction(whole: 0)

    /// - Throws: `AmountOverflow` when the reduced terms do not fit.
    /// - Precondition: `denominator` is not zero.
    package init(_ numerator: Int128, over denominator: Int128) throws(AmountOverflow) {
        precondition(denominator != 0, "dividing by zero is our own bug")
        guard numerator != .min, denominator != .min else { throw AmountOverflow() }
        let divisor = Self.commonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.numerator = sign * numerator / Int128(divisor)
        self.denominator = sign * denominator / Int128(divisor)
    }

    package init(whole: Int128) {
        self.numerator = whole
        self.denominator = 1
    }

    package init(_ decimal: ExactDecimal) {
        let trimmed = decimal.trimmed()
        let power = PowersOfTen.value(trimmed.scale)
        let divisor = Int128(Self.commonDivisor(trimmed.coefficient.magnitude, power.magnitude))
        self.numerator = trimmed.coefficient / divisor
        self.denominator = power / divisor
    }

    package var isZero: Bool { numerator == 0 }
    package var isNegative: Bool { numerator < 0 }

    package static func + (a: Fraction, b: Fraction) throws(AmountOverflow) -> Fraction {
        let shared = Int128(commonDivisor(a.denominator.magnitude, b.denominator.magnitude))
        let left = try multiply(a.numerator, b.denominator / shared)
        let right = try multiply(b.numerator, a.denominator / shared)
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow else { throw AmountOverflow() }
        return try Fraction(sum, over: multiply(a.denominator / shared, b.denominator))
    }

    package static func - (a: Fraction, b: Fraction) throws(AmountOverflow) -> Fraction {
        try a + b.negated()
    }

    package static func * (a: Fraction, b: Fraction) throws(AmountOverflow) -> Fraction {
        let crossA = Int128(commonDivisor(a.numerator.magnitude, b.denominator.magnitude))
        let crossB = Int128(commonDivisor(b.numerator.magnitude, a.denominator.magnitude))
        return try Fraction(
            multiply(a.numerator / crossA, b.numerator / crossB),
            over: multiply(a.denominator / crossB, b.denominator / crossA))
    }

    package func negated() throws(AmountOverflow) -> Fraction {
        try Fraction(-numerator, over: denominator)
    }

    private static func multiply(_ a: Int128, _ b: Int128) throws(AmountOverflow) -> Int128 {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        guard !overflow else { throw AmountOverflow() }
        return product
    }

    private static func commonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return max(a, 1)
    }
}

extension Fraction: Comparable, CustomStringConvertible {
    package static func < (a: Fraction, b: Fraction) -> Bool {
        let left = a.numerator.multipliedFullWidth(by: b.denominator)
        let right = b.numerator.multipliedFullWidth(by: a.denominator)
        return left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// `"73/100"`, or `"5"` for a whole number.
    package var description: String {
        denominator == 1 ? String(numerator) : "\(numerator)/\(denominator)"
    }
}
