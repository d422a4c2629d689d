import Amounts
import Reconciliation
import Roaming
import Testing

@Suite struct PrecedenceTests {
    /// One CDR with everything wrong; each step mends what won before, so the next one shows.
    @Test func `dispositions win in the order in which they are declared`() throws {
        var seen: [Disposition] = []
        // Late, but not too late: in which month it counts comes before what it is.
        var cdr = try cdr(
            session: "S1", hub: "own", end: "2026-10-14T05:45:00Z", energy: "12",
            currency: "EUR", claim: price("200.00", "236.00"),
            rated: .unpriceable(code: "TARIFF_MISSING", text: "No tariff."),
            updated: "2026-11-02T00:00:00Z", version: 2)
        var sessions: [SessionFacts] = []
        func look() throws {
            let lines = try receivable(sessions, issued: [cdr], held: [])
            seen.append(try #require(lines.first { $0.cdrID == "C1" }).disposition)
        }
        try look()
        (cdr.version, cdr.credit, cdr.creditReferenceID) = (1, true, "C7")
        try look()
        cdr.credit = false
        try look()
        sessions = [try session()]
        try look()
        let held = cdr
        func lookAgain() throws {
            var hub = cdr
            hub.hub = "hubject"
            let lines = try receivable(sessions, issued: [cdr], held: [hub])
            seen.append(try #require(lines.first).disposition)
        }
        cdr = held
        try lookAgain()
        cdr.currency = try currency("INR")
        try lookAgain()
        cdr.rated = .priced(try price("100.00", "118.00"), try currency("INR"))
        try lookAgain()
        cdr.energy = try decimal("10.01")
        try lookAgain()
        cdr.end = try instant(finish)
        try lookAgain()
        cdr.claimed = try price("100.00", "118.00")
        try lookAgain()
        cdr.lastUpdated = try instant("2026-10-14T06:00:00Z")
        try lookAgain()
        cdr.energy = try decimal("10")
        try lookAgain()
        #expect(
            seen == [
                .conflict, .creditOrphan, .missingSession, .missingCDR,
                .currencyMismatch, .tariffUnknown, .energyMismatch, .timeMismatch,
                .priceMismatch, .lateCDR, .matchedWithinTolerance, .matched,
            ])
        let declared = Disposition.allCases.filter { seen.contains($0) }
        #expect(seen == declared)
    }

    @Test func `a copy at a second hub wins over its being a credit`() throws {
        let credit = try cdr(
            "CR", claim: price("-1.00", "-1.18"), credit: true, creditReference: "C7")
        var copy = credit
        copy.hub = "gireve"
        let lines = try payable([], [credit, copy])
        #expect(lines.map(\.disposition) == [.duplicateCrossHub, .creditOrphan])
    }

    @Test func `the grace wins over all of it`() throws {
        let original = try cdr(session: "S1", updated: "2026-11-20T00:00:00Z")
        let credit = try cdr(
            "CR", claim: price("-100.00", "-118.00"), credit: true, creditReference: "C1",
            updated: "2026-11-21T00:00:00Z")
        let lines = try payable([session()], [original, credit])
        #expect(lines.map(\.disposition) == [.outOfPeriod, .outOfPeriod])
        #expect(lines[0].reason.contains("Also MATCHED") == false)
    }

    @Test func `a tie wins over a suspicion`() throws {
        // By M1 it would be a second CDR of S1; by place it fits S2 and S3 equally well.
        let sessions = try ["S1", "S2", "S3"].map { id in
            try session(
                id, start: id == "S1" ? "2026-10-14T01:00:00Z" : begin,
                end: id == "S1" ? "2026-10-14T02:00:00Z" : finish)
        }
        let first = try cdr(
            "C1", session: "S1", start: "2026-10-14T01:00:00Z", end: "2026-10-14T02:00:00Z")
        let second = try cdr("C2", session: "S1", updated: "2026-10-14T07:00:00Z")
        let lines = try payable(sessions, [first, second])
        #expect(
            short(lines) == "MATCHED S1 C1 118.00 0.00; AMBIGUOUS S2 - 0.00 0.00; "
                + "AMBIGUOUS S3 - 0.00 0.00; AMBIGUOUS - C2 0.00 118.00")
    }
}
