import Amounts
import Roaming

/// A period's volumes as 64-bit integers, and which dimensions have something to price.
struct PlainReading {
    var volumes = PlainVolumes()
    var wanted: Wanted = []
    /// Snapping changed a volume.
    var isSnapped = false

    /// False for what `Engine` reads: repeated dimensions, reservations, kinds to be noted, time that
    /// nobody measured, and energy beyond the period's power.
    /// - Precondition: `given` fits.
    @inline(__always)
    mutating func take(
        _ range: Range<Int32>, _ given: UnsafeBufferPointer<Volume>, _ length: Int64
    ) -> Bool {
        var present: Wanted = []
        var power: Int64 = .max
        var place = Int(range.lowerBound)
        let end = Int(range.upperBound)
        while place < end {
            let amount = given[place].amount
            let kind = given[place].kind
            place &+= 1
            switch kind {
            case .energy:
                guard !present.contains(.energy) else { return false }
                present.insert(.energy)
                volumes.energy = Self.millionths(amount)
                if volumes.energy != 0 { wanted.insert(.energy) }
            case .time:
                guard !present.contains(.time), let time = hours(amount, length) else {
                    return false
                }
                present.insert(.time)
                volumes.time = time
                if time.literal != 0 { wanted.insert(.time) }
            case .parkingTime:
                guard !present.contains(.parking), let time = hours(amount, length) else {
                    return false
                }
                present.insert(.parking)
                volumes.parking = time
                if time.literal != 0 { wanted.insert(.parking) }
            case .maxPower:
                guard power == .max else { return false }
                power = Self.millionths(amount)
            case .minCurrent, .maxCurrent, .minPower: continue
            case .reservationTime, .flat, .other: return false
            }
        }
        guard length == 0 || !present.isDisjoint(with: [.time, .parking]) else { return false }
        // An empty period without hours would have its price of time looked up.
        guard !present.isEmpty else { return false }
        return power == .max || Self.delivers(power, volumes.energy, length)
    }

    /// Whether every amount is a number from zero up in 31 bits with at most six decimals. Looks at
    /// all of them without a branch each, so that those far away in memory come together.
    @inline(__always)
    static func fit(_ given: UnsafeBufferPointer<Volume>) -> Bool {
        var excess: UInt64 = 0
        var scale = 0
        for place in 0..<given.count {
            let coefficient = given[place].amount.coefficient
            excess |= UInt64(truncatingIfNeeded: coefficient) &>> 31
            excess |= UInt64(truncatingIfNeeded: coefficient &>> 64)
            scale = max(scale, given[place].amount.scale)
        }
        return excess == 0 && scale <= 6
    }

    /// Whether all starts are known, looked at in the same way.
    @inline(__always)
    static func areKnown(_ periods: UnsafeBufferPointer<ChargingPeriod>) -> Bool {
        var isUnknown = false
        for place in 0..<periods.count {
            isUnknown = periods[place].start.milliseconds == 0 ? true : isUnknown
        }
        return !isUnknown
    }

    /// A minute and 0.1 kWh are allowed for rounding.
    @inline(__always)
    private static func delivers(_ power: Int64, _ energy: Int64, _ length: Int64) -> Bool {
        let (most, overflow) = power.multipliedReportingOverflow(by: (length &+ 60_000) / 1000)
        return !overflow && energy <= most / 3600 &+ 100_000
    }

    /// Nil for hours that are large, or so short that the clock has none.
    @inline(__always)
    private mutating func hours(_ amount: ExactDecimal, _ length: Int64) -> PlainTime? {
        let short = Int64(truncatingIfNeeded: amount.coefficient)
        guard short != 0 else { return PlainTime() }
        let literal = short &* (Self.power(6 &- amount.scale) &* 3600)
        // Within half a unit of the last decimal of the clock, like `isNear`.
        let gap = short &* 3_600_000 &- length &* Self.power(amount.scale)
        guard gap.magnitude <= 1_800_000 else {
            return literal < Self.volumeMost
                ? PlainTime(snapped: literal, literal: literal) : nil
        }
        let clock = length &* 1000
        if clock != literal { isSnapped = true }
        return clock == 0 ? nil : PlainTime(snapped: clock, literal: literal)
    }

    /// A thousand of them stay far below the largest number.
    private static let volumeMost: Int64 = 1 << 52

    /// - Precondition: `amount` fits.
    @inline(__always)
    private static func millionths(_ amount: ExactDecimal) -> Int64 {
        Int64(truncatingIfNeeded: amount.coefficient) &* power(6 &- amount.scale)
    }

    /// Of ten, without a branch, as the number of decimals changes from volume to volume.
    /// - Precondition: `exponent` is in 0 ... 6.
    @inline(__always)
    fileprivate static func power(_ exponent: Int) -> Int64 {
        let bits = Int64(truncatingIfNeeded: exponent)
        return (1 &+ 9 &* (bits & 1)) &* (1 &+ 99 &* (bits &>> 1 & 1))
            &* (1 &+ 9999 &* (bits &>> 2))
    }
}

/// A total that a CDR states, in millionths of kWh or of seconds.
struct PlainClaim {
    let amount: Int64
    /// Half a unit of its last decimal, and one.
    let slack: Int64

    /// - Parameter seconds: in the total's own unit, 1 for kWh.
    /// Nil when it is below zero, large, or has more than six decimals.
    @inline(__always)
    init?(_ total: ExactDecimal, times seconds: Int64) {
        let coefficient = total.coefficient
        guard coefficient >= 0, coefficient < 1 << 31, total.scale <= 6 else { return nil }
        let step = PlainReading.power(6 &- total.scale) &* seconds
        amount = Int64(truncatingIfNeeded: coefficient) &* step
        slack = step / 2 &+ 1
    }

    /// - Parameter other: of the periods, which may each be off by rounding.
    @inline(__always)
    func isNear(_ other: Int64, within allowance: Int64) -> Bool {
        (amount &- other).magnitude <= allowance &+ slack
    }
}
