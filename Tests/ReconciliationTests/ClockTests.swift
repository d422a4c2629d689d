import Amounts
import Reconciliation
import Roaming
import Testing

/// A partner's clock that is wrong all month.
@Suite struct ClockTests {
    @Test func `the offset is the median of the exact pairs, and reported without being used`()
        throws
    {
        // 290, 300, 300, 310 and, of a station that is quite wrong, 4,000 s ahead.
        let (sessions, cdrs) = try month(ahead: [300, 290, 4_000, 310, 300])
        let outcome = try reconcile(shard(sessions, cdrs), under: rules())
        #expect(
            outcome.clocks == [
                ClockOffset(hub: "hubject", pairs: 5, milliseconds: 300_000, isUsed: false)
            ])
        #expect(outcome.lines.map(\.matchedBy) == Array(repeating: "M1", count: 5))
        #expect(outcome.lines.allSatisfy { $0.disposition == .timeMismatch })
    }

    @Test func `between two middle ones it is their mean`() throws {
        let (sessions, cdrs) = try month(ahead: [-10, -11, 50, -400])
        let clocks = try reconcile(shard(sessions, cdrs), under: rules()).clocks
        #expect(clocks.map(\.milliseconds) == [-10_500])
    }

    @Test func `used, it lets M5 find what the wrong clock hid`() throws {
        var (sessions, cdrs) = try month(ahead: [300, 300, 300, 300, 300])
        let lost = try stay(7, ahead: 310)
        sessions.append(lost.session)
        cdrs.append(lost.cdr)
        cdrs[5].sessionID = nil
        cdrs[5].contractID = nil
        let without = try reconcile(shard(sessions, cdrs), under: rules()).lines
        #expect(without.filter { $0.disposition == .missingSession }.count == 1)
        let outcome = try reconcile(shard(sessions, cdrs), under: estimating())
        #expect(outcome.clocks.map(\.isUsed) == [true])
        #expect(outcome.lines.allSatisfy { $0.disposition == .matched })
        #expect(outcome.lines.last?.matchedBy == "M5")
        #expect(
            outcome.lines.last?.evidence
                == "EVSE INTPCE1, token TOKEN1, starts 0:00:10 apart less 0:05:00 of clock offset")
    }

    @Test func `four pairs are too few to use`() throws {
        let (sessions, cdrs) = try month(ahead: [300, 300, 300, 300])
        let outcome = try reconcile(shard(sessions, cdrs), under: estimating())
        #expect(outcome.clocks.map(\.isUsed) == [false])
        #expect(outcome.lines.allSatisfy { $0.disposition == .timeMismatch })
    }

    @Test func `what the rule states is taken off as it stands`() throws {
        let one = try stay(0, ahead: -600)
        var cdr = one.cdr
        cdr.sessionID = nil
        let stated = try rules(
            pairing: ["hubject": PairingRule(clockOffset: .seconds(-600))])
        let outcome = try reconcile(shard([one.session], [cdr]), under: stated)
        #expect(outcome.lines.map(\.disposition) == [.matched])
        #expect(outcome.lines.map(\.matchedBy) == ["M5"])
        // Of another hub it says nothing.
        cdr.hub = "gireve"
        let other = try reconcile(shard([one.session], [cdr]), under: stated)
        #expect(other.lines.allSatisfy { $0.matchedBy != "M5" })
    }

    @Test func `a partner's clock says nothing about the hub's copy of our own CDR`() throws {
        let stated = try rules(
            pairing: ["hubject": PairingRule(clockOffset: .seconds(300))])
        let one = try stay(0, ahead: 0)
        var issued = one.cdr
        issued.hub = "own"
        let ours = Shard(
            side: .cpo, counterparty: try party("IN-TPC"), ownNetwork: false, homeHub: "hubject",
            heldIsComplete: true, sessions: [one.session], issued: [issued], held: [one.cdr])
        #expect(try reconcile(ours, under: stated).lines.map(\.disposition) == [.matched])
    }

    private func estimating() throws -> MatchingRules {
        try rules(pairing: ["hubject": PairingRule(clockOffset: .estimated)])
    }

    private func month(ahead: [Int64]) throws -> ([SessionFacts], [CDRFacts]) {
        let stays = try ahead.enumerated().map { try stay($0, ahead: $1) }
        return (stays.map(\.session), stays.map(\.cdr))
    }

    /// An hour a day, with a CDR that names its session.
    private func stay(
        _ number: Int, ahead: Int64
    ) throws -> (session: SessionFacts, cdr: CDRFacts) {
        let start = try instant("2026-10-02T04:30:00Z").advanced(bySeconds: Int64(number) * 86_400)
        let theirs = start.advanced(bySeconds: ahead)
        return (
            try session(
                "S\(number)", start: start.description,
                end: start.advanced(bySeconds: 3600).description),
            try cdr(
                "C\(number)", session: "S\(number)", start: theirs.description,
                end: theirs.advanced(bySeconds: 3600).description)
        )
    }

    private func shard(_ sessions: [SessionFacts], _ cdrs: [CDRFacts]) throws -> Shard {
        Shard(
            side: .emsp, counterparty: try party("IN-TPC"), ownNetwork: false, homeHub: "hubject",
            heldIsComplete: false, sessions: sessions, issued: [], held: cdrs)
    }
}
