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

extension Totals {
    func wideIfNeeded(_ lines: [WorkingLine]?) -> [(net: ExactAmount?, gross: ExactAmount?)]? {
        lines == nil ? nil : wide
    }
}

extension RatedCharge {
    mutating func explain(
        _ lines: [WorkingLine]?, _ limiting: CompiledTariff?, _ charge: Charge,
        _ rules: RatingRules,
        unlimited: [(net: ExactAmount?, gross: ExactAmount?)]?
    ) {}
}
