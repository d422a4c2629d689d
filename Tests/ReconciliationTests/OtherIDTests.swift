import Amounts
import Reconciliation
import Roaming
import Testing

/// One session that we billed once is on one line, whatever id the hub gave our CDR.
@Suite struct OtherIDTests {
    @Test func `a hub that holds our CDR under another id holds it`() throws {
        let issued = try cdr("I1", session: "S1", hub: "own")
        let held = try [
            cdr("H1", session: "S1", start: "2026-10-14T04:30:30Z"),
            cdr("H1"), cdr("H1", session: "S1", updated: "2026-10-14T05:59:00Z"),
            cdr("H1", start: "2026-10-14T04:31:00Z", end: "2026-10-14T05:31:00Z"),
        ]
        for copy in held {
            let lines = try receivable([session()], issued: [issued], held: [copy])
            #expect(lines.map(\.cdrID) == ["I1"])
            #expect(lines.map(\.agreed) == [try decimal("118")])
            #expect(lines.map(\.disputed) == [.zero])
            #expect(
                lines.first?.reason.contains("hubject holds it under another id, as CDR H1.")
                    == true)
        }
    }

    @Test func `a difference is disputed once`() throws {
        let lines = try receivable(
            [session()], issued: [cdr("I1", session: "S1", hub: "own")],
            held: [cdr("H1", session: "S1", claim: price("90.00", "106.20"))])
        #expect(short(lines) == "PRICE_MISMATCH S1 I1 106.20 11.80")
        let unknown = try receivable(
            [], issued: [cdr("I1", session: "S9", hub: "own")], held: [cdr("H1", session: "S9")])
        #expect(short(unknown) == "MISSING_SESSION - I1 0.00 118.00")
        #expect(unknown.map(\.matchedBy) == ["M1"])
        #expect(unknown.map(\.evidence) == ["session_id in CDR H1 at hubject"])
    }

    @Test func `a hub's own CDR never stands before one of ours`() throws {
        // Lower id, updated earlier, and found by an earlier pass.
        let foreign = try cdr("A1", session: "S1", updated: "2026-10-14T05:00:00Z")
        for reference in ["S1", nil] {
            let lines = try receivable(
                [session()], issued: [cdr("I1", session: reference, hub: "own")],
                held: [cdr("I1", session: reference), foreign])
            #expect(
                short(lines) == "DUPLICATE_SUSPECT - A1 0.00 118.00; MATCHED S1 I1 118.00 0.00")
        }
    }

    @Test func `of two foreign ids one is ours and the other a suspect`() throws {
        let lines = try receivable(
            [session()], issued: [cdr("I1", session: "S1", hub: "own")],
            held: [
                cdr("H2", session: "S1", updated: "2026-10-14T07:00:00Z"),
                cdr("H1", session: "S1"),
            ])
        #expect(short(lines) == "DUPLICATE_SUSPECT - H2 0.00 118.00; MATCHED S1 I1 118.00 0.00")
    }

    @Test func `CDRs of different sessions are not joined`() throws {
        let lines = try receivable(
            [session("S1"), session("S2", start: "2026-10-14T04:31:00Z")],
            issued: [cdr("I1", session: "S1", hub: "own")],
            held: [cdr("H1", session: "S2", start: "2026-10-14T04:31:00Z")])
        #expect(
            lines.contains { $0.cdrID == "I1" && $0.reason.contains("Also MISSING_CDR") }
                && lines.contains { $0.sessionID == "S2" && $0.cdrID == "H1" })
    }

    @Test func `an id that names the session from elsewhere joins nothing`() throws {
        let elsewhere = try cdr(
            "H1", session: "S1", start: "2026-10-14T06:30:00Z", end: "2026-10-14T07:30:00Z",
            token: "TOKEN2")
        let lines = try receivable(
            [session()], issued: [cdr("I1", session: "S1", hub: "own")], held: [elsewhere])
        #expect(
            short(lines) == "MISSING_CDR S1 I1 0.00 118.00; MISSING_SESSION - H1 0.00 118.00")
    }
}
