import Amounts
import Roaming

/// What was chosen for one volume, kept for the working.
struct TraceLine<Number: ExactInteger>: Sendable {
    var period: Int
}

extension Engine {
    func working(
        _ charge: Charge, _ tariffs: [CompiledTariff], _ reading: Reading
    ) -> [WorkingLine] { [] }
}

extension RatedCharge {
    mutating func explain(
        _ lines: [WorkingLine], _ limiting: Tariff?, _ charge: Charge, _ rules: RatingRules,
        _ unlimited: [(net: ExactAmount?, gross: ExactAmount?)]
    ) {}
}
