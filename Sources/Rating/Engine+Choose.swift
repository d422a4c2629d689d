import Amounts
import Roaming

/// What restrictions look at: the state of the session at one instant.
struct Moment<Number: ExactInteger>: Sendable {
    /// Milliseconds since 1970.
    var instant: Int64
    /// Local days since 1970 and minute of that day; only when a restriction needs them.
    var day: Int32 = 0
    var minute: Int32 = 0
    /// Bit 0 = Monday.
    var weekday: UInt8 = 0
    /// Milliseconds, for ordinary elements and for those of reservations.
    var elapsed: Int64 = 0
    var reservedElapsed: Int64 = 0
    /// Energy since the session's start, `energy / energyOver`.
    var energy = Number.zero
    var energyOver: Number?
    /// Into `Charge.periods`.
    var source: Int32 = 0

    init(instant: Int64) { self.instant = instant }
}

/// Which components to look for, one bit per place in `Choice`.
struct Wanted: OptionSet, Sendable {
    let rawValue: UInt8

    static let energy = Wanted(rawValue: 1)
    static let time = Wanted(rawValue: 2)
    static let parking = Wanted(rawValue: 4)
    static let flat = Wanted(rawValue: 8)
    static let reservedTime = Wanted(rawValue: 16)
    static let reservedFlat = Wanted(rawValue: 32)
    static let reserved: Wanted = [.reservedTime, .reservedFlat]
}

extension Engine {
    /// The state at `instant`, as far as `tariff` needs it.
    @inline(__always)
    mutating func moment(
        at instant: Int64, in period: Prepared<Number>, energy: Number, over: Number?,
        _ tariff: TariffView
    ) -> Moment<Number> {
        var moment = Moment<Number>(instant: instant)
        moment.source = period.source
        moment.energy = energy
        moment.energyOver = over
        moment.elapsed = max(instant - chargingStart, 0)
        moment.reservedElapsed = max(instant - sessionStart, 0)
        if tariff.needs.contains(.localTime) {
            let local = instant + offset(at: instant)
            let day = local.dividedDown(by: 86_400_000)
            moment.day = Int32(truncatingIfNeeded: day)
            moment.minute = Int32(truncatingIfNeeded: (local - day * 86_400_000) / 60_000)
            let weekday = (day + 3) % 7
            moment.weekday = 1 << UInt8(truncatingIfNeeded: weekday < 0 ? weekday + 7 : weekday)
        }
        return moment
    }

    /// Milliseconds east of UTC. Leaves the segment around `instant` behind.
    @inline(__always)
    mutating func offset(at instant: Int64) -> Int64 {
        if !segment.holds(instant), let zone { segment = zone.segment(at: instant) }
        return segment.offset
    }

    /// Per dimension the first element that has a component for it and matches.
    @inline(__always)
    mutating func choose(
        _ wanted: Wanted, at moment: Moment<Number>, of index: Int32, _ tariff: TariffView,
        _ charge: Charge
    ) -> Choice {
        var choice = Choice()
        choice.tariff = index
        var open = wanted.rawValue
        for row in 0..<tariff.rows.count where open != 0 {
            let audience = tariff.rows[row].audience
            guard audience == .session || (audience == .reservation && !isExpired) else { continue }
            take(row, &open, &choice, moment, tariff, charge)
        }
        if isExpired, open & Wanted.reserved.rawValue != 0 {
            // RESERVATION_EXPIRES first, whatever the order; RESERVATION fills what it lacks.
            for audience in [Audience.expiredReservation, .reservation] {
                for row in 0..<tariff.rows.count where tariff.rows[row].audience == audience {
                    take(row, &open, &choice, moment, tariff, charge)
                }
            }
        }
        choice.close(open)
        return choice
    }

    @inline(__always)
    private mutating func take(
        _ index: Int, _ open: inout UInt8, _ choice: inout Choice, _ moment: Moment<Number>,
        _ tariff: TariffView, _ charge: Charge
    ) {
        let row = tariff.rows[index]
        if row.audience == .session {
            let hit = row.dimensions & open & 15
            guard hit != 0, matches(row, index, moment, tariff, charge) else { return }
            open &= ~hit
            if hit & 1 != 0 { choice.energy = row.energy }
            if hit & 2 != 0 { choice.time = row.time }
            if hit & 4 != 0 { choice.parking = row.parking }
            if hit & 8 != 0 { choice.flat = row.flat }
        } else {
            let hit = row.reservedPlaces & open
            guard hit != 0, matches(row, index, moment, tariff, charge) else { return }
            open &= ~hit
            if hit & Wanted.reservedTime.rawValue != 0 {
                choice.reservedTime = row.time
            }
            if hit & Wanted.reservedFlat.rawValue != 0 {
                choice.reservedFlat = row.flat
            }
        }
    }

    @inline(__always)
    private mutating func matches(
        _ row: ElementRow, _ index: Int, _ moment: Moment<Number>, _ tariff: TariffView,
        _ charge: Charge
    ) -> Bool {
        guard !row.kinds.isEmpty else { return true }
        if row.kinds.contains(.unknown) { return false }
        if row.kinds.contains(.minutes) {
            var past = moment.minute - row.startMinute
            if past < 0 { past += 1440 }
            if past >= row.minuteSpan { return false }
        }
        if row.kinds.contains(.weekdays), row.weekdays & moment.weekday == 0 { return false }
        if row.kinds.contains(.dates), moment.day < row.startDay || moment.day >= row.endDay {
            return false
        }
        guard !row.kinds.isDisjoint(with: .bounded) else { return true }
        return mismatch(row, index, moment, tariff, charge) == nil
    }

    /// The first bound that does not hold, in words' terms; nil when all do.
    mutating func mismatch(
        _ row: ElementRow, _ index: Int, _ moment: Moment<Number>, _ tariff: TariffView,
        _ charge: Charge
    ) -> Mismatch? {
        let bounds = tariff.bounds[Int(row.bounds)]
        if row.kinds.contains(.duration) {
            let elapsed = row.audience == .session ? moment.elapsed : moment.reservedElapsed
            if bounds.minDuration != .min, elapsed < bounds.minDuration { return .minDuration }
            if bounds.maxDuration != .max, elapsed >= bounds.maxDuration { return .maxDuration }
        }
        if row.kinds.contains(.energy) {
            if let least = scaledBound(tariff, index, .minEnergy, moment), moment.energy < least {
                return .minEnergy
            }
            if let most = scaledBound(tariff, index, .maxEnergy, moment), moment.energy >= most {
                return .maxEnergy
            }
        }
        guard row.kinds.contains(.power) else { return nil }
        return currentMismatch(index, moment, tariff, charge)
            ?? powerMismatch(index, moment, tariff, charge)
    }

    private mutating func scaledBound(
        _ tariff: TariffView, _ index: Int, _ kind: BoundKind, _ moment: Moment<Number>
    ) -> Number? {
        guard let bound = scale.bound(tariff, index, kind) else { return nil }
        guard let over = moment.energyOver else { return bound }
        return bound.times(over, &scale.overflow)
    }

    private mutating func currentMismatch(
        _ index: Int, _ moment: Moment<Number>, _ tariff: TariffView, _ charge: Charge
    ) -> Mismatch? {
        let least = scale.bound(tariff, index, .minCurrent)
        let most = scale.bound(tariff, index, .maxCurrent)
        guard least != nil || most != nil else { return nil }
        let range = range(.minCurrent, .maxCurrent, moment, charge)
        return compare(range, least, most, index, moment, of: .minCurrent, .maxCurrent)
    }

    private mutating func powerMismatch(
        _ index: Int, _ moment: Moment<Number>, _ tariff: TariffView, _ charge: Charge
    ) -> Mismatch? {
        let least = scale.bound(tariff, index, .minPower)
        let most = scale.bound(tariff, index, .maxPower)
        guard least != nil || most != nil else { return nil }
        let range = range(.minPower, .maxPower, moment, charge)
        return compare(range, least, most, index, moment, of: .minPower, .maxPower)
    }

    /// The lowest MIN_ and the highest MAX_ value of the period; either alone serves for both.
    private mutating func range(
        _ low: VolumeKind, _ high: VolumeKind, _ moment: Moment<Number>, _ charge: Charge
    ) -> (low: Number, high: Number)? {
        var (least, most): (Number?, Number?) = (nil, nil)
        for place in charge.periods[Int(moment.source)].volumes {
            let volume = charge.volumes[Int(place)]
            if volume.kind == low {
                let value = scale.quantity(volume.amount)
                least = least.map { min($0, value) } ?? value
            } else if volume.kind == high {
                let value = scale.quantity(volume.amount)
                most = most.map { max($0, value) } ?? value
            }
        }
        guard let known = least ?? most else { return nil }
        return (least ?? known, most ?? known)
    }

    /// `min_x` is held against the MAX_ value, `max_x` against the MIN_ value.
    private mutating func compare(
        _ range: (low: Number, high: Number)?, _ least: Number?, _ most: Number?, _ index: Int,
        _ moment: Moment<Number>, of low: Mismatch, _ high: Mismatch
    ) -> Mismatch? {
        guard let range else {
            noteOnce(.powerDataMissing, moment.source, Int32(index))
            return .noData
        }
        for bound in [least, most] {
            if let bound, range.low < bound, bound <= range.high {
                noteOnce(.powerStraddles, moment.source, Int32(index))
            }
        }
        if let least, range.high < least { return low }
        if let most, range.low >= most { return high }
        return nil
    }

    mutating func noteOnce(_ code: NoteCode, _ period: Int32, _ item: Int32) {
        guard !notes.contains(where: { $0.code == code && $0.period == period }) else { return }
        notes.append(Note(code, period: period, item: item))
    }
}

extension Choice {
    /// What was looked for and not found.
    @inline(__always)
    mutating func close(_ open: UInt8) {
        guard open != 0 else { return }
        if open & 1 != 0 { energy = Self.none }
        if open & 2 != 0 { time = Self.none }
        if open & 4 != 0 { parking = Self.none }
        if open & 8 != 0 { flat = Self.none }
        if open & 16 != 0 { reservedTime = Self.none }
        if open & 32 != 0 { reservedFlat = Self.none }
    }
}

extension ElementRow {
    /// The places in `Choice` that an element for reservations can fill.
    @inline(__always)
    var reservedPlaces: UInt8 {
        (dimensions & 2 != 0 ? Wanted.reservedTime.rawValue : 0)
            | (dimensions & 8 != 0 ? Wanted.reservedFlat.rawValue : 0)
    }
}

/// Why an element does not apply.
enum Mismatch: Sendable {
    case minDuration, maxDuration, minEnergy, maxEnergy, minCurrent, maxCurrent, minPower
    case maxPower, noData
}
