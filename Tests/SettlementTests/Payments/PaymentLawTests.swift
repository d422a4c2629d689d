import Amounts
import Roaming
import Settlement
import Testing

/// Laws of payments, over random statements and entries.
@Suite struct PaymentLawTests {
    @Test(arguments: 0..<300)
    func `every paisa of an entry is allocated, a fee, on account or pays nothing, in any order`(
        _ seed: UInt64
    ) throws {
        var dice = Dice(state: seed &* 7919 &+ 1)
        let items = try randomItems(&dice)
        let payments = try randomPayments(&dice, items)
        let results = try match(payments, with: items, under: paymentRules())
        #expect(results.count == payments.count)
        for result in results {
            var sum = result.rest
            for one in result.allocations { sum = try sum + (one.amount - one.fee) }
            #expect(sum == result.entry.amount)
            #expect(result.allocations.allSatisfy { $0.fee >= .zero && !$0.amount.isZero })
        }
        for item in items {
            // Nothing is paid beyond what is open, nor the other way round.
            var left = item.amount
            for one in results.flatMap(\.allocations) where one.item == item.key {
                left = try left - one.amount
            }
            #expect(left.isZero || left.isNegative == item.amount.isNegative)
            let (paid, most) = try ((item.amount - left).magnitude(), item.amount.magnitude())
            #expect(paid <= most)
        }
        for _ in 0..<3 {
            let again = try match(
                payments.shuffled(using: &dice), with: items.shuffled(using: &dice),
                under: paymentRules())
            #expect(again == results)
        }
    }

    /// The books: what is open with a partner is the balance of its control accounts.
    @Test(arguments: 0..<100)
    func `open items of a partner are the balance of its control accounts`(_ seed: UInt64) throws {
        var dice = Dice(state: seed &* 104_729 &+ 5)
        let items = try randomItems(&dice)
        let payments = try randomPayments(&dice, items)
        let rules = try paymentRules()
        let settlement = try #require(
            try SettlementRules(
                entities: [entity()], vendors: [], accounts: accounts(), dayOffsetSeconds: 19_800))
        let control = Set(AccountRole.ofOpenItems.map(\.rawValue))
        var balance: [PartyID: ExactDecimal] = [:]
        var open: [PartyID: ExactDecimal] = [:]
        var bank = ExactDecimal.zero
        var moved = ExactDecimal.zero
        for item in items {
            let partner = item.key.counterparty
            balance[partner] = try (balance[partner] ?? .zero) + item.amount
            open[partner] = try (open[partner] ?? .zero) + item.amount
        }
        for result in try match(payments, with: items, under: rules) {
            moved = try moved + (result.entry.amount - result.rest)
            let payment = Payment(entry: result.entry, entity: result.entity)
            for (index, one) in result.allocations.enumerated() {
                open[one.counterparty] = try (open[one.counterparty] ?? .zero) - one.amount
                let entry = try #require(
                    try journalEntry(
                        for: one, index + 1, of: payment, on: result.entry.bookedOn,
                        under: settlement, rules))
                var sum = ExactDecimal.zero
                for posting in entry.postings {
                    sum = try sum + posting.amount
                    if posting.account == "bank" { bank = try bank + posting.amount }
                    guard control.contains(posting.account) else { continue }
                    balance[one.counterparty] =
                        try (balance[one.counterparty] ?? .zero) + posting.amount
                }
                #expect(sum.isZero)
            }
        }
        #expect(balance == open)
        #expect(bank == moved)
    }

    private func randomItems(_ dice: inout Dice) throws -> [StatementItem] {
        let partners = [("IN-TPC", nil), ("IN-ZEO", nil), ("IN-BPC", "bharat-roaming")]
        return try (1...Int.random(in: 1...9, using: &dice)).map { number in
            let (partner, hub) = partners[number % 3]
            // Few different amounts, so that they tie.
            let amount = [100, 118, 59, -100, -59].randomElement(using: &dice) ?? 1
            var made = try item(number, "\(amount).00", partner: partner, hub: hub)
            made.key.month = try #require(Month(year: 2026, month: number))
            return made
        }
    }

    private func randomPayments(
        _ dice: inout Dice, _ items: [StatementItem]
    ) throws -> [Payment] {
        let names = ["Tata Power", "Zeon Charging", "Bharat Roaming", "Somebody"]
        return try (0..<Int.random(in: 1...8, using: &dice)).map { number in
            let named = items.shuffled(using: &dice).prefix(Int.random(in: 0...3, using: &dice))
            let isExact = Bool.random(using: &dice)
            var amount = ExactDecimal.zero
            for item in named where isExact { amount = try amount + item.amount }
            let drift = Int.random(in: -7...7, using: &dice)
            amount = try amount + ExactDecimal(isExact ? drift : drift * 30 + 1)
            if amount.isZero { amount = ExactDecimal(118) }
            let quotes = Bool.random(using: &dice) ? named.map(\.number) : []
            return try paid(
                "\(amount)", quotes.joined(separator: " "), id: "E\(number)",
                on: "2026-11-1\(Int.random(in: 0...3, using: &dice))",
                charges: ["0", "3", "6"].randomElement(using: &dice) ?? "0",
                named: names.randomElement(using: &dice))
        }
    }
}
