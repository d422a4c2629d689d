import Amounts
import Roaming
import Settlement
import Testing

@Suite struct PayoutTests {
    @Test func `share, fees and net of a vendor`() throws {
        let mall = try vendor(terms: [
            ("2026-01-01", terms(share: "70", session: "2.00", kWh: "0.25", monthly: "10.00"))
        ])
        let month = try settled(
            [line(), line(agreed: "60.61", before: "51.36", energy: "4.3")], under: rules([mall]))
        let payout = try #require(month.payouts.first)
        #expect(month.payouts.count == 1)
        #expect(payout.vendor == "mall")
        #expect(payout.vendorName == "The mall")
        #expect(payout.sessions == 2)
        #expect(payout.energy == (try decimal("14.3")))
        #expect(payout.gross == (try decimal("151.36")))
        // 70 % of 151.36 = 105.952
        #expect(payout.vendorShare == (try decimal("105.95")))
        #expect(payout.magmaShare == (try decimal("45.41")))
        #expect(payout.feeForSessions == (try decimal("4.00")))
        // 14.3 × 0.25 = 3.575, half up
        #expect(payout.feeForEnergy == (try decimal("3.58")))
        #expect(payout.fees == (try decimal("17.58")))
        #expect(payout.net == (try decimal("88.37")))
    }

    @Test(arguments: [
        // 12.5 % of the gross: 0.125, 0.1249…; ties go up, and away from zero for a credit.
        ("1.00", "0.13"), ("0.99", "0.12"), ("1.04", "0.13"), ("-1.00", "-0.13"), ("0", "0.00"),
    ])
    func `the share is rounded half up to two decimals`(gross: String, share: String) throws {
        let rule = try vendor(terms: [("2026-01-01", terms(share: "12.5"))])
        let month = try settled([line(agreed: gross, before: gross)], under: rules([rule]))
        #expect(month.payouts.map(\.vendorShare) == [try decimal(share)])
    }

    @Test func `the share is rounded once, not line by line`() throws {
        // 70 % of 0.05 is 0.035; three lines are 0.105 → 0.11, not 3 × 0.04.
        let rule = try vendor(terms: [("2026-01-01", terms())])
        let small = try line(agreed: "0.05", before: "0.05")
        let month = try settled([small, small, small], under: rules([rule]))
        #expect(month.payouts.map(\.vendorShare) == [try decimal("0.11")])
    }

    @Test func `own network counts, our drivers at partners do not`() throws {
        let rule = try vendor(terms: [("2026-01-01", terms())])
        let month = try settled(
            [line(with: "IN-MGE", own: true), line(side: .emsp)], under: rules([rule]))
        #expect(month.payouts.map(\.sessions) == [1])
        #expect(month.payouts.map(\.gross) == [try decimal("100.00")])
    }

    @Test func `disputed and credited sessions are not paid for`() throws {
        let rule = try vendor(terms: [("2026-01-01", terms(session: "2.00"))])
        let month = try settled(
            [
                line(.energyMismatch, agreed: "0", before: "0", disputed: "118.00"),
                line(.credited), line(.credited, agreed: "-118.00", before: "-100.00"),
                line(.priceMismatch, agreed: "59.00", before: "50.00", disputed: "59.00"),
            ], under: rules([rule]))
        let payout = try #require(month.payouts.first)
        #expect(payout.sessions == 1)
        #expect(payout.energy == ExactDecimal(10))
        #expect(payout.gross == (try decimal("50.00")))
        // 35.00 − 2.00
        #expect(payout.net == (try decimal("33.00")))
    }

    @Test func `a location in another letter case is the same location`() throws {
        let rule = try vendor(at: ["loc1"], terms: [("2026-01-01", terms())])
        #expect(try settled([line()], under: rules([rule])).payouts.count == 1)
    }

    @Test func `sessions at a location without a vendor are counted`() throws {
        let rule = try vendor(terms: [("2026-01-01", terms())])
        let month = try settled(
            [line(location: "LOC2"), line(location: nil), line()], under: rules([rule]))
        #expect(month.sessionsWithoutVendor == 2)
        #expect(month.payouts.map(\.sessions) == [1])
    }

    @Test func `terms change on the day they are dated, in the zone of the month`() throws {
        let rule = try vendor(terms: [
            ("2026-01-01", terms(share: "50")), ("2026-10-15", terms(share: "80")),
        ])
        let month = try settled(
            [
                // 23:59:59 on the 14th and midnight of the 15th, India.
                line(end: "2026-10-14T18:29:59Z"), line(end: "2026-10-14T18:30:00Z"),
            ], under: rules([rule]))
        #expect(month.payouts.map(\.vendorShare) == [try decimal("130.00")])
    }

    @Test func `the monthly fee is due without a session, by the terms on the last day`() throws {
        let rule = try vendor(terms: [
            ("2026-01-01", terms(monthly: "5.00")), ("2026-10-31", terms(monthly: "500.00")),
        ])
        let month = try settled([], under: rules([rule]))
        #expect(month.payouts.map(\.net) == [try decimal("-500.00")])
    }

    @Test func `without terms in force there is no share and no fee`() throws {
        let rule = try vendor(terms: [("2026-11-01", terms(session: "2.00", monthly: "5.00"))])
        let month = try settled([line()], under: rules([rule]))
        #expect(month.payouts.map(\.net) == [.zero])
        #expect(month.payouts.map(\.magmaShare) == [try decimal("100.00")])
    }

    @Test func `another currency is shared but bears no fees`() throws {
        let rule = try vendor(terms: [("2026-01-01", terms(session: "2.00", monthly: "5.00"))])
        let month = try settled([line(), line(currency: "EUR")], under: rules([rule]))
        #expect(month.payouts.map { "\($0.currency) \($0.net)" } == ["EUR 70.00", "INR 63.00"])
    }

    @Test func `two vendors cannot own one location`() throws {
        let both = try [
            vendor("a", at: ["LOC1"], terms: [("2026-01-01", terms())]),
            vendor("b", at: ["loc1"], terms: [("2026-01-01", terms())]),
        ]
        let (chart, entity) = (try accounts(), try entity())
        #expect(
            SettlementRules(
                entities: [entity], vendors: both, accounts: chart, dayOffsetSeconds: 0) == nil)
    }
}
