import Amounts
import Roaming
import Settlement
import Testing

/// Laws of accounting, over random months.
@Suite struct LedgerLawTests {
    @Test(arguments: 0..<200)
    func `every entry sums to zero and names its event once`(seed: UInt64) throws {
        let month = try settled(randomLines(seed), under: vendorRules())
        for entry in month.journal {
            #expect(try sum(entry.postings.map(\.amount)).isZero)
            #expect(!entry.postings.contains { $0.amount.isZero })
        }
        #expect(Set(month.journal.map(\.key)).count == month.journal.count)
    }

    @Test(arguments: 0..<200)
    func `statements are the sums of their lines and positions of their statements`(
        seed: UInt64
    ) throws {
        let lines = try randomLines(seed)
        let month = try settled(lines, under: vendorRules())
        for statement in month.statements {
            let own = lines.filter {
                !$0.ownNetwork && $0.counterparty == statement.counterparty
                    && $0.side == statement.side && $0.currency == statement.currency
            }
            #expect(try sum(own.map(\.agreed)) == statement.sums.agreed)
            #expect(try sum(own.map(\.agreedBeforeTax)) == statement.sums.agreedBeforeTax)
            #expect(try sum(own.map(\.disputed)) == statement.sums.disputed)
            #expect(own.count == statement.lines)
            #expect(statement.counts.map(\.lines).reduce(0, +) == statement.lines)
        }
        for currency in Set(lines.compactMap(\.currency)) {
            let roaming = lines.filter { !$0.ownNetwork && $0.currency == currency }
            let positions = month.positions.filter { $0.currency == currency }
            let receivable = roaming.filter { $0.side == .cpo }.map(\.agreed)
            let payable = roaming.filter { $0.side == .emsp }.map(\.agreed)
            #expect(try sum(receivable) == sum(positions.map(\.receivable)))
            #expect(try sum(payable) == sum(positions.map(\.payable)))
            let held = try roaming.map { try $0.disputed.magnitude() }
            #expect(try sum(held) == sum(positions.map(\.disputed)))
            #expect(try sum(receivable) - sum(payable) == sum(positions.map(\.net)))
        }
    }

    @Test(arguments: 0..<200)
    func `the order of the lines changes nothing`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        var lines = try randomLines(seed)
        let month = try settled(lines, under: vendorRules())
        for _ in 0..<3 {
            lines.shuffle(using: &dice)
            #expect(try settled(lines, under: vendorRules()) == month)
        }
    }

    @Test(arguments: 0..<200)
    func `setting off leaves every partner's balance as it was`(seed: UInt64) throws {
        let lines = try randomLines(seed)
        let month = try settled(lines, under: vendorRules())
        for position in month.positions {
            let own = month.journal.filter {
                $0.counterparty == position.counterparty && $0.currency == position.currency
            }.flatMap(\.postings)
            let accounts = ["accruedRoamingReceivable", "accruedRoamingPayable"]
            let balance = try sum(own.filter { accounts.contains($0.account) }.map(\.amount))
            #expect(balance == position.net)
        }
        let everyone = Set(month.positions.map(\.counterparty))
        let apart = try settled(lines, under: rules(nettingExcluded: everyone))
        #expect(short(apart.positions) == short(month.positions))
        #expect(apart.positions.allSatisfy { $0.setOff.isZero })
        #expect(apart.statements == month.statements)
    }

    @Test(arguments: 0..<200)
    func `payouts share out all that was agreed at the vendors' sites`(seed: UInt64) throws {
        let lines = try randomLines(seed)
        let month = try settled(lines, under: vendorRules())
        for currency in Set(lines.compactMap(\.currency)) {
            let there = lines.filter {
                $0.side == .cpo && $0.currency == currency && $0.locationID != "LOC9"
            }
            let payouts = month.payouts.filter { $0.currency == currency }
            #expect(try sum(there.map(\.agreedBeforeTax)) == sum(payouts.map(\.gross)))
            for payout in payouts {
                #expect(try payout.vendorShare + payout.magmaShare == payout.gross)
                #expect(try payout.net + payout.fees == payout.vendorShare)
            }
        }
    }

    private func vendorRules() throws -> SettlementRules {
        try rules([
            vendor(
                "a", at: ["LOC1"],
                terms: [
                    ("2026-01-01", terms(share: "33.3", kWh: "0.07")),
                    ("2026-10-20", terms(share: "66.6", session: "1.00", monthly: "9.99")),
                ]), vendor("b", at: ["LOC2"], terms: [("2026-01-01", terms(share: "80"))]),
        ])
    }

    private func randomLines(_ seed: UInt64) throws -> [ReconciledLine] {
        var dice = Dice(state: seed &* 0x9E37_79B9)
        func paise(_ range: ClosedRange<Int>) -> ExactDecimal {
            ExactDecimal(coefficient: Int128(Int.random(in: range, using: &dice)), scale: 2)
        }
        return try (0..<40).map { _ in
            let side: Side = Bool.random(using: &dice) ? .cpo : .emsp
            let dispositions: [Disposition] = [
                .matched, .matched, .priceMismatch, .missingSession, .credited, .lateCDR,
            ]
            var line = try line(
                dispositions.randomElement(using: &dice) ?? .matched, side: side,
                with: ["IN-TPC", "NL-NLE", "FR-IZI"].randomElement(using: &dice),
                own: side == .cpo && Int.random(in: 0..<5, using: &dice) == 0,
                currency: ["INR", "EUR"].randomElement(using: &dice),
                location: ["LOC1", "LOC2", "LOC9"].randomElement(using: &dice),
                end: ["2026-10-02T00:00:00Z", "2026-10-25T00:00:00Z"].randomElement(using: &dice)
                    ?? "")
            line.agreedBeforeTax = paise(-5_000...90_000)
            line.agreed = try line.agreedBeforeTax + paise(0...9_000)
            line.disputed = paise(-100...5_000)
            line.energy = paise(0...4_000)
            return line
        }
    }
}
