/// A named rounding: how many decimals stay and what happens to the rest. Policies come from
/// `Rules/rounding`; OCPI itself refuses to define rounding (mod_cdrs, CDR object).
package struct Rounding: Sendable, Hashable {
    /// Modes are symmetric around zero: a credit rounds like the charge it reverses.
    package enum Mode: String, Sendable, CaseIterable {
        /// To the nearest; a tie goes away from zero.
        case halfUp = "half-up"
        /// To the nearest; a tie goes to the even digit.
        case halfEven = "half-even"
        /// Away from zero.
        case up
        /// Towards zero.
        case down
    }

    package let digits: Int
    package let mode: Mode

    package init(digits: Int, mode: Mode) {
        precondition((0...18).contains(digits), "rounding keeps between 0 and 18 decimals")
        self.digits = digits
        self.mode = mode
    }
}

extension Fraction {
    /// This amount with `rounding.digits` decimals.
    /// - Throws: `AmountOverflow` when the scaled numerator does not fit.
    package func rounded(_ rounding: Rounding) throws(AmountOverflow) -> ExactDecimal {
        let (scaled, overflow) = numerator.multipliedReportingOverflow(
            by: PowersOfTen.value(rounding.digits))
        guard !overflow else { throw AmountOverflow() }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator)
        let away = rounding.mode.roundsAway(
            remainder: remainder.magnitude, of: denominator.magnitude,
            quotientIsOdd: quotient & 1 == 1)
        let step: Int128 = away ? (scaled < 0 ? -1 : 1) : 0
        return ExactDecimal(coefficient: quotient + step, scale: rounding.digits)
    }
}

extension ExactDecimal {
    /// This number with `rounding.digits` decimals; one that has fewer is only written longer.
    package func rounded(_ rounding: Rounding) throws(AmountOverflow) -> ExactDecimal {
        guard scale > rounding.digits else {
            let coefficient = try coefficient(at: rounding.digits)
            return ExactDecimal(coefficient: coefficient, scale: rounding.digits)
        }
        let power = PowersOfTen.value(scale - rounding.digits)
        let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: power)
        let away = rounding.mode.roundsAway(
            remainder: remainder.magnitude, of: power.magnitude, quotientIsOdd: quotient & 1 == 1)
        let step: Int128 = away ? (coefficient < 0 ? -1 : 1) : 0
        return ExactDecimal(coefficient: quotient + step, scale: rounding.digits)
    }
}

extension Rounding.Mode {
    fileprivate func roundsAway(
        remainder: UInt128, of whole: UInt128, quotientIsOdd: Bool
    ) -> Bool {
        guard remainder != 0 else { return false }
        switch self {
        case .up: return true
        case .down: return false
        case .halfUp: return remainder >= whole - remainder
        case .halfEven:
            let rest = whole - remainder
            return remainder > rest || (remainder == rest && quotientIsOdd)
        }
    }
}
