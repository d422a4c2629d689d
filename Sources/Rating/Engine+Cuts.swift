import Amounts
import Roaming

/// A stretch of a period in which the choice does not change.
struct Piece<Number: ExactInteger>: Sendable {
    var choice: Choice
    var moment: Moment<Number>
    /// Where it starts, in shares of the period; it ends where the next one starts.
    var from: Number
}

/// A moment inside a period at which a price may change.
struct CutPoint<Number: ExactInteger>: Sendable {
    /// Milliseconds since 1970, towards the past where energy decides.
    var instant: Int64
    /// Cumulative energy at which it lies; nil where the clock decides.
    var energy: Number?
    var share = Number.zero

    init(instant: Int64, energy: Number? = nil) {
        self.instant = instant
        self.energy = energy
    }
}

extension Engine {
    /// Whether a period is worth looking for boundaries in.
    static var lengthMost: Int64 { 366 * 86_400_000 }

    /// Cuts `period` at the boundaries of its tariff, as far as the choice changes there.
    /// `start` is the state at its start, `wanted` what may be chosen.
    @inline(__always)
    mutating func cut(
        _ period: inout Prepared<Number>, _ start: Moment<Number>, _ wanted: Wanted,
        _ tariff: TariffView, _ charge: Charge
    ) {
        guard mayBeCut(period, start, tariff) else { return }
        findCutPoints(period, start, tariff)
        guard !cutPoints.isEmpty else { return }
        placeCutPoints(&period, energy: start.energy)
        var first = period.choice
        if !wanted.contains(.flat) { first.flat = Choice.unasked }
        if !wanted.contains(.reservedFlat) { first.reservedFlat = Choice.unasked }
        let count = pieces.count
        pieces.append(Piece(choice: first, moment: start, from: .zero))
        for index in cutPoints.indices {
            let point = cutPoints[index]
            let moment = moment(at: point, period, energy: start.energy, tariff)
            let choice = choose(wanted, at: moment, of: first.tariff, tariff, charge)
            guard choice != pieces[pieces.count - 1].choice else { continue }
            pieces.append(Piece(choice: choice, moment: moment, from: point.share))
        }
        if pieces.count == count + 1 { pieces.removeLast() }
        period.pieces = count..<pieces.count
    }

    /// False when, by the clock, no boundary can lie inside: most periods.
    @inline(__always)
    private func mayBeCut(
        _ period: Prepared<Number>, _ start: Moment<Number>, _ tariff: TariffView
    ) -> Bool {
        guard tariff.needs.intersection(.boundary) == .localTime else { return true }
        guard period.length > 0, period.length <= Self.lengthMost else { return false }
        let end = period.start + period.length
        guard end <= segment.until, segment.from <= period.start else { return true }
        // Milliseconds since local midnight, the next boundary after the start's minute.
        let local = period.start + segment.offset - Int64(start.day) * 86_400_000
        for minute in tariff.minutes where minute > start.minute {
            return Int64(minute) * 60_000 < local + period.length
        }
        return 86_400_000 + Int64(tariff.minutes[0]) * 60_000 < local + period.length
    }

    private mutating func moment(
        at point: CutPoint<Number>, _ period: Prepared<Number>, energy: Number,
        _ tariff: TariffView
    ) -> Moment<Number> {
        if let reached = point.energy {
            return moment(at: point.instant, in: period, energy: reached, over: nil, tariff)
        }
        guard tariff.needs.contains(.energy) else {
            return moment(at: point.instant, in: period, energy: energy, over: nil, tariff)
        }
        let reached = energy.times(period.shares, &scale.overflow).plus(
            period.energy.times(point.share, &scale.overflow), &scale.overflow)
        return moment(at: point.instant, in: period, energy: reached, over: period.shares, tariff)
    }

    /// Fills `cutPoints`, unsorted, all strictly inside the period.
    private mutating func findCutPoints(
        _ period: Prepared<Number>, _ start: Moment<Number>, _ tariff: TariffView
    ) {
        cutPoints.removeAll(keepingCapacity: true)
        if period.length > 0, period.length <= Self.lengthMost {
            if tariff.needs.contains(.localTime) { findLocalCuts(period, tariff) }
            if tariff.needs.contains(.duration) { findDurationCuts(period, tariff) }
        }
        if tariff.needs.contains(.energy) { findEnergyCuts(period, energy: start.energy, tariff) }
    }

    private mutating func findLocalCuts(
        _ period: Prepared<Number>, _ tariff: TariffView
    ) {
        var instant = period.start
        let end = instant + period.length
        while true {
            let local = instant + offset(at: instant)
            let midnight = local.dividedDown(by: 86_400_000) * 86_400_000
            var next = midnight + 86_400_000 + Int64(tariff.minutes[0]) * 60_000
            for minute in tariff.minutes where midnight + Int64(minute) * 60_000 > local {
                next = midnight + Int64(minute) * 60_000
                break
            }
            instant = min(next - segment.offset, segment.until)
            guard instant < end else { return }
            cutPoints.append(CutPoint(instant: instant))
        }
    }

    private mutating func findDurationCuts(
        _ period: Prepared<Number>, _ tariff: TariffView
    ) {
        let start = period.start
        let end = start + period.length
        for row in tariff.rows where row.kinds.contains(.duration) {
            let bounds = tariff.bounds[Int(row.bounds)]
            let from = row.audience == .session ? chargingStart : sessionStart
            for bound in [bounds.minDuration, bounds.maxDuration]
            where bound != .min && bound != .max {
                let instant = from + bound
                if start < instant, instant < end { cutPoints.append(CutPoint(instant: instant)) }
            }
        }
    }

    private mutating func findEnergyCuts(
        _ period: Prepared<Number>, energy: Number, _ tariff: TariffView
    ) {
        let reached = energy.plus(period.energy, &scale.overflow)
        let length = Number(Int128(max(period.length, 0)))
        for index in tariff.rows.indices where tariff.rows[index].kinds.contains(.energy) {
            for kind in [BoundKind.minEnergy, .maxEnergy] {
                guard let bound = scale.bound(tariff, index, kind),
                    (energy < bound && bound < reached) || (reached < bound && bound < energy)
                else { continue }
                let (way, whole) = distance(to: bound, from: energy, period.energy)
                let offset = way.times(length, &scale.overflow).divided(by: whole).quotient
                let instant = period.start + offset.milliseconds
                cutPoints.append(CutPoint(instant: instant, energy: bound))
            }
        }
    }

    /// How far `bound` lies along the period's energy; both positive.
    private mutating func distance(
        to bound: Number, from energy: Number, _ whole: Number
    ) -> (way: Number, whole: Number) {
        let way = bound.minus(energy, &scale.overflow)
        guard whole.isNegative else { return (way, whole) }
        return (
            Number.zero.minus(way, &scale.overflow), Number.zero.minus(whole, &scale.overflow)
        )
    }

    /// Gives every cut its share of the period, sorts them and drops repetitions.
    private mutating func placeCutPoints(_ period: inout Prepared<Number>, energy: Number) {
        let start = period.start
        let length = period.length
        guard cutPoints.contains(where: { $0.energy != nil }) else {
            let whole =
                length % 1000 == 0 && cutPoints.allSatisfy { ($0.instant - start) % 1000 == 0 }
            let unit: Int64 = whole ? 1000 : 1
            period.shares = Number(Int128(length / unit))
            for index in cutPoints.indices {
                let share = (cutPoints[index].instant - start) / unit
                cutPoints[index].share = Number(Int128(share))
            }
            if cutPoints.count > 1 { sortCutPoints() }
            return
        }
        let clock = Number(Int128(max(length, 1)))
        let whole = distance(to: energy, from: energy, period.energy).whole
        period.shares = clock.times(whole, &scale.overflow)
        for index in cutPoints.indices {
            if let bound = cutPoints[index].energy {
                let way = distance(to: bound, from: energy, period.energy).way
                cutPoints[index].share = way.times(clock, &scale.overflow)
            } else {
                let way = Number(Int128(cutPoints[index].instant - start))
                cutPoints[index].share = way.times(whole, &scale.overflow)
            }
        }
        sortCutPoints()
    }

    private mutating func sortCutPoints() {
        // An energy cut knows the exact energy reached: it stands for a clock cut at the same share.
        cutPoints.sort {
            $0.share == $1.share ? $0.energy != nil && $1.energy == nil : $0.share < $1.share
        }
        var kept = 1
        for index in cutPoints.indices.dropFirst()
        where cutPoints[index].share != cutPoints[kept - 1].share {
            cutPoints[kept] = cutPoints[index]
            kept += 1
        }
        cutPoints.removeLast(cutPoints.count - kept)
    }
}

extension ExactInteger {
    /// For offsets inside a period, which are far below the largest number.
    var milliseconds: Int64 {
        if let fixed = self as? Int128 { return Int64(clamping: fixed) }
        return Int64(exact(over: Self(1)).description) ?? .max
    }
}
