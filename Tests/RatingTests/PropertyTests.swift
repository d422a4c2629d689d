import Amounts
import Foundation
import Rating
import Roaming
import Testing

@Suite struct PropertyTests {
    /// RATING_ROUNDS makes a longer run of it: 4,200 are 100,000 CDRs.
    static let rounds = ProcessInfo.processInfo.environment["RATING_ROUNDS"].flatMap { Int($0) }

    /// Every charge in one of the four readings, in fixed point and wide.
    @Test(arguments: 1...8)
    func `both pricers agree on random charges to the last digit`(seed: Int) throws {
        var source = RandomCharges(seed: UInt64(seed))
        for round in 0..<(Self.rounds ?? 110) {
            let tariffs = [source.tariff("T1"), source.tariff("T2")]
            let compiled = tariffs.map { compile($0) }
            for _ in 0..<3 {
                let reading = Reading(
                    zone: source.random.one(of: RandomCharges.zones),
                    periods: source.random.one(of: [.asSent, .split]),
                    hours: source.random.one(of: [.snapped, .snapped, .literal]))
                let charge = source.charge(tariffs)
                try compare(charge, tariffs, compiled, reading, "seed \(seed) round \(round)")
            }
        }
    }

    /// Those that need no scratch space take a way of their own.
    @Test(arguments: 1...8)
    func `both pricers agree on plain charges to the last digit`(seed: Int) throws {
        var source = RandomCharges(seed: UInt64(seed) + 1000)
        for round in 0..<(Self.rounds ?? 110) {
            let tariff = source.plainTariff("T1")
            let compiled = [compile(tariff)]
            for _ in 0..<3 {
                let reading = Reading(
                    zone: source.random.one(of: RandomCharges.zones),
                    periods: source.random.one(of: [.asSent, .split]),
                    hours: source.random.one(of: [.snapped, .snapped, .literal]))
                let charge = source.plainCharge(tariff)
                try compare(charge, [tariff], compiled, reading, "seed \(seed) round \(round)")
            }
        }
    }

    private struct Reading {
        var zone: String
        var periods: RatingRules.PeriodReading
        var hours: RatingRules.TimeReading
    }

    private func compare(
        _ charge: Charge, _ tariffs: [Tariff], _ compiled: [CompiledTariff], _ reading: Reading,
        _ place: String
    ) throws {
        let naive = NaivePricer(
            charge: charge, tariffs: tariffs,
            zone: try #require(TimeZone(identifier: reading.zone)),
            splits: reading.periods == .split, snaps: reading.hours == .snapped)
        let expected = naive.parts
        for detail in [RatingRules.Detail.priceOnly, .working] {
            let rules = RatingRules(
                rounding: .none, periods: reading.periods, hours: reading.hours,
                timeZone: reading.zone, detail: detail)
            guard case .priced(let rated) = rate(charge, by: compiled, under: rules) else {
                Issue.record("\(place): not priced")
                return
            }
            guard parts(rated) == expected else {
                Issue.record(
                    "\(place) \(reading) \(detail): \(parts(rated)) for \(expected)\n\(charge)\n\(tariffs)"
                )
                return
            }
            if detail == .working { checkWorking(rated, place) }
        }
    }

    /// The working, then limits and credit, sums to the total; so does every category.
    private func checkWorking(_ rated: RatedCharge, _ place: String) {
        for category in Category.allCases {
            let lines = rated.working.filter { category == .total || $0.category == category }
            var before: ExactAmount? = .zero
            var after: ExactAmount? = .zero
            let steps = category == .total ? rated.limits : []
            for amounts in lines.map({ ($0.beforeTax, $0.afterTax) })
                + steps.map({ ($0.beforeTax, $0.afterTax) })
            {
                before = before.flatMap { sum in amounts.0.map { sum + $0 } }
                after = after.flatMap { sum in amounts.1.map { sum + $0 } }
            }
            if let total = rated.beforeTax(category), let before {
                #expect(before == total, "\(place) \(category)")
            }
            if let total = rated.afterTax(category), let after {
                #expect(after == total, "\(place) \(category)")
            }
        }
    }
}
