import Amounts
import Rating
import Roaming

/// A made-up session to show what a tariff costs. Times are local.
struct ExampleSession {
    let title: String
    /// Days after a Monday, and minutes after that day's midnight.
    private let start: Int64
    private let chargingMinutes: Int64
    private let parkingMinutes: Int64
    private let kWh: Int
    private let kW: Int
    private let amperes: Int

    static let all = [
        ExampleSession(
            title: "A short one: Monday 10:00, half an hour, 11 kWh", start: 10 * 60,
            chargingMinutes: 30, parkingMinutes: 0, kWh: 11, kW: 22, amperes: 32),
        ExampleSession(
            title: "A long one: Saturday 12:00, three hours, 33 kWh, one more hour connected",
            start: (5 * 24 + 12) * 60, chargingMinutes: 180, parkingMinutes: 60, kWh: 33, kW: 11,
            amperes: 16),
        ExampleSession(
            title: "Overnight: Tuesday 20:00, four hours, 44 kWh, connected until 07:00",
            start: (24 + 20) * 60, chargingMinutes: 240, parkingMinutes: 420, kWh: 44, kW: 11,
            amperes: 16),
    ]

    /// What the tariff charges, split wherever its price changes; its own validity is left aside.
    /// - Parameter day: the session takes place in the week that starts on the Monday after it.
    func price(by tariff: Tariff, after day: Day) -> Outcome {
        var tariff = tariff
        (tariff.validFrom, tariff.validUntil) = (nil, nil)
        let rules = RatingRules(
            rounding: .none, periods: .split, timeZone: "UTC", detail: .priceOnly)
        return rate(charge(in: tariff, after: day), by: [compile(tariff)], under: rules)
    }

    private func charge(in tariff: Tariff, after day: Day) -> Charge {
        let monday = day.daysSince1970 + 8 - day.weekday
        let begin = Instant(seconds: Int64(monday) * 86_400 + start * 60)
        let parked = begin.advanced(bySeconds: chargingMinutes * 60)
        var charge = Charge(version: tariff.version)
        charge.currency = tariff.currency
        charge.start = begin
        charge.end = parked.advanced(bySeconds: parkingMinutes * 60)
        charge.volumes = [
            Volume(.energy, ExactDecimal(kWh)), Volume(.time, hours(chargingMinutes)),
            Volume(.minPower, ExactDecimal(kW)), Volume(.maxPower, ExactDecimal(kW)),
            Volume(.minCurrent, ExactDecimal(amperes)), Volume(.maxCurrent, ExactDecimal(amperes)),
        ]
        charge.periods = [ChargingPeriod(start: begin, volumes: 0..<6)]
        guard parkingMinutes > 0 else { return charge }
        charge.volumes += [
            Volume(.parkingTime, hours(parkingMinutes)), Volume(.maxPower, .zero),
            Volume(.maxCurrent, .zero),
        ]
        charge.periods.append(ChargingPeriod(start: parked, volumes: 6..<9))
        return charge
    }

    private func hours(_ minutes: Int64) -> ExactDecimal {
        ExactDecimal(coefficient: Int128(minutes * 10 / 6), scale: 2)
    }
}
