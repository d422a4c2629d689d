import Amounts
import Rating
import Roaming
import Testing

/// Several taxes in one amount (2.3.0 `Price.taxes`) add up exactly, largest remainder first.
@Suite struct TaxShareTests {
    private func shares(
        _ components: [PriceComponent], kWh: String = "1", digits: Int = 2,
        credit: Bool = false, change: (inout Tariff) -> Void = { _ in }
    ) throws -> [String]? {
        var charge = Charge(version: .v230)
        charge.currency = eur
        let start = Instant(seconds: 1_791_194_400)
        charge.start = start
        charge.end = start.advanced(bySeconds: 3600)
        charge.volumes = [
            Volume(.energy, try #require(ExactDecimal(kWh))), Volume(.time, ExactDecimal(1)),
        ]
        charge.periods = [ChargingPeriod(start: start, volumes: 0..<2)]
        charge.credit = credit
        var tariff = Tariff(
            party: nil, id: "T", currency: eur,
            elements: [TariffElement(components: components)], version: .v230)
        tariff.taxIncluded = .no
        change(&tariff)
        let policy = RoundingPolicy(
            name: "test", scope: .total, mode: .halfUp, defaultDigits: digits)
        let rated = try priced(charge, [tariff], RatingRules(rounding: policy, detail: .working))
        let price = try rated.price(.total)
        let found = try rated.taxes(.total)
        if let found, let before = price.beforeTax, let after = price.afterTax {
            var sum = ExactDecimal.zero
            for share in found { sum = try sum + share.amount }
            #expect(try sum == after - before)
        }
        return found?.map { "\($0.rate) % \($0.amount)" }
    }

    private func component(
        _ dimension: TariffDimension, _ price: String, _ vat: String?
    ) throws -> PriceComponent {
        PriceComponent(
            dimension, price: try #require(ExactDecimal(price)),
            vat: vat.flatMap { ExactDecimal($0) }, stepSize: 1)
    }

    @Test func `the taxes of the specification's start fee example are two`() throws {
        // 0.50 with 20 % and 20 kWh at 0.25 with 10 %: 0.10 and 0.50 of 0.60.
        let found = try shares(
            [component(.flat, "0.50", "20"), component(.energy, "0.25", "10")], kWh: "20")
        #expect(found == ["10 % 0.50", "20 % 0.10"])
    }

    @Test func `what rounding leaves over goes to the largest remainder`() throws {
        // Taxes of 0.014, 0.013 and 0.013 are 0.04 in all: 0.01 each, the rest to the first.
        let found = try shares([
            component(.energy, "0.14", "10"), component(.time, "0.26", "5"),
            component(.flat, "0.065", "20"),
        ])
        // Before tax 0.465 is printed 0.47, after tax 0.505 is printed 0.51.
        #expect(found == ["5 % 0.01", "10 % 0.02", "20 % 0.01"])
    }

    @Test func `one rate has all of it, no rate has none`() throws {
        #expect(try shares([component(.energy, "1", "21")]) == ["21 % 0.21"])
        #expect(try shares([component(.energy, "1", nil)]) == [])
        #expect(try shares([component(.energy, "1", "0")]) == [])
    }

    @Test func `a limit's tax is shared as that of the lines is`() throws {
        // 1.00 with 10 % and 1.00 with 30 %: 0.40 on 2.00; held at 1.00 the tax is 0.20.
        let limit = Price(beforeTax: ExactDecimal(1), afterTax: nil)
        let found = try shares([component(.energy, "1", "10"), component(.time, "1", "30")]) {
            $0.maxPrice = limit
        }
        #expect(found == ["10 % 0.05", "30 % 0.15"])
    }

    @Test func `a credit gives its taxes back`() throws {
        let found = try shares(
            [component(.energy, "1", "10"), component(.time, "1", "30")], credit: true)
        #expect(found == ["10 % -0.10", "30 % -0.30"])
    }

    @Test func `taxes that nobody can tell apart are unknown`() throws {
        let gross = try shares([component(.energy, "1", nil)]) { $0.taxIncluded = .yes }
        #expect(gross == nil)
        let mixed = try shares([component(.energy, "1", "10"), component(.time, "-1", "30")])
        #expect(mixed == nil)
    }
}
