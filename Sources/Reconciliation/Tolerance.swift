import Amounts
import Roaming

/// How two figures compare.
enum Closeness: Int, Comparable {
    case equal, tolerated, beyond

    static func < (a: Closeness, b: Closeness) -> Bool { a.rawValue < b.rawValue }
}

extension Tolerances {
    /// Whether the energies are close enough, in kWh; the percentage is of `reference`.
    func tolerates(energy: ExactDecimal, against reference: ExactDecimal) -> Bool {
        (try? closeness(of: energy, to: reference)).map { $0 < .beyond } ?? false
    }

    /// Compares kWh.
    func closeness(
        of energy: ExactDecimal, to reference: ExactDecimal
    ) throws(AmountOverflow) -> Closeness {
        try compare(energy, reference, bound: self.energy, percent: energyPercent)
    }

    /// Compares amounts of one currency; the percentage is of `reference`.
    func closeness(
        of amount: ExactDecimal, to reference: ExactDecimal, in currency: Currency
    ) throws(AmountOverflow) -> Closeness {
        try compare(amount, reference, bound: price[currency] ?? .zero, percent: pricePercent)
    }
}

/// A difference is tolerated up to and including the bound, or the percentage of the reference.
private func compare(
    _ a: ExactDecimal, _ reference: ExactDecimal, bound: ExactDecimal, percent: ExactDecimal
) throws(AmountOverflow) -> Closeness {
    let apart = try (a - reference).magnitude()
    if apart.isZero { return .equal }
    if apart <= bound { return .tolerated }
    let share = try percent * reference.magnitude()
    return try apart * ExactDecimal(100) <= share ? .tolerated : .beyond
}
