/// Adds up what one kind of volume costs over a session, like `Lane`, in 64-bit volumes.
///
/// Sums wrap without a check: `PlainRows` and `PlainVolumes` bound what goes in.
struct PlainLane: BitwiseCopyable {
    /// Priced the last volume; -1 when none was priced.
    var component: Int32 = -1
    /// Not yet multiplied.
    private var pending: Int64 = 0
    private var total: Int64 = 0
    private(set) var net: Int128 = 0
    private(set) var gross: Int128 = 0

    @inline(__always)
    mutating func add(_ volume: Int64, at component: Int32, _ rows: UnsafePointer<ComponentRow>) {
        guard volume != 0 else { return }
        if component != self.component {
            flush(rows)
            self.component = component
        }
        pending &+= volume
    }

    @inline(__always)
    mutating func flush(_ rows: UnsafePointer<ComponentRow>) {
        guard pending != 0 else { return }
        let row = rows + Int(component)
        total &+= pending
        net &+= Int128(row.pointee.net) &* Int128(pending)
        gross &+= Int128(row.pointee.gross) &* Int128(pending)
        pending = 0
    }

    /// Brings the sums into units `factor` times finer. False when they become too large.
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
        _ volume: Int64, times factor: Int64, at component: Int32,
        _ rows: UnsafePointer<ComponentRow>
    ) -> Bool {
        let (part, overflow) = volume.multipliedReportingOverflow(by: factor)
        guard !overflow, part.magnitude < 1 << 60 else { return false }
        guard part != 0 else { return true }
        let (sum, isOver) = total.addingReportingOverflow(part)
        guard !isOver else { return false }
        self.component = component
        total = sum
        let row = rows + Int(component)
        net &+= Int128(row.pointee.net) &* Int128(part)
        gross &+= Int128(row.pointee.gross) &* Int128(part)
        return true
    }

    /// Rounds up to the step of the last component, which counts in `units`. False when the step
    /// is too large.
    @inline(__always)
    mutating func round(_ units: Int64, _ rows: UnsafePointer<ComponentRow>) -> Bool {
        guard component >= 0 else { return true }
        let row = rows + Int(component)
        let volume = row.pointee.step &* (row.pointee.isEnergy ? 1000 : 1_000_000)
        let (step, overflow) = volume.multipliedReportingOverflow(by: units)
        guard !overflow, step < 1 << 60 else { return false }
        guard step > 0, total > 0 else { return true }
        let rest = UInt64(total) % UInt64(step)
        guard rest != 0 else { return true }
        let surplus = step - Int64(rest)
        net &+= Int128(row.pointee.net) &* Int128(surplus)
        gross &+= Int128(row.pointee.gross) &* Int128(surplus)
        return true
    }
}

/// A period's volumes: millionths of kWh and of seconds.
struct PlainVolumes: BitwiseCopyable {
    var energy: Int64 = 0
    /// Near the clock's = the clock's.
    var time: Int64 = 0
    var parking: Int64 = 0
    /// As printed.
    var literalTime: Int64 = 0
    var literalParking: Int64 = 0
}

/// The components chosen for a period or a piece of it; -1 = none, or nothing to price.
struct PlainChoice: BitwiseCopyable, Equatable {
    var energy: Int32 = -1
    var time: Int32 = -1
    var parking: Int32 = -1
    var flat: Int32 = -1
}

/// A session in one reading of its periods and both of its hours.
struct PlainSums: BitwiseCopyable {
    var energy = PlainLane()
    var time = PlainLane()
    var parking = PlainLane()
    var literalTime = PlainLane()
    var literalParking = PlainLane()
    /// The FLAT that was charged, -1 = none.
    var flat: Int32 = -1
    /// How much finer than millionths volumes are counted: the cut periods' lengths, multiplied.
    var units: Int64 = 1

    @inline(__always)
    mutating func add(
        _ volumes: PlainVolumes, _ choice: PlainChoice, _ rows: UnsafePointer<ComponentRow>
    ) {
        if choice.energy >= 0 { energy.add(volumes.energy, at: choice.energy, rows) }
        if choice.time >= 0 {
            time.add(volumes.time, at: choice.time, rows)
            literalTime.add(volumes.literalTime, at: choice.time, rows)
        }
        if choice.parking >= 0 {
            parking.add(volumes.parking, at: choice.parking, rows)
            literalParking.add(volumes.literalParking, at: choice.parking, rows)
        }
    }

    /// `factor` of `units` parts of a period.
    mutating func add(
        _ volumes: PlainVolumes, times factor: Int64, _ choice: PlainChoice,
        _ rows: UnsafePointer<ComponentRow>
    ) -> Bool {
        if flat < 0 { flat = choice.flat }
        if choice.energy >= 0 {
            guard energy.add(volumes.energy, times: factor, at: choice.energy, rows) else {
                return false
            }
        }
        if choice.time >= 0 {
            guard time.add(volumes.time, times: factor, at: choice.time, rows),
                literalTime.add(volumes.literalTime, times: factor, at: choice.time, rows)
            else { return false }
        }
        guard choice.parking >= 0 else { return true }
        return parking.add(volumes.parking, times: factor, at: choice.parking, rows)
            && literalParking.add(volumes.literalParking, times: factor, at: choice.parking, rows)
    }

    mutating func refine(by factor: Int64) -> Bool {
        let (finer, overflow) = units.multipliedReportingOverflow(by: factor)
        guard !overflow else { return false }
        units = finer
        return energy.refine(by: factor) && time.refine(by: factor) && parking.refine(by: factor)
            && literalTime.refine(by: factor) && literalParking.refine(by: factor)
    }

    @inline(__always)
    mutating func flush(_ rows: UnsafePointer<ComponentRow>) {
        energy.flush(rows)
        time.flush(rows)
        parking.flush(rows)
        literalTime.flush(rows)
        literalParking.flush(rows)
    }

    /// Step sizes, once: on parking when any was billed, else on charging time.
    @inline(__always)
    mutating func close(_ rows: UnsafePointer<ComponentRow>) -> Bool {
        guard energy.round(units, rows) else { return false }
        let isRounded =
            parking.component >= 0 ? parking.round(units, rows) : time.round(units, rows)
        guard isRounded else { return false }
        return literalParking.component >= 0
            ? literalParking.round(units, rows) : literalTime.round(units, rows)
    }
}
