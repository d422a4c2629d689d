/// What a session costs so far in one reading of its periods (as sent, or split), for both readings
/// of its hours.
struct Accumulator<Number: ExactInteger>: Sendable {
    var energy = Lane<Number>()
    var snapped = HourLanes<Number>()
    /// Kept only when snapping changed a volume.
    var literal = HourLanes<Number>()
    var fixed = Pair<Number>()
    var reservedFixed = Pair<Number>()
    /// The FLAT prices that were charged, for the working; -1 none yet.
    var hasFlat = false
    var hasReservedFlat = false
}

/// TIME and PARKING_TIME share one step budget; reserved time has its own.
struct HourLanes<Number: ExactInteger>: Sendable {
    var time = Lane<Number>()
    var parking = Lane<Number>()
    var reserved = Lane<Number>()

    @inline(__always)
    mutating func add<S: Scale>(
        _ hours: Hours<Number>, _ choice: Choice, _ views: [TariffView], _ scale: inout S
    ) where S.Number == Number {
        if choice.time >= 0 {
            time.add(hours.time, at: choice.time, of: choice.tariff, views, &scale)
        }
        if choice.parking >= 0 {
            parking.add(hours.parking, at: choice.parking, of: choice.tariff, views, &scale)
        }
        if choice.reservedTime >= 0 {
            reserved.add(hours.reserved, at: choice.reservedTime, of: choice.tariff, views, &scale)
        }
    }

    /// Step sizes, once: on parking when any was billed, else on charging time.
    mutating func close(_ cuts: Number?, _ overflow: inout Bool) -> HourSurplus<Number> {
        var surplus = HourSurplus<Number>()
        if parking.isUsed {
            surplus.parking = parking.round(cuts, &overflow)
        } else {
            surplus.time = time.round(cuts, &overflow)
        }
        surplus.reserved = reserved.round(cuts, &overflow)
        time.flush(&overflow)
        parking.flush(&overflow)
        reserved.flush(&overflow)
        return surplus
    }
}

/// What the steps added, in seconds.
struct HourSurplus<Number: ExactInteger>: Sendable {
    var time = Number.zero
    var parking = Number.zero
    var reserved = Number.zero
}

extension Hours {
    @inline(__always)
    func sum(_ overflow: inout Bool) -> Number {
        var sum = time
        if !parking.isZero { sum = sum.plus(parking, &overflow) }
        if !reserved.isZero { sum = sum.plus(reserved, &overflow) }
        return sum
    }

    /// A share of the hours: times `share`, or all of it times `factor`.
    func times(_ factor: Number, _ overflow: inout Bool) -> Hours {
        var part = Hours()
        if !time.isZero { part.time = time.times(factor, &overflow) }
        if !parking.isZero { part.parking = parking.times(factor, &overflow) }
        if !reserved.isZero { part.reserved = reserved.times(factor, &overflow) }
        return part
    }
}
