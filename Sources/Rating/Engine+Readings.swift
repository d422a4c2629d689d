import Amounts
import Roaming

extension Engine {
    /// Says where another permitted reading of the hours or the periods gives another total.
    @inline(__always)
    mutating func noteOtherReadings(
        _ totals: Totals<Number>, _ reading: Reading, limitedBy tariff: Int32?
    ) {
        noteUnpricedVolumes()
        if isExpired { notes.append(Note(.reservationExpired)) }
        if totals.total.netIsUnknown { notes.append(Note(.taxUnknown)) }
        if isSnapped {
            var other = reading
            other.hours = reading.hours == .snapped ? .literal : .snapped
            let alternative = self.totals(other, limitedBy: tariff)
            if !alternative.isSameTotal(as: totals, &scale.overflow) {
                note(.timeSnapped, totals, alternative, period: -1)
            }
        }
        if !pieces.isEmpty {
            var other = reading
            other.periods = reading.periods == .split ? .asSent : .split
            let alternative = self.totals(other, limitedBy: tariff)
            let period = periods.first { !$0.pieces.isEmpty }?.source ?? -1
            note(.boundaryInside, totals, alternative, period: period)
        }
    }

    private mutating func note(
        _ code: NoteCode, _ totals: Totals<Number>, _ other: Totals<Number>, period: Int32
    ) {
        var note = Note(code, period: period)
        note.first = totals.payable
        note.second = other.payable
        notes.append(note)
    }

    private mutating func noteUnpricedVolumes() {
        note(unpriced.energy, 0)
        note(unpriced.time, 1)
        note(unpriced.parking, 2)
        note(unpriced.reserved, 4)
        for index in periods.indices where periods[index].present.isDisjoint(with: .clocked) {
            guard periods[index].length != 0, periods[index].choice.time >= 0,
                periods[index].tariff >= 0
            else { continue }
            notes.append(Note(.timeNotMeasured, period: periods[index].source))
            break
        }
    }

    private mutating func note(_ sum: Unpriced<Number>.Sum, _ dimension: Int32) {
        guard sum.period >= 0 else { return }
        var note = Note(.volumeUnpriced, period: sum.period, item: dimension)
        note.first = Figure(sum.volume, over: scale.unit)
        notes.append(note)
    }

    /// Periods without a tariff among periods with one are free. Says what they would cost by
    /// the CDR's first tariff. Leaves the engine priced by that other reading.
    mutating func noteFreePeriods(
        _ totals: Totals<Number>, _ reading: Reading, _ charge: Charge, fill: Int32
    ) {
        guard let free = periods.first(where: { $0.tariff < 0 }) else { return }
        guard fill >= 0, canFill(with: views[Int(fill)]) else {
            notes.append(Note(.periodWithoutTariff, period: free.source))
            return
        }
        for index in periods.indices where periods[index].tariff < 0 {
            periods[index].tariff = fill
        }
        let kept = notes
        price(charge)
        close()
        let other = self.totals(reading, limitedBy: periods[0].tariff)
        notes = kept
        note(.periodWithoutTariff, totals, other, period: free.source)
    }

    private func canFill(with tariff: TariffView) -> Bool {
        (zone != nil || !tariff.needs.contains(.localTime))
            && (isClockKnown || tariff.needs.isDisjoint(with: .clock))
    }

    /// A period of years is a mistake; cutting it at every midnight would take for ever.
    mutating func refuseLongPeriods(_ rules: RatingRules) -> Refusal? {
        for period in periods where period.length > Self.lengthMost {
            notes.append(Note(.periodTooLong, period: period.source))
            guard rules.periods == .split, period.tariff >= 0,
                !views[Int(period.tariff)].needs.isDisjoint(with: .clock)
            else { continue }
            return Refusal(
                .periodTooLong, at: "/charging_periods/\(period.source)",
                "The period is longer than a year and cannot be split at its tariff's boundaries.")
        }
        return nil
    }
}

extension Totals {
    /// What is paid: after tax where known.
    var payable: Figure {
        Figure(total.grossIsUnknown ? total.net : total.gross, over: unit)
    }

    func isSameTotal(as other: Totals, _ overflow: inout Bool) -> Bool {
        if unit == other.unit {
            return total.net == other.total.net && total.gross == other.total.gross
        }
        return total.net.times(other.unit, &overflow) == other.total.net.times(unit, &overflow)
            && total.gross.times(other.unit, &overflow) == other.total.gross.times(unit, &overflow)
    }

    /// A credit CDR: only `total_cost` changes its sign (mod_cdrs, Credit CDRs).
    mutating func negate(_ overflow: inout Bool) {
        total.net = Number.zero.minus(total.net, &overflow)
        total.gross = Number.zero.minus(total.gross, &overflow)
    }
}
