import Amounts
import Roaming
import Testing

@testable import Reconciliation

/// What each move does to the amount, and when deadlines let it.
@Suite struct DisputingTests {
    private func decimal(_ text: String) throws -> ExactDecimal {
        try #require(ExactDecimal(text))
    }

    private func file(
        _ side: Side = .emsp, over amount: String = "90.00", beforeTax: String = "76.27",
        partner: String = "IN-ZEO"
    ) throws -> DisputeFile {
        let dispute = Dispute(
            id: "D-2026-10-0123456789", month: try #require(Month("2026-10")), side: side,
            counterparty: try #require(PartyID(partner)),
            ownParty: try #require(PartyID("IN-MGE")),
            currency: try #require(Currency("INR")), hub: "hubject", sessionID: "S-1",
            cdrID: "C-1", document: String(repeating: "a", count: 64), part: 1,
            disposition: .priceMismatch, reason: "because", ours: nil, theirs: nil,
            statementDay: try #require(Day("2026-11-06")), reconciledBy: "k")
        return try opening(
            of: dispute, over: decimal(amount), beforeTax: decimal(beforeTax),
            act("2026-11-07T06:00:00Z"), under: rules())
    }

    private func rules(_ silence: DisputeTerms.Silence = .hold) -> DisputeRules {
        DisputeRules(
            standard: DisputeTerms(
                raiseDays: 30, acknowledgeDays: 5, answerDays: 15, escalateDays: 30,
                silence: silence), partners: [:], dayOffsetSeconds: 19_800)
    }

    private func act(_ at: String) throws -> DisputeAct {
        DisputeAct(by: "Asha", at: try #require(Instant(at)), why: "as agreed")
    }

    private func made(
        _ file: DisputeFile, _ request: DisputeRequest, _ at: String,
        _ rules: DisputeRules? = nil
    ) throws -> DisputeFile {
        var file = file
        file.steps.append(try step(request, file, act(at), under: rules ?? self.rules()))
        return file
    }

    private func refusal(
        _ file: DisputeFile, _ request: DisputeRequest, _ at: String,
        _ rules: DisputeRules? = nil
    ) throws -> String {
        let act = try act(at)
        do {
            _ = try step(request, file, act, under: rules ?? self.rules())
            Issue.record("\(request) was allowed")
            return ""
        } catch { return error.text }
    }

    private func rejected(_ side: Side) throws -> DisputeFile {
        var file = try made(file(side), .plain(.send), "2026-11-10T06:00:00Z")
        file = try made(file, .plain(.acknowledge), "2026-11-12T06:00:00Z")
        return try made(file, .plain(.reject), "2026-11-20T06:00:00Z")
    }

    @Test func `a partner's acceptance waits for the credit on the eMSP side`() throws {
        var file = try made(file(), .plain(.send), "2026-11-10T06:00:00Z")
        file = try made(file, .plain(.acknowledge), "2026-11-11T06:00:00Z")
        file = try made(file, .plain(.accept), "2026-11-12T06:00:00Z")
        #expect(file.amount == (try decimal("90")))
        file = try made(file, .plain(.expectCredit), "2026-11-12T06:00:00Z")
        #expect(file.state == .creditExpected)
        let byCDR = try made(file, .plain(.creditCDR), "2026-12-02T06:00:00Z")
        #expect(byCDR.steps.last?.released == (try decimal("90")))
        #expect(byCDR.state == .credited && byCDR.amount.isZero && byCDR.isOver)
        let onPaper = try made(file, .plain(.creditNote), "2026-12-02T06:00:00Z")
        #expect(onPaper.steps.last?.writtenOff == (try decimal("90")))
    }

    @Test func `a partner's acceptance on the CPO side releases what we claimed`() throws {
        var file = try made(file(.cpo), .plain(.send), "2026-11-10T06:00:00Z")
        file = try made(file, .plain(.acknowledge), "2026-11-11T06:00:00Z")
        file = try made(file, .plain(.accept), "2026-11-12T06:00:00Z")
        #expect(file.steps.last?.released == (try decimal("90")))
        #expect(file.isOver && !file.state.isEnd)
        let why = try refusal(file, .plain(.expectCredit), "2026-11-13T06:00:00Z")
        #expect(why.contains("nothing is left"))
    }

    @Test(arguments: [
        (Side.emsp, DisputeMove.withdraw, "90", "0"), (.cpo, .withdraw, "0", "90"),
        (.emsp, .writeOff, "0", "90"), (.cpo, .writeOff, "0", "90"),
        (.emsp, .creditCDR, "90", "0"), (.cpo, .creditCDR, "90", "0"),
    ])
    func `an end gives the whole amount to one side`(
        _ side: Side, _ move: DisputeMove, _ released: String, _ writtenOff: String
    ) throws {
        let escalated = try made(rejected(side), .plain(.escalate), "2026-12-01T06:00:00Z")
        let over = try made(escalated, .plain(move), "2026-12-05T06:00:00Z")
        #expect(over.steps.last?.released == (try decimal(released)))
        #expect(over.steps.last?.writtenOff == (try decimal(writtenOff)))
        #expect(over.amount.isZero && over.isOver)
    }

    @Test func `a split gives a part to each side and nothing is lost`() throws {
        let escalated = try made(rejected(.emsp), .plain(.escalate), "2026-12-01T06:00:00Z")
        let split = try made(
            escalated, .split(released: decimal("33.33")), "2026-12-05T06:00:00Z")
        #expect(split.steps.last?.released == (try decimal("33.33")))
        #expect(split.steps.last?.writtenOff == (try decimal("56.67")))
        // 76.27 × 33.33 / 90.00 = 28.2453…
        #expect(split.steps.last?.releasedBeforeTax == (try decimal("28.25")))
        let more = try refusal(
            escalated, .split(released: decimal("90.01")), "2026-12-05T06:00:00Z")
        #expect(more.contains("only 90.00"))
        let less = try refusal(
            escalated, .split(released: decimal("-0.01")), "2026-12-05T06:00:00Z")
        #expect(less.contains("only 90.00"))
    }

    @Test func `a partial acceptance divides the dispute`() throws {
        var file = try made(file(), .plain(.send), "2026-11-10T06:00:00Z")
        file = try made(file, .plain(.acknowledge), "2026-11-11T06:00:00Z")
        let accepted = try made(file, .acceptPart(decimal("60.00")), "2026-11-12T06:00:00Z")
        let last = try #require(accepted.steps.last)
        #expect(try accepted.state == .accepted && accepted.amount == decimal("60"))
        // 76.27 × 60 / 90 = 50.8466…
        #expect(accepted.amountBeforeTax == (try decimal("50.85")))
        let rest = try leftOver(of: file, after: last, part: 2, under: rules())
        #expect(rest.dispute.id == "D-2026-10-0123456789-2")
        #expect(rest.dispute.root == "D-2026-10-0123456789")
        #expect(try rest.state == .rejectedByPartner && rest.amount == decimal("30"))
        #expect(rest.amountBeforeTax == (try decimal("25.42")))
        for whole in ["0", "90", "-1", "91"] {
            let why = try refusal(file, .acceptPart(decimal(whole)), "2026-11-12T06:00:00Z")
            #expect(why.contains("between 0 and the 90.00"), "\(whole)")
        }
    }

    @Test func `a disputed credit has its sign throughout`() throws {
        var file = try made(
            file(over: "-50.00", beforeTax: "-42.37"), .plain(.send), "2026-11-10T06:00:00Z")
        file = try made(file, .plain(.acknowledge), "2026-11-11T06:00:00Z")
        let accepted = try made(file, .acceptPart(decimal("-20")), "2026-11-12T06:00:00Z")
        #expect(accepted.amount == (try decimal("-20")))
        #expect(accepted.steps.last?.divided == (try decimal("-30")))
        let why = try refusal(file, .acceptPart(decimal("20")), "2026-11-12T06:00:00Z")
        #expect(why.contains("-50.00"))
    }

    /// The statement is of 2026-11-06, so 30 days end with 2026-12-06, at 18:30Z in India.
    @Test func `the last day of a deadline counts whole, in India`() throws {
        _ = try made(file(), .plain(.send), "2026-12-06T18:29:59Z")
        let late = try refusal(file(), .plain(.send), "2026-12-06T18:30:00Z")
        #expect(late.contains("2026-12-06"))
        let early = try refusal(file(), .plain(.expire), "2026-12-06T18:29:59Z")
        #expect(early.contains("2026-12-06"))
        let expired = try made(file(), .plain(.expire), "2026-12-06T18:30:00Z")
        #expect(expired.state == .expired)
        #expect(expired.steps.last?.released == (try decimal("90")))
    }

    /// Sent on 2026-11-10 in India, although 18:29Z; 15 days end with 2026-11-25.
    @Test func `silence is consent only where the agreement says so`() throws {
        let sent = try made(file(), .plain(.send), "2026-11-10T18:29:00Z")
        let (before, after) = ("2026-11-25T18:29:59Z", "2026-11-25T18:30:00Z")
        #expect(
            try refusal(sent, .plain(.acceptSilently), before, rules(.accept))
                .contains("2026-11-25"))
        #expect(try made(sent, .plain(.acceptSilently), after, rules(.accept)).state == .accepted)
        #expect(try refusal(sent, .plain(.acceptSilently), after).contains("silence"))
        #expect(try refusal(sent, .plain(.escalate), before).contains("2026-11-25"))
        #expect(try made(sent, .plain(.escalate), after).state == .escalated)
    }

    /// Rejected on 2026-11-20; 30 days end with 2026-12-20.
    @Test func `a rejection is escalated in time or lost`() throws {
        let rejected = try rejected(.emsp)
        _ = try made(rejected, .plain(.escalate), "2026-12-20T18:29:59Z")
        #expect(
            try refusal(rejected, .plain(.escalate), "2026-12-20T18:30:00Z")
                .contains("2026-12-20"))
        let lost = try made(rejected, .plain(.expire), "2026-12-20T18:30:00Z")
        #expect(lost.steps.last?.released == (try decimal("90")))
    }

    @Test func `a partner's own terms count before the standard ones`() throws {
        var rules = rules()
        let partner = try #require(PartyID("IN-ZEO"))
        rules.partners[partner] = DisputeTerms(
            raiseDays: 1, acknowledgeDays: 1, answerDays: 1, escalateDays: 1, silence: .accept)
        #expect(rules.running(try file())?.lastDay == Day("2026-11-07"))
        #expect(rules.running(try file(partner: "IN-TPC"))?.lastDay == Day("2026-12-06"))
    }

    @Test func `the deadline that runs follows the state`() throws {
        func running(_ file: DisputeFile) -> String {
            rules().running(file).map { "\($0.deadline.rawValue) \($0.lastDay)" } ?? "none"
        }
        var file = try file()
        #expect(running(file) == "raise 2026-12-06")
        file = try made(file, .plain(.send), "2026-11-10T06:00:00Z")
        #expect(running(file) == "acknowledge 2026-11-15")
        file = try made(file, .plain(.acknowledge), "2026-11-14T06:00:00Z")
        #expect(running(file) == "answer 2026-11-25")
        file = try made(file, .plain(.reject), "2026-11-20T06:00:00Z")
        #expect(running(file) == "escalate 2026-12-20")
        file = try made(file, .plain(.withdraw), "2026-11-21T06:00:00Z")
        #expect(running(file) == "none")
    }

    @Test func `nothing comes before what was done`() throws {
        let sent = try made(file(), .plain(.send), "2026-11-10T06:00:00Z")
        #expect(
            try refusal(sent, .plain(.acknowledge), "2026-11-10T05:59:59Z")
                .contains("nothing can come before"))
        _ = try made(sent, .plain(.acknowledge), "2026-11-10T06:00:00Z")
    }

    /// Whatever is done in whatever order: what was opened is what is left, released, written off
    /// or in another dispute.
    @Test(arguments: 0..<200)
    func `no step creates or loses an amount`(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var file = try file(
            seed % 2 == 0 ? .emsp : .cpo, over: seed % 3 == 0 ? "-77.70" : "77.70",
            beforeTax: seed % 3 == 0 ? "-65.85" : "65.85")
        let opened = file.amount
        var gone = ExactDecimal.zero
        for hour in 0..<60 {
            let part = ExactDecimal(
                coefficient: (file.amount.isNegative ? -1 : 1)
                    * Int128(random.next() % 9000), scale: 2)
            let move = DisputeMove.allCases[Int(random.next() % 17)]
            guard move != .revise else { continue }
            let request: DisputeRequest =
                switch move {
                case .acceptPart: .acceptPart(part)
                case .split: .split(released: part)
                default: .plain(move)
                }
            let at = try #require(Instant("2026-11-07T06:00:00Z"))
                .advanced(bySeconds: Int64(hour) * 86_400)
            let act = DisputeAct(by: "Asha", at: at, why: "")
            guard let next = try? step(request, file, act, under: rules(.accept)) else { continue }
            gone = try gone + next.released + next.writtenOff + next.divided
            file.steps.append(next)
            #expect(try gone + file.amount == opened, "\(move)")
        }
    }
}

/// A seeded generator (SplitMix64), so that a failing case comes again.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
