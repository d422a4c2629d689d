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
    mutating func totals(_ reading: Reading, limitedBy tariff: CompiledTariff?) -> Totals<Number> {
        let isSplit = reading.periods == .split && !pieces.isEmpty
        let sums = isSplit ? divided : asSent
        let hours = reading.hours == .literal && isSnapped ? sums.literal : sums.snapped
        var totals = Totals(unit: scale.unit.times(scale.priceUnit, &scale.overflow))
        if isSplit { totals.unit = totals.unit.times(splitUnits, &scale.overflow) }
        totals.fixed = sums.fixed
        totals.energy = sums.energy.pair
        totals.time = hours.time.pair
        totals.parking = hours.parking.pair
        totals.reservation = hours.reserved.pair
        totals.reservation.add(sums.reservedFixed, &scale.overflow)
        totals.total = totals.fixed
        totals.total.add(totals.energy, &scale.overflow)
        totals.total.add(totals.time, &scale.overflow)
        totals.total.add(totals.parking, &scale.overflow)
        totals.total.add(totals.reservation, &scale.overflow)
        if let tariff, tariff.source.minPrice != nil || tariff.source.maxPrice != nil {
            limit(&totals, tariff)
        }
        return totals
    }

    /// Minimum first, then maximum, which wins when they contradict each other.
    private mutating func limit(_ totals: inout Totals<Number>, _ tariff: CompiledTariff) {
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
        _ tariff: CompiledTariff
    ) {
        let old = totals.total.net
        totals.total.net = bound
        guard !grossIsBound, !totals.total.grossIsUnknown else { return }
        var (up, down) = (bound, old)
        if old.isZero {
            // Nothing was charged: the rate is known only when the whole tariff has one.
            guard let rate = tariff.source.soleTax else {
                totals.total.grossIsUnknown = true
                return
            }
            totals.total.gross = bound
            (up, down) = (Number(rate.up), Number(rate.down))
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
    var soleTax: (up: Int128, down: Int128)? {
        guard TaxReading(self) != .none else { return (1, 1) }
        let rates = elements.flatMap(\.components).map { $0.vat ?? .zero }
        guard let rate = rates.first, rates.allSatisfy({ $0 == rate }), rate.scale <= 12 else {
            return nil
        }
        let hundred = 100 * Tens.value(rate.scale)
        return (hundred + rate.coefficient, hundred)
    }
}
