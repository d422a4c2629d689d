import Amounts
import Rating
import Roaming
import Testing

@Suite struct OutcomeTests {
    private let day: Instant = Instant(seconds: 1_705_312_800)

    private func charge(_ volumes: [Volume], hours: Int64 = 1) -> Charge {
        var charge = Charge(version: .v221)
        charge.currency = eur
        charge.start = day
        charge.end = day.advanced(bySeconds: 3600 * hours)
        charge.volumes = volumes
        charge.periods = [ChargingPeriod(start: day, volumes: 0..<Int32(volumes.count))]
        return charge
    }

    private func tariff(_ components: [PriceComponent]) -> Tariff {
        Tariff(
            party: nil, id: "T1", currency: eur,
            elements: [TariffElement(components: components)], version: .v221)
    }

    private func decimal(_ text: String) throws -> ExactDecimal {
        try #require(ExactDecimal(text))
    }

    @Test func `reasons for refusal are reported in the order in which they are declared`() throws {
        var wrong = charge([])
        wrong.periods[0].tariffID = "X"
        wrong.currency = Currency("INR")
        wrong.periods[0].start = Instant(seconds: 0)
        var clocked = tariff([PriceComponent(.energy, price: ExactDecimal(1))])
        clocked.elements[0].restrictions.startMinute = 60
        var late = clocked
        late.validFrom = day.advanced(bySeconds: 1)
        var none = wrong
        none.periods = []
        let compiled = [compile(clocked), compile(clocked)]
        var rupees = wrong
        rupees.periods[0].tariffID = "T1"
        var placeholder = rupees
        placeholder.currency = eur
        var nowhere = placeholder
        nowhere.periods[0].start = day
        var expired = nowhere
        expired.currency = Currency("INR")
        let steps: [(Charge, [CompiledTariff], Unpriceable)] = [
            (none, [], .periodsMissing), (wrong, [], .tariffMissing),
            (wrong, compiled, .tariffUnknown), (expired, [compile(late)], .tariffNotValid),
            (rupees, compiled, .currencyMismatch), (placeholder, compiled, .clockMissing),
            (nowhere, compiled, .timeZoneMissing),
        ]
        for (charge, tariffs, reason) in steps {
            let outcome = rate(charge, by: tariffs, under: RatingRules())
            guard case .unpriceable(let refusal) = outcome else {
                Issue.record("\(reason): priced")
                continue
            }
            #expect(refusal.reason == reason)
        }
        #expect(Array(Unpriceable.allCases.prefix(7)) == steps.map(\.2))
    }

    @Test func `the monthly rounding is half up, on the total only`() throws {
        let tariff = tariff([
            PriceComponent(.energy, price: try decimal("0.005"), stepSize: 0),
            PriceComponent(.time, price: try decimal("0.001"), stepSize: 0),
        ])
        let charge = charge([Volume(.energy, ExactDecimal(1)), Volume(.time, ExactDecimal(1))])
        let rated = try priced(charge, [tariff], RatingRules())
        #expect(try rated.price(.total).afterTax == decimal("0.01"))
        #expect(try rated.price(.energy).afterTax == decimal("0.005"))
        #expect(rated.afterTax(.total)?.text == "0.006")
    }

    @Test func `rounding lines or dimensions first may give another total`() throws {
        var charge = charge([
            Volume(.energy, ExactDecimal(1)), Volume(.energy, ExactDecimal(1)),
        ])
        charge.periods = [
            ChargingPeriod(start: day, volumes: 0..<1),
            ChargingPeriod(start: day.advanced(bySeconds: 60), volumes: 1..<2),
        ]
        let tariff = tariff([
            PriceComponent(.energy, price: try decimal("0.0052"), stepSize: 0),
            PriceComponent(.flat, price: try decimal("0.004")),
        ])
        for (scope, expected) in [
            (RoundingPolicy.Scope.line, "0.02"), (.dimension, "0.01"), (.total, "0.01"),
            (.none, "0.0144"),
        ] {
            let policy = RoundingPolicy(
                name: "test", scope: scope, mode: .halfUp, defaultDigits: 2)
            let rated = try priced(charge, [tariff], RatingRules(rounding: policy))
            #expect(try rated.price(.total).afterTax == decimal(expected), "\(scope)")
        }
    }

    @Test func `numbers far beyond fixed point stay exact`() throws {
        let tariff = tariff([
            PriceComponent(
                .energy, price: try decimal("1.2345678901234567890123456789"), vat: nil,
                stepSize: 0)
        ])
        let charge = charge([Volume(.energy, try decimal("0.0000000000000000001"))])
        let rated = try priced(charge, [tariff], RatingRules(rounding: .none))
        let digits = "12345678901234567890123456789"
        #expect(
            rated.afterTax(.total)?.description == "\(digits)/1" + String(repeating: "0", count: 47)
        )
        let huge = self.charge([Volume(.energy, try decimal("1e30"))])
        let much = try priced(huge, [tariff], RatingRules(rounding: .none))
        #expect(much.afterTax(.total)?.text == "1234567890123456789012345678900")
    }

    @Test func `an amount too large for a decimal is refused, not cut`() throws {
        let tariff = tariff([PriceComponent(.energy, price: try decimal("1e30"), stepSize: 0)])
        let rated = try priced(
            charge([Volume(.energy, try decimal("1e30"))]), [tariff], RatingRules())
        #expect(throws: AmountOverflow.self) { try rated.price(.total) }
    }

    @Test func `what snapping is worth stands in its note`() throws {
        let tariff = tariff([PriceComponent(.time, price: ExactDecimal(3), stepSize: 600)])
        var charge = charge([Volume(.time, try decimal("0.6667"))])
        charge.end = day.advanced(bySeconds: 2400)
        let rated = try priced(charge, [tariff], RatingRules(rounding: .none))
        let note = try #require(rated.findings.first { $0.code == "TIME_SNAPPED" })
        let half = try decimal("0.5")
        #expect(note.atStake == half)
        #expect(note.text.contains("2.0000"))
        #expect(note.text.contains("2.5000"))
    }

    @Test func `the working says why earlier elements did not apply`() throws {
        var tariff = tariff([PriceComponent(.energy, price: ExactDecimal(1))])
        tariff.elements[0].restrictions.startMinute = 20 * 60
        tariff.elements.append(
            TariffElement(
                components: [PriceComponent(.energy, price: ExactDecimal(2), stepSize: 500)]))
        let charge = charge([Volume(.energy, try decimal("0.7"))])
        let rules = RatingRules(rounding: .none, timeZone: "UTC", detail: .working)
        let rated = try priced(charge, [tariff], rules)
        let line = try #require(rated.working.first)
        #expect(rated.working.count == 1)
        #expect(line.source?.element == 1)
        #expect(line.skipped.map(\.reason) == ["10:00 local time is outside 20:00-00:00"])
        #expect(line.volumeSent.text == "0.7")
        #expect(line.volumeBilled.text == "1")
        #expect(line.stepApplied == 500)
        #expect(line.afterTax?.text == "2")
    }
}
