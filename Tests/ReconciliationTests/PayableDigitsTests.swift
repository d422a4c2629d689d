import Amounts
import Reconciliation
import Roaming
import Testing

/// What is agreed can be paid: it has the digits of its currency.
@Suite struct PayableDigitsTests {
    @Test(arguments: [
        // claim, agreed, disputed
        ("118.004", "118.00", "0.004"), ("118.0012", "118.00", "0.0012"),
        // Never more than is claimed, though it would round to 118.01.
        ("118.006", "118.00", "0.006"), ("118.0000", "118", "0"), ("118", "118", "0"),
    ])
    func `the fraction of a claim that cannot be paid is disputed`(
        claim: String, agreed: String, disputed: String
    ) throws {
        let rated = RatingVerdict.priced(
            try price("100.00", claim == "118.006" ? "118.01" : "118.00"), try currency("INR"))
        let line = try #require(
            try payable(
                [session()], [cdr(session: "S1", claim: price("100.00", claim), rated: rated)]
            ).first)
        #expect(line.disposition == .matched)
        #expect(line.agreed == (try decimal(agreed)))
        #expect(line.disputed == (try decimal(disputed)))
        #expect(line.reason.contains("cannot be paid") == !line.disputed.isZero)
    }

    @Test func `the reason names the fraction`() throws {
        let lines = try payable(
            [session()], [cdr(session: "S1", claim: price("100.0034", "118.004"))])
        #expect(
            lines.first?.reason
                == "They claim 118.004 INR, and our rating of the tariff comes to 118.00 INR. "
                + "0.004 INR of it cannot be paid in INR and is disputed.")
        #expect(lines.first?.agreedBeforeTax == (try decimal("100.00")))
    }

    @Test func `what is settled of a mismatch can be paid too`() throws {
        let below = try payable(
            [session()], [cdr(session: "S1", claim: price("80.5555", "95.0555"))])
        #expect(below.map(\.disposition) == [.priceMismatch])
        #expect(below.map(\.agreed) == [try decimal("95.05")])
        #expect(below.map(\.disputed) == [try decimal("0.0055")])
        #expect(below.map(\.agreedBeforeTax) == [try decimal("80.56")])
        #expect(below.first?.reason.contains("Settled: 95.05 INR.") == true)
    }

    @Test func `an amount before tax never rounds above what is agreed`() throws {
        let lines = try payable(
            [session()],
            [
                cdr(
                    session: "S1", claim: price("118.006", "118.006"),
                    rated: .priced(price("118.01", "118.01"), currency("INR")))
            ])
        #expect(lines.map(\.agreedBeforeTax) == [try decimal("118.00")])
    }

    @Test func `a credit and its original still come to nothing`() throws {
        let lines = try payable(
            [session()],
            [
                cdr(session: "S1", claim: price("100.005", "118.006")),
                cdr(
                    "CR", claim: price("-100.005", "-118.006"), credit: true,
                    creditReference: "C1", updated: "2026-10-20T06:00:00Z"),
            ])
        #expect(lines.map(\.agreed) == [try decimal("118"), try decimal("-118")])
        #expect(lines.map(\.disputed) == [try decimal("0.006"), try decimal("-0.006")])
        #expect(lines.map(\.agreedBeforeTax) == [try decimal("100.01"), try decimal("-100.01")])
    }

    @Test func `a currency without decimals is settled in whole units`() throws {
        var rules = try rules()
        rules.rounding = [try currency("INR"): Rounding(digits: 0, mode: .halfUp)]
        let lines = try payable(
            [session()], [cdr(session: "S1", claim: price("100.00", "118.40"))], under: rules)
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.40")
    }
}
