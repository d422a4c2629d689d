import Amounts
import Roaming

extension Engine {
    /// Chooses the components of every period and adds up `asSent`; `divided` too, when a boundary
    /// lies inside a period. `prepare` ran before, and every period has its tariff.
    mutating func price(_ charge: Charge, _ tariffs: [CompiledTariff]) {
        asSent = Accumulator()
        pieces.removeAll(keepingCapacity: true)
        unpriced.periods = SIMD8(repeating: -1)
        var energy = Number.zero
        var flats = Wanted([.flat, .reservedFlat])
        for index in periods.indices {
            periods[index].pieces = 0..<0
            let of = periods[index].tariff
            guard of >= 0 else {
                energy = energy.plus(periods[index].energy, &scale.overflow)
                continue
            }
            chooseAndAdd(index, energy: energy, &flats, charge, tariffs)
            energy = energy.plus(periods[index].energy, &scale.overflow)
        }
        if !pieces.isEmpty { addPieces(tariffs) }
    }

    /// `flats`: what `split` still has to charge; as-sent can only be later.
    @inline(__always)
    private mutating func chooseAndAdd(
        _ index: Int, energy: Number, _ flats: inout Wanted, _ charge: Charge,
        _ tariffs: [CompiledTariff]
    ) {
        let of = periods[index].tariff
        var pending: Wanted = []
        if !asSent.hasFlat { pending.insert(.flat) }
        if !asSent.hasReservedFlat { pending.insert(.reservedFlat) }
        let wanted = wanted(index, pending)
        let start = moment(
            at: periods[index].start, in: index, energy: energy, over: nil, tariffs[Int(of)])
        let choice = choose(wanted, at: start, of: of, tariffs[Int(of)], charge)
        periods[index].choice = choice
        if !tariffs[Int(of)].needs.isDisjoint(with: .boundary) {
            let divisible = wanted.subtracting([.flat, .reservedFlat]).union(
                wanted.intersection(flats))
            var first = choice
            if !divisible.contains(.flat) { first.places[Choice.flat] = Choice.unasked }
            if !divisible.contains(.reservedFlat) {
                first.places[Choice.reservedFlat] = Choice.unasked
            }
            cut(index, first, divisible, energy: energy, tariffs[Int(of)], charge)
            for piece in pieces[periods[index].pieces] { piece.choice.settle(&flats) }
        }
        choice.settle(&flats)
        asSent.add(
            periods[index].energy, periods[index].snapped, choice, tariffs, &scale)
        if isSnapped { asSent.literal.add(periods[index].literal, choice, tariffs, &scale) }
        asSent.addFlats(choice, factor: nil, tariffs, &scale)
        noteUnpriced(index, choice)
    }

    /// The dimensions that have something to price in a period.
    @inline(__always)
    private func wanted(_ index: Int, _ flats: Wanted) -> Wanted {
        let period = periods[index]
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
    private mutating func addPieces(_ tariffs: [CompiledTariff]) {
        divided = Accumulator()
        var cuts = Number(1)
        for period in periods where !period.pieces.isEmpty {
            cuts = cuts.times(period.shares, &scale.overflow)
        }
        guard !scale.overflow else { return }
        for index in periods.indices where periods[index].tariff >= 0 {
            guard !periods[index].pieces.isEmpty else {
                addDivided(index, periods[index].choice, cuts, cuts, tariffs)
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
                addDivided(index, self.pieces[place].choice, factor, cuts, tariffs)
            }
        }
        splitUnits = cuts
    }

    private mutating func addDivided(
        _ index: Int, _ choice: Choice, _ factor: Number, _ cuts: Number,
        _ tariffs: [CompiledTariff]
    ) {
        let energy = periods[index].energy.times(factor, &scale.overflow)
        let hours = periods[index].snapped.times(factor, &scale.overflow)
        divided.add(energy, hours, choice, tariffs, &scale)
        if isSnapped {
            let hours = periods[index].literal.times(factor, &scale.overflow)
            divided.literal.add(hours, choice, tariffs, &scale)
        }
        divided.addFlats(choice, factor: cuts, tariffs, &scale)
    }

    @inline(__always)
    private mutating func noteUnpriced(_ index: Int, _ choice: Choice) {
        guard any(choice.places .== SIMD8(repeating: Choice.none)) else { return }
        let period = periods[index]
        let hours = self.hours == .snapped ? period.snapped : period.literal
        let volumes = [period.energy, hours.time, hours.parking, Number.zero, hours.reserved]
        for lane in [0, 1, 2, 4]
        where choice.places[lane] == Choice.none && !volumes[lane].isZero {
            if unpriced.periods[lane] < 0 {
                unpriced.periods[lane] = period.source
                unpriced.volumes[lane] = .zero
            }
            unpriced.volumes[lane] = unpriced.volumes[lane].plus(volumes[lane], &scale.overflow)
        }
    }
}

extension Choice {
    /// A FLAT is charged once: what was found need not be looked for again.
    @inline(__always)
    func settle(_ flats: inout Wanted) {
        if places[Self.flat] >= 0 { flats.remove(.flat) }
        if places[Self.reservedFlat] >= 0 { flats.remove(.reservedFlat) }
    }
}

extension Accumulator {
    @inline(__always)
    mutating func add<S: Scale>(
        _ volume: Number, _ hours: Hours<Number>, _ choice: Choice, _ tariffs: [CompiledTariff],
        _ scale: inout S
    ) where S.Number == Number {
        if choice.places[0] >= 0 {
            energy.add(volume, at: choice.places[0], of: choice.tariff, tariffs, &scale)
        }
        snapped.add(hours, choice, tariffs, &scale)
    }

    /// The first FLAT active at any time, and the first of a reservation.
    @inline(__always)
    mutating func addFlats<S: Scale>(
        _ choice: Choice, factor: Number?, _ tariffs: [CompiledTariff], _ scale: inout S
    ) where S.Number == Number {
        if !hasFlat, choice.places[Choice.flat] >= 0 {
            hasFlat = true
            fixed = scale.flat(choice.places[Choice.flat], choice.tariff, factor, tariffs)
        }
        if !hasReservedFlat, choice.places[Choice.reservedFlat] >= 0 {
            hasReservedFlat = true
            reservedFixed = scale.flat(
                choice.places[Choice.reservedFlat], choice.tariff, factor, tariffs)
        }
    }
}

extension Scale {
    mutating func flat(
        _ component: Int32, _ tariff: Int32, _ factor: Number?, _ tariffs: [CompiledTariff]
    ) -> Pair<Number> {
        let terms = terms(tariffs[Int(tariff)], Int(component))
        var unit = unit
        if let factor { unit = unit.times(factor, &overflow) }
        return Pair(
            net: terms.net.times(unit, &overflow), gross: terms.gross.times(unit, &overflow),
            netIsUnknown: terms.netIsUnknown)
    }
}
