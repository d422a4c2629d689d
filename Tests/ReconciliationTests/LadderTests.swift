import Amounts
import Reconciliation
import Roaming
import Testing

@Suite struct LadderTests {
    @Test func `M1 needs the same CPO party`() throws {
        let other = try cdr(session: "S1", token: "OTHER", contract: nil, cpo: "IN-ZEO")
        #expect(try dispositions([session()], [other]) == ["MISSING_CDR", "MISSING_SESSION"])
    }

    @Test func `M2 takes the authorization reference`() throws {
        let lines = try payable(
            [session(authorization: "A1")],
            [cdr(start: "2026-10-14T04:32:00Z", end: "2026-10-14T05:32:00Z", authorization: "A1")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00")
        #expect(lines.first?.matchedBy == "M2")
    }

    @Test func `M3 takes our session id as the CDR id, where the rules allow it`() throws {
        let far = try cdr(
            "S1", start: "2026-10-14T04:40:00Z", end: "2026-10-14T05:40:00Z", contract: nil)
        #expect(try payable([session()], [far]).map(\.matchedBy) == ["M3"])
        let without = try payable([session()], [far], under: rules(cdrIDMayBeSessionID: false))
        #expect(without.map(\.disposition) == [.missingCDR, .missingSession])
    }

    @Test(arguments: [
        ("2026-10-14T04:32:00Z", true), ("2026-10-14T04:32:00.001Z", false),
        ("2026-10-14T04:28:00Z", true), ("2026-10-14T04:27:59.999Z", false),
    ])
    func `M5 takes a start within two minutes`(start: String, matches: Bool) throws {
        // As long as the session: an hour.
        let end = try instant(start).advanced(bySeconds: 3600).description
        let lines = try payable([session()], [cdr(start: start, end: end)])
        #expect(lines.contains { $0.matchedBy == "M5" && $0.disposition == .matched } == matches)
    }

    @Test func `M5 needs the same EVSE and the same token`() throws {
        let evse = try cdr(evseUID: "UID2")
        let token = try cdr(token: "TOKEN2", contract: "INMGEC2")
        for cdr in [evse, token] {
            #expect(try dispositions([session()], [cdr]) == ["MISSING_CDR", "MISSING_SESSION"])
        }
    }

    @Test func `M5 falls back to EVSE id and contract id when one side lacks the uids`() throws {
        let old = try cdr(token: "", evseUID: nil)
        #expect(try payable([session()], [old]).map(\.matchedBy) == ["M5"])
        let other = try cdr(token: "", contract: "INMGEC2", evseUID: nil)
        #expect(try dispositions([session()], [other]) == ["MISSING_CDR", "MISSING_SESSION"])
    }

    @Test func `two equal sessions and one CDR without references are ambiguous, all three`() throws
    {
        let lines = try payable([session("S1"), session("S2")], [cdr()])
        #expect(
            short(lines) == "AMBIGUOUS S1 - 0.00 0.00; AMBIGUOUS S2 - 0.00 0.00; "
                + "AMBIGUOUS - C1 0.00 118.00")
    }

    @Test func `of many equal candidates ten are named and the rest counted`() throws {
        let many = try (10..<23).map {
            try session("S\($0)")
        }
        let lines = try payable(many, [cdr()])
        let reason = try #require(lines.first { $0.cdrID != nil }).reason
        #expect(reason.contains("S19 and 3 more equally well"))
        #expect(!reason.contains("S20"))
    }

    @Test func `a CDR in the middle between two sessions is ambiguous`() throws {
        let first = try session("S1", start: "2026-10-14T04:29:00Z")
        let second = try session("S2", start: "2026-10-14T04:31:00Z")
        #expect(
            try dispositions([first, second], [cdr()]) == ["AMBIGUOUS", "AMBIGUOUS", "AMBIGUOUS"])
    }

    @Test func `a session in the middle between two CDRs is ambiguous`() throws {
        let first = try cdr("C1", start: "2026-10-14T04:29:00Z")
        let second = try cdr("C2", start: "2026-10-14T04:31:00Z")
        #expect(
            try dispositions([session()], [first, second])
                == ["AMBIGUOUS", "AMBIGUOUS", "AMBIGUOUS"])
    }

    @Test func `the nearer start wins, and the other session keeps its own CDR`() throws {
        // An aborted start, then the real one, half a minute later; both CDRs 10 s behind.
        let aborted = try session("S1", end: "2026-10-14T04:30:20Z", energy: "0.01")
        let real = try session("S2", start: "2026-10-14T04:30:30Z", end: "2026-10-14T05:30:30Z")
        let first = try cdr(
            "C1", start: "2026-10-14T04:30:10Z", end: "2026-10-14T04:30:30Z", energy: "0.01")
        let second = try cdr(
            "C2", start: "2026-10-14T04:30:40Z", end: "2026-10-14T05:30:40Z")
        let lines = try payable([aborted, real], [second, first])
        #expect(lines.map(\.sessionID) == ["S1", "S2"])
        #expect(lines.map(\.cdrID) == ["C1", "C2"])
    }

    @Test func `equal starts are told apart by energy`() throws {
        let lines = try payable(
            [session("S1", energy: "5"), session("S2", energy: "10")],
            [cdr("C1", energy: "10"), cdr("C2", energy: "5")])
        #expect(short(lines) == "MATCHED S2 C1 118.00 0.00; OVERLAPPING_SESSIONS S1 C2 0.00 118.00")
    }

    @Test func `a reference shared by two sessions is decided by the start`() throws {
        let sessions = try [
            session("S1", authorization: "A1"),
            session(
                "S2", start: "2026-10-14T08:00:00Z", end: "2026-10-14T09:00:00Z",
                authorization: "A1"),
        ]
        let lines = try payable(
            sessions,
            [
                cdr(
                    "C2", start: "2026-10-14T08:00:10Z", end: "2026-10-14T09:00:10Z",
                    authorization: "A1"), cdr("C1", authorization: "A1"),
            ])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; MATCHED S2 C2 118.00 0.00")
        #expect(lines.map(\.matchedBy) == ["M5", "M5"])
    }

    @Test func `a reference shared by two sessions that nothing tells apart is ambiguous`() throws {
        let far = try cdr(
            start: "2026-10-15T04:30:00Z", end: "2026-10-15T05:30:00Z", authorization: "A1")
        let sessions = try [session("S1", authorization: "A1"), session("S2", authorization: "A1")]
        #expect(try dispositions(sessions, [far]) == ["AMBIGUOUS", "AMBIGUOUS", "AMBIGUOUS"])
    }

    private func dispositions(
        _ sessions: [SessionFacts], _ cdrs: [CDRFacts]
    ) throws -> [String] {
        try payable(sessions, cdrs).map(\.disposition.rawValue)
    }
}
