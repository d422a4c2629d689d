import Amounts
import Reconciliation
import Roaming
import Testing

/// A reference to a session is not believed when place, token and time say otherwise.
@Suite struct ElsewhereTests {
    // Two hours after the session, as long as it.
    private let late = (start: "2026-10-14T06:30:00Z", end: "2026-10-14T07:30:00Z")

    @Test func `an id does not match another charging`() throws {
        let cdrs = try [
            cdr(session: "S1", start: late.start, end: late.end, evseUID: "UID2"),
            cdr(session: "S1", start: late.start, end: late.end, token: "TOKEN2"),
            cdr(start: late.start, end: late.end, token: "TOKEN2", authorization: "A1"),
            cdr("S1", start: late.start, end: late.end, token: "TOKEN2"),
        ]
        for cdr in cdrs {
            let lines = try payable([session(authorization: "A1")], [cdr])
            #expect(
                short(lines)
                    == "MISSING_CDR S1 - 0.00 0.00; MISSING_SESSION - \(cdr.id) 0.00 118.00")
            #expect(
                lines.last?.reason.contains(
                    "It names session S1, which was elsewhere: it started "
                        + "2026-10-14T04:30:00Z") == true)
        }
    }

    @Test func `by place and token the CDR still finds its own session`() throws {
        let own = try session(
            "S2", start: late.start, end: late.end, token: "TOKEN2", evseUID: "UID2")
        let wrong = try cdr(
            session: "S1", start: late.start, end: late.end, token: "TOKEN2", evseUID: "UID2")
        let lines = try payable([session(), own], [wrong, cdr("C0", session: "S1")])
        #expect(short(lines) == "MATCHED S1 C0 118.00 0.00; MATCHED S2 C1 118.00 0.00")
        #expect(lines.map(\.matchedBy) == ["M1", "M5"])
    }

    @Test func `another start at the same place with the same token is a time mismatch`() throws {
        let lines = try payable(
            [session()], [cdr(session: "S1", start: late.start, end: late.end)])
        #expect(short(lines) == "TIME_MISMATCH S1 C1 0.00 118.00")
        let reason = try #require(lines.first?.reason)
        #expect(
            reason.contains("started 2026-10-14T06:30:00Z, our session S1 2026-10-14T04:30:00Z"))
        #expect(reason.contains("2:00:00 later, agreed tolerance 120 s"))
        #expect(!reason.contains("Also MATCHED"))
        let held = try receivable(
            [session()], issued: [cdr(session: "S1", hub: "own")],
            held: [cdr(session: "S1", start: late.start, end: late.end)])
        #expect(short(held) == "TIME_MISMATCH S1 C1 0.00 118.00")
    }

    @Test(arguments: [("2026-10-14T04:32:00Z", true), ("2026-10-14T04:32:00.001Z", false)])
    func `within the start tolerance the id decides, wherever it says it was`(
        start: String, matches: Bool
    ) throws {
        let end = try instant(start).advanced(bySeconds: 3600).description
        let lines = try payable(
            [session()],
            [cdr(session: "S1", start: start, end: end, token: "TOKEN2", evseUID: "UID2")])
        #expect(lines.contains { $0.disposition == .matched } == matches)
    }

    @Test func `what cannot be compared does not speak against the id`() throws {
        let bare = try cdr(
            session: "S1", start: late.start, end: late.end, token: "", contract: nil,
            evseUID: nil, evseID: nil)
        #expect(try short(payable([session()], [bare])) == "TIME_MISMATCH S1 C1 0.00 118.00")
    }
}
