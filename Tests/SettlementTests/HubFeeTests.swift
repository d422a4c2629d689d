import Amounts
import Roaming
import Settlement
import Testing

@Suite struct HubFeeTests {
    private func fee(
        cdr: String = "0", kWh: String = "0", percent: String = "0", monthly: String = "0",
        sides: Set<Side> = [.cpo, .emsp], minimum: String? = nil, maximum: String? = nil,
        from: String = "2026-01-01", entity: String = "magma"
    ) throws -> HubFeeRule {
        let terms = HubFeeTerms(
            currency: try currency("INR"), sides: sides, perCDR: try decimal(cdr),
            perKWh: try decimal(kWh), percentOfNet: try decimal(percent),
            monthly: try decimal(monthly), minimum: try minimum.map(decimal),
            maximum: try maximum.map(decimal), taxPercent: try decimal("18"))
        let book = try RuleBook([(from: day(from), rule: terms)])
        return HubFeeRule(
            hub: "hubject", supplier: "Hubject GmbH", entity: entity, terms: try #require(book))
    }

    private func lines() throws -> [ReconciledLine] {
        try [
            line(), line(side: .emsp, agreed: "59.00", before: "50.00"),
            line(.missingSession, agreed: "0", before: "0", disputed: "47.20"),
            line(.credited, agreed: "-23.60", before: "-20.00"),
            line(currency: "EUR", agreed: "10.00", before: "10.00"), line(over: "gireve"),
        ]
    }

    @Test func `settled CDRs, their energy and what is agreed net of credits are charged`() throws {
        let rule = try fee(cdr: "0.50", kWh: "0.02", percent: "1", monthly: "100.00")
        let month = try settled(lines(), under: rules(fees: [rule]))
        let charged = try #require(month.hubFees.first)
        // Two in rupees and one in euros: 3 × 0.50, 30 kWh × 0.02; 1 % of 100 + 50 − 20 rupees.
        #expect((charged.cdrs, charged.energy.description) == (3, "30"))
        #expect(charged.net == (try decimal("130.00")))
        #expect(
            [charged.forCDRs, charged.forEnergy, charged.forNet, charged.fee].map {
                $0.text(decimals: 2)
            } == ["1.50", "0.60", "1.30", "103.40"])
        // 18 % of 103.40 is 18.612.
        let booked = short(month.journal).filter { $0.hasPrefix("HUB_FEE") }
        #expect(
            booked == ["HUB_FEE: hubExpense 103.40, hubInputTax 18.61, hubPayable -122.01"])
        #expect(month.journal.last?.key == "2026-10/HUB_FEE/magma/hubject/INR")
    }

    @Test func `only the directions that are charged count`() throws {
        let month = try settled(
            lines(), under: rules(fees: [fee(cdr: "1", percent: "1", sides: [.emsp])]))
        #expect(month.hubFees.map(\.fee) == [try decimal("1.50")])
    }

    @Test(arguments: [("499.99", "500.00"), ("500.00", "500.00"), ("500.01", "500.01")])
    func `a minimum lifts, and is kept on both sides of it`(
        _ monthly: String, _ charged: String
    ) throws {
        let month = try settled(
            [], under: rules(fees: [fee(monthly: monthly, minimum: "500.00", maximum: "600")]))
        let fee = try #require(month.hubFees.first)
        #expect(fee.fee == (try decimal(charged)))
        #expect(try fee.monthly + fee.adjustment == fee.fee)
    }

    @Test(arguments: [("600.01", "600.00"), ("600.00", "600.00"), ("599.99", "599.99")])
    func `a maximum cuts`(_ monthly: String, _ charged: String) throws {
        let month = try settled(
            [], under: rules(fees: [fee(monthly: monthly, minimum: "500.00", maximum: "600")]))
        #expect(month.hubFees.map(\.fee) == [try decimal(charged)])
    }

    @Test func `fees change nothing between us and partners`() throws {
        let plain = try settled(lines())
        let charged = try settled(
            lines(), under: rules(fees: [fee(cdr: "5", kWh: "1", percent: "9", monthly: "77")]))
        #expect(charged.statements == plain.statements)
        #expect(charged.positions == plain.positions)
        #expect(charged.journal.filter { $0.event != .hubFee } == plain.journal)
        #expect(charged.journal.count == plain.journal.count + 1)
    }

    @Test func `terms of the month's last day count, and before the first there are none`() throws {
        let last = try settled([], under: rules(fees: [fee(monthly: "9", from: "2026-10-31")]))
        let next = try settled([], under: rules(fees: [fee(monthly: "9", from: "2026-11-01")]))
        #expect(last.hubFees.count == 1)
        #expect(next.hubFees.isEmpty)
    }

    @Test func `a fee without a payer, or two of one hub, is refused with the rules`() throws {
        let (stranger, one) = (try fee(entity: "nobody"), try fee())
        let (magma, chart) = (try entity(), try accounts())
        for (fees, isRight) in [([stranger], false), ([one, one], false), ([one], true)] {
            let rules = SettlementRules(
                entities: [magma], vendors: [], accounts: chart, hubFees: fees, dayOffsetSeconds: 0)
            #expect((rules != nil) == isRight)
        }
    }
}
