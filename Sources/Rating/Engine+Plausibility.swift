import Amounts
import Roaming

extension Engine {
    /// Cheap checks of the volumes against each other, the clock and what the CDR totals.
    mutating func checkPlausibility(_ charge: Charge) {
        var energy = Number.zero
        var hours = Number.zero
        var parking = Number.zero
        for index in periods.indices {
            energy = energy.plus(periods[index].energy, &scale.overflow)
            parking = parking.plus(periods[index].snapped.parking, &scale.overflow)
            let sum = clocked(periods[index])
            hours = hours.plus(sum, &scale.overflow)
            checkClock(index, sum, charge)
        }
        checkTotals(charge.claimed, energy, hours)
        checkConnector(charge, energy)
    }

    private mutating func clocked(_ period: Prepared<Number>) -> Number {
        period.snapped.time.plus(period.snapped.parking, &scale.overflow).plus(
            period.snapped.reserved, &scale.overflow)
    }

    /// A minute is allowed for hours printed with two decimals.
    private mutating func checkClock(_ index: Int, _ sum: Number, _ charge: Charge) {
        let period = periods[index]
        guard isClockKnown else { return }
        if period.start < sessionStart
            || charge.end.map({ period.start > $0.milliseconds }) ?? false
        {
            notes.append(Note(.periodOutsideSession, period: period.source))
        }
        guard period.length >= 0,
            sum > scale.seconds(milliseconds: period.length + 60_000)
        else { return }
        var note = Note(.volumeExceedsClock, period: period.source)
        note.first = Figure(sum, over: scale.unit)
        note.second = Figure(scale.seconds(milliseconds: period.length), over: scale.unit)
        notes.append(note)
    }

    private mutating func checkTotals(
        _ claimed: ClaimedTotals, _ energy: Number, _ hours: Number
    ) {
        let count = Int128(periods.count)
        if let total = claimed.energy {
            // Each period may be rounded to 1 Wh, the total to its own decimals.
            let slack = 500 * (count + 1) + total.halfUnit(1_000_000)
            compare(.totalEnergyDiffers, energy, total.coarse(1_000_000), slack)
        }
        guard let total = claimed.time, hours > .zero else { return }
        let seconds = total.coarse(3_600_000_000)
        let slack = 60_000_000 + total.halfUnit(3_600_000_000)
        guard compare(.totalTimeDiffers, hours, seconds, slack) else { return }
        if isWithin(seconds / 60, 120_000_000, of: hours) {
            notes.append(Note(.totalTimeInMinutes))
        } else if isWithin(seconds / 3600, 60_000_000, of: hours) {
            notes.append(Note(.totalTimeInSeconds))
        }
    }

    /// True, and a note, when they differ by more than `slack` millionths.
    @discardableResult
    private mutating func compare(
        _ code: NoteCode, _ sum: Number, _ claim: Int128, _ slack: Int128
    ) -> Bool {
        guard !isWithin(claim, slack, of: sum) else { return false }
        var note = Note(code)
        note.first = Figure(sum, over: scale.unit)
        note.second = Figure(claim, over: Int128(1_000_000))
        notes.append(note)
        return true
    }

    private mutating func isWithin(_ claim: Int128, _ slack: Int128, of sum: Number) -> Bool {
        let finer = scale.unit.divided(by: Number(1_000_000)).quotient
        let low = Number(claim - slack).times(finer, &scale.overflow)
        let high = Number(claim + slack).times(finer, &scale.overflow)
        return low <= sum && sum <= high
    }

    /// kW that no connector of the type exceeds.
    private mutating func checkConnector(_ charge: Charge, _ energy: Number) {
        guard isClockKnown, let type = charge.connectorPowerType, let end = charge.end,
            end.milliseconds > sessionStart
        else { return }
        let most: Int128 =
            switch type {
            case "AC_1_PHASE": 20
            case "AC_2_PHASE", "AC_2_PHASE_SPLIT": 40
            case "AC_3_PHASE": 50
            case "DC": 1500
            default: .max
            }
        let length = end.milliseconds - sessionStart
        guard most != .max, length < 1_000_000_000_000 else { return }
        // A minute and 0.1 kWh are allowed for rounding.
        let limit = Number(most * Int128(length + 60_000) / 3600 + 100_000)
        let finer = scale.unit.divided(by: Number(1_000_000)).quotient
        guard energy > limit.times(finer, &scale.overflow) else { return }
        var note = Note(.energyExceedsConnector)
        note.first = Figure(energy, over: scale.unit)
        note.second = Figure(limit, over: Number(1_000_000))
        notes.append(note)
    }
}

extension ExactDecimal {
    /// In whole `unit`ths towards zero; only for comparisons that allow for more than that.
    func coarse(_ unit: Int128) -> Int128 {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: unit)
        guard !overflow, scale <= 38 else { return coefficient < 0 ? -1 << 100 : 1 << 100 }
        return min(max(product / Tens.value(scale), -1 << 100), 1 << 100)
    }

    func halfUnit(_ unit: Int128) -> Int128 { unit / (2 * Tens.value(min(scale, 30))) + 1 }
}
