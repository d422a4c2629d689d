import Amounts
import Reconciliation
import Roaming
import Testing

@Suite struct DuplicateTests {
    @Test func `the first version of an id stands`() throws {
        let lines = try payable(
            [session()],
            [
                cdr(session: "S1"),
                cdr(session: "S1", claim: price("110.00", "129.80"), version: 2),
                cdr(session: "S1", claim: price("110.00", "129.80"), version: 3),
            ])
        #expect(
            short(lines) == "CONFLICT - C1 0.00 129.80; "
                + "CONFLICT - C1 0.00 129.80; MATCHED S1 C1 118.00 0.00")
    }

    @Test func `an issued CDR may come again with other content too`() throws {
        let lines = try receivable(
            [session()],
            issued: [
                cdr(session: "S1", hub: "own"),
                cdr(session: "S1", hub: "own", energy: "11", version: 2),
            ], held: [cdr(session: "S1")])
        #expect(short(lines) == "CONFLICT - C1 0.00 118.00; MATCHED S1 C1 118.00 0.00")
        #expect(lines.map(\.hub) == ["hubject", "hubject"])
    }

    @Test func `a second CDR of ours for one session is a suspect, issued or only held`() throws {
        let second = try cdr("C2", session: "S1", updated: "2026-10-14T07:00:00Z")
        var ours = try [cdr(session: "S1"), second]
        for index in ours.indices { ours[index].hub = "own" }
        for issued in [ours, [ours[0]]] {
            let lines = try receivable(
                [session()], issued: issued, held: [cdr(session: "S1"), second])
            #expect(
                short(lines) == "MATCHED S1 C1 118.00 0.00; DUPLICATE_SUSPECT - C2 0.00 118.00")
        }
    }

    @Test func `of a thousand CDRs for one session one stands`() throws {
        let lines = try payable(
            [session()], (0..<1_000).map { try cdr("C\($0)", session: "S1") })
        #expect(lines.filter { $0.disposition == .duplicateSuspect }.count == 999)
        #expect(lines.filter { $0.disposition == .matched }.map(\.cdrID) == ["C0"])
    }

    @Test func `of two hubs the partner's home hub stands`() throws {
        for other in ["gireve", "volt-link"] {
            let lines = try payable(
                [session()],
                [cdr(session: "S1", hub: "hubject"), cdr(session: "S1", hub: other)])
            #expect(
                Set(lines.map { "\($0.disposition.rawValue) \($0.hub ?? "-")" })
                    == ["DUPLICATE_CROSS_HUB \(other)", "MATCHED hubject"])
        }
    }

    @Test func `of two other hubs the one that updated it first stands`() throws {
        for (first, second) in [("chargegrid", "gireve"), ("gireve", "chargegrid")] {
            let lines = try payable(
                [session()],
                [
                    cdr(session: "S1", hub: second, updated: "2026-10-14T07:00:00Z"),
                    cdr(session: "S1", hub: first),
                ])
            #expect(
                Set(lines.map { "\($0.disposition.rawValue) \($0.hub ?? "-")" })
                    == ["DUPLICATE_CROSS_HUB \(second)", "MATCHED \(first)"])
        }
    }

    @Test func `of two hubs the one that matches stands`() throws {
        let lines = try payable(
            [session()],
            [
                cdr(hub: "gireve", token: "OTHER", contract: nil),
                cdr(session: "S1", hub: "hubject"),
            ])
        #expect(
            lines.map { "\($0.disposition.rawValue) \($0.hub ?? "-")" }
                == ["DUPLICATE_CROSS_HUB gireve", "MATCHED hubject"])
    }

    @Test func `of two hubs of which none matches the home hub stands`() throws {
        let lines = try payable([], [cdr(hub: "hubject"), cdr(hub: "gireve")])
        #expect(
            lines.map { "\($0.disposition.rawValue) \($0.hub ?? "-")" }
                == ["DUPLICATE_CROSS_HUB gireve", "MISSING_SESSION hubject"])
    }

    @Test func `the same charging under another id at a second hub is a cross-hub duplicate`()
        throws
    {
        let lines = try payable(
            [session()], [cdr("A", hub: "gireve"), cdr("B", session: "S1", hub: "hubject")])
        #expect(short(lines) == "DUPLICATE_CROSS_HUB - A 0.00 118.00; MATCHED S1 B 118.00 0.00")
    }

    @Test func `of two CDRs for one session the earlier updated stands`() throws {
        let lines = try payable(
            [session()],
            [
                cdr("C1", session: "S1", updated: "2026-10-15T00:00:00Z"),
                cdr("C2", session: "S1", updated: "2026-10-14T23:59:59Z"),
            ])
        #expect(short(lines) == "DUPLICATE_SUSPECT - C1 0.00 118.00; MATCHED S1 C2 118.00 0.00")
    }

    @Test func `of two CDRs updated together the lower id stands`() throws {
        let lines = try payable([session()], [cdr("C2"), cdr("C1")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; DUPLICATE_SUSPECT - C2 0.00 118.00")
    }

    @Test func `the CDR matched by the earlier pass stands, however late it was updated`() throws {
        let lines = try payable(
            [session(authorization: "A1")],
            [
                cdr("C1", authorization: "A1", updated: "2026-10-14T06:00:00Z"),
                cdr("C2", session: "S1", updated: "2026-10-19T06:00:00Z"),
            ])
        #expect(short(lines) == "DUPLICATE_SUSPECT - C1 0.00 118.00; MATCHED S1 C2 118.00 0.00")
    }

    @Test func `a CDR that says what a matched one says is a suspect without any reference`() throws
    {
        let lines = try payable(
            [session()],
            [cdr("C1", session: "S1"), cdr("C2", updated: "2026-10-14T05:59:59Z")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; DUPLICATE_SUSPECT - C2 0.00 118.00")
    }

    @Test func `another energy at the same place and time is no duplicate`() throws {
        let lines = try payable(
            [session()], [cdr("C1", session: "S1"), cdr("C2", energy: "3")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; OVERLAPPING_SESSIONS - C2 0.00 118.00")
    }

    @Test func `a suspect updated after the grace is not settled in this month`() throws {
        let lines = try payable(
            [session()],
            [cdr("C1", session: "S1"), cdr("C2", session: "S1", updated: "2026-11-05T18:30:00Z")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00; OUT_OF_PERIOD - C2 0.00 0.00")
    }
}
