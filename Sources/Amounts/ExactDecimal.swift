/// A decimal number exactly as written: `coefficient × 10^-scale`.
///
/// Nothing here rounds. Two values are equal when they are the same number (`1.10 == 1.1`), while
/// `scale` still tells how many decimals were written, which OCPI volumes need (a time printed with
/// four decimals is known to half a unit of the fourth).
///
/// Seventeen bytes at multiples of eight, where an `Int128` and an `Int` would take 32 at multiples
/// of sixteen: a month is full of them, and reading them from memory is much of pricing it.
///
/// Public like the few nouns that are made and read by the million, because Swift 6.3 inlines
/// across modules only what belongs to a public type.
public struct ExactDecimal: Sendable {
    /// The coefficient's lower and upper half.
    @usableFromInline let low: UInt64
    @usableFromInline let high: Int64
    @usableFromInline let places: UInt8

    @inlinable package var coefficient: Int128 {
        @inline(__always) get {
            Int128(truncatingIfNeeded: high) &<< 64 | Int128(truncatingIfNeeded: low)
        }
    }

    /// Digits after the decimal point as written; 0 ... `ExactDecimal.scaleMax`.
    @inlinable package var scale: Int {
        @inline(__always) get { Int(places) }
    }

    /// Powers of ten up to this one fit the coefficient.
    @inlinable package static var scaleMax: Int { 37 }
    package static let zero = ExactDecimal(coefficient: 0, scale: 0)

    /// - Precondition: `scale` is in `0 ... scaleMax`; callers build scales from parsed or added ones.
    @inlinable @inline(__always) package init(coefficient: Int128, scale: Int) {
        precondition((0...Self.scaleMax).contains(scale), "a scale outside 0...37 is our own bug")
        low = UInt64(truncatingIfNeeded: coefficient)
        high = Int64(truncatingIfNeeded: coefficient &>> 64)
        places = UInt8(truncatingIfNeeded: scale)
    }

    /// - Precondition: `scale` is in `0 ... scaleMax`.
    @inlinable @inline(__always) package init(short coefficient: Int64, scale: Int) {
        precondition((0...Self.scaleMax).contains(scale), "a scale outside 0...37 is our own bug")
        low = UInt64(bitPattern: coefficient)
        high = coefficient &>> 63
        places = UInt8(truncatingIfNeeded: scale)
    }

    /// The coefficient when it fits 64 bits, which nearly all do.
    @inlinable package var short: Int64? {
        @inline(__always) get {
            let short = Int64(bitPattern: low)
            return short &>> 63 == high ? short : nil
        }
    }

    package init(_ whole: Int) {
        self.init(coefficient: Int128(whole), scale: 0)
    }

    @inlinable package var isZero: Bool {
        @inline(__always) get { low == 0 && high == 0 }
    }
    @inlinable package var isNegative: Bool {
        @inline(__always) get { high < 0 }
    }

    package static func + (a: ExactDecimal, b: ExactDecimal) throws(AmountOverflow) -> ExactDecimal
    {
        let scale = max(a.scale, b.scale)
        let (sum, overflow) = try a.coefficient(at: scale)
            .addingReportingOverflow(b.coefficient(at: scale))
        guard !overflow else { throw AmountOverflow() }
        return ExactDecimal(coefficient: sum, scale: scale)
    }

    package static func - (a: ExactDecimal, b: ExactDecimal) throws(AmountOverflow) -> ExactDecimal
    {
        try a + b.negated()
    }

    package static func * (a: ExactDecimal, b: ExactDecimal) throws(AmountOverflow) -> ExactDecimal
    {
        let (product, overflow) = a.coefficient.multipliedReportingOverflow(by: b.coefficient)
        guard !overflow, a.scale + b.scale <= scaleMax else {
            let (x, y) = (a.trimmed(), b.trimmed())
            guard x.scale + y.scale <= scaleMax else { throw AmountOverflow() }
            let (again, overflow) = x.coefficient.multipliedReportingOverflow(by: y.coefficient)
            guard !overflow else { throw AmountOverflow() }
            return ExactDecimal(coefficient: again, scale: x.scale + y.scale)
        }
        return ExactDecimal(coefficient: product, scale: a.scale + b.scale)
    }

    package func negated() throws(AmountOverflow) -> ExactDecimal {
        guard coefficient != .min else { throw AmountOverflow() }
        return ExactDecimal(coefficient: -coefficient, scale: scale)
    }

    package func magnitude() throws(AmountOverflow) -> ExactDecimal {
        isNegative ? try negated() : self
    }

    /// The coefficient this number has when written with `scale` decimals.
    /// - Throws: `AmountOverflow` when it does not fit, or when digits would be lost.
    package func coefficient(at scale: Int) throws(AmountOverflow) -> Int128 {
        guard scale != self.scale else { return coefficient }
        guard scale > self.scale else {
            let power = PowersOfTen.value(self.scale - scale)
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: power)
            guard remainder == 0 else { throw AmountOverflow() }
            return quotient
        }
        guard scale - self.scale <= Self.scaleMax else { throw AmountOverflow() }
        let (scaled, overflow) = coefficient.multipliedReportingOverflow(
            by: PowersOfTen.value(scale - self.scale))
        guard !overflow else { throw AmountOverflow() }
        return scaled
    }

    /// The same number without trailing zeros after the point: `1.10` → `1.1`, `5.00` → `5`.
    package func trimmed() -> ExactDecimal {
        guard coefficient != 0 else { return .zero }
        var (coefficient, scale) = (coefficient, scale)
        while scale > 0 {
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { break }
            (coefficient, scale) = (quotient, scale - 1)
        }
        return ExactDecimal(coefficient: coefficient, scale: scale)
    }
}

/// A result that does not fit the exact type. Amounts never saturate and never lose digits.
package struct AmountOverflow: Error, Hashable {
    package init() {}
}

enum PowersOfTen {
    private static let table: [Int128] = {
        var powers: [Int128] = [1]
        for _ in 0..<ExactDecimal.scaleMax + 1 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    static func value(_ exponent: Int) -> Int128 { table[exponent] }
}

extension ExactDecimal: Comparable, Hashable {
    public static func == (a: ExactDecimal, b: ExactDecimal) -> Bool {
        if a.scale == b.scale { return a.coefficient == b.coefficient }
        let (x, y) = (a.trimmed(), b.trimmed())
        return x.scale == y.scale && x.coefficient == y.coefficient
    }

    public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
        if a.scale == b.scale { return a.coefficient < b.coefficient }
        if a.isNegative != b.isNegative { return a.isNegative }
        // Whole parts first, then fractions: comparing never overflows.
        let (wholeA, restA) = a.wholeAndRest()
        let (wholeB, restB) = b.wholeAndRest()
        if wholeA != wholeB { return wholeA < wholeB }
        let scale = max(a.scale, b.scale)
        return restA * PowersOfTen.value(scale - a.scale) < restB
            * PowersOfTen.value(scale - b.scale)
    }

    public func hash(into hasher: inout Hasher) {
        let trimmed = trimmed()
        hasher.combine(trimmed.coefficient)
        hasher.combine(trimmed.scale)
    }

    private func wholeAndRest() -> (Int128, Int128) {
        let parts = coefficient.quotientAndRemainder(dividingBy: PowersOfTen.value(scale))
        return (parts.quotient, parts.remainder)
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// Plain decimal digits with exactly `scale` decimals, never an exponent: `-0.50`, `12`.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
