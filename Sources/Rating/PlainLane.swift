/// Adds up what one kind of volume costs over a session, like `Lane`, in 64-bit volumes.
///
/// Sums wrap without a check: `PlainRows` and `PlainVolumes` bound what goes in.
struct PlainLane: BitwiseCopyable {
    /// Not yet multiplied.
    private var pending: Int64 = 0
    private var total: Int64 = 0
    private(set) var net: Int128 = 0
    private(set) var gross: Int128 = 0

    @inline(__always)
    mutating func add(_ volume: Int64) { pending &+= volume }

    @inline(__always)
    mutating func flush(_ component: UnsafePointer<PlainComponent>) {
        total &+= pending
        net &+= Int128(component.pointee.net) &* Int128(pending)
        gross &+= Int128(component.pointee.gross) &* Int128(pending)
        pending = 0
    }

    /// Brings the sums into units `factor` times finer. False when they become too large.
    /// - Precondition: nothing is pending.
    @inline(__always)
    mutating func refine(by factor: Int64) -> Bool {
        let (finer, overflow) = total.multipliedReportingOverflow(by: factor)
        let most = Int128(1) << 88
        guard !overflow, factor < 1 << 36, -most < net, net < most, -most < gross, gross < most
        else { return false }
        total = finer
        net &*= Int128(factor)
        gross &*= Int128(factor)
        return true
    }

    /// A share of a volume. False when it becomes too large.
    @inline(__always)
    mutating func add(
        _ volume: Int64, times factor: Int64, _ component: UnsafePointer<PlainComponent>
    ) -> Bool {
        let (part, overflow) = volume.multipliedReportingOverflow(by: factor)
        guard !overflow, part.magnitude < 1 << 60 else { return false }
        let (sum, isOver) = total.addingReportingOverflow(part)
        guard !isOver else { return false }
        total = sum
        net &+= Int128(component.pointee.net) &* Int128(part)
        gross &+= Int128(component.pointee.gross) &* Int128(part)
        return true
    }

    /// Rounds up to the component's step. False when the step is too large.
    /// - Parameter units: how much finer than millionths the volumes are.
    @inline(__always)
    mutating func round(_ units: Int64, _ component: UnsafePointer<PlainComponent>) -> Bool {
        let (step, overflow) = component.pointee.step.multipliedReportingOverflow(by: units)
        guard !overflow, step < 1 << 60 else { return false }
        guard step > 0, total > 0 else { return true }
        let rest = UInt64(total) % UInt64(step)
        guard rest != 0 else { return true }
        let surplus = Int128(step - Int64(rest))
        net &+= Int128(component.pointee.net) &* surplus
        gross &+= Int128(component.pointee.gross) &* surplus
        return true
    }
}

/// Charging or parking time in both readings of its hours, which are priced alike.
struct PlainHours: BitwiseCopyable {
    /// Near the clock's = the clock's.
    private(set) var snapped = PlainLane()
    /// As printed.
    private(set) var literal = PlainLane()

    @inline(__always)
    mutating func add(_ volume: PlainTime) {
        snapped.add(volume.snapped)
        literal.add(volume.literal)
    }

    @inline(__always)
    mutating func flush(_ component: UnsafePointer<PlainComponent>) {
        snapped.flush(component)
        literal.flush(component)
    }

    @inline(__always)
    mutating func refine(by factor: Int64) -> Bool {
        snapped.refine(by: factor) && literal.refine(by: factor)
    }

    @inline(__always)
    mutating func add(
        _ volume: PlainTime, times factor: Int64, _ component: UnsafePointer<PlainComponent>
    ) -> Bool {
        snapped.add(volume.snapped, times: factor, component)
            && literal.add(volume.literal, times: factor, component)
    }

    @inline(__always)
    mutating func round(_ units: Int64, _ component: UnsafePointer<PlainComponent>) -> Bool {
        snapped.round(units, component) && literal.round(units, component)
    }
}

/// Hours of a period, in millionths of seconds. Either both are zero or neither.
struct PlainTime: BitwiseCopyable {
    var snapped: Int64 = 0
    var literal: Int64 = 0
}

/// A period's volumes.
struct PlainVolumes: BitwiseCopyable {
    /// In millionths of kWh.
    var energy: Int64 = 0
    var time = PlainTime()
    var parking = PlainTime()
}

/// The components chosen for a period or a piece of it; -1 = none, or nothing to price.
struct PlainChoice: BitwiseCopyable, Equatable {
    var energy: Int8 = -1
    var time: Int8 = -1
    var parking: Int8 = -1
    var flat: Int8 = -1
}

/// A session in one reading of its periods and both of its hours.
struct PlainSums: BitwiseCopyable {
    private(set) var energy = PlainLane()
    private(set) var time = PlainHours()
    private(set) var parking = PlainHours()
    /// The FLAT that was charged, and what priced the last volume of each kind; -1 = none yet.
    var last = PlainChoice()
    /// How much finer than millionths volumes are counted: the cut periods' lengths, multiplied.
    private(set) var units: Int64 = 1

    /// A period's volumes, which the choice prices as far as they are not zero.
    @inline(__always)
    mutating func add(
        _ volumes: PlainVolumes, _ choice: PlainChoice, _ rows: UnsafePointer<PlainComponent>
    ) {
        if choice.energy >= 0 {
            if choice.energy != last.energy {
                if last.energy >= 0 { energy.flush(rows + Int(last.energy)) }
                last.energy = choice.energy
            }
            energy.add(volumes.energy)
        }
        if choice.time >= 0 {
            if choice.time != last.time {
                if last.time >= 0 { time.flush(rows + Int(last.time)) }
                last.time = choice.time
            }
            time.add(volumes.time)
        }
        if choice.parking >= 0 {
            if choice.parking != last.parking {
                if last.parking >= 0 { parking.flush(rows + Int(last.parking)) }
                last.parking = choice.parking
            }
            parking.add(volumes.parking)
        }
    }

    /// `factor` of `units` parts of a period.
    mutating func add(
        _ volumes: PlainVolumes, times factor: Int64, _ choice: PlainChoice,
        _ rows: UnsafePointer<PlainComponent>
    ) -> Bool {
        if last.flat < 0 { last.flat = choice.flat }
        if choice.energy >= 0 {
            last.energy = choice.energy
            guard energy.add(volumes.energy, times: factor, rows + Int(choice.energy)) else {
                return false
            }
        }
        if choice.time >= 0 {
            last.time = choice.time
            guard time.add(volumes.time, times: factor, rows + Int(choice.time)) else {
                return false
            }
        }
        guard choice.parking >= 0 else { return true }
        last.parking = choice.parking
        return parking.add(volumes.parking, times: factor, rows + Int(choice.parking))
    }

    mutating func refine(by factor: Int64) -> Bool {
        let (finer, overflow) = units.multipliedReportingOverflow(by: factor)
        guard !overflow else { return false }
        units = finer
        return energy.refine(by: factor) && time.refine(by: factor) && parking.refine(by: factor)
    }

    @inline(__always)
    mutating func flush(_ rows: UnsafePointer<PlainComponent>) {
        if last.energy >= 0 { energy.flush(rows + Int(last.energy)) }
        if last.time >= 0 { time.flush(rows + Int(last.time)) }
        if last.parking >= 0 { parking.flush(rows + Int(last.parking)) }
    }

    /// Step sizes, once: on parking when any was billed, else on charging time.
    /// - Precondition: nothing is pending.
    @inline(__always)
    mutating func close(_ rows: UnsafePointer<PlainComponent>) -> Bool {
        if last.energy >= 0 {
            guard energy.round(units, rows + Int(last.energy)) else { return false }
        }
        if last.parking >= 0 { return parking.round(units, rows + Int(last.parking)) }
        return last.time < 0 || time.round(units, rows + Int(last.time))
    }
}
