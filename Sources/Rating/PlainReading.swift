import Amounts
import Roaming

/// A period's volumes as 64-bit integers, and which dimensions have something to price.
struct PlainReading {
    var volumes = PlainVolumes()
    var wanted: Wanted = []
    /// Snapping changed a volume.
    var isSnapped = false

    /// Nil for what `Engine` reads: repeated dimensions, reservations, kinds to be noted, time that
    /// nobody measured or that is negative, energy beyond the period's power, and numbers that are
    /// large or have more than six decimals.
    @inline(__always)
    init?(_ range: Range<Int32>, _ given: UnsafeBufferPointer<Volume>, _ length: Int64) {
        var present: Wanted = []
        var power: Int64 = .max
        for place in range {
            let index = Int(place)
            switch given[index].kind {
            case .energy:
                guard !present.contains(.energy),
                    let energy = Self.millionths(given[index].amount)
                else { return nil }
                present.insert(.energy)
                volumes.energy = energy
                if energy != 0 { wanted.insert(.energy) }
            case .time:
                guard !present.contains(.time),
                    let time = hours(given[index].amount, length)
                else { return nil }
                present.insert(.time)
                (volumes.literalTime, volumes.time) = time
                if time.literal != 0 { wanted.insert(.time) }
            case .parkingTime:
                guard !present.contains(.parking),
                    let parking = hours(given[index].amount, length)
                else { return nil }
                present.insert(.parking)
                (volumes.literalParking, volumes.parking) = parking
                if parking.literal != 0 { wanted.insert(.parking) }
            case .maxPower:
                guard power == .max, let most = Self.millionths(given[index].amount), most >= 0
                else { return nil }
                power = most
            case .minCurrent, .maxCurrent, .minPower: continue
            case .reservationTime, .flat, .other: return nil
            }
        }
        guard length == 0 || !present.isDisjoint(with: [.time, .parking]) else { return nil }
        // An empty period without hours would have its price of time looked up.
        guard !present.isEmpty else { return nil }
        guard power == .max || Self.delivers(power, volumes.energy, length) else { return nil }
    }

    /// A minute and 0.1 kWh are allowed for rounding.
    @inline(__always)
    private static func delivers(_ power: Int64, _ energy: Int64, _ length: Int64) -> Bool {
        let (most, overflow) = power.multipliedReportingOverflow(by: (length + 60_000) / 1000)
        return !overflow && energy <= most / 3600 + 100_000
    }

    @inline(__always)
    private mutating func hours(
        _ amount: ExactDecimal, _ length: Int64
    ) -> (literal: Int64, snapped: Int64)? {
        guard let short = amount.short, amount.scale <= 6, short.magnitude < 1 << 31 else {
            return nil
        }
        guard short > 0 else { return short == 0 ? (0, 0) : nil }
        let literal = short &* (Self.power(6 &- amount.scale) &* 3600)
        // Within half a unit of the last decimal of the clock, like `isNear`.
        let gap = short &* 3_600_000 &- length &* Self.power(amount.scale)
        guard gap.magnitude <= 1_800_000 else {
            return literal.magnitude < Self.volumeMost ? (literal, literal) : nil
        }
        let clock = length &* 1000
        if clock != literal { isSnapped = true }
        return (literal, clock)
    }

    /// A thousand of them stay far below the largest number.
    private static let volumeMost: UInt64 = 1 << 52

    @inline(__always)
    static func millionths(_ amount: ExactDecimal) -> Int64? {
        guard let short = amount.short, amount.scale <= 6, short.magnitude < 1 << 40 else {
            return nil
        }
        let volume = short &* power(6 &- amount.scale)
        return volume.magnitude < volumeMost ? volume : nil
    }

    @inline(__always)
    static func seconds(_ amount: ExactDecimal) -> Int64? {
        guard let short = amount.short, amount.scale <= 6, short.magnitude < 1 << 31 else {
            return nil
        }
        let volume = short &* (power(6 &- amount.scale) &* 3600)
        return volume.magnitude < volumeMost ? volume : nil
    }

    /// Half a unit of the last decimal, and one.
    @inline(__always)
    static func half(_ amount: ExactDecimal, _ unit: Int64) -> Int64? {
        guard amount.scale <= 6 else { return nil }
        return unit / (2 * power(amount.scale)) + 1
    }

    /// - Precondition: `exponent` is in 0 ... 6.
    @inline(__always)
    private static func power(_ exponent: Int) -> Int64 {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 10_000
        case 5: 100_000
        default: 1_000_000
        }
    }
}
