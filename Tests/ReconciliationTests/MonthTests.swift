import Amounts
import Reconciliation
import Roaming
import Testing

/// October 2026 in India: from 2026-09-30T18:30Z to 2026-10-31T18:30Z (exclusive), grace until
/// 2026-11-05T18:30Z (exclusive).
@Suite struct MonthTests {
    @Test(arguments: [
        ("2026-09-30T18:29:59.999Z", false), ("2026-09-30T18:30:00Z", true),
        ("2026-10-31T18:29:59.999Z", true), ("2026-10-31T18:30:00Z", false),
    ])
    func `a line belongs to the month in which its session ended`(
        end: String, here: Bool
    ) throws {
        let start = try instant(end).advanced(bySeconds: -3600).description
        let session = try session(start: start, end: end)
        // The CDR's clock is a minute off and would put it into the other month.
        let skewed = try instant(end).advanced(bySeconds: here == (end > "2026-10-15") ? 60 : -60)
        let cdr = try cdr(
            session: "S1", start: start, end: skewed.description, updated: end)
        #expect(try payable([session], [cdr]).count == (here ? 1 : 0))
        #expect(try payable([session], []).count == (here ? 1 : 0))
    }

    @Test(arguments: [
        ("2026-09-30T18:29:59.999Z", 0), ("2026-09-30T18:30:00Z", 1),
        ("2026-10-31T18:29:59.999Z", 1), ("2026-10-31T18:30:00Z", 0),
    ])
    func `without a session it is the end of the CDR`(end: String, lines: Int) throws {
        #expect(try payable([], [cdr(end: end, updated: end)]).count == lines)
    }

    @Test(arguments: [
        ("2026-10-31T18:29:59.999Z", "MATCHED S1 C1 118.00 0.00"),
        ("2026-10-31T18:30:00Z", "LATE_CDR S1 C1 118.00 0.00"),
        ("2026-11-05T18:29:59.999Z", "LATE_CDR S1 C1 118.00 0.00"),
        ("2026-11-05T18:30:00Z", "OUT_OF_PERIOD S1 C1 0.00 0.00"),
    ])
    func `late is after the cut-off, out of period after the grace`(
        updated: String, expected: String
    ) throws {
        #expect(try short(payable([session()], [cdr(session: "S1", updated: updated)])) == expected)
        let issued = try cdr(session: "S1", hub: "own", updated: updated)
        let held = try cdr(session: "S1", updated: updated)
        #expect(try short(receivable([session()], issued: [issued], held: [held])) == expected)
    }

    @Test func `a late CDR that differs too much is a mismatch first`() throws {
        let late = try cdr(
            session: "S1", claim: price("110.00", "129.80"), updated: "2026-11-02T00:00:00Z")
        let lines = try payable([session()], [late])
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 118.00 11.80")
        #expect(lines.first?.reason.contains("Also LATE_CDR") == true)
    }

    @Test func `out of period wins over everything that could be said about the CDR`() throws {
        let late = try cdr(energy: "99", updated: "2026-12-01T00:00:00Z")
        #expect(try short(payable([session()], [late])) == "OUT_OF_PERIOD S1 C1 0.00 0.00")
        #expect(try short(payable([], [late])) == "OUT_OF_PERIOD - C1 0.00 0.00")
        let lines = try payable(
            [session("S1"), session("S2")], [cdr(updated: "2026-12-01T00:00:00Z")])
        #expect(
            short(lines) == "AMBIGUOUS S1 - 0.00 0.00; AMBIGUOUS S2 - 0.00 0.00; "
                + "OUT_OF_PERIOD - C1 0.00 0.00")
    }

    @Test func `an issued CDR that no hub holds yet is out of period when it was that late`() throws
    {
        let late = try cdr(session: "S1", hub: "own", updated: "2026-12-01T00:00:00Z")
        let lines = try receivable([session()], issued: [late], held: [])
        #expect(short(lines) == "OUT_OF_PERIOD S1 C1 0.00 0.00")
    }

    @Test func `what is out of period names the month in which it is settled`() throws {
        let lines = try payable([session()], [cdr(updated: "2026-12-01T00:00:00Z")])
        let reason = try #require(lines.first?.reason)
        #expect(
            reason.hasPrefix(
                "CDR C1 over 118.00 INR was last updated 2026-12-01T00:00:00Z, after the grace that "
                    + "ended 2026-11-05T18:30:00Z: it is settled in 2026-11, as a prior-period "
                    + "adjustment."))
    }
}
