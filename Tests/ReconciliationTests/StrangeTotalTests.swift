import Amounts
import Reconciliation
import Roaming
import Testing

/// Totals that no honest CDR states: they must not move money the wrong way.
@Suite struct StrangeTotalTests {
    @Test(arguments: [
        ("-100.00", "-118.00", "-118.00"), ("-0.40", "-0.50", "-0.50"),
        // Negative in one of the two only.
        ("-100.00", "118.00", "118.00"), ("100.00", "-118.00", "-118.00"),
    ])
    func `a negative total of a CDR that is no credit is never agreed`(
        before: String, after: String, disputed: String
    ) throws {
        let claim = try price(before, after)
        let theirs = try payable([session()], [cdr(session: "S1", claim: claim)])
        #expect(short(theirs) == "PRICE_MISMATCH S1 C1 0.00 \(disputed)")
        #expect(theirs.map(\.agreedBeforeTax) == [.zero])
        #expect(theirs.first?.reason.contains("negative total, but it is no credit") == true)
        let issued = try cdr(session: "S1", hub: "own", claim: claim)
        let ours = try receivable([session()], issued: [issued], held: [cdr(session: "S1")])
        #expect(short(ours) == "PRICE_MISMATCH S1 C1 0.00 \(disputed)")
    }

    @Test func `a negative total is not agreed even where our rating is negative too`() throws {
        let negative = try price("-100.00", "-118.00")
        let lines = try payable(
            [session()],
            [cdr(session: "S1", claim: negative, rated: .priced(negative, currency("INR")))])
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 0.00 -118.00")
    }

    @Test(arguments: ["-1180000.00", "-0.50"])
    func `a negative copy at a hub never makes our receivable negative`(hold: String) throws {
        let lines = try receivable(
            [session()], issued: [cdr(session: "S1", hub: "own")],
            held: [cdr(session: "S1", claim: price("-0.40", hold))])
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 0.00 118.00")
        #expect(lines.map(\.agreedBeforeTax) == [.zero])
        #expect(lines.first?.reason.contains("hubject holds CDR C1 with a negative total") == true)
    }

    @Test func `a negative rating of ours settles nothing of a claim`() throws {
        let rated = RatingVerdict.priced(try price("-100.00", "-118.00"), try currency("INR"))
        let lines = try payable([session()], [cdr(session: "S1", rated: rated)])
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 0.00 118.00")
        #expect(lines.map(\.agreedBeforeTax) == [.zero])
    }

    @Test func `a charge cannot take back a negative total`() throws {
        let lines = try payable(
            [session()],
            [
                cdr(session: "S1", claim: price("-100.00", "-118.00")),
                cdr("CR", credit: true, creditReference: "C1", updated: "2026-10-20T06:00:00Z"),
            ])
        #expect(
            short(lines) == "CREDIT_NOT_FULL S1 C1 0.00 -118.00; CREDIT_NOT_FULL - CR 0.00 118.00")
    }

    @Test func `a total after tax below that before tax is a price mismatch`() throws {
        let claim = try price("118.00", "100.00")
        let less = try payable([session()], [cdr(session: "S1", claim: claim)])
        #expect(short(less) == "PRICE_MISMATCH S1 C1 100.00 0.00")
        // Never more before tax than is agreed.
        #expect(less.map(\.agreedBeforeTax) == [try decimal("100")])
        let reason = try #require(less.first?.reason)
        #expect(reason.contains("100.00 INR after tax, less than its 118.00 INR before tax"))
        let equal = try payable(
            [session()], [cdr(session: "S1", claim: price("118.01", "118.00"))])
        #expect(short(equal) == "PRICE_MISMATCH S1 C1 118.00 0.00")
        let held = try receivable(
            [session()], issued: [cdr(session: "S1", hub: "own")],
            held: [cdr(session: "S1", claim: claim)])
        #expect(short(held) == "PRICE_MISMATCH S1 C1 100.00 18.00")
    }
}
