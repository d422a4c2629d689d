import Amounts
import Reconciliation
import Roaming
import Testing

/// Two CDRs say that somebody charged at one EVSE at the same time; starts may be 120 s off.
@Suite struct OverlapTests {
    /// The second driver's session begins while the first one's still runs.
    private func second(
        from start: String, to end: String = "2026-10-14T06:30:00Z",
        updated: String = "2026-10-14T07:00:00Z", evseUID: String? = "UID1",
        evseID: String? = "INTPCE1"
    ) throws -> (SessionFacts, CDRFacts) {
        (
            try session(
                "S2", start: start, end: end, token: "TOKEN2", contract: "INMGEC2",
                evseUID: evseUID, evseID: evseID),
            try cdr(
                "C2", session: "S2", start: start, end: end, token: "TOKEN2",
                contract: "INMGEC2", evseUID: evseUID, evseID: evseID, updated: updated)
        )
    }

    @Test(arguments: [
        ("2026-10-14T05:28:00.000Z", "MATCHED S2 C2 118.00 0.00"),
        ("2026-10-14T05:27:59.999Z", "OVERLAPPING_SESSIONS S2 C2 0.00 118.00"),
        ("2026-10-14T05:30:00.000Z", "MATCHED S2 C2 118.00 0.00"),
    ])
    func `the later one is held when they share more than the tolerance`(
        start: String, expected: String
    ) throws {
        let (session2, cdr2) = try second(from: start)
        let lines = try payable([session(), session2], [cdr(session: "S1"), cdr2])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; \(expected)")
        guard expected.hasPrefix("OVER") else { return }
        #expect(lines[1].reason.contains("CDR C1 over 118.00 INR, which stands before it"))
        #expect(lines[1].reason.contains("Also MATCHED") == true)
    }

    @Test func `which of them is later is told by when they were updated, not by when they began`()
        throws
    {
        let (session2, cdr2) = try second(
            from: "2026-10-14T05:00:00Z", updated: "2026-10-14T05:59:59Z")
        let lines = try payable([session(), session2], [cdr(session: "S1"), cdr2])
        #expect(
            short(lines) == "OVERLAPPING_SESSIONS S1 C1 0.00 118.00; MATCHED S2 C2 118.00 0.00")
    }

    @Test func `one form of the EVSE's id is enough`() throws {
        for (uid, id) in [("UID1", nil), (nil, "INTPCE1"), ("UID9", "INTPCE1")] {
            let (session2, cdr2) = try second(
                from: "2026-10-14T05:00:00Z", evseUID: uid, evseID: id)
            let lines = try payable([session(), session2], [cdr(session: "S1"), cdr2])
            #expect(lines.map(\.disposition) == [.matched, .overlappingSessions])
        }
        let (session2, cdr2) = try second(
            from: "2026-10-14T05:00:00Z", evseUID: "UID9", evseID: "INTPCE9")
        let lines = try payable([session(), session2], [cdr(session: "S1"), cdr2])
        #expect(lines.map(\.disposition) == [.matched, .matched])
    }

    @Test func `what was taken back, came twice or is suspected overlaps nothing`() throws {
        let (session2, cdr2) = try second(from: "2026-10-14T05:00:00Z")
        let credit = try cdr(
            "CR", session: "S1", claim: price("-100.00", "-118.00"), credit: true,
            creditReference: "C1", updated: "2026-10-14T06:30:00Z")
        let lines = try payable([session(), session2], [cdr(session: "S1"), credit, cdr2])
        #expect(lines.map(\.disposition) == [.credited, .credited, .matched])
        let suspect = try payable(
            [session()],
            [cdr(session: "S1"), cdr("C9", session: "S1", updated: "2026-10-14T07:00:00Z")])
        #expect(suspect.map(\.disposition) == [.matched, .duplicateSuspect])
    }

    @Test func `the sweep finds what comparing all pairs finds`() throws {
        for seed in 0..<200 {
            var dice = Dice(seed: seed)
            var cdrs: [CDRFacts] = []
            for number in 0..<Int.random(in: 2...30, using: &dice) {
                let start = try instant(begin).advanced(
                    bySeconds: Int64.random(in: 0..<7200, using: &dice))
                let end = start.advanced(bySeconds: Int64.random(in: 0..<3000, using: &dice))
                cdrs.append(
                    try cdr(
                        "C\(number)", start: start.description, end: end.description,
                        token: "T\(number)", contract: "K\(number)",
                        evseUID: dice.pick(["UID1", "UID2", nil]),
                        evseID: dice.pick(["INTPCE1", "INTPCE2", nil]),
                        updated: instant("2026-10-14T08:00:00Z").advanced(
                            bySeconds: Int64.random(in: 0..<50, using: &dice)
                        ).description))
            }
            let held = try payable([], cdrs).filter { $0.disposition == .overlappingSessions }
            let expected = cdrs.filter { late in
                cdrs.contains { other in
                    let isSame =
                        other.evseUID != nil && other.evseUID == late.evseUID
                        || other.evseID != nil && other.evseID == late.evseID
                    let shared =
                        min(other.end, late.end).milliseconds
                        - max(other.start, late.start).milliseconds
                    return isSame && shared > 120_000
                        && (other.lastUpdated, other.id) < (late.lastUpdated, late.id)
                }
            }
            #expect(held.compactMap(\.cdrID).sorted() == expected.map(\.id).sorted())
        }
    }
}
