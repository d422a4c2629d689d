import Amounts
import Roaming

extension Engine {
    /// Cheap checks of the volumes against each other, the clock and what the CDR totals.
    mutating func checkPlausibility(_ charge: Charge) {
        var sums = PeriodSums<Number>()
        let end = charge.end?.milliseconds ?? .max
        for index in periods.indices {
            sums.add(periods[index], &scale.overflow)
            let sum = periods[index].snapped.sum(&scale.overflow)
            noteNegativeHours(index)
            if periods[index].present.isEmpty {
                noteOnce(.volumeMissing, periods[index].source, -1)
            }
            guard isClockKnown else { continue }
            if periods[index].start < sessionStart || periods[index].start > end {
                notes.append(Note(.periodOutsideSession, period: periods[index].source))
            }
            let length = periods[index].length
            guard length >= 0 else { continue }
            noteOverlap(index, sum)
            // A minute is allowed for hours printed with two decimals.
            if sum > scale.seconds(milliseconds: length + 60_000) { noteExcess(index, sum) }
            checkPower(index, charge)
        }
        checkTotals(charge.claimed, sums)
        if charge.connectorPowerType != nil { checkConnector(charge, sums.energy) }
    }

    /// Two periods that start together: the first one lasts no time, and yet it has volume.
    private mutating func noteOverlap(_ index: Int, _ hours: Number) {
        guard periods[index].length == 0, index + 1 < periods.count,
            !periods[index].energy.isZero || !hours.isZero
        else { return }
        notes.append(Note(.periodsOverlap, period: periods[index].source))
    }

    private mutating func noteNegativeHours(_ index: Int) {
        let hours = periods[index].literal
        guard hours.time.isNegative || hours.parking.isNegative || hours.reserved.isNegative else {
            return
        }
        notes.append(Note(.hoursNegative, period: periods[index].source))
    }

    private mutating func noteExcess(_ index: Int, _ sum: Number) {
        var note = Note(.volumeExceedsClock, period: periods[index].source)
        note.first = Figure(sum, over: scale.unit)
        let length = scale.seconds(milliseconds: periods[index].length)
        note.second = Figure(length, over: scale.unit)
        notes.append(note)
        guard let unit = hoursUnit(sum, milliseconds: periods[index].length) else { return }
        let code: NoteCode = unit == 60 ? .hoursInMinutes : .hoursInSeconds
        notes.append(Note(code, period: periods[index].source))
    }

    /// 60 or 3600 when so many times the clock's time were given, within a minute of it.
    private mutating func hoursUnit(_ sum: Number, milliseconds: Int64) -> Int64? {
        guard milliseconds >= 60_000, milliseconds < 1_000_000_000_000 else { return nil }
        for unit: Int64 in [60, 3600] {
            let slack = min(milliseconds / 2, 60_000)
            let low = scale.seconds(milliseconds: (milliseconds - slack) * unit)
            let high = scale.seconds(milliseconds: (milliseconds + slack) * unit)
            if low <= sum, sum <= high { return unit }
        }
        return nil
    }

    /// Energy that the period's own MAX_POWER cannot have delivered in its time.
    private mutating func checkPower(_ index: Int, _ charge: Charge) {
        let (energy, length) = (periods[index].energy, periods[index].length)
        guard energy > .zero, length < 1_000_000_000_000 else { return }
        var most: Number?
        for place in charge.periods[Int(periods[index].source)].volumes
        where charge.volumes[Int(place)].kind == .maxPower {
            let power = scale.quantity(charge.volumes[Int(place)].amount)
            most = most.map { max($0, power) } ?? power
        }
        guard let most, !most.isNegative else { return }
        // A minute and 0.1 kWh are allowed for rounding.
        let delivered = most.times(Number(Int128(length) + 60_000), &scale.overflow)
        let slack = Number(100_000 * 3_600_000).times(scale.perMillionth, &scale.overflow)
        let limit = delivered.plus(slack, &scale.overflow)
        guard energy.times(Number(3_600_000), &scale.overflow) > limit else { return }
        var note = Note(.energyExceedsPower, period: periods[index].source)
        note.first = Figure(energy, over: scale.unit)
        note.second = Figure(most, over: scale.unit)
        notes.append(note)
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
