import Amounts
import Reconciliation
import Roaming
import Testing

/// Dispositions about totals: tax, another tariff, the cap on what is tolerated, and what a
/// difference is made of. Ours is 100.00 before and 118.00 after tax, 1.00 INR or 0.5 % tolerated.
@Suite struct TotalTests {
    // MARK: tax

    @Test(arguments: [
        // 1.01 before tax is beyond 1.00; 1.00 is not.
        ("101.00", "128.00", "TAX_MISMATCH S1 C1 118.00 10.00"),
        ("101.01", "128.00", "PRICE_MISMATCH S1 C1 118.00 10.00"),
        ("99.00", "128.00", "TAX_MISMATCH S1 C1 118.00 10.00"),
        ("98.99", "128.00", "PRICE_MISMATCH S1 C1 118.00 10.00"),
        // After tax 1.00 is tolerated, 1.01 is not.
        ("100.00", "119.00", "MATCHED_WITHIN_TOLERANCE S1 C1 119.00 0.00"),
        ("100.00", "119.01", "TAX_MISMATCH S1 C1 118.00 1.01"),
        ("100.00", "116.99", "TAX_MISMATCH S1 C1 116.99 0.00"),
    ])
    func `totals that agree before tax and differ after it are a tax mismatch`(
        before: String, after: String, expected: String
    ) throws {
        let lines = try payable([session()], [cdr(session: "S1", claim: price(before, after))])
        #expect(short(lines) == expected)
        #expect(lines[0].reason.contains("Also PRICE_MISMATCH") == false)
    }

    // MARK: another tariff

    @Test(arguments: [
        // By the CDR's own tariff 110.00 and 129.80.
        ("110.00", "129.80", "TARIFF_VERSION_CONFLICT S1 C1 118.00 11.80"),
        ("110.60", "130.80", "TARIFF_VERSION_CONFLICT S1 C1 118.00 12.80"),
        ("111.00", "130.81", "PRICE_MISMATCH S1 C1 118.00 12.81"),
        ("100.00", "118.00", "TARIFF_VERSION_CONFLICT S1 C1 118.00 0.00"),
        // Tolerated, but with a tariff of its own nothing above ours is paid.
        ("100.50", "118.50", "TARIFF_VERSION_CONFLICT S1 C1 118.00 0.50"),
        ("105.00", "123.90", "PRICE_MISMATCH S1 C1 118.00 5.90"),
    ])
    func `a claim by a tariff of the CDR's own is paid by the published one`(
        before: String, after: String, expected: String
    ) throws {
        var claimed = try cdr(session: "S1", claim: price(before, after))
        claimed.byOwnTariff = try price("110.00", "129.80")
        let lines = try payable([session()], [claimed])
        #expect(short(lines) == expected)
        #expect(lines[0].reason.contains("by the CDR's own it comes to 129.80 INR"))
        #expect(lines[0].severity == (expected.hasPrefix("TARIFF") ? .warning : .severe))
    }

    @Test func `a cheaper tariff of the CDR's own is paid as claimed`() throws {
        var claimed = try cdr(session: "S1", claim: price("90.00", "106.20"))
        claimed.byOwnTariff = try price("90.00", "106.20")
        let lines = try payable([session()], [claimed])
        #expect(short(lines) == "TARIFF_VERSION_CONFLICT S1 C1 106.20 0.00")
    }

    @Test func `a warning never outranks what holds the whole CDR`() throws {
        var claimed = try cdr(session: "S1", energy: "12", claim: price("110.00", "129.80"))
        claimed.byOwnTariff = try price("110.00", "129.80")
        let lines = try payable([session()], [claimed])
        #expect(short(lines) == "ENERGY_MISMATCH S1 C1 0.00 129.80")
        #expect(lines[0].reason.hasSuffix("by the CDR's own it comes to 129.80 INR."))
    }

    // MARK: the cap

    @Test func `small differences on one side are tolerated up to the cap, together`() throws {
        // 30 times 0.80 is 24.00; the cap is 25.00.
        let (sessions, cdrs) = try month(30, claim: price("100.68", "118.80"))
        let calm = try payable(sessions, cdrs, under: capped())
        #expect(Set(calm.map(\.disposition)) == [.matchedWithinTolerance])
        // 31 times 0.80 is 24.80, and one of 0.20 makes 25.00: exactly the cap.
        var (more, claims) = try month(32, claim: price("100.68", "118.80"))
        claims[31].claimed = try price("100.17", "118.20")
        let full = try payable(more, claims, under: capped())
        #expect(Set(full.map(\.disposition)) == [.matchedWithinTolerance])
        // A paisa more.
        claims[31].claimed = try price("100.18", "118.21")
        let beyond = try payable(more, claims, under: capped())
        #expect(Set(beyond.map(\.disposition)) == [.priceMismatch])
        #expect(beyond.map(\.agreed) == Array(repeating: try decimal("118.00"), count: 32))
        #expect(beyond[0].disputed == (try decimal("0.80")))
        #expect(
            beyond[0].reason.contains(
                "come to 25.01 INR more than ours, over the cap of 25.00 INR"))
    }

    @Test func `what differs the other way, or not at all, stays tolerated`() throws {
        var (sessions, cdrs) = try month(35, claim: price("100.68", "118.80"))
        cdrs[33].claimed = try price("99.32", "117.20")
        cdrs[34].claimed = try price("100.00", "118.00")
        cdrs[34].energy = try decimal("10.005")
        let lines = try payable(sessions, cdrs, under: capped())
        #expect(lines.count { $0.disposition == .priceMismatch } == 33)
        let tolerated = lines.filter { $0.disposition == .matchedWithinTolerance }
        #expect(tolerated.map(\.agreed) == [try decimal("117.20"), try decimal("118.00")])
    }

    @Test func `the cap works both ways and says what it saw`() throws {
        let (sessions, cdrs) = try month(33, claim: price("99.32", "117.20"))
        let shard = try reconcile(
            Shard(
                side: .emsp, counterparty: party("IN-TPC"), ownNetwork: false,
                homeHub: "hubject", heldIsComplete: false, sessions: sessions, issued: [],
                held: cdrs), under: capped())
        #expect(Set(shard.lines.map(\.disposition)) == [.priceMismatch])
        #expect(Set(shard.lines.map(\.disputed)) == [.zero])
        #expect(
            shard.tolerated == [
                ToleratedSum(
                    currency: try currency("INR"), lines: 33, sum: try decimal("-26.40"),
                    cap: try decimal("25.00"))
            ])
        // Without a cap for the currency nothing is counted against it.
        let free = try payable(sessions, cdrs)
        #expect(Set(free.map(\.disposition)) == [.matchedWithinTolerance])
    }

    // MARK: causes

    @Test func `what rating found explains theirs less ours`() throws {
        var claimed = try cdr(session: "S1", claim: price("110.00", "129.80"))
        claimed.causesAfterTax = [
            DifferenceCause(.price, try decimal("10")), DifferenceCause(.tax, try decimal("1.80")),
        ]
        claimed.causesBeforeTax = [DifferenceCause(.price, try decimal("10"))]
        let lines = try payable([session()], [claimed])
        #expect(lines[0].difference == (try decimal("11.80")))
        #expect(lines[0].causes == claimed.causesAfterTax)
        // A claim without tax is compared before tax.
        claimed.claimed = try price("110.00", nil)
        #expect(try payable([session()], [claimed])[0].causes == claimed.causesBeforeTax)
        #expect(try payable([session()], [cdr(session: "S1")])[0].causes == [])
    }

    @Test func `on the CPO side the documents may differ, by quantity or otherwise`() throws {
        var issued = try cdr(session: "S1")
        issued.hub = "own"
        // The hub's copy has 11 kWh, is rated 110.00 / 129.80 and claims a paisa more.
        var held = try cdr(
            session: "S1", energy: "11", claim: price("110.01", "129.81"),
            rated: .priced(price("110.00", "129.80"), currency("INR")))
        held.causesAfterTax = [DifferenceCause(.rounding, try decimal("0.01"))]
        let lines = try receivable([session()], issued: [issued], held: [held])
        #expect(lines[0].difference == (try decimal("11.81")))
        #expect(
            lines[0].causes == [
                DifferenceCause(.rounding, try decimal("0.01")),
                DifferenceCause(.quantity, try decimal("11.80")),
            ])
        // The same energy and duration, and still rated otherwise.
        held.energy = try decimal("10")
        let other = try receivable([session()], issued: [issued], held: [held])
        #expect(other[0].causes.map(\.kind) == [.rounding, .document])
    }

    @Test(arguments: 0..<400)
    func `on random months the causes sum to the difference exactly`(seed: Int) throws {
        var dice = Dice(seed: seed)
        var shard = try randomShard(&dice)
        for index in shard.held.indices {
            try explain(&shard.held[index], &dice)
        }
        for line in try reconcile(shard, under: rules()).lines {
            var sum = ExactDecimal.zero
            for cause in line.causes { sum = try sum + cause.amount }
            #expect(sum == line.difference ?? .zero)
            #expect(line.causes.allSatisfy { !$0.amount.isZero })
        }
    }

    /// As rating leaves it: parts of claim less rating, on both sides of tax; sometimes none.
    private func explain(_ cdr: inout CDRFacts, _ dice: inout Dice) throws {
        if dice.oneIn(3) {
            cdr.rated = .priced(try randomPrice(&dice), try currency("INR"))
        }
        guard case .priced(let rated, _) = cdr.rated, !dice.oneIn(4) else { return }
        func parts(_ claim: ExactDecimal?, _ ours: ExactDecimal?) throws -> [DifferenceCause] {
            guard let claim, let ours, claim != ours else { return [] }
            let gap = try claim - ours
            let tax = try decimal("0.37")
            guard gap != tax else { return [DifferenceCause(.tax, gap)] }
            return [DifferenceCause(.tax, tax), DifferenceCause(.step, try gap - tax)]
        }
        cdr.causesBeforeTax = try parts(cdr.claimed.beforeTax, rated.beforeTax)
        cdr.causesAfterTax = try parts(cdr.claimed.afterTax, rated.afterTax)
    }

    private func capped() throws -> MatchingRules {
        var rules = try rules()
        rules.defaultTolerances.monthlyCap = [try currency("INR"): try decimal("25.00")]
        return rules
    }

    /// Sessions on days of their own, each with a CDR over the same claim.
    private func month(_ count: Int, claim: Price) throws -> ([SessionFacts], [CDRFacts]) {
        var sessions: [SessionFacts] = []
        var cdrs: [CDRFacts] = []
        for number in 0..<count {
            let start = try instant("2026-10-02T00:00:00Z").advanced(
                bySeconds: Int64(number) * 7200
            ).description
            let end = try instant(start).advanced(bySeconds: 3600).description
            sessions.append(try session("S\(number)", start: start, end: end))
            cdrs.append(
                try cdr(
                    "C\(number)", session: "S\(number)", start: start, end: end, claim: claim))
        }
        return (sessions, cdrs)
    }
}
