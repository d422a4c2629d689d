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

    @Test func `periods split where the price changes are a permitted reading`() throws {
        // 09:00Z to 11:00Z at 2 EUR/h until 10:00Z and 5 after it: as sent 2 × 2, split 2 + 5.
        var given = try charge {
            $0.cost = Price(beforeTax: ExactDecimal(7), afterTax: nil)
            $0.timeCost = Price(beforeTax: ExactDecimal(7), afterTax: nil)
        }
        given.start = Instant("2026-10-05T09:00:00Z")
        given.periods[0].start = try #require(given.start)
        given.volumes = [Volume(.time, ExactDecimal(2))]
        given.periods[0].volumes = 0..<1
        var early = Restrictions()
        early.endMinute = 600
        let two = PriceComponent(.time, price: ExactDecimal(2), stepSize: 1)
        let five = PriceComponent(.time, price: ExactDecimal(5), stepSize: 1)
        let tariff = try tariff {
            $0.elements = [
                TariffElement(components: [two], restrictions: early),
                TariffElement(components: [five]),
            ]
        }
        let rules = RatingRules(rounding: .none, timeZone: "UTC")
        let result = try #require(verify(given, by: [compile(tariff)], under: rules))
        let explanation = try #require(result.explanation)
        #expect(explanation.deviations == [.otherPeriods])
        #expect(explanation.isWhole)
        #expect(explanation.deviations.map(\.isPermitted) == [true])
        #expect(result.fields.map(causes) == [["component 3"], ["component 3"]])
    }

    @Test func `hours taken as printed are a permitted reading`() throws {
        // 40 min printed as 0.6667 h = 2400.12 s: four steps of 10 min, five as printed.
        var given = try charge { $0.cost = Price(beforeTax: ExactDecimal("2.5"), afterTax: nil) }
        given.end = given.start?.advanced(bySeconds: 2400)
        given.volumes = [Volume(.time, try #require(ExactDecimal("0.6667")))]
        given.periods[0].volumes = 0..<1
        let tariff = try tariff {
            $0.elements = [
                TariffElement(components: [
                    PriceComponent(.time, price: ExactDecimal(3), stepSize: 600)
                ])
            ]
        }
        let rules = RatingRules(rounding: .none)
        let result = try #require(verify(given, by: [compile(tariff)], under: rules))
        #expect(result.explanation?.deviations == [.otherHours])
        #expect(result.explanation?.deviations.map(\.isPermitted) == [true])
        #expect(result.fields.map(causes) == [["snap 0.5"]])
    }

    @Test(arguments: [
        ("0.26", "each line half-up"), ("0.24", "each line half-even"),
        ("0.3", nil as String?),
    ])
    func `rounding each line is found out, another price is not taken for it`(
        _ claim: String, _ rounding: String?
    ) throws {
        // Two periods of 0.125 EUR each: 0.25 exactly, 0.13 + 0.13, 0.12 + 0.12.
        var given = try charge { $0.cost = Price(beforeTax: ExactDecimal(claim), afterTax: nil) }
        let half = try #require(ExactDecimal("0.5"))
        given.volumes = [Volume(.energy, half), Volume(.energy, half)]
        let later = try #require(given.start).advanced(bySeconds: 1800)
        given.periods = [
            ChargingPeriod(start: try #require(given.start), volumes: 0..<1),
            ChargingPeriod(start: later, volumes: 1..<2),
        ]
        let price = try #require(ExactDecimal("0.25"))
        let tariff = try tariff {
            $0.elements = [
                TariffElement(components: [PriceComponent(.energy, price: price, stepSize: 1)])
            ]
        }
        let rules = RatingRules(rounding: .none)
        let result = try #require(verify(given, by: [compile(tariff)], under: rules))
        #expect(!result.agrees)
        #expect(result.explanation?.rounding == rounding)
        #expect(result.explanation?.deviations == (rounding == nil ? nil : []))
        let gap = try #require(ExactDecimal(claim)) - #require(ExactDecimal("0.25"))
        let cause = rounding == nil ? "price" : "rounding"
        #expect(result.fields.map(causes) == [["\(cause) \(ExactAmount(gap).text)"]])
    }

    @Test func `a total cut off instead of rounded is named`() throws {
        // 3.80 + 0.009 of a dearer kWh: 6 × 0.3015 + 2 = 3.809, rounded 3.81, cut 3.80.
        let price = try #require(ExactDecimal("0.3015"))
        let dearer = try tariff { $0.elements[0].components[0].price = price }
        let result = try verified("3.8", nil, dearer)
        #expect(result.explanation?.rounding == "the total down")
        #expect(result.explanation?.deviations == [])
        #expect(result.fields.map(causes) == [["rounding -0.009"]])
    }

    @Test func `every cost that the CDR claims is a field, on each side of tax`() throws {
        let all = Price(beforeTax: ExactDecimal(1), afterTax: ExactDecimal(2))
        let result = try verified("3.8", "4.18", tariff()) {
            ($0.fixed, $0.energyCost, $0.timeCost) = (all, all, all)
            ($0.parkingCost, $0.reservationCost) = (all, all)
            ($0.energy, $0.time) = (ExactDecimal("5.3"), ExactDecimal(1))
            $0.parkingTime = ExactDecimal("0.25")
        }
        #expect(result.fields.count == 12)
        #expect(result.fields.map(\.isAfterTax) == (0..<12).map { $0 % 2 == 1 })
        let differing = Set(result.fields.filter { $0.agrees == false }.map(\.category))
        #expect(differing == [.fixed, .energy, .time, .parking, .reservation])
        for field in result.fields { _ = causes(field) }
        #expect(result.volumes.map(\.total) == [.energy, .time, .parkingTime])
        #expect(result.volumes.map(\.agrees) == [true, true, false])
    }

    @Test func `steps, a limit and tax left out together are three causes`() throws {
        // Ours: 3.80 held at 3.50, with tax 3.85. Theirs: 5.3 × 0.30 + 2 = 3.59 on both sides.
        let limit = Price(beforeTax: ExactDecimal("3.5"), afterTax: nil)
        let limited = try tariff { $0.maxPrice = limit }
        let result = try verified("3.59", "3.59", limited)
        #expect(result.explanation?.deviations == [.noSteps, .noLimits, .noTax])
        // Without steps the limit of 3.50 still holds: it takes all of 0.09.
        #expect(causes(result.fields[0]) == ["limit 0.09"])
        // After tax: without the limit 3.59 × 1.1 = 3.949, 0.099 more; without tax 0.359 less.
        #expect(causes(result.fields[1]) == ["limit 0.099", "tax -0.359"])
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
