import Amounts
import Rating
import Roaming
import Testing

/// What a claimed total less ours is made of, in decimals.
@Suite struct DifferenceTests {
    @Test(arguments: 1...6)
    func `on random charges the parts sum to claim less ours exactly`(seed: Int) throws {
        var source = RandomCharges(seed: UInt64(seed) + 7000)
        var kinds: Set<Roaming.DifferenceCause.Kind> = []
        for _ in 0..<12 {
            let tariff = source.tariff("T1")
            var charge = source.charge([tariff])
            let digits = source.random.one(of: [2, 2, 2, 3])
            let rules = RatingRules(
                rounding: RoundingPolicy(
                    name: "test", scope: source.random.one(of: [.total, .total, .dimension]),
                    mode: source.random.one(of: [.halfUp, .halfEven]), defaultDigits: digits),
                timeZone: "Europe/Amsterdam")
            let compiled = [compile(tariff)]
            guard case .priced(let rated) = rate(charge, by: compiled, under: rules) else {
                continue
            }
            let ours = try rated.price(.total)
            func claim(_ amount: ExactDecimal?) throws -> ExactDecimal? {
                try amount.map { try $0 + source.random.decimal(-300...300, 3) }
            }
            charge.claimed.cost = Price(
                beforeTax: try claim(ours.beforeTax), afterTax: try claim(ours.afterTax))
            let difference = try explainDifference(
                of: charge, from: rated, by: compiled, under: rules)
            for (parts, claimed, own) in [
                (difference.beforeTax, charge.claimed.cost?.beforeTax, ours.beforeTax),
                (difference.afterTax, charge.claimed.cost?.afterTax, ours.afterTax),
            ] {
                guard let claimed, let own else {
                    #expect(parts.isEmpty)
                    continue
                }
                var sum = ExactDecimal.zero
                for part in parts {
                    sum = try sum + part.amount
                    #expect(!part.amount.isZero)
                    kinds.insert(part.kind)
                }
                #expect(sum == (try claimed - own))
                #expect(Set(parts.map(\.kind)).count == parts.count)
            }
        }
        #expect(kinds.isSuperset(of: [.price, .rounding]))
    }

    @Test(arguments: [
        // 5.3 kWh at 0.30 in steps of 1 kWh and 10 % tax: 1.80 and 1.98.
        ("1.80", "1.98", [], []),
        // Decimals alone.
        ("1.801", "1.984", ["ROUNDING 0.001"], ["ROUNDING 0.004"]),
        // 5.3 kWh × 0.30 = 1.59, × 1.1 = 1.749: without steps, then rounded.
        ("1.59", "1.75", ["STEP -0.21"], ["STEP -0.23"]),
        // Another price, and its tax.
        ("2.80", "3.08", ["PRICE 1.00"], ["PRICE 1.00", "TAX 0.10"]),
        // No tax.
        ("1.80", "1.80", [], ["TAX -0.18"]),
    ])
    func `a difference is told by its causes`(
        before: String, after: String, expectedBefore: [String], expectedAfter: [String]
    ) throws {
        var charge = Charge(version: .v221)
        charge.currency = eur
        charge.start = Instant("2026-10-05T10:00:00Z")
        charge.end = Instant("2026-10-05T11:00:00Z")
        charge.volumes = [Volume(.energy, try #require(ExactDecimal("5.3")))]
        charge.periods = [ChargingPeriod(start: try #require(charge.start), volumes: 0..<1)]
        charge.claimed.cost = Price(
            beforeTax: ExactDecimal(before), afterTax: ExactDecimal(after))
        let energy = PriceComponent(
            .energy, price: try #require(ExactDecimal("0.30")), vat: ExactDecimal(10),
            stepSize: 1000)
        let compiled = [
            compile(
                Tariff(
                    party: nil, id: "T", currency: eur,
                    elements: [TariffElement(components: [energy])], version: .v221))
        ]
        let rules = RatingRules(
            rounding: RoundingPolicy(
                name: "test", scope: .total, mode: .halfUp, defaultDigits: 2))
        guard case .priced(let rated) = rate(charge, by: compiled, under: rules) else {
            Issue.record("not priced")
            return
        }
        let difference = try explainDifference(of: charge, from: rated, by: compiled, under: rules)
        func words(_ parts: [Roaming.DifferenceCause]) -> [String] {
            parts.map { "\($0.kind.rawValue) \($0.amount)" }
        }
        #expect(words(difference.beforeTax) == expectedBefore)
        #expect(words(difference.afterTax).sorted() == expectedAfter.sorted())
    }
}
