import Amounts
import Reconciliation
import Roaming
import Testing

/// Their CDRs against our drivers' sessions. Ours is 118.00 INR throughout.
@Suite struct PayableTests {
    @Test func `equal in all respects is matched`() throws {
        let lines = try payable([session()], [cdr(session: "S1")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00")
        let line = try #require(lines.first)
        #expect(line.agreedBeforeTax == (try decimal("100")))
        #expect(line.difference == .zero)
        #expect(line.matchedBy == "M1")
        #expect(line.hub == "hubject")
        #expect(
            line.reason
                == "They claim 118.00 INR, and our rating of the tariff comes to 118.00 INR.")
    }

    @Test(arguments: [
        // Above by exactly 1.00 INR (absolute bound), then a paisa more. 0.5 % of 118 is 0.59.
        ("100.85", "119.00", "MATCHED_WITHIN_TOLERANCE S1 C1 119.00 0.00"),
        ("100.86", "119.01", "TAX_MISMATCH S1 C1 118.00 1.01"),
        ("99.15", "117.00", "MATCHED_WITHIN_TOLERANCE S1 C1 117.00 0.00"),
        ("99.14", "116.99", "TAX_MISMATCH S1 C1 116.99 0.00"),
        // Rounds to ours: no difference at all; what nobody can pay is left over.
        ("100.001", "118.0012", "MATCHED S1 C1 118.00 0.0012"),
        ("100.01", "118.01", "MATCHED_WITHIN_TOLERANCE S1 C1 118.01 0.00"),
    ])
    func `prices differ up to the absolute bound`(
        before: String, after: String, expected: String
    ) throws {
        let lines = try payable(
            [session()], [cdr(session: "S1", claim: price(before, after))])
        #expect(short(lines) == expected)
    }

    @Test(arguments: [
        // 0.5 % of 1,000.00 is 5.00.
        ("1005.00", "MATCHED_WITHIN_TOLERANCE S1 C1 1005.00 0.00"),
        ("1005.01", "TAX_MISMATCH S1 C1 1000.00 5.01"),
        ("995.00", "MATCHED_WITHIN_TOLERANCE S1 C1 995.00 0.00"),
        ("994.99", "TAX_MISMATCH S1 C1 994.99 0.00"),
    ])
    func `prices differ up to the percentage of ours`(after: String, expected: String) throws {
        let lines = try payable(
            [session()],
            [
                cdr(
                    session: "S1", claim: price("850.00", after),
                    rated: .priced(price("847.46", "1000.00"), currency("INR")))
            ])
        #expect(short(lines) == expected)
    }

    @Test func `a price mismatch settles ours with its own amount before tax`() throws {
        let line = try #require(
            try payable([session()], [cdr(session: "S1", claim: price("110.00", "129.80"))]).first)
        #expect(line.agreed == (try decimal("118.00")))
        #expect(line.agreedBeforeTax == (try decimal("100.00")))
        #expect(line.disputed == (try decimal("11.80")))
        #expect(line.difference == (try decimal("11.80")))
        #expect(
            line.reason
                == "They claim 129.80 INR, our rating of the tariff comes to 118.00 INR: 11.80 INR "
                + "more than ours (agreed tolerance 1.00 INR or 0.5 %). Settled: 118.00 INR.")
    }

    @Test(arguments: [
        // 0.1 % of 10 kWh is 0.01 kWh; the absolute 0.001 kWh is the smaller bound here.
        ("10", "10.01", "MATCHED_WITHIN_TOLERANCE"), ("10", "10.011", "ENERGY_MISMATCH"),
        ("10", "9.99", "MATCHED_WITHIN_TOLERANCE"), ("10", "9.989", "ENERGY_MISMATCH"),
        // 0.1 % of 0.5 kWh is 0.0005 kWh; the absolute 0.001 kWh is the larger bound here.
        ("0.5", "0.501", "MATCHED_WITHIN_TOLERANCE"), ("0.5", "0.502", "ENERGY_MISMATCH"),
        ("10", "10.000", "MATCHED"),
    ])
    func `energies differ up to either bound`(
        ours: String, theirs: String, expected: String
    ) throws {
        let lines = try payable([session(energy: ours)], [cdr(session: "S1", energy: theirs)])
        #expect(lines.map(\.disposition.rawValue) == [expected])
        #expect(
            lines.map(\.disputed) == [expected == "ENERGY_MISMATCH" ? try decimal("118") : .zero])
    }

    @Test(arguments: [
        ("2026-10-14T05:31:00Z", "MATCHED_WITHIN_TOLERANCE"),
        ("2026-10-14T05:31:00.001Z", "TIME_MISMATCH"),
        ("2026-10-14T05:29:00Z", "MATCHED_WITHIN_TOLERANCE"),
        ("2026-10-14T05:28:59.999Z", "TIME_MISMATCH"),
    ])
    func `durations differ up to a minute`(end: String, expected: String) throws {
        let lines = try payable([session()], [cdr(session: "S1", end: end)])
        #expect(lines.map(\.disposition.rawValue) == [expected])
        #expect(lines.map(\.disputed) == [expected == "TIME_MISMATCH" ? try decimal("118") : .zero])
    }

    @Test func `the first of several differences wins and the reason names the others`() throws {
        let lines = try payable(
            [session()],
            [cdr(session: "S1", energy: "12", claim: price("120.00", "141.60"))])
        #expect(short(lines) == "ENERGY_MISMATCH S1 C1 0.00 141.60")
        let reason = try #require(lines.first?.reason)
        #expect(reason.contains("12 kWh, our session S1 10 kWh: 2 kWh more"))
        #expect(reason.contains("Also PRICE_MISMATCH: They claim 141.60 INR"))
    }

    @Test func `a session without a CDR is missing it and owes nothing yet`() throws {
        let lines = try payable([session(cost: price("100.00", "118.00"))], [])
        #expect(short(lines) == "MISSING_CDR S1 - 0.00 0.00")
        #expect(lines.first?.ours == (try decimal("118.00")))
        #expect(lines.first?.theirs == nil)
        #expect(lines.first?.hub == "hubject")
    }

    @Test func `a CDR without a session is held in full`() throws {
        let lines = try payable([], [cdr(session: "S9")])
        #expect(short(lines) == "MISSING_SESSION - C1 0.00 118.00")
        #expect(lines.first?.ours == (try decimal("118.00")))
    }

    @Test func `a tariff that cannot be priced leaves us without a figure`() throws {
        let lines = try payable(
            [session()],
            [cdr(session: "S1", rated: .unpriceable(code: "TARIFF_MISSING", text: "No tariff."))])
        #expect(short(lines) == "TARIFF_UNKNOWN S1 C1 0.00 118.00")
        #expect(lines.first?.ours == nil)
        #expect(lines.first?.difference == nil)
    }

    @Test(arguments: [
        RatingVerdict.unpriceable(code: "CURRENCY_MISMATCH", text: "CDR in INR, tariff in EUR."),
        .unpriceable(code: "currencyMismatch", text: "CDR in INR, tariff in EUR."),
    ])
    func `rating may say that the currencies differ`(verdict: RatingVerdict) throws {
        let lines = try payable([session()], [cdr(session: "S1", rated: verdict)])
        #expect(short(lines) == "CURRENCY_MISMATCH S1 C1 0.00 118.00")
    }

    @Test func `a claim in another currency than tariff or session is held`() throws {
        let tariff = try payable(
            [session()],
            [cdr(session: "S1", rated: .priced(price("1.20", "1.42"), currency("EUR")))])
        #expect(short(tariff) == "CURRENCY_MISMATCH S1 C1 0.00 118.00")
        #expect(tariff.first?.ours == nil)
        let session = try payable([session(currency: "EUR")], [cdr(session: "S1")])
        #expect(short(session) == "CURRENCY_MISMATCH S1 C1 0.00 118.00")
    }

    @Test func `a claim before tax is compared with our figure before tax`() throws {
        let lines = try payable([session()], [cdr(session: "S1", claim: price("100.00", nil))])
        #expect(short(lines) == "MATCHED S1 C1 100.00 0.00")
        #expect(lines.first?.agreedBeforeTax == (try decimal("100.00")))
    }

    @Test func `a claim before tax above ours settles ours before tax`() throws {
        let lines = try payable([session()], [cdr(session: "S1", claim: price("110.00", nil))])
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 100.00 10.00")
        #expect(lines.first?.agreedBeforeTax == (try decimal("100.00")))
    }

    @Test func `a CDR that states no total at all is a price mismatch over nothing`() throws {
        let lines = try payable(
            [session()], [cdr(session: "S1", claim: Price(beforeTax: nil, afterTax: nil))])
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 0.00 0.00")
    }

    @Test func `tolerances are those of the hub`() throws {
        var rules = try rules()
        var wide = rules.defaultTolerances
        wide.price = [try currency("INR"): try decimal("20.00")]
        rules.tolerances = ["hubject": wide]
        let claim = try price("110.00", "129.80")
        let there = try payable([session()], [cdr(session: "S1", claim: claim)], under: rules)
        #expect(short(there) == "MATCHED_WITHIN_TOLERANCE S1 C1 129.80 0.00")
        let elsewhere = try payable(
            [session()], [cdr(session: "S1", hub: "gireve", claim: claim)], under: rules)
        #expect(short(elsewhere) == "PRICE_MISMATCH S1 C1 118.00 11.80")
    }
}
