import Amounts
import Rating
import Roaming
import Testing

/// Energy and hours that a CDR totals, against what its periods add up to.
@Suite struct VolumeVerificationTests {
    private let start: Instant = Instant(seconds: 1_791_194_400)  // 2026-10-05T10:00:00Z

    /// From 10:00 on: minutes, and what was measured in them.
    private func charge(
        _ periods: (minutes: Int64, volumes: [(VolumeKind, String)])...,
        claim: (inout ClaimedTotals) -> Void
    ) throws -> Charge {
        var charge = Charge(version: .v221)
        charge.currency = eur
        charge.start = start
        var now = start
        for period in periods {
            let from = Int32(charge.volumes.count)
            for (kind, amount) in period.volumes {
                charge.volumes.append(Volume(kind, try #require(ExactDecimal(amount))))
            }
            charge.periods.append(
                ChargingPeriod(start: now, volumes: from..<Int32(charge.volumes.count)))
            now = now.advanced(bySeconds: period.minutes * 60)
        }
        charge.end = now
        claim(&charge.claimed)
        return charge
    }

    /// 0.30 per kWh in steps of 1 kWh, 2.00 per hour and 1.00 per hour of parking in steps of 10 min.
    private func tariff() throws -> Tariff {
        let price = try #require(ExactDecimal("0.30"))
        return Tariff(
            party: nil, id: "T", currency: eur,
            elements: [
                TariffElement(components: [
                    PriceComponent(.energy, price: price, stepSize: 1000),
                    PriceComponent(.time, price: ExactDecimal(2), stepSize: 600),
                    PriceComponent(.parkingTime, price: ExactDecimal(1), stepSize: 600),
                ])
            ], version: .v221)
    }

    private func verified(_ charge: Charge, _ rules: RatingRules? = nil) throws -> Verification {
        try #require(
            verify(charge, by: [compile(tariff())], under: rules ?? RatingRules(rounding: .none)))
    }

    /// The one claimed total: does it agree, its causes, and what it is instead.
    private func sole(_ charge: Charge, _ rules: RatingRules? = nil) throws -> Sole {
        let volumes = try verified(charge, rules).volumes
        try #require(volumes.count == 1)
        let sum = volumes[0].causes.reduce(ExactAmount.zero) { $0 + $1.amount }
        #expect(volumes[0].ours == nil || sum == volumes[0].difference)
        return Sole(
            agrees: volumes[0].agrees,
            causes: volumes[0].causes.map { "\($0.cause.rawValue) \($0.amount.text)" },
            reading: volumes[0].reading)
    }

    private struct Sole: Equatable {
        var agrees: Bool?
        var causes: [String]
        var reading: VolumeReading?

        init(agrees: Bool?, causes: [String] = [], reading: VolumeReading? = nil) {
            (self.agrees, self.causes, self.reading) = (agrees, causes, reading)
        }

        init(_ row: Row) { self.init(agrees: row.1, causes: row.2, reading: row.3) }
    }

    /// A claim, whether it agrees, the causes of the difference, and what it is instead.
    typealias Row = (String, Bool, [String], VolumeReading?)

    /// 2.1 + 3.2 kWh. The claim and two volumes are each good to half a unit of their last digit,
    /// of 1 Wh at least: 5.300 to 1.5 Wh, 5.30 to 6 Wh.
    static let energies: [Row] = [
        ("5.3", true, [], nil), ("5.301", true, ["rounding 0.001"], nil),
        ("5.302", false, ["quantity 0.002"], nil), ("5.299", true, ["rounding -0.001"], nil),
        ("5.298", false, ["quantity -0.002"], nil), ("6", false, ["step 0.7"], .wholeSteps),
        ("5300", false, ["quantity 5294.7"], .wattHours),
        ("5301", false, ["quantity 5294.7", "rounding 1"], .wattHours),
        ("0", false, ["quantity -5.3"], nil),
    ]

    @Test(arguments: energies)
    func `total_energy is what the periods add up to, to the last digit`(_ row: Row) throws {
        let given = try charge((60, [(.energy, "2.1")]), (60, [(.energy, "3.2"), (.time, "1")])) {
            $0.energy = ExactDecimal(row.0)
        }
        #expect(try sole(given) == Sole(row))
    }

    /// 1 h of charging and 0.5 h of parking.
    static let times: [Row] = [
        ("1.5", true, [], nil), ("1.5001", true, ["rounding 0.0001"], nil),
        ("1.5002", false, ["quantity 0.0002"], nil), ("1.49", false, ["quantity -0.01"], nil),
        ("1", false, ["quantity -0.5"], .chargingOnly),
        ("90", false, ["quantity 88.5"], .minutes), ("5400", false, ["quantity 5398.5"], .seconds),
    ]

    @Test(arguments: times)
    func `total_time is the time of all periods`(_ row: Row) throws {
        let given = try charge((60, [(.time, "1")]), (30, [(.parkingTime, "0.5")])) {
            $0.time = ExactDecimal(row.0)
        }
        #expect(try sole(given) == Sole(row))
    }

    /// 27 min of parking in steps of 10.
    static let parkings: [Row] = [
        ("0.45", true, [], nil), ("0.5", false, ["step 0.05"], .wholeSteps),
        ("27", false, ["quantity 26.55"], .minutes),
        ("1620", false, ["quantity 1619.55"], .seconds), ("0", false, ["quantity -0.45"], nil),
    ]

    @Test(arguments: parkings)
    func `total_parking_time is the parking of all periods`(_ row: Row) throws {
        let given = try charge((60, [(.time, "1")]), (27, [(.parkingTime, "0.45")])) {
            $0.parkingTime = ExactDecimal(row.0)
        }
        #expect(try sole(given) == Sole(row))
    }

    @Test func `printed hours that were added up agree, and the snap is the cause`() throws {
        // 40 min are 0.67 h; two of them 1.34 as printed and 4/3 by the clock.
        let given = try charge((40, [(.time, "0.67")]), (40, [(.time, "0.67")])) {
            $0.time = ExactDecimal("1.34")
        }
        #expect(
            try sole(given) == Sole(agrees: true, causes: ["snap 1/150"], reading: .printedHours))
        let literal = RatingRules(rounding: .none, hours: .literal)
        #expect(try sole(given, literal) == Sole(agrees: true))
    }

    @Test func `total_time may leave out the reservation, and may count it`() throws {
        for (claim, causes) in [("1.25", []), ("1", ["quantity -0.25"])] {
            let given = try charge((15, [(.reservationTime, "0.25")]), (60, [(.time, "1")])) {
                $0.time = ExactDecimal(claim)
            }
            let found = try sole(given)
            #expect(found.agrees == true)
            #expect(found.causes == causes)
        }
    }

    @Test func `a total_time of the clock is told from one of the periods`() throws {
        let given = try charge((60, [(.time, "0.75")])) { $0.time = ExactDecimal("1") }
        #expect(
            try sole(given) == Sole(agrees: false, causes: ["quantity 0.25"], reading: .clock))
        // Without any hours in the periods the clock is all there is.
        let silent = try charge((60, [(.energy, "5")])) { $0.time = ExactDecimal("1") }
        #expect(try sole(silent) == Sole(agrees: true))
    }

    @Test func `what no period states is unknown, not zero`() throws {
        let given = try charge((60, [(.energy, "5")])) { $0.parkingTime = ExactDecimal("1") }
        #expect(try sole(given) == Sole(agrees: nil))
        // As in the specification's own example (mod_cdrs): periods with TIME only.
        let timed = try charge((60, [(.time, "1")])) { $0.energy = ExactDecimal("15.342") }
        #expect(try sole(timed) == Sole(agrees: nil))
        let result = try verified(timed)
        #expect(result.agrees)
    }

    @Test func `volumes that differ are no agreement, though all costs agree`() throws {
        let given = try charge((60, [(.energy, "5"), (.time, "1")])) {
            $0.cost = Price(beforeTax: ExactDecimal("3.5"), afterTax: nil)
            $0.energy = ExactDecimal("50")
        }
        let result = try verified(given)
        #expect(result.costsAgree)
        #expect(!result.agrees)
    }
}
