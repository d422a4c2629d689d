import Amounts
import Rating
import Roaming
import Testing

/// One hour from 10:00 UTC on a Monday, 5.3 kWh, 0.9997 h printed; 0.30 EUR/kWh in steps of 1 kWh,
/// 2 EUR/h, 10 % tax: 6 kWh × 0.30 + 1 h × 2 = 3.80 before, 4.18 after tax.
private func charge(_ claim: (inout ClaimedTotals) -> Void) throws -> Charge {
    var charge = Charge(version: .v221)
    charge.currency = eur
    charge.start = Instant("2026-10-05T10:00:00Z")
    charge.end = Instant("2026-10-05T11:00:00Z")
    charge.volumes = [
        Volume(.energy, try #require(ExactDecimal("5.3"))),
        Volume(.time, try #require(ExactDecimal("1.00"))),
    ]
    charge.periods = [ChargingPeriod(start: try #require(charge.start), volumes: 0..<2)]
    claim(&charge.claimed)
    return charge
}

private func tariff(_ change: (inout Tariff) -> Void = { _ in }) throws -> Tariff {
    let vat = ExactDecimal(10)
    let energy = PriceComponent(
        .energy, price: try #require(ExactDecimal("0.30")), vat: vat, stepSize: 1000)
    let time = PriceComponent(.time, price: ExactDecimal(2), vat: vat, stepSize: 1)
    var tariff = Tariff(
        party: nil, id: "T", currency: eur,
        elements: [TariffElement(components: [energy, time])], version: .v221)
    change(&tariff)
    return tariff
}

private func verified(
    _ before: String?, _ after: String? = nil, _ tariff: Tariff,
    _ claim: (inout ClaimedTotals) -> Void = { _ in }
) throws -> Verification {
    let charge = try charge {
        $0.cost = Price(
            beforeTax: before.flatMap { ExactDecimal($0) },
            afterTax: after.flatMap { ExactDecimal($0) })
        claim(&$0)
    }
    let rules = RatingRules(rounding: .none, timeZone: "Europe/Amsterdam")
    return try #require(verify(charge, by: [compile(tariff)], under: rules))
}

/// `cause amount`, after the check that the shares make the difference.
private func causes(_ field: VerifiedField) -> [String] {
    let sum = field.causes.reduce(ExactAmount.zero) { $0 + $1.amount }
    #expect(sum == field.difference)
    return field.causes.map { "\($0.cause.rawValue) \($0.amount.text)" }
}

@Suite struct VerificationTests {
    @Test func `claims that equal ours agree`() throws {
        let result = try verified("3.8", "4.18", tariff())
        #expect(result.agrees)
        #expect(result.explanation == nil)
        #expect(result.fields.map(\.difference) == [.zero, .zero])
    }

    @Test func `a partner who leaves out the steps is found out`() throws {
        // 5.3 kWh × 0.30 + 2 = 3.59, × 1.1 = 3.949.
        let result = try verified("3.59", "3.949", tariff())
        #expect(!result.agrees)
        #expect(result.explanation?.deviations == [.noSteps])
        #expect(result.explanation?.isWhole == true)
        #expect(result.fields.map(causes) == [["step -0.21"], ["step -0.231"]])
    }

    @Test func `steps left out and then rounded are two causes`() throws {
        let result = try verified("3.59", "3.95", tariff())
        #expect(result.explanation?.deviations == [.noSteps])
        #expect(causes(result.fields[1]) == ["step -0.231", "rounding 0.001"])
    }

    @Test func `a limit that was forgotten is a cause`() throws {
        let limited = try tariff { $0.maxPrice = Price(beforeTax: ExactDecimal(3), afterTax: nil) }
        let result = try verified("3.8", nil, limited)
        #expect(result.explanation?.deviations == [.noLimits])
        #expect(result.fields.map(causes) == [["limit 0.8"]])
    }

    @Test func `tax that was forgotten is a cause`() throws {
        let result = try verified("3.8", "3.8", tariff())
        #expect(result.explanation?.deviations == [.noTax])
        #expect(result.fields.map(causes) == [[], ["tax -0.38"]])
    }

    @Test func `another price is what remains, and its tax is tax`() throws {
        let result = try verified("4.8", "5.5", tariff())
        #expect(result.explanation == nil)
        #expect(result.fields.map(causes) == [["price 1"], ["tax 0.32", "price 1"].reversed()])
    }

    @Test func `a total billed by total_energy is a quantity`() throws {
        // 7 kWh × 0.30 + 2 = 4.10.
        let result = try verified("4.1", nil, tariff()) { $0.energy = ExactDecimal(7) }
        #expect(result.explanation?.deviations == [.otherQuantity])
        #expect(result.fields.map(causes) == [["quantity 0.3"]])
    }

    @Test func `times of day matched in UTC instead of local time are another component`() throws {
        // 10:00Z is 12:00 in Amsterdam in summer; 2 EUR until 11:00, then 5.
        let result = try verified(
            "3.8", nil,
            tariff { given in
                let late = PriceComponent(
                    .time, price: ExactDecimal(5), vat: ExactDecimal(10), stepSize: 1)
                var restrictions = Restrictions()
                restrictions.startMinute = 660
                let element = TariffElement(components: [late], restrictions: restrictions)
                given.elements.insert(element, at: 0)
            })
        #expect(result.explanation?.deviations == [.clockInUTC])
        #expect(result.fields.map(causes) == [["component -3"]])
    }

    @Test func `a cost field that differs is named while the others agree`() throws {
        let result = try verified("3.8", nil, tariff()) {
            $0.energyCost = Price(beforeTax: ExactDecimal(2), afterTax: nil)
            $0.timeCost = Price(beforeTax: ExactDecimal(2), afterTax: nil)
        }
        #expect(result.fields.map(\.category) == [.energy, .time, .total])
        #expect(result.fields.map(\.agrees) == [false, true, true])
        #expect(causes(result.fields[0]) == ["price 0.2"])
    }

    @Test func `a credit is compared with its sign`() throws {
        var credit = try charge {
            $0.cost = Price(beforeTax: ExactDecimal("-3.8"), afterTax: nil)
        }
        credit.credit = true
        let result = try #require(
            verify(credit, by: [compile(tariff())], under: RatingRules(rounding: .none)))
        #expect(result.agrees)
    }
}
