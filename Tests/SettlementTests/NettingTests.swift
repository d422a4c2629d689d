import Amounts
import Roaming
import Settlement
import Testing

@Suite struct NettingTests {
    private let members = ["IN-BPC": "bharat", "IN-JIO": "bharat", "IN-TPC": "hubject"]

    private func proof(_ month: SettledMonth) -> [String] {
        month.nettingProof.map {
            "\($0.hub) \($0.currency) \($0.member) \($0.position.text(decimals: 2))"
        }
    }

    @Test func `what is left with a hub's members is paid through the hub`() throws {
        let month = try settled(
            [
                line(with: "IN-BPC"),
                line(side: .emsp, with: "IN-BPC", agreed: "59.00", before: "50.00"),
                line(side: .emsp, with: "IN-JIO", agreed: "47.20", before: "40.00"),
                line(with: "IN-TPC"),
            ], under: rules(clearingHubs: ["bharat"], members: members))
        #expect(
            short(month.journal).filter { $0.contains("NETTED") } == [
                "NETTED: accruedRoamingPayable 59.00, accruedRoamingReceivable -59.00",
                "HUB_NETTED: hubClearing 59.00, accruedRoamingReceivable -59.00",
                "HUB_NETTED: hubClearing -47.20, accruedRoamingPayable 47.20",
            ])
        // BPC pays 59.00 in, JIO gets 47.20, we get the rest.
        #expect(
            proof(month) == [
                "bharat INR IN-BPC -59.00", "bharat INR IN-JIO 47.20", "bharat INR magma 11.80",
            ])
        #expect(month.positions.map(\.hub) == ["bharat", "bharat", nil])
        #expect(month.positions.map { "\($0.setOff)" } == ["59.00", "0", "0"])
        #expect(
            try balances(month, of: [.hubClearing], in: currency("INR")) == decimal("11.80"))
    }

    @Test func `each entity of ours has its own row, and nothing is set off between them`() throws {
        let month = try settled(
            [
                line(with: "IN-BPC"),
                line(side: .emsp, with: "IN-BPC", agreed: "59.00", before: "50.00"),
            ],
            under: rules(
                entities: [
                    entity("charging", parties: ["IN-MGM"]), entity("driving", parties: ["IN-MGE"]),
                ], clearingHubs: ["bharat"], members: members))
        #expect(
            month.positions.map { "\($0.entity) \($0.net.text(decimals: 2)) \($0.setOff)" } == [
                "charging 118.00 0", "driving -59.00 0",
            ])
        #expect(month.statements.map(\.entity) == ["charging", "driving"])
        #expect(
            proof(month) == [
                "bharat INR IN-BPC -59.00", "bharat INR charging 118.00",
                "bharat INR driving -59.00",
            ])
        #expect(month.journal.map(\.entity) == ["charging", "charging", "driving", "driving"])
    }

    @Test func `a partner with an agreement of its own is paid gross, itself`() throws {
        let month = try settled(
            [line(with: "IN-BPC"), line(side: .emsp, with: "IN-BPC")],
            under: rules(
                nettingExcluded: [party("IN-BPC")], clearingHubs: ["bharat"], members: members))
        #expect(month.positions.map(\.hub) == [nil])
        #expect(!month.journal.contains { [.netted, .hubNetted].contains($0.event) })
        #expect(month.nettingProof.isEmpty)
    }

    @Test func `currencies are cleared apart, and nothing where nothing is left`() throws {
        let month = try settled(
            [
                line(with: "IN-BPC", currency: "EUR"), line(with: "IN-BPC"),
                line(side: .emsp, with: "IN-BPC"),
            ], under: rules(clearingHubs: ["bharat"], members: members))
        #expect(proof(month) == ["bharat EUR IN-BPC -118.00", "bharat EUR magma 118.00"])
    }

    @Test func `an amount of a party that acts for no entity is refused`() throws {
        let two = try rules(
            entities: [
                entity("charging", parties: ["IN-MGM"]), entity("driving", parties: ["IN-MGE"]),
            ])
        var unknown = try line()
        unknown.ownParty = nil
        #expect(throws: SettlementError.amountWithoutOwner(cdr: "C1", session: "S1")) {
            try settled([unknown], under: two)
        }
        #expect(try settled([unknown]).positions.map(\.entity) == ["magma"], "the only one")
    }
}
