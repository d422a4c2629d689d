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
    /// `first` is the choice at its start, `wanted` what may be chosen.
    mutating func cut(
        _ period: Int, _ first: Choice, _ wanted: Wanted, energy: Number,
        _ tariff: CompiledTariff, _ charge: Charge
    ) {
        findCutPoints(period, energy: energy, tariff)
        guard !cutPoints.isEmpty else { return }
        placeCutPoints(period, energy: energy)
        let start = pieces.count
        let opening = moment(
            at: periods[period].start, in: period, energy: energy, over: nil, tariff)
        pieces.append(Piece(choice: first, moment: opening, from: .zero))
        for index in cutPoints.indices {
            let point = cutPoints[index]
            let moment = moment(at: point, period, energy: energy, tariff)
            let choice = choose(wanted, at: moment, of: first.tariff, tariff, charge)
            guard choice != pieces[pieces.count - 1].choice else { continue }
            pieces.append(Piece(choice: choice, moment: moment, from: point.share))
        }
        if pieces.count == start + 1 { pieces.removeLast() }
        periods[period].pieces = start..<pieces.count
    }

    private mutating func moment(
        at point: CutPoint<Number>, _ period: Int, energy: Number, _ tariff: CompiledTariff
    ) -> Moment<Number> {
        if let reached = point.energy {
            return moment(at: point.instant, in: period, energy: reached, over: nil, tariff)
        }
        guard tariff.needs.contains(.energy) else {
            return moment(at: point.instant, in: period, energy: energy, over: nil, tariff)
        }
        let shares = periods[period].shares
        let reached = energy.times(shares, &scale.overflow).plus(
            periods[period].energy.times(point.share, &scale.overflow), &scale.overflow)
        return moment(at: point.instant, in: period, energy: reached, over: shares, tariff)
    }

    /// Fills `cutPoints`, unsorted, all strictly inside the period.
    private mutating func findCutPoints(
        _ period: Int, energy: Number, _ tariff: CompiledTariff
    ) {
        cutPoints.removeAll(keepingCapacity: true)
        let length = periods[period].length
        if length > 0, length <= Self.lengthMost {
            if tariff.needs.contains(.localTime) { findLocalCuts(period, tariff) }
            if tariff.needs.contains(.duration) { findDurationCuts(period, tariff) }
        }
        if tariff.needs.contains(.energy) { findEnergyCuts(period, energy: energy, tariff) }
    }

    private mutating func findLocalCuts(_ period: Int, _ tariff: CompiledTariff) {
        var instant = periods[period].start
        let end = instant + periods[period].length
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

    private mutating func findDurationCuts(_ period: Int, _ tariff: CompiledTariff) {
        let start = periods[period].start
        let end = start + periods[period].length
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
        _ period: Int, energy: Number, _ tariff: CompiledTariff
    ) {
        let reached = energy.plus(periods[period].energy, &scale.overflow)
        let length = Number(Int128(max(periods[period].length, 0)))
        for index in tariff.rows.indices where tariff.rows[index].kinds.contains(.energy) {
            for kind in [BoundKind.minEnergy, .maxEnergy] {
                guard let bound = scale.bound(tariff, index, kind),
                    (energy < bound && bound < reached) || (reached < bound && bound < energy)
                else { continue }
                let (way, whole) = distance(to: bound, from: energy, periods[period].energy)
                let offset = way.times(length, &scale.overflow).divided(by: whole).quotient
                let instant = periods[period].start + offset.milliseconds
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
    private mutating func placeCutPoints(_ period: Int, energy: Number) {
        let start = periods[period].start
        let length = periods[period].length
        guard cutPoints.contains(where: { $0.energy != nil }) else {
            let whole =
                length % 1000 == 0 && cutPoints.allSatisfy { ($0.instant - start) % 1000 == 0 }
            let unit: Int64 = whole ? 1000 : 1
            periods[period].shares = Number(Int128(length / unit))
            for index in cutPoints.indices {
                let share = (cutPoints[index].instant - start) / unit
                cutPoints[index].share = Number(Int128(share))
            }
            if cutPoints.count > 1 { sortCutPoints() }
            return
        }
        let clock = Number(Int128(max(length, 1)))
        let whole = distance(to: energy, from: energy, periods[period].energy).whole
        periods[period].shares = clock.times(whole, &scale.overflow)
        for index in cutPoints.indices {
            if let bound = cutPoints[index].energy {
                let way = distance(to: bound, from: energy, periods[period].energy).way
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
