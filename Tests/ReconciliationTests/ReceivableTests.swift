import Amounts
import Reconciliation
import Roaming
import Testing

/// Our CDRs, as issued and as the hubs hold them. Our rating is 118.00 INR throughout.
@Suite struct ReceivableTests {
    @Test func `session, issued and held CDR are one line`() throws {
        let lines = try receivable([session()], issued: [issued()], held: [cdr(session: "S1")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00")
        #expect(lines.first?.hub == "hubject")
        #expect(lines.first?.side == .cpo)
    }

    @Test func `an issued CDR that no hub holds is missing there and disputed`() throws {
        let lines = try receivable([session()], issued: [issued()], held: [])
        #expect(short(lines) == "MISSING_CDR S1 C1 0.00 118.00")
        #expect(lines.first?.theirs == (try decimal("118.00")))
        #expect(lines.first?.hub == "hubject")
    }

    @Test func `hubs that tell us nothing miss nothing`() throws {
        let lines = try receivable(
            [session()], issued: [issued()], held: [], heldIsComplete: false)
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00")
    }

    @Test func `a session without any CDR is missing it and nothing is disputed`() throws {
        let lines = try receivable([session()], issued: [], held: [])
        #expect(short(lines) == "MISSING_CDR S1 - 0.00 0.00")
    }

    @Test func `a CDR lost in our own list stands as the hub holds it`() throws {
        let lines = try receivable([session()], issued: [], held: [cdr(session: "S1")])
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00")
    }

    @Test(arguments: [
        // issued, held, agreed, disputed; the claim is what we issued, ours is 118.00
        ("118.00", "129.80", "TAX_MISMATCH S1 C1 118.00 0.00"),
        ("118.00", "106.20", "TAX_MISMATCH S1 C1 106.20 11.80"),
        ("129.80", "129.80", "TAX_MISMATCH S1 C1 118.00 11.80"),
        ("129.80", "118.00", "TAX_MISMATCH S1 C1 118.00 11.80"),
        ("106.20", "106.20", "TAX_MISMATCH S1 C1 106.20 0.00"),
        ("118.50", "118.00", "MATCHED_WITHIN_TOLERANCE S1 C1 118.50 0.00"),
        ("118.00", "119.00", "MATCHED_WITHIN_TOLERANCE S1 C1 118.00 0.00"),
        // Each within 1.00 INR of ours, but 1.60 INR from each other.
        ("118.80", "117.20", "TAX_MISMATCH S1 C1 117.20 1.60"),
    ])
    func `the lowest of issued, held and ours is agreed, never more than issued`(
        issue: String, hold: String, expected: String
    ) throws {
        let lines = try receivable(
            [session()], issued: [issued(claim: price("100.00", issue))],
            held: [cdr(session: "S1", claim: price("100.00", hold))])
        #expect(short(lines) == expected)
    }

    @Test func `the amount before tax comes from the record that was chosen`() throws {
        let lines = try receivable(
            [session()], issued: [issued()],
            held: [cdr(session: "S1", claim: price("90.00", "106.20"))])
        #expect(lines.first?.agreedBeforeTax == (try decimal("90.00")))
        #expect(lines.first?.difference == (try decimal("-11.80")))
    }

    @Test func `a 2.1.1 copy states no tax and is compared before tax`() throws {
        let same = try receivable(
            [session()], issued: [issued()], held: [cdr(session: "S1", claim: price("100.00", nil))]
        )
        #expect(short(same) == "MATCHED S1 C1 118.00 0.00")
        #expect(same.first?.difference == .zero)
        // 20.00 more before tax than ours; what we issued is settled.
        let more = try receivable(
            [session()], issued: [issued()], held: [cdr(session: "S1", claim: price("120.00", nil))]
        )
        #expect(short(more) == "PRICE_MISMATCH S1 C1 118.00 0.00")
        #expect(more.first?.difference == (try decimal("20.00")))
        // We issued 110.00 + tax, the hub agrees, but ours is 100.00 + tax.
        let wrong = try receivable(
            [session()], issued: [issued(claim: price("110.00", "129.80"))],
            held: [cdr(session: "S1", claim: price("110.00", nil))])
        #expect(short(wrong) == "PRICE_MISMATCH S1 C1 118.00 11.80")
        #expect(wrong.first?.agreedBeforeTax == (try decimal("100.00")))
    }

    @Test func `the hub's copy may show other energy or another duration`() throws {
        let energy = try receivable(
            [session()], issued: [issued()], held: [cdr(session: "S1", energy: "11")])
        #expect(short(energy) == "ENERGY_MISMATCH S1 C1 0.00 118.00")
        let time = try receivable(
            [session()], issued: [issued()],
            held: [cdr(session: "S1", end: "2026-10-14T05:40:00Z")])
        #expect(short(time) == "TIME_MISMATCH S1 C1 0.00 118.00")
        let reason = try #require(time.first?.reason)
        #expect(reason.contains("lasts 1:10:00, our session S1 1:00:00: 0:10:00 more"))
    }

    @Test func `the hub's copy may be in another currency`() throws {
        let lines = try receivable(
            [session()], issued: [issued()], held: [cdr(session: "S1", currency: "EUR")])
        #expect(short(lines) == "CURRENCY_MISMATCH S1 C1 0.00 118.00")
        #expect(lines.first?.theirs == nil)
    }

    @Test func `an issued CDR without a session is held`() throws {
        let lines = try receivable([], issued: [issued()], held: [cdr(session: "S1")])
        #expect(short(lines) == "MISSING_SESSION - C1 0.00 118.00")
        #expect(lines.first?.matchedBy == "M4")
    }

    @Test func `a tariff of ours that cannot be priced is held`() throws {
        var cdr = try issued()
        cdr.rated = .unpriceable(code: "TARIFF_UNKNOWN", text: "Nobody gave tariff T7.")
        let lines = try receivable([session()], issued: [cdr], held: [], heldIsComplete: false)
        #expect(short(lines) == "TARIFF_UNKNOWN S1 C1 0.00 118.00")
    }

    @Test func `a copy of the CDR at a second hub is a duplicate`() throws {
        let lines = try receivable(
            [session()], issued: [issued()],
            held: [cdr(session: "S1", hub: "hubject"), cdr(session: "S1", hub: "gireve")])
        #expect(short(lines) == "DUPLICATE_CROSS_HUB - C1 0.00 118.00; MATCHED S1 C1 118.00 0.00")
        #expect(lines.map(\.hub) == ["gireve", "hubject"])
    }

    @Test func `a CDR of ours that fits two sessions is held with both copies`() throws {
        let lines = try receivable(
            [session("S1"), session("S2")], issued: [cdr(hub: "own")], held: [cdr()])
        #expect(
            short(lines) == "AMBIGUOUS S1 - 0.00 0.00; AMBIGUOUS S2 - 0.00 0.00; "
                + "AMBIGUOUS - C1 0.00 118.00")
    }

    @Test func `own network lines say so and have no hub`() throws {
        let lines = try reconcile(
            Shard(
                side: .cpo, counterparty: party("IN-MGE"), ownNetwork: true, homeHub: nil,
                heldIsComplete: false, sessions: [session()], issued: [issued()], held: []),
            under: rules()
        ).lines
        #expect(short(lines) == "MATCHED S1 C1 118.00 0.00")
        #expect(lines.first?.ownNetwork == true)
        #expect(lines.first?.hub == nil)
    }

    private func issued(claim: Price? = nil) throws -> CDRFacts {
        try cdr(session: "S1", hub: "own", claim: claim)
    }
}
