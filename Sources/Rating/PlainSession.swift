import Amounts
import Roaming

/// One plain CDR while it is priced, and afterwards its sums in every reading.
struct PlainSession: Sendable {
    /// More than these, and sums could leave their bounds.
    static let periodsMost = 1000

    private var tariff = PlainRows(.empty, isOdd: true)
    /// Of the CDRs to come, until another is set.
    var zone: ZoneTable? {
        didSet { segment = .nowhere }
    }
    private var segment = ZoneTable.Segment.nowhere
    private var matching = MatchingElements.unknown
    /// Milliseconds since 1970.
    var start: Int64 = 0
    private var asSent = PlainSums()
    /// From the first cut period on.
    private var divided = PlainSums()
    /// The FLAT of the reading that splits.
    private var splitFlat: Int32 = -1
    /// Into `Charge.periods`, -1 = no boundary lies inside a period.
    private(set) var firstCut: Int32 = -1
    /// Snapping changed a volume.
    private(set) var isSnapped = false
    /// Millionths of kWh and of seconds.
    private var energy: Int64 = 0
    private var hours: Int64 = 0
    private var parking: Int64 = 0

    var isCut: Bool { firstCut >= 0 }

    mutating func reset(_ tariff: PlainRows) {
        self.tariff = tariff
        matching = tariff.looksAtClock ? .unknown : .always
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
        until end: Int64, _ id: String
    ) -> Bool {
        guard let rows = tariff.components.baseAddress else { return false }
        for index in 0..<periods.count {
            let from = periods[index].start.milliseconds
            let to = index + 1 < periods.count ? periods[index + 1].start.milliseconds : end
            let (length, overflow) = to.subtractingReportingOverflow(from)
            guard !overflow, length >= 0, length <= Engine<FixedScale>.lengthMost, from != 0,
                periods[index].tariffID == id, length > 0 || index + 1 == periods.count,
                let read = PlainReading(periods[index].volumes, volumes, length),
                // A minute is allowed for hours printed with two decimals.
                read.volumes.time &+ read.volumes.parking <= (length + 60_000) * 1000
            else { return false }
            if read.isSnapped { isSnapped = true }
            energy &+= read.volumes.energy
            hours &+= read.volumes.time &+ read.volumes.parking
            parking &+= read.volumes.parking
            if !matching.holds(from) { look(at: from) }
            guard let choice = choose(read.wanted) else { return false }
            let period = PlainPeriod(
                source: Int32(truncatingIfNeeded: index), start: from, length: length,
                volumes: read.volumes, wanted: read.wanted)
            guard add(period, choice, rows) else { return false }
        }
        return true
    }

    private mutating func look(at instant: Int64) {
        if !segment.holds(instant) { findSegment(at: instant) }
        matching.look(at: instant, tariff, segment)
    }

    @inline(never)
    private mutating func findSegment(at instant: Int64) {
        if let zone { segment = zone.segment(at: instant) }
    }

    /// Nil when a dimension has volume and no price: that is to be noted.
    @inline(__always)
    private func choose(_ wanted: Wanted) -> PlainChoice? {
        let choice = found(wanted)
        guard choice.energy >= 0 || !wanted.contains(.energy),
            choice.time >= 0 || !wanted.contains(.time),
            choice.parking >= 0 || !wanted.contains(.parking)
        else { return nil }
        return choice
    }

    /// Per dimension the component of the first element that has one and matches.
    @inline(__always)
    private func found(_ wanted: Wanted) -> PlainChoice {
        var choice = PlainChoice()
        let mask = matching.mask
        if wanted.contains(.energy), let row = first(mask & tariff.energy) {
            choice.energy = tariff.rows[row].energy
        }
        if wanted.contains(.time), let row = first(mask & tariff.time) {
            choice.time = tariff.rows[row].time
        }
        if wanted.contains(.parking), let row = first(mask & tariff.parking) {
            choice.parking = tariff.rows[row].parking
        }
        if asSent.flat < 0, let row = first(mask & tariff.flat) {
            choice.flat = tariff.rows[row].flat
        }
        return choice
    }

    @inline(__always)
    private func first(_ mask: UInt32) -> Int? {
        mask == 0 ? nil : mask.trailingZeroBitCount
    }

    @inline(__always)
    private mutating func add(
        _ period: PlainPeriod, _ choice: PlainChoice, _ rows: UnsafePointer<ComponentRow>
    ) -> Bool {
        if matching.until < period.start + period.length {
            guard cut(period, choice, rows) else { return false }
        } else {
            if splitFlat < 0 { splitFlat = choice.flat }
            if isCut {
                guard divided.add(period.volumes, times: divided.units, choice, rows) else {
                    return false
                }
            }
        }
        if asSent.flat < 0 { asSent.flat = choice.flat }
        asSent.add(period.volumes, choice, rows)
        return true
    }

    /// Shares the period's volumes over time where the choice changes inside.
    private mutating func cut(
        _ period: PlainPeriod, _ choice: PlainChoice, _ rows: UnsafePointer<ComponentRow>
    ) -> Bool {
        let end = period.start + period.length
        // Boundaries lie on whole seconds.
        let unit: Int64 = period.start % 1000 == 0 && period.length % 1000 == 0 ? 1000 : 1
        var (units, isShared) = (divided.units, false)
        var (from, last) = (period.start, choice)
        if splitFlat >= 0 { last.flat = -1 }
        var boundary = matching.until
        while boundary < end {
            look(at: boundary)
            var next = found(period.wanted)
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
        guard isShared else {
            if splitFlat < 0 { splitFlat = choice.flat }
            return !isCut || divided.add(period.volumes, times: divided.units, choice, rows)
        }
        let factor = (end - from) / unit * units
        guard divided.add(period.volumes, times: factor, last, rows) else { return false }
        splitFlat = divided.flat
        return true
    }

    /// Makes `divided` count in shares of the period; the units it counted in before.
    private mutating func share(
        _ period: PlainPeriod, _ unit: Int64, _ rows: UnsafePointer<ComponentRow>
    ) -> Int64? {
        if !isCut {
            asSent.flush(rows)
            divided = asSent
            divided.flat = splitFlat
            firstCut = period.source
        }
        let before = divided.units
        guard before < 1 << 31, divided.refine(by: period.length / unit) else { return nil }
        return before
    }

    /// Nothing is to be noted about the volumes and what the CDR says of them.
    func isPlausible(_ charge: Charge) -> Bool {
        let count = charge.periods.count
        if let total = charge.claimed.energy {
            // Each period may be rounded to 1 Wh, the total to its own decimals.
            guard let claim = PlainReading.millionths(total),
                let half = PlainReading.half(total, 1_000_000)
            else { return false }
            let slack = 500 * Int64(count + 1) + half
            guard (claim - energy).magnitude <= slack else { return false }
        }
        if let total = charge.claimed.time, hours > 0 {
            guard let claim = PlainReading.seconds(total),
                let half = PlainReading.half(total, 3_600_000_000)
            else { return false }
            guard (claim - hours).magnitude <= 60_000_000 + half else { return false }
        }
        if let total = charge.claimed.parkingTime, hours > 0 {
            guard let claim = PlainReading.seconds(total),
                let half = PlainReading.half(total, 3_600_000_000)
            else { return false }
            guard (claim - parking).magnitude <= 60_000_000 + half else { return false }
        }
        guard let type = charge.connectorPowerType, let end = charge.end?.milliseconds else {
            return true
        }
        guard type == "AC_3_PHASE" || type == "AC_1_PHASE" || type == "DC" else { return false }
        let length = end &- start
        guard length > 0, length < 100_000_000_000 else { return false }
        let most: Int64 = type == "DC" ? 1500 : type == "AC_3_PHASE" ? 50 : 20
        // A minute and 0.1 kWh are allowed for rounding.
        return energy <= most * (length + 60_000) * 10 / 36 + 100_000
    }

    /// Applies the step sizes. False when something is too large.
    mutating func close() -> Bool {
        guard let rows = tariff.components.baseAddress else { return false }
        asSent.flush(rows)
        return asSent.close(rows) && (!isCut || divided.close(rows))
    }

    func unit(_ reading: Reading) -> Int128 {
        let unit = FixedScale.unit * FixedScale.priceUnit
        guard reading.periods == .split, isCut else { return unit }
        return unit &* Int128(divided.units)
    }

    func totals(_ reading: Reading) -> Totals<Int128> {
        var totals = Totals(unit: unit(reading))
        if reading.periods == .split, isCut {
            put(divided, reading.hours, into: &totals)
        } else {
            put(asSent, reading.hours, into: &totals)
        }
        return totals
    }

    @inline(__always)
    private func put(
        _ sums: borrowing PlainSums, _ hours: RatingRules.TimeReading,
        into totals: inout Totals<Int128>
    ) {
        totals.fixed = pair(flat: sums.flat, sums.units)
        totals.energy = sums.energy.pair
        totals.time = hours == .literal ? sums.literalTime.pair : sums.time.pair
        totals.parking = hours == .literal ? sums.literalParking.pair : sums.parking.pair
        let total = sum(sums, hours)
        totals.total = Pair(net: total.net, gross: total.gross)
    }

    func sum(_ reading: Reading) -> (net: Int128, gross: Int128) {
        reading.periods == .split && isCut
            ? sum(divided, reading.hours) : sum(asSent, reading.hours)
    }

    @inline(__always)
    private func sum(
        _ sums: borrowing PlainSums, _ hours: RatingRules.TimeReading
    ) -> (net: Int128, gross: Int128) {
        let flat = pair(flat: sums.flat, sums.units)
        let net = flat.net &+ sums.energy.net
        let gross = flat.gross &+ sums.energy.gross
        guard hours == .snapped else {
            return (
                net &+ sums.literalTime.net &+ sums.literalParking.net,
                gross &+ sums.literalTime.gross &+ sums.literalParking.gross
            )
        }
        return (
            net &+ sums.time.net &+ sums.parking.net,
            gross &+ sums.time.gross &+ sums.parking.gross
        )
    }

    @inline(__always)
    private func pair(flat: Int32, _ units: Int64) -> Pair<Int128> {
        guard flat >= 0 else { return Pair() }
        let row = tariff.components[Int(flat)]
        let unit = FixedScale.unit &* Int128(units)
        return Pair(net: Int128(row.net) &* unit, gross: Int128(row.gross) &* unit)
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
