import BigInt

/// The integers that pricing counts in: `Int128` where everything fits, `BigInt` where it does not.
/// Both run through the same code, so the wide path can never mean something else than the fast one.
protocol ExactInteger: Comparable, Sendable {
    static var zero: Self { get }
    init(_ value: Int128)
    var isNegative: Bool { get }
    func plus(_ other: Self, _ overflow: inout Bool) -> Self
    func minus(_ other: Self, _ overflow: inout Bool) -> Self
    func times(_ other: Self, _ overflow: inout Bool) -> Self
    /// Towards zero, with the remainder. `divisor` is positive.
    func divided(by divisor: Self) -> (quotient: Self, remainder: Self)
    func exact(over unit: Self) -> ExactAmount
    /// What is missing to the next multiple of `step`; zero for an exact multiple, for a step of
    /// zero (no rounding) and for totals that are not positive.
    func missing(toMultipleOf step: Self, _ overflow: inout Bool) -> Self
}

extension ExactInteger {
    var isZero: Bool { self == .zero }

    func missing(toMultipleOf step: Self, _ overflow: inout Bool) -> Self {
        guard step > .zero, self > .zero else { return .zero }
        let rest = divided(by: step).remainder
        return rest.isZero ? .zero : step.minus(rest, &overflow)
    }
}

extension Int128: ExactInteger {
    @inline(__always)
    func missing(toMultipleOf step: Int128, _ overflow: inout Bool) -> Int128 {
        guard step > 0, self > 0 else { return 0 }
        if let short = UInt64(exactly: self), let step = UInt64(exactly: step) {
            let rest = short % step
            return rest == 0 ? 0 : Int128(step - rest)
        }
        let rest = self % step
        return rest == 0 ? 0 : step - rest
    }

    var isNegative: Bool { self < 0 }

    @inline(__always)
    func plus(_ other: Int128, _ overflow: inout Bool) -> Int128 {
        let (sum, flag) = addingReportingOverflow(other)
        overflow = overflow || flag
        return sum
    }

    @inline(__always)
    func minus(_ other: Int128, _ overflow: inout Bool) -> Int128 {
        let (difference, flag) = subtractingReportingOverflow(other)
        overflow = overflow || flag
        return difference
    }

    @inline(__always)
    func times(_ other: Int128, _ overflow: inout Bool) -> Int128 {
        if let a = Int64(exactly: self), let b = Int64(exactly: other) {
            return Int128(a) &* Int128(b)  // Two times 63 bits fit.
        }
        let (product, flag) = multipliedReportingOverflow(by: other)
        overflow = overflow || flag
        return product
    }

    @inline(__always)
    func divided(by divisor: Int128) -> (quotient: Int128, remainder: Int128) {
        quotientAndRemainder(dividingBy: divisor)
    }

    func exact(over unit: Int128) -> ExactAmount { ExactAmount(self, over: unit) }
}

extension BigInt: ExactInteger {
    static var zero: BigInt { BigInt() }
    var isNegative: Bool { sign == .minus && !isZero }
    func plus(_ other: BigInt, _ overflow: inout Bool) -> BigInt { self + other }
    func minus(_ other: BigInt, _ overflow: inout Bool) -> BigInt { self - other }
    func times(_ other: BigInt, _ overflow: inout Bool) -> BigInt { self * other }

    func divided(by divisor: BigInt) -> (quotient: BigInt, remainder: BigInt) {
        quotientAndRemainder(dividingBy: divisor)
    }

    func exact(over unit: BigInt) -> ExactAmount { ExactAmount(self, over: unit) }
}
