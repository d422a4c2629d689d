import Amounts
import Reconciliation
import Roaming
import Testing

/// Dispositions that hold a CDR for what it says itself.
@Suite struct RulingTests {
    // MARK: the same id again

    @Test func `other content under one id is a conflict, other bytes are a duplicate`() throws {
        let first = try cdr(session: "S1")
        var again = first
        (again.version, again.object) = (2, 99)
        let same = try payable([session()], [first, again])
        #expect(short(same) == "DUPLICATE_SAME_ID - C1 0.00 118.00; MATCHED S1 C1 118.00 0.00")
        again.lastUpdated = again.lastUpdated.advanced(bySeconds: 1)
        let other = try payable([session()], [first, again])
        #expect(short(other) == "CONFLICT - C1 0.00 118.00; MATCHED S1 C1 118.00 0.00")
        #expect(other[0].reason.contains("with other content (version 2)"))
        again = first
        (again.version, again.energy) = (3, try decimal("10.1"))
        #expect(try payable([session()], [first, again])[0].disposition == .conflict)
    }

    @Test func `what was rated otherwise is not other content`() throws {
        let first = try cdr(session: "S1")
        var again = first
        again.version = 2
        again.rated = .unpriceable(code: "TARIFF_MISSING", text: "No tariff.")
        again.causesAfterTax = [DifferenceCause(.price, try decimal("1"))]
        let lines = try payable([session()], [first, again])
        #expect(lines.map(\.disposition) == [.duplicateSameID, .matched])
    }

    // MARK: credits

    @Test func `a credit that takes back the energy too is settled and noted`() throws {
        let lines = try payable(
            [session()], [cdr(session: "S1"), credit("-100.00", "-118.00", energy: "-10")])
        #expect(
            short(lines)
                == "CREDITED S1 C1 118.00 0.00; CREDIT_AMBIGUOUS_SIGN - CR -118.00 0.00")
        #expect(lines[1].severity == .warning)
        // Zero energy is no sign at all.
        let zero = try payable(
            [session()], [cdr(session: "S1"), credit("-100.00", "-118.00", energy: "0")])
        #expect(zero.map(\.disposition) == [.credited, .credited])
    }

    @Test func `a credit with the sign of a charge holds both`() throws {
        let lines = try payable([session()], [cdr(session: "S1"), credit("100.00", "118.00")])
        #expect(
            short(lines) == "CREDIT_AMBIGUOUS_SIGN S1 C1 0.00 118.00; "
                + "CREDIT_AMBIGUOUS_SIGN - CR 0.00 118.00")
        #expect(lines.map(\.severity) == [.severe, .severe])
        let other = try payable([session()], [cdr(session: "S1"), credit("100.00", "118.01")])
        #expect(other.map(\.disposition) == [.creditNotFull, .creditNotFull])
    }

    // MARK: what cannot be

    @Test(arguments: [
        ("2026-10-14T04:30:00Z", "2026-10-14T04:30:00Z", "10", false),
        ("2026-10-14T04:30:00Z", "2026-10-14T04:29:59.999Z", "10", true),
        ("2010-01-01T00:00:00Z", "2026-10-14T05:30:00Z", "10", false),
        ("2009-12-31T23:59:59.999Z", "2026-10-14T05:30:00Z", "10", true),
        ("2026-10-14T04:30:00Z", "2026-10-14T05:30:00Z", "0", false),
        ("2026-10-14T04:30:00Z", "2026-10-14T05:30:00Z", "-0.001", true),
    ])
    func `times that run backwards or are older than OCPI, and energy below zero, cannot be`(
        start: String, end: String, energy: String, isWrong: Bool
    ) throws {
        let lines = try payable([session()], [cdr(start: start, end: end, energy: energy)])
        let line = try #require(lines.first { $0.cdrID == "C1" })
        #expect((line.disposition == .implausible) == isWrong)
        guard isWrong else { return }
        #expect((line.agreed, line.disputed) == (.zero, try decimal("118")))
    }

    @Test func `a CDR whose clock was reset is held in the month of its session`() throws {
        let reset = try cdr(
            session: "S1", start: "1970-01-01T00:00:00Z", end: "1970-01-01T01:00:00Z")
        let lines = try payable([session()], [reset])
        #expect(lines.map(\.disposition) == [.implausible])
        #expect(lines[0].serviceMonth == Month("2026-10"))
        #expect(try payable([session()], [reset], under: rules(month: "2026-09")).isEmpty)
    }

    @Test func `what rating found impossible is held, and named`() throws {
        for (flag, words) in [
            (Plausibility.exceedsConnector, "any connector of its type"),
            (.exceedsPower, "the power of its connector"), (.timeInMinutes, "in minutes"),
            (.timeInSeconds, "in seconds"),
        ] {
            var wrong = try cdr(session: "S1")
            wrong.plausibility = flag
            let lines = try payable([session()], [wrong])
            #expect(short(lines) == "IMPLAUSIBLE S1 C1 0.00 118.00")
            #expect(lines[0].reason.contains(words))
            var issued = try cdr(session: "S1")
            issued.hub = "own"
            let receivable = try receivable([session()], issued: [issued], held: [wrong])
            #expect(short(receivable) == "IMPLAUSIBLE S1 C1 0.00 118.00")
        }
    }

    @Test func `only an invalid signature or another signed energy rules`() throws {
        let expected: [SignatureVerdict: Disposition] = [
            .invalid: .signatureInvalid, .valueMismatch: .signatureValueMismatch,
        ]
        for verdict in SignatureVerdict.allCases {
            var signed = try cdr(session: "S1")
            signed.signature = verdict
            let line = try #require(try payable([session()], [signed]).first)
            #expect(line.disposition == expected[verdict] ?? .matched)
        }
    }

    // MARK: tokens

    @Test func `a token that no list ever held is unknown, where there is a list`() throws {
        var tokens = TokenBook()
        let stranger = try cdr(session: "S1", token: "STRANGE", contract: "INMGEC9")
        func disposition(_ cdr: CDRFacts) throws -> Disposition? {
            try payable([session()], [cdr], tokens: tokens).first?.disposition
        }
        #expect(try disposition(stranger) == .matched)
        try add("TOKEN1", "INMGEC1", true, "2026-01-01T00:00:00Z", to: &tokens)
        #expect(try disposition(stranger) == .tokenUnknown)
        #expect(try disposition(cdr(session: "S1", token: "STRANGE")) == .matched)
        #expect(try disposition(cdr(session: "S1", contract: "INMGEC9")) == .matched)
        // Another of our parties has no list.
        var other = stranger
        other.ownParty = try party("IN-MGX")
        #expect(try disposition(other) == .matched)
        // On the CPO side the drivers are the partner's.
        var issued = stranger
        issued.hub = "own"
        let receivable = try receivable([session()], issued: [issued], held: [stranger])
        #expect(receivable.map(\.disposition) == [.matched])
    }

    @Test(arguments: [
        ("2026-10-14T04:30:00Z", true), ("2026-10-14T04:30:00.001Z", false),
    ])
    func `a token is expired when the newest list at the start says so`(
        revoked: String, isExpired: Bool
    ) throws {
        var tokens = TokenBook()
        // In any order: the newest at the start counts.
        try add("TOKEN1", nil, false, revoked, to: &tokens)
        try add("TOKEN1", nil, true, "2026-01-01T00:00:00Z", to: &tokens)
        let lines = try payable([session()], [cdr(session: "S1")], tokens: tokens)
        #expect(lines.map(\.disposition) == [isExpired ? .contractExpired : .matched])
        // Another token of the same contract is valid.
        try add("TOKEN7", "INMGEC1", true, "2026-02-01T00:00:00Z", to: &tokens)
        let known = try payable([session()], [cdr(session: "S1")], tokens: tokens)
        #expect(known.map(\.disposition) == [.matched])
    }

    @Test func `a token listed after the session started was not invalid then`() throws {
        var tokens = TokenBook()
        try add("TOKEN1", "INMGEC1", false, "2026-10-20T00:00:00Z", to: &tokens)
        let lines = try payable([session()], [cdr(session: "S1")], tokens: tokens)
        #expect(lines.map(\.disposition) == [.matched])
    }

    private func add(
        _ uid: String, _ contract: String?, _ valid: Bool, _ updated: String,
        to tokens: inout TokenBook
    ) throws {
        tokens.add(
            party: try party("IN-MGE"), uid: uid, type: "RFID", contractID: contract,
            valid: valid, lastUpdated: try instant(updated))
    }

    private func credit(_ before: String, _ after: String, energy: String = "10") throws -> CDRFacts
    {
        try cdr(
            "CR", session: "S1", energy: energy, claim: price(before, after), credit: true,
            creditReference: "C1", updated: "2026-10-20T06:00:00Z")
    }
}
