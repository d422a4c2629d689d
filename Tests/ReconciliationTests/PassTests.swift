import Amounts
import Reconciliation
import Roaming
import Testing

/// M6 to M8, which passes apply, and on what a match is said to rest.
@Suite struct PassTests {
    // Session 04:30 to 05:30; shared time is counted against the longer of the two hours.
    @Test(arguments: [
        ("2026-10-14T04:42:00Z", "2026-10-14T05:42:00Z", true),
        ("2026-10-14T04:42:01Z", "2026-10-14T05:42:01Z", false),
        ("2026-10-14T04:18:00Z", "2026-10-14T05:18:00Z", true),
        ("2026-10-14T04:35:00Z", "2026-10-14T05:50:00Z", false),
        ("2026-10-14T04:40:00Z", "2026-10-14T05:28:00Z", true),
        ("2026-10-14T04:40:00Z", "2026-10-14T05:27:59Z", false),
    ])
    func `M6 takes eighty percent of the longer interval`(
        start: String, end: String, matches: Bool
    ) throws {
        let lines = try payable([session()], [cdr(start: start, end: end, token: "CARD9")])
        #expect(lines.contains { $0.matchedBy == "M6" } == matches)
    }

    @Test func `M6 needs the contract, not the token`() throws {
        let later = ("2026-10-14T04:35:00Z", "2026-10-14T05:35:00Z")
        let same = try cdr(start: later.0, end: later.1, token: "CARD9")
        let line = try #require(try payable([session()], [same]).first)
        #expect(line.matchedBy == "M6")
        #expect(line.evidence == "EVSE INTPCE1, contract INMGEC1, 91 % of the time shared")
        let other = try cdr(start: later.0, end: later.1, contract: "INMGEC2")
        #expect(try payable([session()], [other]).map(\.matchedBy) == [nil, nil])
    }

    @Test func `M6 does not decide what M5 found tied`() throws {
        // Both a minute away from the CDR; only the first has the contract.
        let sessions = try [
            session("S1", start: "2026-10-14T04:29:00Z"),
            session("S2", start: "2026-10-14T04:31:00Z", contract: nil),
        ]
        let lines = try payable(sessions, [cdr()])
        #expect(lines.map(\.disposition) == [.ambiguous, .ambiguous, .ambiguous])
    }

    @Test func `M7 is off unless the hub's rule asks for it, and then only for review`() throws {
        let unknown = try cdr(token: "", contract: nil)
        #expect(
            try short(payable([session()], [unknown]))
                == "MISSING_CDR S1 - 0.00 0.00; MISSING_SESSION - C1 0.00 118.00")
        let lines = try payable([session()], [unknown], under: withM7())
        #expect(short(lines) == "AMBIGUOUS S1 C1 0.00 118.00")
        #expect(lines.map(\.matchedBy) == ["M7"])
        #expect(
            lines.map(\.evidence) == [
                "EVSE INTPCE1, 100 % of the time shared, 10 kWh against 10 kWh"
            ])
        #expect(lines.first?.reason.contains("for review") == true)
    }

    @Test func `M7 needs a token that cannot be compared, and the energy`() throws {
        for other in [
            try cdr(token: "CARD9", contract: nil),
            try cdr(energy: "10.02", token: "", contract: nil),
        ] {
            #expect(
                try payable([session()], [other], under: withM7()).map(\.matchedBy) == [nil, nil])
        }
        let app = try cdr(token: "APP-77", contract: nil, oneTime: true)
        #expect(try payable([session()], [app], under: withM7()).map(\.matchedBy) == ["M7"])
    }

    @Test func `M7 leaves a session to a CDR with better evidence`() throws {
        let weak = try cdr("C1", token: "", contract: nil, updated: "2026-10-14T05:31:00Z")
        let strong = try cdr("C2", start: "2026-10-14T04:31:00Z", end: "2026-10-14T05:31:00Z")
        let lines = try payable([session()], [weak, strong], under: withM7())
        #expect(
            short(lines)
                == "MISSING_SESSION - C1 0.00 118.00; OVERLAPPING_SESSIONS S1 C2 0.00 118.00")
    }

    @Test func `M8 finds the session by the signed payload or the meter's readings`() throws {
        let marks = [
            MeterMark(payload: "ab12", readings: nil),
            MeterMark(payload: nil, readings: "M7 from 100 to 110 kWh"),
        ]
        let evidence = ["signed payload ab12", "meter M7 from 100 to 110 kWh"]
        for (mark, words) in zip(marks, evidence) {
            // Everything else about the CDR was lost or rewritten; a minute is tolerated.
            let signed = try cdr(
                start: "2026-10-14T04:31:00Z", end: "2026-10-14T05:31:00Z", token: "",
                contract: nil, evseUID: nil, evseID: "INTPCE99", meter: mark)
            let line = try #require(try payable([session(meter: mark)], [signed]).first)
            #expect(line.disposition == .matched)
            #expect(line.matchedBy == "M8")
            #expect(line.evidence == words)
        }
    }

    @Test func `another signed payload is another charging`() throws {
        let lines = try payable(
            [session(meter: MeterMark(payload: "ab12", readings: nil))],
            [
                cdr(
                    token: "CARD9", contract: nil, meter: MeterMark(payload: "cd34", readings: nil))
            ])
        #expect(lines.map(\.matchedBy) == [nil, nil])
    }

    @Test func `a signed payload makes CDRs of two hubs one, whatever their times say`() throws {
        let mark = MeterMark(payload: "ab12", readings: nil)
        let copy = try cdr(
            "H7", hub: "gireve", start: "2026-10-14T04:35:00Z", end: "2026-10-14T05:35:00Z",
            meter: mark)
        let lines = try payable([session()], [cdr(session: "S1", meter: mark), copy])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; DUPLICATE_CROSS_HUB - H7 0.00 118.00")
        #expect(lines.map(\.matchedBy) == ["M1", "M8"])
        let without = try rules(pairing: ["gireve": PairingRule(passes: [.sessionID])])
        #expect(
            try payable([session()], [cdr(session: "S1", meter: mark), copy], under: without)
                .map(\.disposition) == [.matched, .overlappingSessions])
    }

    @Test func `a signed payload joins what a hub holds to what we issued`() throws {
        let mark = MeterMark(payload: "ab12", readings: nil)
        let issued = try cdr("I1", session: "S1", hub: "own", meter: mark)
        let held = try cdr(
            "H1", start: "2026-10-14T04:31:00Z", end: "2026-10-14T05:31:00Z", token: "CARD9",
            contract: nil, meter: mark)
        let lines = try receivable([session()], issued: [issued], held: [held])
        #expect(short(lines) == "MATCHED S1 I1 118.00 0.00")
        #expect(
            lines.map(\.evidence) == ["session_id S1; signed payload ab12 in CDR H1 at hubject"])
    }

    @Test func `a second CDR with the same signed payload is a suspect`() throws {
        let mark = MeterMark(payload: "ab12", readings: nil)
        let again = try cdr(
            "C2", start: "2026-10-14T04:40:00Z", energy: "7", token: "CARD9", contract: nil,
            updated: "2026-10-14T09:00:00Z", meter: mark)
        let lines = try payable([session()], [cdr(session: "S1", meter: mark), again])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; DUPLICATE_SUSPECT - C2 0.00 118.00")
    }

    @Test func `a hub's list of passes is followed, M3 among them`() throws {
        let named = try cdr("S1", session: "S1", token: "CARD9", contract: nil)
        let only3 = try rules(
            cdrIDMayBeSessionID: false, pairing: ["hubject": PairingRule(passes: [.cdrIsSession])])
        #expect(try payable([session()], [named], under: only3).map(\.matchedBy) == ["M3"])
        let only2 = try rules(pairing: ["hubject": PairingRule(passes: [.authorization])])
        #expect(try payable([session()], [named], under: only2).map(\.matchedBy) == [nil, nil])
        // Other hubs go by the standard.
        let elsewhere = try rules(pairing: ["gireve": PairingRule(passes: [])])
        #expect(try payable([session()], [named], under: elsewhere).map(\.matchedBy) == ["M1"])
    }

    @Test func `every match says on what it rests`() throws {
        let byReference = try payable(
            [session(authorization: "A1")], [cdr(token: "CARD9", authorization: "A1")])
        #expect(byReference.map(\.evidence) == ["authorization_reference A1"])
        let byStart = try payable(
            [session()],
            [cdr(start: "2026-10-14T04:30:45Z", end: "2026-10-14T05:30:45Z")])
        #expect(byStart.map(\.evidence) == ["EVSE INTPCE1, token TOKEN1, starts 0:00:45 apart"])
        let issued = try cdr(session: "S1", hub: "own")
        let both = try receivable([session()], issued: [issued], held: [cdr(session: "S1")])
        #expect(both.map(\.evidence) == ["session_id S1; CDR id at hubject"])
        let credit = try cdr(
            "CR", claim: price("-100.00", "-118.00"), credit: true, creditReference: "C1")
        let credited = try payable([session()], [cdr(session: "S1"), credit])
        #expect(credited.map(\.evidence) == ["session_id S1", "credit_reference_id C1"])
        #expect(try payable([session()], []).map(\.evidence) == [""])
    }

    private func withM7() throws -> MatchingRules {
        try rules(pairing: ["hubject": PairingRule(passes: Set(MatchingPass.allCases))])
    }
}
