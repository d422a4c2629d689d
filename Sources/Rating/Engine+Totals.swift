import Amounts
import Roaming

/// One way to read a CDR.
struct Reading: Equatable, Sendable {
    var periods: RatingRules.PeriodReading
    var hours: RatingRules.TimeReading
}

extension Engine {
    /// Closes both accumulators' step budgets. Afterwards `totals` may be asked for any reading.
    mutating func close() {
        surplus.energy = asSent.energy.round(nil, &scale.overflow)
        asSent.energy.flush(&scale.overflow)
        surplus.snapped = asSent.snapped.close(nil, &scale.overflow)
        if isSnapped { surplus.literal = asSent.literal.close(nil, &scale.overflow) }
        guard !pieces.isEmpty else { return }
        dividedSurplus.energy = divided.energy.round(splitUnits, &scale.overflow)
        divided.energy.flush(&scale.overflow)
        dividedSurplus.snapped = divided.snapped.close(splitUnits, &scale.overflow)
        if isSnapped {
            dividedSurplus.literal = divided.literal.close(splitUnits, &scale.overflow)
        }
    }

    /// The totals of a reading, after the limits of `tariff`.
    mutating func totals(_ reading: Reading, limitedBy tariff: Int32?) -> Totals<Number> {
        let isSplit = reading.periods == .split && !pieces.isEmpty
        var totals = Totals(unit: scale.unit.times(scale.priceUnit, &scale.overflow))
        let hours = isSnapped ? reading.hours : .snapped
        if isSplit {
            totals.unit = totals.unit.times(splitUnits, &scale.overflow)
            divided.put(hours, into: &totals, &scale.overflow)
        } else {
            asSent.put(hours, into: &totals, &scale.overflow)
        }
        totals.total = totals.fixed
        totals.total.add(totals.energy, &scale.overflow)
        totals.total.add(totals.time, &scale.overflow)
        totals.total.add(totals.parking, &scale.overflow)
        totals.total.add(totals.reservation, &scale.overflow)
        if let tariff, !views[Int(tariff)].limits.isEmpty { limit(&totals, views[Int(tariff)]) }
        return totals
    }

    /// Minimum first, then maximum, which wins when they contradict each other.
    private mutating func limit(_ totals: inout Totals<Number>, _ tariff: TariffView) {
        let limits = scale.limits(tariff)
        if let least = limits.minNet, !totals.total.netIsUnknown {
            let bound = amount(least, totals)
            if totals.total.net < bound {
                raise(&totals, to: bound, grossIsBound: limits.minGross != nil, tariff)
            }
        }
        if let least = limits.minGross, !totals.total.grossIsUnknown {
            totals.total.gross = max(totals.total.gross, amount(least, totals))
        }
        if let most = limits.maxNet, !totals.total.netIsUnknown {
            let bound = amount(most, totals)
            if totals.total.net > bound {
                raise(&totals, to: bound, grossIsBound: limits.maxGross != nil, tariff)
            }
        }
        if let most = limits.maxGross, !totals.total.grossIsUnknown {
            totals.total.gross = min(totals.total.gross, amount(most, totals))
        }
        settleZeroGross(&totals.total)
    }

    private mutating func amount(_ limit: Number, _ totals: Totals<Number>) -> Number {
        let volumes = totals.unit.divided(by: scale.priceUnit).quotient
        return limit.times(volumes, &scale.overflow)
    }

    /// Sets the total before tax; without a bound of its own the tax moves with the base.
    private mutating func raise(
        _ totals: inout Totals<Number>, to bound: Number, grossIsBound: Bool,
        _ tariff: TariffView
    ) {
        let old = totals.total.net
        totals.total.net = bound
        guard !grossIsBound, !totals.total.grossIsUnknown else { return }
        var (up, down) = (bound, old)
        if old.isZero {
            // Nothing was charged: the rate is known only when the whole tariff has one.
            guard tariff.limits.taxDown > 0 else {
                totals.total.grossIsUnknown = true
                return
            }
            totals.total.gross = bound
            up = Number(Int128(tariff.limits.taxUp))
            down = Number(Int128(tariff.limits.taxDown))
        }
        if down.isNegative {
            up = Number.zero.minus(up, &scale.overflow)
            down = Number.zero.minus(down, &scale.overflow)
        }
        scaleGross(&totals, up, down)
    }

    /// `gross × up / down`; finer units when that leaves a remainder.
    private mutating func scaleGross(_ totals: inout Totals<Number>, _ up: Number, _ down: Number) {
        let product = totals.total.gross.times(up, &scale.overflow)
        let (quotient, remainder) = product.divided(by: down)
        guard !remainder.isZero else {
            totals.total.gross = quotient
            return
        }
        totals.refine(by: down, &scale.overflow)
        totals.total.gross = product
    }

    private func settleZeroGross(_ total: inout Pair<Number>) {
        if total.netIsUnknown, total.gross.isZero, !total.grossIsUnknown {
            total.netIsUnknown = false
            total.net = .zero
        }
    }
}

extension Accumulator {
    /// The categories' sums, as far as they need no limits.
    @inline(__always)
    fileprivate func put(
        _ reading: RatingRules.TimeReading, into totals: inout Totals<Number>,
        _ overflow: inout Bool
    ) {
        totals.fixed = fixed
        totals.energy = energy.pair
        switch reading {
        case .snapped: snapped.put(into: &totals)
        case .literal: literal.put(into: &totals)
        }
        totals.reservation.add(reservedFixed, &overflow)
    }
}

extension HourLanes {
    @inline(__always)
    fileprivate func put(into totals: inout Totals<Number>) {
        totals.time = time.pair
        totals.parking = parking.pair
        totals.reservation = reserved.pair
    }
}

extension Lane {
    var pair: Pair<Number> { Pair(net: net, gross: gross, netIsUnknown: netIsUnknown) }
}

extension Totals {
    /// The same amounts in units `factor` times finer.
    mutating func refine(by factor: Number, _ overflow: inout Bool) {
        unit = unit.times(factor, &overflow)
        for path in [\Totals.fixed, \.energy, \.time, \.parking, \.reservation, \.total] {
            self[keyPath: path].net = self[keyPath: path].net.times(factor, &overflow)
            self[keyPath: path].gross = self[keyPath: path].gross.times(factor, &overflow)
        }
    }
}

/// What the steps of one reading of the periods added.
struct Surplus<Number: ExactInteger>: Sendable {
    var energy = Number.zero
    var snapped = HourSurplus<Number>()
    var literal = HourSurplus<Number>()
}

extension Tariff {
    /// The factor from net to gross when every component has the same; nil otherwise.
    var soleTax: (up: Int64, down: Int64)? {
        guard TaxReading(self) != .none else { return (1, 1) }
        let rates = elements.flatMap(\.components).map { $0.vat ?? .zero }
        guard let rate = rates.first, rates.allSatisfy({ $0 == rate }), rate.scale <= 12 else {
            return nil
        }
        let hundred = 100 * Tens.short(rate.scale)
        guard let percent = Int64(exactly: rate.coefficient), percent.magnitude < 1 << 60 else {
            return nil
        }
        return (hundred + percent, hundred)
    }
}
