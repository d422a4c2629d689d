import Amounts
import Roaming

/// The states a session can be in, cut at every bound of a tariff: within one cell nothing that a
/// restriction looks at changes, so asking each cell once asks for all sessions there are.
struct TariffStates {
    /// Cells beyond this many are not worth anybody's time.
    static let most = 200_000

    /// From (inclusive) until (exclusive), minutes of the local day.
    let hours: [Range<Int>]
    /// Days since 1970.
    let dates: [Range<Int>]
    /// Lower ends of stretches, the first is zero.
    let energies: [ExactDecimal]
    let durations: [Int64]
    /// Nil = the period does not state it; only that when no restriction asks.
    let currents: [ExactDecimal?]
    let powers: [ExactDecimal?]

    init(_ tariff: Tariff) {
        let given = tariff.elements.map(\.restrictions)
        var minutes: Set<Int> = [0, 1440]
        var days: Set<Int> = [-1_000_000, 1_000_000]
        for restrictions in given {
            for minute in [restrictions.startMinute, restrictions.endMinute] {
                if let minute { minutes.insert(min(max(minute, 0), 1440)) }
            }
            for day in [restrictions.startDate, restrictions.endDate] {
                if let day { days.insert(day.daysSince1970) }
            }
        }
        hours = Self.ranges(minutes)
        dates = Self.ranges(days)
        energies = Self.ends(given.flatMap { [$0.minEnergy, $0.maxEnergy] }, .zero)
        durations = Self.ends(given.flatMap { [$0.minDuration, $0.maxDuration] }, 0)
        let currents = given.flatMap { [$0.minCurrent, $0.maxCurrent] }
        let powers = given.flatMap { [$0.minPower, $0.maxPower] }
        self.currents = Self.measured(currents)
        self.powers = Self.measured(powers)
    }

    var count: Int {
        [
            7, hours.count, dates.count, energies.count, durations.count, currents.count,
            powers.count,
        ]
        .reduce(1) { product, factor in
            let (value, overflow) = product.multipliedReportingOverflow(by: factor)
            return overflow ? .max : value
        }
    }

    /// Clock first, volumes inside: all cells of one hour of the week come together.
    func forEach(_ visit: (TariffState) -> Void) {
        for weekday in 0..<7 {
            for (hour, minutes) in hours.enumerated() {
                for date in dates where Self.has(weekday, date) {
                    forEachVolume(TariffState(weekday: weekday, hour: hour, minutes, date), visit)
                }
            }
        }
    }

    private func forEachVolume(_ clock: TariffState, _ visit: (TariffState) -> Void) {
        var state = clock
        for energy in energies {
            state.energy = energy
            for duration in durations {
                state.duration = duration
                for current in currents {
                    state.current = current
                    for power in powers {
                        state.power = power
                        visit(state)
                    }
                }
            }
        }
    }

    /// Whether a stretch of dates has such a weekday (0 = Monday; 1970-01-01 was a Thursday).
    private static func has(_ weekday: Int, _ dates: Range<Int>) -> Bool {
        dates.count >= 7 || dates.contains { Day(daysSince1970: $0).weekday - 1 == weekday }
    }

    private static func ranges(_ ends: Set<Int>) -> [Range<Int>] {
        let sorted = ends.sorted()
        return zip(sorted, sorted.dropFirst()).map { $0..<$1 }
    }

    private static func ends<Value: Hashable & Comparable>(
        _ bounds: [Value?], _ zero: Value
    ) -> [Value] {
        Set(bounds.compactMap { $0 }.filter { zero < $0 } + [zero]).sorted()
    }

    private static func measured(_ bounds: [ExactDecimal?]) -> [ExactDecimal?] {
        guard bounds.contains(where: { $0 != nil }) else { return [nil] }
        return [nil] + ends(bounds, .zero)
    }
}

/// One cell, by its lower end.
struct TariffState {
    /// 0 = Monday.
    let weekday: Int
    /// Into `TariffStates.hours`.
    let hour: Int
    let minutes: Range<Int>
    let dates: Range<Int>
    var energy = ExactDecimal.zero
    var duration: Int64 = 0
    var current: ExactDecimal?
    var power: ExactDecimal?

    init(weekday: Int, hour: Int, _ minutes: Range<Int>, _ dates: Range<Int>) {
        self.weekday = weekday
        self.hour = hour
        self.minutes = minutes
        self.dates = dates
    }

    /// Whether all restrictions but the one for reservations hold here.
    func satisfies(_ given: Restrictions) -> Bool {
        guard given.unknown.isEmpty, satisfiesClock(given) else { return false }
        if let low = given.minEnergy, energy < low { return false }
        if let high = given.maxEnergy, energy >= high { return false }
        if let low = given.minDuration, duration < low { return false }
        if let high = given.maxDuration, duration >= high { return false }
        return Self.holds(current, given.minCurrent, given.maxCurrent)
            && Self.holds(power, given.minPower, given.maxPower)
    }

    private func satisfiesClock(_ given: Restrictions) -> Bool {
        if given.weekdays & 127 != 0, given.weekdays >> UInt8(weekday) & 1 == 0 { return false }
        if let from = given.startDate, dates.lowerBound < from.daysSince1970 { return false }
        if let until = given.endDate, dates.lowerBound >= until.daysSince1970 { return false }
        guard given.startMinute != nil || given.endMinute != nil else { return true }
        let start = (given.startMinute ?? 0) % 1440
        let span = ((given.endMinute ?? 0) % 1440 - start + 1440) % 1440
        return span == 0 || (minutes.lowerBound - start + 1440) % 1440 < span
    }

    private static func holds(
        _ value: ExactDecimal?, _ low: ExactDecimal?, _ high: ExactDecimal?
    ) -> Bool {
        guard low != nil || high != nil else { return true }
        guard let value else { return false }
        if let low, value < low { return false }
        if let high, value >= high { return false }
        return true
    }
}
