import Amounts
import Reconciliation
import Roaming
import Testing

/// One absurd record must neither stop a month nor come into its sums.
@Suite struct LimitTests {
    @Test(arguments: [
        ("999999999999.99", false), ("1000000000000", true), ("-1000000000000", true),
        ("118.000000000000000001", false), ("118.0000000000000000001", true),
        ("118.0000000000000000000", false),
        ("99999999999999999999999999999999999999", true),
    ])
    func `a claim beyond the limits is rejected`(claim: String, isRejected: Bool) throws {
        let price = Price(beforeTax: try decimal("100"), afterTax: try decimal(claim))
        let lines = try payable([session()], [cdr(session: "S1", claim: price)])
        #expect(lines.map { $0.disposition == .rejected } == [isRejected])
        guard isRejected else { return }
        #expect(short(lines) == "REJECTED S1 C1 0.00 0.00")
        #expect(lines.map(\.theirs) == [nil])
    }

    @Test func `so is an energy, a hub's copy, and a credit of such a CDR`() throws {
        let huge = "123456789012345678901234567890"
        let energy = try payable([session()], [cdr(session: "S1", energy: huge)])
        #expect(short(energy) == "REJECTED S1 C1 0.00 0.00")
        #expect(energy.map(\.energy) == [nil])
        let copy = try receivable(
            [session()], issued: [cdr(session: "S1", hub: "own")],
            held: [cdr(session: "S1", claim: price(huge, huge))])
        #expect(short(copy) == "REJECTED S1 C1 0.00 0.00")
        let credit = try payable(
            [session()],
            [
                cdr(session: "S1", claim: price(huge, huge)),
                cdr("CR", claim: price("-1", "-1"), credit: true, creditReference: "C1"),
            ])
        #expect(short(credit) == "REJECTED S1 C1 0.00 0.00; REJECTED - CR 0.00 0.00")
    }

    @Test func `a session of ours without a CDR may be absurd too`() throws {
        let lines = try payable([session(energy: "1e30")], [])
        #expect(short(lines) == "REJECTED S1 - 0.00 0.00")
    }
}
