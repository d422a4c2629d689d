package import Roaming

/// A tariff in the flat form that pricing reads: plain rows, no strings, nothing to allocate.
///
/// Made by `compile` once per distinct tariff and used for any number of CDRs. `source` stays with
/// it for the wide path, which reads prices and bounds in full precision.
package struct CompiledTariff: Sendable {
    package let source: Tariff
    /// What is odd about the tariff whatever it prices; pointers are relative to the tariff.
    package let findings: [Finding]

    let foldedID: String
    let rows: [ElementRow]
    let components: [ComponentRow]
    /// Only of elements that have such restrictions.
    let bounds: [BoundsRow]
    /// Minutes of the local day at which an element may begin or cease to match, sorted.
    let minutes: [Int32]
    let needs: Needs
    /// False when a number has more digits than the fixed-point rows hold: priced the wide way.
    let fitsRows: Bool
    let limits: LimitsRow

    package var id: String { source.id }
}

/// What of a session's state the tariff's restrictions look at.
struct Needs: OptionSet {
    let rawValue: UInt8

    static let localTime = Needs(rawValue: 1)
    static let duration = Needs(rawValue: 2)
    static let energy = Needs(rawValue: 4)
    static let power = Needs(rawValue: 8)
    /// An element has a restriction that nobody here knows.
    static let unknown = Needs(rawValue: 16)
    static let clock: Needs = [.localTime, .duration]
    /// A price can change inside a period.
    static let boundary: Needs = [.localTime, .duration, .energy]
}

/// The restriction kinds present on an element, one bit each.
struct RestrictionKinds: OptionSet {
    let rawValue: UInt8

    static let minutes = RestrictionKinds(rawValue: 1)
    static let weekdays = RestrictionKinds(rawValue: 2)
    static let dates = RestrictionKinds(rawValue: 4)
    static let duration = RestrictionKinds(rawValue: 8)
    static let energy = RestrictionKinds(rawValue: 16)
    static let power = RestrictionKinds(rawValue: 32)
    static let unknown = RestrictionKinds(rawValue: 64)
    static let local: RestrictionKinds = [.minutes, .weekdays, .dates]
    static let bounded: RestrictionKinds = [.duration, .energy, .power]
}

/// Whom an element prices.
enum Audience: UInt8 { case session, reservation, expiredReservation }

struct ElementRow {
    var kinds: RestrictionKinds = []
    var audience = Audience.session
    /// Bit per `TariffDimension`.
    var dimensions: UInt8 = 0
    /// Bit 0 = Monday.
    var weekdays: UInt8 = 0
    /// The daily window: minutes after local midnight and length, past midnight allowed.
    var startMinute: Int32 = 0
    var minuteSpan: Int32 = 1440
    /// Days since 1970, from inclusive, until exclusive.
    var startDay = Int32.min
    var endDay = Int32.max
    /// Into `CompiledTariff.bounds`, -1 without.
    var bounds: Int32 = -1
    /// Into `CompiledTariff.components`, by dimension, -1 without.
    var components: SIMD4<Int32> = [-1, -1, -1, -1]
}

/// Price of one unit of volume, in units of 1/(3600·10^14) currency per 10^-6 kWh or second; FLAT
/// is priced like one kWh.
struct ComponentRow {
    var net: Int64
    var gross: Int64
    /// Wh or seconds; 0 = no rounding.
    var step: Int64
    /// 2.3.0 prices that include a tax nobody states.
    var netIsUnknown: Bool
    /// Into `source.elements`.
    var element: Int32
    var component: Int32
}

/// Durations in milliseconds, everything else in millionths of kWh, A and kW.
/// `Int64.min` and `.max` stand for an absent bound.
struct BoundsRow {
    var minDuration = Int64.min
    var maxDuration = Int64.max
    var minEnergy = Int64.min
    var maxEnergy = Int64.max
    var minCurrent = Int64.min
    var maxCurrent = Int64.max
    var minPower = Int64.min
    var maxPower = Int64.max
}

/// Like a FLAT price. `nil` = no such limit.
struct LimitsRow {
    var minNet: Int64?
    var minGross: Int64?
    var maxNet: Int64?
    var maxGross: Int64?

    var isEmpty: Bool { minNet == nil && minGross == nil && maxNet == nil && maxGross == nil }
}
