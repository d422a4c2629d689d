import Amounts
import Roaming

/// What was chosen for one stretch of a period, with the share of its volumes.
private struct Stretch<Number: ExactInteger> {
    var period: Int
    var choice: Choice
    var moment: Moment<Number>
    var share: ExactAmount
}

extension Engine {
    /// The lines of a priced CDR in one reading, in order of time and dimension. They sum to the
    /// total before limits exactly. Runs after `close`.
    mutating func working(
        _ charge: Charge, _ tariffs: [CompiledTariff], _ reading: Reading
    ) -> [WorkingLine] {
        let isSplit = reading.periods == .split && !pieces.isEmpty
        var lines: [WorkingLine] = []
        var flats = Wanted([.flat, .reservedFlat])
        for stretch in stretches(isSplit) {
            for dimension in BilledDimension.allCases {
                guard let line = line(dimension, stretch, charge, tariffs, reading, &flats) else {
                    continue
                }
                lines.append(line)
            }
        }
        addSurplus(&lines, reading, isSplit)
        return lines
    }

    private mutating func stretches(_ isSplit: Bool) -> [Stretch<Number>] {
        var stretches: [Stretch<Number>] = []
        var energy = Number.zero
        for index in periods.indices {
            let period = periods[index]
            if isSplit, !period.pieces.isEmpty {
                for place in period.pieces {
                    let until =
                        place + 1 < period.pieces.upperBound
                        ? pieces[place + 1].from
                        : period.shares
                    let share = until.minus(pieces[place].from, &scale.overflow)
                    stretches.append(
                        Stretch(
                            period: index, choice: pieces[place].choice,
                            moment: pieces[place].moment, share: share.exact(over: period.shares)))
                }
            } else if period.tariff >= 0 {
                let moment = moment(
                    at: period.start, in: period, energy: energy, over: nil,
                    views[Int(period.tariff)])
                stretches.append(
                    Stretch(
                        period: index, choice: period.choice, moment: moment,
                        share: ExactAmount(1)))
            } else {
                stretches.append(
                    Stretch(
                        period: index, choice: Choice(), moment: Moment(instant: period.start),
                        share: ExactAmount(1)))
            }
            energy = energy.plus(period.energy, &scale.overflow)
        }
        return stretches
    }

    /// Nil when the period has nothing of the dimension.
    private mutating func line(
        _ dimension: BilledDimension, _ stretch: Stretch<Number>, _ charge: Charge,
        _ tariffs: [CompiledTariff], _ reading: Reading, _ flats: inout Wanted
    ) -> WorkingLine? {
        let period = periods[stretch.period]
        let component = dimension.component(of: stretch.choice)
        var (sent, snapped) = (ExactAmount(1), ExactAmount(1))
        if let flat = dimension.flat {
            guard component >= 0, flats.contains(flat) else { return nil }
            flats.remove(flat)
        } else {
            let (literal, clock) = dimension.volumes(of: period)
            guard !literal.isZero || !clock.isZero else { return nil }
            sent = literal.exact(over: scale.unit) * stretch.share
            let used = reading.hours == .snapped ? clock : literal
            snapped = used.exact(over: scale.unit) * stretch.share
        }
        var line = WorkingLine(
            period: Int(period.source), category: dimension.category,
            dimension: dimension.rawValue, from: Instant(milliseconds: stretch.moment.instant),
            source: nil, skipped: [], volumeSent: sent, volumeSnapped: snapped,
            volumeBilled: component >= 0 ? snapped : .zero, beforeTax: .zero, afterTax: .zero)
        guard period.tariff >= 0 else { return line }
        line.skipped = skipped(
            dimension, component, stretch.moment, Int(period.tariff), tariffs, charge)
        guard component >= 0 else { return line }
        line.source = source(Int(component), Int(stretch.choice.tariff), tariffs)
        bill(&line, stretch.choice.tariff, component)
        return line
    }

    private func source(
        _ component: Int, _ tariff: Int, _ tariffs: [CompiledTariff]
    ) -> WorkingLine.Source {
        let row = views[tariff].components[component]
        let source = tariffs[tariff].source
        return WorkingLine.Source(
            tariff: tariff, tariffID: source.id, element: Int(row.element),
            component: source.elements[Int(row.element)].components[Int(row.component)],
            place: Int(row.component))
    }

    /// Sets the line's price to that of its billed volume.
    private mutating func bill(_ line: inout WorkingLine, _ tariff: Int32, _ component: Int32) {
        let terms = scale.terms(views[Int(tariff)], Int(component))
        let net = terms.net.exact(over: scale.priceUnit) * line.volumeBilled
        line.beforeTax = terms.netIsUnknown && !line.volumeBilled.isZero ? nil : net
        line.afterTax = terms.gross.exact(over: scale.priceUnit) * line.volumeBilled
    }

    /// What the steps added goes to the last billed line of its dimension.
    private mutating func addSurplus(
        _ lines: inout [WorkingLine], _ reading: Reading, _ isSplit: Bool
    ) {
        let sums = isSplit ? dividedSurplus : surplus
        let hours = reading.hours == .literal && isSnapped ? sums.literal : sums.snapped
        let unit = isSplit ? scale.unit.times(splitUnits, &scale.overflow) : scale.unit
        let parts: [(BilledDimension, Number)] = [
            (.energy, sums.energy), (.time, hours.time), (.parkingTime, hours.parking),
            (.reservationTime, hours.reserved),
        ]
        for (dimension, added) in parts where !added.isZero {
            guard
                let place = lines.lastIndex(where: {
                    $0.dimension == dimension.rawValue && $0.source != nil
                        && !$0.volumeBilled.isZero
                }), let source = lines[place].source
            else { preconditionFailure("a step adds only to volume that was billed") }
            lines[place].volumeBilled = lines[place].volumeBilled + added.exact(over: unit)
            lines[place].stepApplied = source.component.stepSize ?? 1
            let components = views[source.tariff].components
            for index in components.indices
            where components[index].element == source.element
                && components[index].component == source.place
            {
                bill(&lines[place], Int32(source.tariff), Int32(index))
            }
        }
    }
}

/// The dimensions a line can have, in the order in which lines are listed.
enum BilledDimension: String, CaseIterable {
    case flat = "FLAT"
    case reservedFlat = "RESERVATION_FLAT"
    case reservationTime = "RESERVATION_TIME"
    case energy = "ENERGY"
    case time = "TIME"
    case parkingTime = "PARKING_TIME"

    var category: Category {
        switch self {
        case .flat: .fixed
        case .reservedFlat, .reservationTime: .reservation
        case .energy: .energy
        case .time: .time
        case .parkingTime: .parking
        }
    }

    var flat: Wanted? {
        switch self {
        case .flat: .flat
        case .reservedFlat: .reservedFlat
        default: nil
        }
    }

    var isReserved: Bool { self == .reservedFlat || self == .reservationTime }

    /// The bit in `ElementRow.dimensions`.
    var bit: UInt8 {
        switch self {
        case .energy: 1
        case .time, .reservationTime: 2
        case .parkingTime: 4
        case .flat, .reservedFlat: 8
        }
    }

    func component(of choice: Choice) -> Int32 {
        switch self {
        case .flat: choice.flat
        case .reservedFlat: choice.reservedFlat
        case .reservationTime: choice.reservedTime
        case .energy: choice.energy
        case .time: choice.time
        case .parkingTime: choice.parking
        }
    }

    func volumes<Number>(of period: Prepared<Number>) -> (literal: Number, snapped: Number) {
        switch self {
        case .energy: (period.energy, period.energy)
        case .time: (period.literal.time, period.snapped.time)
        case .parkingTime: (period.literal.parking, period.snapped.parking)
        case .reservationTime: (period.literal.reserved, period.snapped.reserved)
        case .flat, .reservedFlat: (.zero, .zero)
        }
    }
}
