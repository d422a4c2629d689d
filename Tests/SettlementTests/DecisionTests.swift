import Amounts
import Roaming
import Settlement
import Testing

/// What becomes of held amounts when a dispute is decided.
@Suite struct DecisionTests {
    @Test func `a split releases one part and gives the other up`() throws {
        let month = try settled(
            [], [decision(released: "118.00", before: "100.00", writtenOff: "23.60")])
        #expect(
            short(month.journal) == [
                "DISPUTE_DECIDED: accruedRoamingReceivable 118.00, deferredRevenue 141.60, "
                    + "roamingRevenue -100.00, outputTax -18.00, disputedReceivable -141.60"
            ])
        #expect(
            month.journal.map(\.key) == [
                "2026-10/DISPUTE_DECIDED/magma/IN-TPC/INR/2026-09/D-2026-09-0001/3"
            ])
        #expect(short(month.positions) == ["IN-TPC INR 118.00 0.00 118.00 0.00"])
        let statement = try #require(month.statements.first)
        #expect(statement.sums.agreed.isZero)
        #expect(statement.sums.released == (try decimal("118.00")))
        #expect(statement.sums.writtenOff == (try decimal("23.60")))
        #expect(statement.sums.due == (try decimal("118.00")))
        #expect(statement.sections.map { "\($0.serviceMonth) \($0.lines)" } == ["2026-09 0"])
    }

    @Test func `on the other side we pay what is released`() throws {
        let month = try settled(
            [line(side: .emsp)],
            [
                decision(side: .emsp, released: "59.00", before: "50.00"),
                decision("D-2", 1, side: .emsp, writtenOff: "11.80"),
            ])
        #expect(
            short(month.journal) == [
                "PAYABLE_ACCRUED: roamingCost 100.00, inputTax 18.00, "
                    + "accruedRoamingPayable -118.00",
                "DISPUTE_DECIDED: disputedPayable 11.80, deferredCost -11.80",
                "DISPUTE_DECIDED: roamingCost 50.00, inputTax 9.00, disputedPayable 59.00, "
                    + "accruedRoamingPayable -59.00, deferredCost -59.00",
            ])
        #expect(short(month.positions) == ["IN-TPC INR 0.00 177.00 -177.00 0.00"])
    }

    @Test func `held and decided in one month leaves nothing held in the books`() throws {
        let month = try settled(
            [line(.missingSession, agreed: "0", before: "0", disputed: "118.00")],
            [decision(of: "2026-10", released: "59.00", before: "50.00", writtenOff: "59.00")])
        let rupees = try currency("INR")
        for role in [AccountRole.disputedReceivable, .deferredRevenue] {
            #expect(try balances(month, of: [role], in: rupees).isZero)
        }
        #expect(try balances(month, of: [.roamingRevenue], in: rupees) == decimal("-50.00"))
    }

    @Test func `every step is an entry of its own, once`() throws {
        let steps = try [
            decision("D-1", 2, released: "1.18", before: "1.00"),
            decision("D-1", 5, released: "1.18", before: "1.00"),
            decision("D-2", 2, writtenOff: "1.18"),
        ]
        let month = try settled([], steps)
        #expect(Set(month.journal.map(\.key)).count == 3)
        #expect(try settled([], steps.reversed()).journal == month.journal)
    }
}
