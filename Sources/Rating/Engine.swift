import Amounts
import Roaming

/// Prices one CDR at a time in one scale. Keeps its scratch arrays, so the next CDR costs no
/// allocation. `prepare` reads the volumes, `price` chooses components and adds up.
struct Engine<S: Scale>: Sendable {
    typealias Number = S.Number

    var scale: S
    let hours: RatingRules.TimeReading
    /// The tariffs given; `price` expects their blocks to live as long as it runs.
    var views: [TariffView] = []
    var periods: [Prepared<Number>] = []
    /// Of the periods that `split` cuts, in order.
    var pieces: [Piece<Number>] = []
    var cutPoints: [CutPoint<Number>] = []
    var notes: [Note] = []
    /// The caller wants the working.
    var explains = false
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
    var energy = Sum()
    var time = Sum()
    var parking = Sum()
    var reserved = Sum()

    struct Sum: Sendable {
        var volume = Number.zero
        /// The first one, -1 when all volume was priced.
        var period: Int32 = -1

        @inline(__always)
        mutating func add(_ volume: Number, _ period: Int32, _ overflow: inout Bool) {
            guard !volume.isZero else { return }
            if self.period < 0 { self.period = period }
            self.volume = self.volume.plus(volume, &overflow)
        }
    }
}

extension Engine {
    /// Reads the periods' volumes, in order of time; `tariffs` by period as in the CDR.
    mutating func prepare(_ charge: Charge, isClockKnown: Bool, tariffs: [Int32]) {
        periods.removeAll(keepingCapacity: true)
        notes.removeAll(keepingCapacity: true)
        isSnapped = false
        self.isClockKnown = isClockKnown
        var reservations = Reservations()
        let end = charge.end?.milliseconds
        charge.periods.withUnsafeBufferPointer { given in
            charge.volumes.withUnsafeBufferPointer { volumes in
                let order = timeOrder(given)
                for place in given.indices {
                    let index = order.isEmpty ? place : order[place]
                    var period = Prepared<Number>(
                        start: given[index].start.milliseconds, source: Int32(index))
                    period.tariff = tariffs[index]
                    var next = end
                    if place + 1 < given.count {
                        next =
                            given[order.isEmpty ? place + 1 : order[place + 1]].start.milliseconds
                    }
                    if isClockKnown, let next, next >= period.start {
                        period.length = next - period.start
                    }
                    read(given[index].volumes, of: &period, volumes)
                    reservations.look(at: period)
                    periods.append(period)
                }
            }
        }
        sessionStart = charge.start?.milliseconds ?? periods.first?.start ?? 0
        isExpired = charge.reservationExpired || (reservations.any && !reservations.anySession)
        chargingStart = sessionStart
        if reservations.any { skipReservations() }
    }

    /// Empty when the periods are in order, as they should be.
    private mutating func timeOrder(_ given: UnsafeBufferPointer<ChargingPeriod>) -> [Int] {
        for index in given.indices.dropFirst() where given[index].start < given[index - 1].start {
            notes.append(Note(.periodsUnordered))
            return given.indices.sorted {
                given[$0].start == given[$1].start ? $0 < $1 : given[$0].start < given[$1].start
            }
        }
        return []
    }

    @inline(__always)
    private mutating func read(
        _ range: Range<Int32>, of period: inout Prepared<Number>,
        _ volumes: UnsafeBufferPointer<Volume>
    ) {
        var isRepeated = false
        for place in range {
            let index = Int(place)
            let kind = volumes[index].kind.bit
            if kind.isEmpty {
                noteIgnored(volumes[index].kind, period.source, place)
                continue
            }
            if !period.present.isDisjoint(with: kind) { isRepeated = true }
            period.present.formUnion(kind)
            switch volumes[index].kind {
            case .energy: period.energy = scale.quantity(volumes[index].amount)
            case .time:
                (period.literal.time, period.snapped.time) = seconds(
                    volumes[index].amount, period.length)
            case .parkingTime:
                (period.literal.parking, period.snapped.parking) = seconds(
                    volumes[index].amount, period.length)
            default:
                (period.literal.reserved, period.snapped.reserved) = seconds(
                    volumes[index].amount, period.length)
            }
        }
        if isRepeated { readRepeated(range, of: &period, volumes) }
    }

    private mutating func noteIgnored(_ kind: VolumeKind, _ period: Int32, _ place: Int32) {
        guard kind == .other || kind == .flat else { return }
        let code: NoteCode = kind == .flat ? .flatDimensionIgnored : .dimensionIgnored
        guard !notes.contains(where: { $0.code == code }) else { return }
        notes.append(Note(code, period: period, item: place))
    }

    /// The same dimension twice: volumes are summed.
    private mutating func readRepeated(
        _ range: Range<Int32>, of period: inout Prepared<Number>,
        _ volumes: UnsafeBufferPointer<Volume>
    ) {
        notes.append(Note(.dimensionRepeated, period: period.source))
        period.energy = .zero
        for place in range where volumes[Int(place)].kind == .energy {
            period.energy = period.energy.plus(
                scale.quantity(volumes[Int(place)].amount), &scale.overflow)
        }
        let length = period.length
        (period.literal.time, period.snapped.time) = hours(.time, range, volumes, length)
        (period.literal.parking, period.snapped.parking) = hours(
            .parkingTime, range, volumes, length)
        (period.literal.reserved, period.snapped.reserved) = hours(
            .reservationTime, range, volumes, length)
    }

    /// Hours are summed as printed, to be held against the clock. A sum with more digits than a
    /// decimal has is printed so finely that it is the clock's or is not: it stays what it is.
    private mutating func hours(
        _ kind: VolumeKind, _ range: Range<Int32>, _ volumes: UnsafeBufferPointer<Volume>,
        _ length: Int64
    ) -> (literal: Number, snapped: Number) {
        var sum: ExactDecimal? = .zero
        var literal = Number.zero
        for place in range where volumes[Int(place)].kind == kind {
            let amount = volumes[Int(place)].amount
            literal = literal.plus(scale.seconds(hours: amount), &scale.overflow)
            sum = sum.flatMap { try? $0 + amount }
        }
        guard let sum else { return (literal, literal) }
        return seconds(sum, length)
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

    private mutating func skipReservations() {
        for period in periods {
            guard period.isReserved, period.length >= 0 else { return }
            chargingStart = period.start + period.length
        }
    }
}

/// A CDR without energy, time or parking but with reserved time is an expired reservation.
private struct Reservations {
    var any = false
    var anySession = false

    @inline(__always)
    mutating func look<Number>(at period: Prepared<Number>) {
        if period.present.contains(.reserved), !period.literal.reserved.isZero { any = true }
        if !anySession {
            anySession =
                !period.energy.isZero || !period.literal.time.isZero
                || !period.literal.parking.isZero
        }
    }
}

/// Whether printed hours mean the clock time: within half a unit of their last decimal. None is
/// none, however few decimals it is written with: `PARKING_TIME: 0` beside a TIME is no parking.
@inline(__always)
func isNear(_ hours: ExactDecimal, milliseconds: Int64) -> Bool {
    guard !hours.isZero else { return milliseconds == 0 }
    guard hours.scale <= 9, let printed = hours.short else {
        let gap = ExactAmount(hours) - ExactAmount(Int128(milliseconds), over: 3_600_000)
        let half = ExactAmount(1, over: 2 * Tens.value(hours.scale))
        return max(gap, gap.negated()) <= half
    }
    let (clock, over) = milliseconds.multipliedReportingOverflow(by: Tens.short(hours.scale))
    let (meant, above) = printed.multipliedReportingOverflow(by: 3_600_000)
    let (gap, apart) = meant.subtractingReportingOverflow(clock)
    // Volumes and periods far beyond any session cannot be near each other by a rounding.
    return !over && !above && !apart && gap.magnitude <= 1_800_000
}

extension VolumeKind {
    /// Empty for kinds that are not priced.
    @inline(__always)
    var bit: VolumeKinds {
        switch self {
        case .energy: .energy
        case .time: .time
        case .parkingTime: .parking
        case .reservationTime: .reserved
        default: []
        }
    }
}
