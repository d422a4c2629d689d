package import Amounts

/// One total of energy or time that the CDR claims, held against what its periods add up to.
package struct VerifiedVolume: Sendable {
    package let total: Total
    /// kWh or hours.
    package let claimed: ExactDecimal
    /// Exact; nil when the periods state nothing of the kind.
    package let ours: ExactAmount?
    /// Equal but for the last decimals of the claim and of the periods. Nil when ours is unknown.
    package let agrees: Bool?
    /// What makes the difference `claimed - ours`; sums to it exactly.
    package let causes: [CauseShare]
    /// What the claim is instead; nil when it agrees, or is nothing that this engine can name.
    package let reading: VolumeReading?

    package var difference: ExactAmount? { ours.map { ExactAmount(claimed) - $0 } }

    package enum Total: Sendable, Hashable, CaseIterable {
        case energy, time, parkingTime

        /// The field of the CDR (mod_cdrs, CDR object).
        package var wireName: String {
            switch self {
            case .energy: "total_energy"
            case .time: "total_time"
            case .parkingTime: "total_parking_time"
            }
        }

        package var unit: String { self == .energy ? "kWh" : "h" }

        /// Decimals that a volume of this kind is taken to have at least, as JSON drops zeros:
        /// 1 Wh, 0.36 s.
        var periodDigits: Int { self == .energy ? 3 : 4 }
    }
}

/// What a claimed total may be other than the sum of the periods.
package enum VolumeReading: String, Sendable, Hashable, CaseIterable {
    /// The hours as printed, where ours are the clock's.
    case printedHours
    /// What was billed after rounding up to whole steps.
    case wholeSteps
    /// `total_time` without the reservation before it; OCPI does not say that it belongs to it.
    case withoutReservation
    /// `total_time` without parking.
    case chargingOnly
    /// From the CDR's start to its end, where the periods do not fill that.
    case clock
    case wattHours, minutes, seconds

    var cause: DifferenceCause {
        switch self {
        case .printedHours: .snap
        case .wholeSteps: .step
        case .withoutReservation, .chargingOnly, .clock, .wattHours, .minutes, .seconds: .quantity
        }
    }

    /// Nothing is wrong with a total that is read so.
    var agrees: Bool { self == .printedHours || self == .withoutReservation }
}
