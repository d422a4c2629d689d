import Amounts
import Roaming

extension Engine {
    /// Cheap checks of the volumes against each other, the clock and what the CDR totals.
    mutating func checkPlausibility(_ charge: Charge) {
        var energy = Number.zero
        var hours = Number.zero
        let end = charge.end?.milliseconds ?? .max
        for index in periods.indices {
            energy = energy.plus(periods[index].energy, &scale.overflow)
            let sum = periods[index].snapped.sum(&scale.overflow)
            hours = hours.plus(sum, &scale.overflow)
            guard isClockKnown else { continue }
            if periods[index].start < sessionStart || periods[index].start > end {
                notes.append(Note(.periodOutsideSession, period: periods[index].source))
            }
            let length = periods[index].length
            // A minute is allowed for hours printed with two decimals.
            if length >= 0, sum > scale.seconds(milliseconds: length + 60_000) {
                noteExcess(index, sum)
            }
        }
        checkTotals(charge.claimed, energy, hours)
        if charge.connectorPowerType != nil { checkConnector(charge, energy) }
    }

    private mutating func noteExcess(_ index: Int, _ sum: Number) {
        var note = Note(.volumeExceedsClock, period: periods[index].source)
        note.first = Figure(sum, over: scale.unit)
        let length = scale.seconds(milliseconds: periods[index].length)
        note.second = Figure(length, over: scale.unit)
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
        let finer = scale.perMillionth
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
        let limit = Number(most * Int128(length + 60_000) * 10 / 36 + 100_000)
        guard energy > limit.times(scale.perMillionth, &scale.overflow) else { return }
        var note = Note(.energyExceedsConnector)
        note.first = Figure(energy, over: scale.unit)
        note.second = Figure(limit, over: Number(1_000_000))
        notes.append(note)
    }
}

extension ExactDecimal {
    /// In whole `unit`ths towards zero; only for comparisons that allow for more than that.
    func coarse(_ unit: Int128) -> Int128 {
        if scale <= 6, let short = Int64(exactly: coefficient), short.magnitude < 1 << 40 {
            return Int128(short) * (unit / Int128(Tens.short(scale)))
        }
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: unit)
        guard !overflow, scale <= 38 else { return coefficient < 0 ? -1 << 100 : 1 << 100 }
        return min(max(product / Tens.value(scale), -1 << 100), 1 << 100)
    }

    func halfUnit(_ unit: Int128) -> Int128 {
        if scale <= 6, let short = Int64(exactly: unit) {
            return Int128(short / (2 * Tens.short(scale))) + 1
        }
        return unit / (2 * Tens.value(min(scale, 30))) + 1
    }
}
