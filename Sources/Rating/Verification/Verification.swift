package import Amounts
import Roaming

/// A partner's totals held against ours.
package struct Verification: Sendable {
    /// Every cost that the CDR claims, in the order of `Category`, before tax first.
    package let fields: [VerifiedField]
    /// Every volume that it totals.
    package let volumes: [VerifiedVolume]
    /// Another way to read the CDR that gives the partner's figures; nil when ours does, or none.
    package let explanation: Explanation?

    /// No claim differs from ours by more than rounding.
    package var agrees: Bool { costsAgree && volumes.allSatisfy { $0.agrees ?? true } }

    /// The same of the costs alone.
    package var costsAgree: Bool { fields.allSatisfy { $0.agrees ?? true } }

    package struct Explanation: Sendable, Hashable {
        /// What the partner did otherwise than we; empty when only the rounding differs.
        package let deviations: [Deviation]
        /// How the partner rounded: `each line half-up to 2 decimals`; nil = not at all.
        package let rounding: String?
        /// All claimed costs come out so, not only the total.
        package let isWhole: Bool
    }
}

/// One claimed cost, on one side of tax.
package struct VerifiedField: Sendable {
    package let category: Category
    package let isAfterTax: Bool
    package let claimed: ExactDecimal
    /// Exact, before any rounding; nil = unknown.
    package let ours: ExactAmount?
    /// Nil when ours is unknown.
    package let agrees: Bool?
    /// What makes the difference `claimed - ours`; sums to it exactly. Causes without effect are
    /// left out.
    package let causes: [CauseShare]

    package var difference: ExactAmount? { ours.map { ExactAmount(claimed) - $0 } }
}

package struct CauseShare: Sendable, Hashable {
    package let cause: DifferenceCause
    package let amount: ExactAmount
}

/// Why two prices of one CDR differ, in the order in which shares are worked out.
package enum DifferenceCause: String, Sendable, Hashable, CaseIterable {
    /// Other kWh or hours.
    case quantity
    /// Hours as printed instead of the clock's, or the reverse.
    case snap
    /// Volumes not rounded up to whole steps.
    case step
    /// Another tariff element applied.
    case component
    /// Another price, or nothing that this engine can name.
    case price
    /// Without the tariff's minimum and maximum.
    case limit
    case tax
    case rounding
}

/// One thing that a partner may do otherwise than we.
package enum Deviation: UInt8, Sendable, Hashable, CaseIterable {
    case otherQuantity, otherHours, noSteps, otherPeriods, clockInUTC, noLimits, noTax

    package var cause: DifferenceCause {
        switch self {
        case .otherQuantity: .quantity
        case .otherHours: .snap
        case .noSteps: .step
        case .otherPeriods, .clockInUTC: .component
        case .noLimits: .limit
        case .noTax: .tax
        }
    }

    /// OCPI allows to read a CDR so; the others are mistakes.
    package var isPermitted: Bool { self == .otherHours || self == .otherPeriods }

    var bit: UInt8 { 1 << rawValue }
}
