import Amounts
import Roaming

/// Prices one CDR at a time in one scale. Keeps its scratch arrays, so the next CDR costs no
/// allocation. `prepare` reads the volumes, `price` chooses components and adds up.
struct Engine<S: Scale>: Sendable {
    typealias Number = S.Number

    var scale: S
    let hours: RatingRules.TimeReading
    var periods: [Prepared<Number>] = []
    /// Of the periods that `split` cuts, in order.
    var pieces: [Piece<Number>] = []
    var cutPoints: [CutPoint<Number>] = []
    var notes: [Note] = []
    var trace: [TraceLine<Number>]?
    var asSent = Accumulator<Number>()
    var divided = Accumulator<Number>()
    var unpriced = Unpriced<Number>()
    var surplus = Surplus<Number>()
    var dividedSurplus = Surplus<Number>()
    /// How much finer `divided` counts.
    var splitUnits = Number(1)

    var sessionStart: Int64 = 0
    /// Durations count from here: leading reservation periods are left out.
    var chargingStart: Int64 = 0
    var isClockKnown = false
    var isExpired = false
    /// Snapping changed at least one volume.
    var isSnapped = false
    var zone: ZoneTable?
    var segment = ZoneTable.Segment.nowhere

    init(_ scale: S, hours: RatingRules.TimeReading) {
        self.scale = scale
        self.hours = hours
    }
}

/// A charging period with its volumes as integers, in order of time.
struct Prepared<Number: ExactInteger>: Sendable {
    /// Milliseconds since 1970.
    var start: Int64
    /// Milliseconds to the next period or the CDR's end; -1 when unknown.
    var length: Int64 = -1
    /// Into `Charge.periods`.
    var source: Int32
    /// Into the tariffs given, -1 = none is relevant.
    var tariff: Int32 = -1
    var present: VolumeKinds = []
    var energy = Number.zero
    /// Seconds, near the clock's = the clock's.
    var snapped = Hours<Number>()
    /// Seconds as printed.
    var literal = Hours<Number>()
    var choice = Choice()
    /// Into `Engine.pieces`; empty when no boundary matters.
    var pieces: Range<Int> = 0..<0
    /// What the pieces' shares are counted in.
    var shares = Number.zero

    init(start: Int64, source: Int32) {
        self.start = start
        self.source = source
    }

    /// Nothing but reserved time: ordinary elements have nothing to say here.
    var isReserved: Bool {
        !literal.reserved.isZero && energy.isZero && literal.time.isZero && literal.parking.isZero
    }
}

struct Hours<Number: ExactInteger>: Sendable {
    var time = Number.zero
    var parking = Number.zero
    var reserved = Number.zero
}

struct VolumeKinds: OptionSet, Sendable {
    let rawValue: UInt8

    static let energy = VolumeKinds(rawValue: 1)
    static let time = VolumeKinds(rawValue: 2)
    static let parking = VolumeKinds(rawValue: 4)
    static let reserved = VolumeKinds(rawValue: 8)
    static let clocked: VolumeKinds = [.time, .parking, .reserved]
}

/// What no component priced, in the reading that counts.
struct Unpriced<Number: ExactInteger>: Sendable {
    /// By lane: energy, time, parking, (unused), reserved.
    var volumes: [Number] = Array(repeating: .zero, count: 5)
    var periods = SIMD8<Int32>(repeating: -1)
}

extension Engine {
    /// Reads the periods' volumes. The caller assigns `Prepared.tariff` afterwards.
    mutating func prepare(_ charge: Charge, isClockKnown: Bool) {
        periods.removeAll(keepingCapacity: true)
        notes.removeAll(keepingCapacity: true)
        isSnapped = false
        self.isClockKnown = isClockKnown
        var isOrdered = true
        for index in charge.periods.indices {
            let start = charge.periods[index].start.milliseconds
            if let last = periods.last, start < last.start { isOrdered = false }
            periods.append(Prepared(start: start, source: Int32(index)))
        }
        if !isOrdered {
            notes.append(Note(.periodsUnordered))
            periods.sort { $0.start == $1.start ? $0.source < $1.source : $0.start < $1.start }
        }
        sessionStart = charge.start?.milliseconds ?? periods.first?.start ?? 0
        let end = charge.end?.milliseconds
        for index in periods.indices {
            let next = index + 1 < periods.count ? periods[index + 1].start : end
            if isClockKnown, let next, next >= periods[index].start {
                periods[index].length = next - periods[index].start
            }
            read(index, charge)
        }
        settleReservation(charge)
    }

    private mutating func read(_ index: Int, _ charge: Charge) {
        let source = Int(periods[index].source)
        var sums = DimensionSums()
        for place in charge.periods[source].volumes {
            let volume = charge.volumes[Int(place)]
            if !sums.add(volume, at: place, &notes, period: Int32(source)) {
                scale.overflow = true
            }
        }
        periods[index].present = sums.present
        if sums.present.contains(.energy) { periods[index].energy = scale.quantity(sums.energy) }
        guard !sums.present.isDisjoint(with: .clocked) else { return }
        let length = periods[index].length
        if sums.present.contains(.time) {
            let pair = seconds(sums.time, length)
            (periods[index].literal.time, periods[index].snapped.time) = pair
        }
        if sums.present.contains(.parking) {
            let pair = seconds(sums.parking, length)
            (periods[index].literal.parking, periods[index].snapped.parking) = pair
        }
        if sums.present.contains(.reserved) {
            let pair = seconds(sums.reserved, length)
            (periods[index].literal.reserved, periods[index].snapped.reserved) = pair
        }
    }

    @inline(__always)
    private mutating func seconds(
        _ hours: ExactDecimal, _ length: Int64
    ) -> (literal: Number, snapped: Number) {
        let literal = scale.seconds(hours: hours)
        guard length >= 0, isNear(hours, milliseconds: length) else { return (literal, literal) }
        let clock = scale.seconds(milliseconds: length)
        if clock != literal { isSnapped = true }
        return (literal, clock)
    }

    /// A CDR without energy, time or parking but with reserved time is an expired reservation.
    private mutating func settleReservation(_ charge: Charge) {
        var hasReserved = false
        var hasSession = false
        for period in periods {
            if !period.literal.reserved.isZero { hasReserved = true }
            if !period.energy.isZero || !period.literal.time.isZero
                || !period.literal.parking.isZero
            {
                hasSession = true
            }
        }
        isExpired = charge.reservationExpired || (hasReserved && !hasSession)
        chargingStart = sessionStart
        guard hasReserved else { return }
        for period in periods {
            guard period.isReserved, period.length >= 0 else { break }
            chargingStart = period.start + period.length
        }
    }
}

/// Whether printed hours mean the clock time: within half a unit of their last decimal.
@inline(__always)
func isNear(_ hours: ExactDecimal, milliseconds: Int64) -> Bool {
    guard hours.scale <= 9, let printed = Int64(exactly: hours.coefficient) else {
        let gap = ExactAmount(hours) - ExactAmount(Int128(milliseconds), over: 3_600_000)
        let half = ExactAmount(1, over: 2 * Tens.value(hours.scale))
        return max(gap, gap.negated()) <= half
    }
    let clock = Int128(milliseconds) * Int128(Tens.short(hours.scale))
    let gap = Int128(printed) * 3_600_000 - clock
    return gap.magnitude <= 1_800_000
}

/// The volumes of one period, each dimension summed.
struct DimensionSums {
    var present: VolumeKinds = []
    var energy = ExactDecimal.zero
    var time = ExactDecimal.zero
    var parking = ExactDecimal.zero
    var reserved = ExactDecimal.zero

    /// False when a sum does not fit.
    @inline(__always)
    mutating func add(
        _ volume: Volume, at place: Int32, _ notes: inout [Note], period: Int32
    ) -> Bool {
        switch volume.kind {
        case .energy: take(volume, .energy, \.energy, &notes, period, place)
        case .time: take(volume, .time, \.time, &notes, period, place)
        case .parkingTime: take(volume, .parking, \.parking, &notes, period, place)
        case .reservationTime: take(volume, .reserved, \.reserved, &notes, period, place)
        case .minCurrent, .maxCurrent, .minPower, .maxPower: true
        case .flat: ignore(.flatDimensionIgnored, &notes, period, place)
        case .other: ignore(.dimensionIgnored, &notes, period, place)
        }
    }

    @inline(__always)
    private mutating func take(
        _ volume: Volume, _ kind: VolumeKinds, _ sum: WritableKeyPath<DimensionSums, ExactDecimal>,
        _ notes: inout [Note], _ period: Int32, _ place: Int32
    ) -> Bool {
        guard present.contains(kind) else {
            present.insert(kind)
            self[keyPath: sum] = volume.amount
            return true
        }
        notes.append(Note(.dimensionRepeated, period: period, item: place))
        guard let total = try? self[keyPath: sum] + volume.amount else { return false }
        self[keyPath: sum] = total
        return true
    }

    private func ignore(
        _ code: NoteCode, _ notes: inout [Note], _ period: Int32, _ place: Int32
    ) -> Bool {
        if !notes.contains(where: { $0.code == code }) {
            notes.append(Note(code, period: period, item: place))
        }
        return true
    }
}
