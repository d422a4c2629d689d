import Amounts
import Roaming

/// What the periods of one CDR add up to, in the volumes that it totals itself.
struct PeriodSums<Number: ExactInteger>: Sendable {
    var energy = Number.zero
    /// Of charging and parking, without reserved time.
    var session = Number.zero
    var parking = Number.zero
    var reserved = Number.zero
    /// Some period states energy (the specification's own example does not, and totals it).
    var hasEnergy = false

    mutating func add(_ period: Prepared<Number>, _ overflow: inout Bool) {
        energy = energy.plus(period.energy, &overflow)
        session = session.plus(period.snapped.time, &overflow)
        session = session.plus(period.snapped.parking, &overflow)
        parking = parking.plus(period.snapped.parking, &overflow)
        reserved = reserved.plus(period.snapped.reserved, &overflow)
        if period.present.contains(.energy) { hasEnergy = true }
    }
}

extension Engine {
    mutating func checkTotals(_ claimed: ClaimedTotals, _ sums: PeriodSums<Number>) {
        checkEnergy(claimed, sums)
        checkTime(claimed, sums)
        guard let total = claimed.parkingTime, sums.session > .zero else { return }
        let slack = 60_000_000 + total.halfUnit(3_600_000_000)
        compare(.totalParkingDiffers, sums.parking, total.coarse(3_600_000_000), slack)
    }

    private mutating func checkEnergy(_ claimed: ClaimedTotals, _ sums: PeriodSums<Number>) {
        guard let total = claimed.energy, sums.hasEnergy else { return }
        // Each period may be rounded to 1 Wh, the total to its own decimals.
        let claim = total.coarse(1_000_000)
        let slack = 500 * Int128(periods.count + 1) + total.halfUnit(1_000_000)
        guard compare(.totalEnergyDiffers, sums.energy, claim, slack), sums.energy > .zero,
            claim > 0
        else { return }
        if isWithin(claim / 1000, slack, of: sums.energy) {
            notes.append(Note(.totalEnergyInWattHours))
        } else if let slack = multiplied(slack, by: 1000), let claim = multiplied(claim, by: 1000),
            isWithin(claim, slack, of: sums.energy)
        {
            notes.append(Note(.energyInWattHours))
        }
    }

    private func multiplied(_ number: Int128, by factor: Int128) -> Int128? {
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }

    private mutating func checkTime(_ claimed: ClaimedTotals, _ sums: PeriodSums<Number>) {
        let hours = sums.session.plus(sums.reserved, &scale.overflow)
        guard let total = claimed.time, hours > .zero else { return }
        let seconds = total.coarse(3_600_000_000)
        let slack = 60_000_000 + total.halfUnit(3_600_000_000)
        // OCPI does not say whether a reservation belongs to the duration of the session.
        if !sums.reserved.isZero, isWithin(seconds, slack, of: sums.session) { return }
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
