import Amounts
import Roaming

extension Engine {
    /// Chooses the components of every period and adds up `asSent`; `divided` too, when a boundary
    /// lies inside a period. `prepare` ran before, and every period has its tariff.
    mutating func price(_ charge: Charge) {
        asSent = Accumulator()
        pieces.removeAll(keepingCapacity: true)
        unpriced = Unpriced()
        var energy = Number.zero
        var flats = Wanted([.flat, .reservedFlat])
        // Taken out and put back, so that each period is worked on where it lies.
        var periods = self.periods
        self.periods = []
        for index in periods.indices {
            periods[index].pieces = 0..<0
            if periods[index].tariff >= 0 {
                chooseAndAdd(&periods[index], energy: energy, &flats, charge)
            }
            energy = energy.plus(periods[index].energy, &scale.overflow)
        }
        self.periods = periods
        if !pieces.isEmpty { addPieces() }
    }

    /// `flats`: what `split` still has to charge; as-sent can only be later.
    @inline(__always)
    private mutating func chooseAndAdd(
        _ period: inout Prepared<Number>, energy: Number, _ flats: inout Wanted, _ charge: Charge
    ) {
        let view = views[Int(period.tariff)]
        var pending: Wanted = []
        if !asSent.hasFlat { pending.insert(.flat) }
        if !asSent.hasReservedFlat { pending.insert(.reservedFlat) }
        let wanted = wanted(period, pending)
        let start = moment(at: period.start, in: period, energy: energy, over: nil, view)
        let choice = choose(wanted, at: start, of: period.tariff, view, charge)
        period.choice = choice
        if !view.needs.isDisjoint(with: .boundary) {
            let divisible = wanted.subtracting([.flat, .reservedFlat]).union(
                wanted.intersection(flats))
            cut(&period, start, divisible, view, charge)
            for place in period.pieces { pieces[place].choice.settle(&flats) }
        }
        choice.settle(&flats)
        asSent.add(period.energy, period.snapped, choice, views, &scale)
        if isSnapped { asSent.literal.add(period.literal, choice, views, &scale) }
        if !asSent.hasFlat || !asSent.hasReservedFlat {
            asSent.addFlats(choice, factor: nil, views, &scale)
        }
        noteUnpriced(period, choice)
    }

    /// The dimensions that have something to price in a period.
    @inline(__always)
    private func wanted(_ period: Prepared<Number>, _ flats: Wanted) -> Wanted {
        var wanted: Wanted = []
        if !period.energy.isZero { wanted.insert(.energy) }
        if !period.literal.time.isZero || !period.snapped.time.isZero { wanted.insert(.time) }
        if !period.literal.parking.isZero || !period.snapped.parking.isZero {
            wanted.insert(.parking)
        }
        // Time that nobody measured: to say what its price would have been.
        if period.present.isDisjoint(with: .clocked), period.length != 0, !isExpired {
            wanted.insert(.time)
        }
        if !period.literal.reserved.isZero || !period.snapped.reserved.isZero {
            wanted.insert(.reservedTime)
        }
        if flats.contains(.flat), !isExpired, !period.isReserved { wanted.insert(.flat) }
        if flats.contains(.reservedFlat), isExpired || wanted.contains(.reservedTime) {
            wanted.insert(.reservedFlat)
        }
        return wanted
    }

    /// Adds up the split reading, in units finer by every cut period's length.
    private mutating func addPieces() {
        divided = Accumulator()
        var cuts = Number(1)
        for index in periods.indices where !periods[index].pieces.isEmpty {
            cuts = cuts.times(periods[index].shares, &scale.overflow)
        }
        guard !scale.overflow else { return }
        for index in periods.indices where periods[index].tariff >= 0 {
            guard !periods[index].pieces.isEmpty else {
                addDivided(index, periods[index].choice, cuts, cuts)
                continue
            }
            let perShare = cuts.divided(by: periods[index].shares).quotient
            let pieces = periods[index].pieces
            for place in pieces {
                let until =
                    place + 1 < pieces.upperBound
                    ? self.pieces[place + 1].from
                    : periods[index].shares
                let share = until.minus(self.pieces[place].from, &scale.overflow)
                let factor = share.times(perShare, &scale.overflow)
                addDivided(index, self.pieces[place].choice, factor, cuts)
            }
        }
        splitUnits = cuts
    }

    private mutating func addDivided(
        _ index: Int, _ choice: Choice, _ factor: Number, _ cuts: Number
    ) {
        let energy = periods[index].energy.times(factor, &scale.overflow)
        let hours = periods[index].snapped.times(factor, &scale.overflow)
        divided.add(energy, hours, choice, views, &scale)
        if isSnapped {
            let hours = periods[index].literal.times(factor, &scale.overflow)
            divided.literal.add(hours, choice, views, &scale)
        }
        divided.addFlats(choice, factor: cuts, views, &scale)
    }

    @inline(__always)
    private mutating func noteUnpriced(_ period: Prepared<Number>, _ choice: Choice) {
        let source = period.source
        if choice.energy == Choice.none {
            unpriced.energy.add(period.energy, source, &scale.overflow)
        }
        guard
            choice.time == Choice.none || choice.parking == Choice.none
                || choice.reservedTime == Choice.none
        else { return }
        let hours = self.hours == .snapped ? period.snapped : period.literal
        if choice.time == Choice.none { unpriced.time.add(hours.time, source, &scale.overflow) }
        if choice.parking == Choice.none {
            unpriced.parking.add(hours.parking, source, &scale.overflow)
        }
        if choice.reservedTime == Choice.none {
            unpriced.reserved.add(hours.reserved, source, &scale.overflow)
        }
    }
}

extension Choice {
    /// A FLAT is charged once: what was found need not be looked for again.
    @inline(__always)
    func settle(_ flats: inout Wanted) {
        if flat >= 0 { flats.remove(.flat) }
        if reservedFlat >= 0 { flats.remove(.reservedFlat) }
    }
}

extension Accumulator {
    @inline(__always)
    mutating func add<S: Scale>(
        _ volume: Number, _ hours: Hours<Number>, _ choice: Choice, _ views: [TariffView],
        _ scale: inout S
    ) where S.Number == Number {
        if choice.energy >= 0 {
            energy.add(volume, at: choice.energy, of: choice.tariff, views, &scale)
        }
        snapped.add(hours, choice, views, &scale)
    }

    /// The first FLAT active at any time, and the first of a reservation.
    @inline(__always)
    mutating func addFlats<S: Scale>(
        _ choice: Choice, factor: Number?, _ views: [TariffView], _ scale: inout S
    ) where S.Number == Number {
        if !hasFlat, choice.flat >= 0 {
            hasFlat = true
            fixed = scale.flat(choice.flat, choice.tariff, factor, views)
        }
        if !hasReservedFlat, choice.reservedFlat >= 0 {
            hasReservedFlat = true
            reservedFixed = scale.flat(
                choice.reservedFlat, choice.tariff, factor, views)
        }
    }
}

extension Scale {
    mutating func flat(
        _ component: Int32, _ tariff: Int32, _ factor: Number?, _ views: [TariffView]
    ) -> Pair<Number> {
        let terms = terms(views[Int(tariff)], Int(component))
        var unit = unit
        if let factor { unit = unit.times(factor, &overflow) }
        return Pair(
            net: terms.net.times(unit, &overflow), gross: terms.gross.times(unit, &overflow),
            netIsUnknown: terms.netIsUnknown)
    }
}
