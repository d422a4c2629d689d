import Amounts
import Roaming

/// One plain CDR while it is priced, and afterwards its sums in every reading.
struct PlainSession: Sendable {
    /// More than these, and sums could leave their bounds.
    static let periodsMost = 1000

    /// Of the CDRs to come, until another is set.
    var zone: ZoneIndex? {
        didSet { segment = .nowhere }
    }
    private var segment = ZoneTable.Segment.nowhere
    private var matching = MatchingElements.unknown
    /// Milliseconds since 1970.
    private var start: Int64 = 0
    private var asSent = PlainSums()
    /// From the first cut period on.
    private var divided = PlainSums()
    /// The FLAT of the reading that splits.
    private var splitFlat: Int8 = -1
    /// Into `Charge.periods`, -1 = no boundary lies inside a period.
    private(set) var firstCut: Int32 = -1
    /// Snapping changed a volume.
    private(set) var isSnapped = false
    /// Millionths of kWh and of seconds.
    private var energy: Int64 = 0
    private var hours: Int64 = 0
    private var parking: Int64 = 0

    var isCut: Bool { firstCut >= 0 }

    @inline(__always)
    mutating func reset(_ start: Int64, _ tariff: UnsafePointer<TariffFront>) {
        self.start = start
        matching = tariff.pointee.plain.looksAtClock ? .unknown : .always
        asSent = PlainSums()
        splitFlat = -1
        firstCut = -1
        isSnapped = false
        energy = 0
        hours = 0
        parking = 0
    }

    /// Adds up all periods. False when something is not plain.
    mutating func add(
        _ periods: UnsafeBufferPointer<ChargingPeriod>, _ volumes: UnsafeBufferPointer<Volume>,
        until end: Int64, _ tariff: UnsafePointer<TariffFront>
    ) -> Bool {
        for index in 0..<periods.count {
            let from = periods[index].start.milliseconds
            let to = index + 1 < periods.count ? periods[index + 1].start.milliseconds : end
            let (length, overflow) = to.subtractingReportingOverflow(from)
            guard !overflow, length >= 0, length <= Engine<FixedScale>.lengthMost,
                periods[index].tariffID == tariff.pointee.id,
                length > 0 || index + 1 == periods.count
            else { return false }
            var read = PlainReading()
            guard read.take(periods[index].volumes, volumes, length),
                // A minute is allowed for hours printed with two decimals.
                read.volumes.time.snapped &+ read.volumes.parking.snapped
                    <= (length &+ 60_000) &* 1000
            else { return false }
            if read.isSnapped { isSnapped = true }
            energy &+= read.volumes.energy
            hours &+= read.volumes.time.snapped &+ read.volumes.parking.snapped
            parking &+= read.volumes.parking.snapped
            guard matching.holds(from) || look(at: from, tariff) else { return false }
            guard let choice = choose(read.wanted, tariff) else { return false }
            if matching.until < to {
                let period = PlainPeriod(
                    source: Int32(truncatingIfNeeded: index), start: from, length: length,
                    volumes: read.volumes, wanted: read.wanted)
                guard cut(period, choice, tariff) else { return false }
            } else {
                guard addToDivided(read.volumes, choice, tariff) else { return false }
            }
            if asSent.last.flat < 0 { asSent.last.flat = choice.flat }
            asSent.add(read.volumes, choice, tariff.pointee.plain.components)
        }
        return true
    }

    /// False for a time that is not in the zone's index.
    @inline(__always)
    private mutating func look(at instant: Int64, _ tariff: UnsafePointer<TariffFront>) -> Bool {
        if !segment.holds(instant) {
            guard let found = zone?.segment(at: instant) else { return false }
            segment = found
        }
        matching.look(at: instant, tariff, segment)
        return true
    }

    /// Nil when a dimension has volume and no price: that is to be noted.
    @inline(__always)
    private func choose(
        _ wanted: Wanted, _ tariff: UnsafePointer<TariffFront>
    ) -> PlainChoice? {
        let choice = found(wanted, tariff)
        guard choice.energy >= 0 || !wanted.contains(.energy),
            choice.time >= 0 || !wanted.contains(.time),
            choice.parking >= 0 || !wanted.contains(.parking)
        else { return nil }
        return choice
    }

    /// Per dimension the component of the first element that has one and matches.
    @inline(__always)
    private func found(_ wanted: Wanted, _ tariff: UnsafePointer<TariffFront>) -> PlainChoice {
        var choice = PlainChoice()
        let mask = matching.mask
        let rows = TariffFront.elements(behind: tariff)
        if wanted.contains(.energy), let row = first(mask & tariff.pointee.plain.energy) {
            choice.energy = rows[row].energy
        }
        if wanted.contains(.time), let row = first(mask & tariff.pointee.plain.time) {
            choice.time = rows[row].time
        }
        if wanted.contains(.parking), let row = first(mask & tariff.pointee.plain.parking) {
            choice.parking = rows[row].parking
        }
        if asSent.last.flat < 0, let row = first(mask & tariff.pointee.plain.flat) {
            choice.flat = rows[row].flat
        }
        return choice
    }

    @inline(__always)
    private func first(_ mask: UInt32) -> Int? {
        mask == 0 ? nil : mask.trailingZeroBitCount
    }

    /// A period that is not cut, in the reading that splits.
    @inline(__always)
    private mutating func addToDivided(
        _ volumes: PlainVolumes, _ choice: PlainChoice, _ tariff: UnsafePointer<TariffFront>
    ) -> Bool {
        if splitFlat < 0 { splitFlat = choice.flat }
        return !isCut
            || divided.add(
                volumes, times: divided.units, choice, tariff.pointee.plain.components)
    }

    /// Shares the period's volumes over time where the choice changes inside.
    private mutating func cut(
        _ period: PlainPeriod, _ choice: PlainChoice, _ tariff: UnsafePointer<TariffFront>
    ) -> Bool {
        let rows = tariff.pointee.plain.components
        let end = period.start + period.length
        // Boundaries lie on whole seconds.
        let unit: Int64 = period.start % 1000 == 0 && period.length % 1000 == 0 ? 1000 : 1
        var (units, isShared) = (divided.units, false)
        var (from, last) = (period.start, choice)
        if splitFlat >= 0 { last.flat = -1 }
        var boundary = matching.until
        while boundary < end {
            guard look(at: boundary, tariff) else { return false }
            var next = found(period.wanted, tariff)
            if splitFlat >= 0 { next.flat = -1 }
            if next != last {
                if !isShared {
                    guard let before = share(period, unit, rows) else { return false }
                    (units, isShared) = (before, true)
                }
                let factor = (boundary - from) / unit * units
                guard divided.add(period.volumes, times: factor, last, rows) else { return false }
                (from, last) = (boundary, next)
            }
            boundary = matching.until
        }
        guard isShared else { return addToDivided(period.volumes, choice, tariff) }
        let factor = (end - from) / unit * units
        guard divided.add(period.volumes, times: factor, last, rows) else { return false }
        splitFlat = divided.last.flat
        return true
    }

    /// Makes `divided` count in shares of the period; the units it counted in before.
    private mutating func share(
        _ period: PlainPeriod, _ unit: Int64, _ rows: UnsafePointer<PlainComponent>
    ) -> Int64? {
        if !isCut {
            asSent.flush(rows)
            divided = asSent
            divided.last.flat = splitFlat
            firstCut = period.source
        }
        let before = divided.units
        guard before < 1 << 31, divided.refine(by: period.length / unit) else { return nil }
        return before
    }

    /// Nothing is to be noted about the volumes and what the CDR says of them.
    @inline(__always)
    func isPlausible(_ charge: borrowing Charge, until end: Int64) -> Bool {
        if let total = charge.claimed.energy {
            // Each period may be rounded to 1 Wh, the total to its own decimals.
            guard let claim = PlainClaim(total, times: 1),
                claim.isNear(energy, within: 500 * Int64(charge.periods.count + 1))
            else { return false }
        }
        if let total = charge.claimed.time, hours > 0 {
            guard let claim = PlainClaim(total, times: 3600),
                claim.isNear(hours, within: 60_000_000)
            else { return false }
        }
        if let total = charge.claimed.parkingTime, hours > 0 {
            guard let claim = PlainClaim(total, times: 3600),
                claim.isNear(parking, within: 60_000_000)
            else { return false }
        }
        guard let type = charge.connectorPowerType else { return true }
        // A minute and 0.1 kWh are allowed for rounding.
        let length = end &- start
        guard length > 0, length < 100_000_000_000, let most = Self.most(type) else {
            return false
        }
        return energy <= most * (length + 60_000) * 10 / 36 + 100_000
    }

    /// What a connector of the type can deliver, in kW.
    @inline(__always)
    private static func most(_ powerType: String) -> Int64? {
        switch powerType {
        case "AC_3_PHASE": 50
        case "AC_1_PHASE": 20
        case "DC": 1500
        default: nil
        }
    }

    /// Applies the step sizes. False when something is too large.
    @inline(__always)
    mutating func close(_ tariff: UnsafePointer<TariffFront>) -> Bool {
        let rows = tariff.pointee.plain.components
        asSent.flush(rows)
        return asSent.close(rows) && (!isCut || divided.close(rows))
    }
}

// What the session comes to.
extension PlainSession {
    @inline(__always)
    func unit(_ reading: Reading) -> Int128 {
        let unit = FixedScale.unit * FixedScale.priceUnit
        guard reading.periods == .split, isCut else { return unit }
        return unit &* Int128(divided.units)
    }

    @inline(__always)
    func put(
        _ reading: Reading, _ tariff: UnsafePointer<TariffFront>,
        into totals: inout Totals<Int128>
    ) {
        totals.unit = unit(reading)
        if reading.periods == .split, isCut {
            divided.put(reading.hours, tariff.pointee.plain.components, into: &totals)
        } else {
            asSent.put(reading.hours, tariff.pointee.plain.components, into: &totals)
        }
    }

    @inline(__always)
    func sum(
        _ reading: Reading, _ tariff: UnsafePointer<TariffFront>
    ) -> (net: Int128, gross: Int128) {
        let rows = tariff.pointee.plain.components
        return reading.periods == .split && isCut
            ? divided.sum(reading.hours, rows) : asSent.sum(reading.hours, rows)
    }
}

extension PlainSums {
    @inline(__always)
    fileprivate func put(
        _ hours: RatingRules.TimeReading, _ rows: UnsafePointer<PlainComponent>,
        into totals: inout Totals<Int128>
    ) {
        totals.fixed = flat(rows)
        totals.energy = energy.pair
        totals.time = time.in(hours).pair
        totals.parking = parking.in(hours).pair
        totals.reservation = Pair()
        let total = sum(hours, rows)
        totals.total = Pair(net: total.net, gross: total.gross)
    }

    @inline(__always)
    fileprivate func sum(
        _ hours: RatingRules.TimeReading, _ rows: UnsafePointer<PlainComponent>
    ) -> (net: Int128, gross: Int128) {
        let (flat, time, parking) = (flat(rows), time.in(hours), parking.in(hours))
        return (
            flat.net &+ energy.net &+ time.net &+ parking.net,
            flat.gross &+ energy.gross &+ time.gross &+ parking.gross
        )
    }

    @inline(__always)
    private func flat(_ rows: UnsafePointer<PlainComponent>) -> Pair<Int128> {
        guard last.flat >= 0 else { return Pair() }
        let row = rows + Int(last.flat)
        let unit = FixedScale.unit &* Int128(units)
        return Pair(net: Int128(row.pointee.net) &* unit, gross: Int128(row.pointee.gross) &* unit)
    }
}

extension PlainHours {
    @inline(__always)
    fileprivate func `in`(_ hours: RatingRules.TimeReading) -> PlainLane {
        hours == .literal ? literal : snapped
    }
}

/// A charging period on its way into the sums.
struct PlainPeriod: BitwiseCopyable {
    var source: Int32
    /// Milliseconds since 1970, and to the next period.
    var start: Int64
    var length: Int64
    var volumes: PlainVolumes
    var wanted: Wanted
}

extension PlainLane {
    var pair: Pair<Int128> { Pair(net: net, gross: gross) }
}
