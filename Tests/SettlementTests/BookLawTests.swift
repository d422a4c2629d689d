import Amounts
import Roaming
import Settlement
import Testing

/// Laws of the books over random months of two entities, two currencies with moving rates, late CDRs,
/// credits, decided disputes, fees and a hub that clears for its members.
@Suite struct BookLawTests {
    private struct RandomMonth {
        var lines: [ReconciledLine]
        var decisions: [DisputeEvent]
    }

    @Test(arguments: 0..<100)
    func `every entry balances in both currencies and has one source`(seed: UInt64) throws {
        let month = try settle(random(seed))
        for entry in month.journal {
            #expect(try sum(entry.postings.map(\.amount)).isZero)
            #expect(try sum(entry.postings.map { try #require($0.bookAmount) }).isZero)
            #expect(entry.bookCurrency.description == "INR")
            for posting in entry.postings where entry.currency == entry.bookCurrency {
                #expect(posting.amount == posting.bookAmount)
            }
        }
        #expect(Set(month.journal.map(\.key)).count == month.journal.count)
        // Debits are credits, by entity and currency.
        for currency in Set(month.journal.map(\.currency)) {
            for entity in ["charging", "driving"] {
                let own = month.journal.filter { $0.entity == entity && $0.currency == currency }
                let amounts = own.flatMap(\.postings).map(\.amount)
                let debit = try sum(amounts.filter { !$0.isNegative })
                let credit = try sum(amounts.filter(\.isNegative))
                #expect(try debit + credit == .zero)
            }
        }
    }

    @Test(arguments: 0..<100)
    func `a statement is the sum of its lines, of its sections, and the movement of its accounts`(
        seed: UInt64
    ) throws {
        let input = try random(seed)
        let month = try settle(input)
        #expect(!month.statements.isEmpty)
        for statement in month.statements {
            let own = input.lines.filter { isOf(statement, $0) }
            let decided = input.decisions.filter { isOf(statement, $0) }
            let sums = statement.sums
            #expect(try sum(own.map(\.agreed)) == sums.agreed)
            #expect(try sum(own.map(\.disputed)) == sums.disputed)
            #expect(try sum(decided.map(\.released)) == sums.released)
            #expect(try sum(statement.sections.map(\.sums.due)) == sums.due)
            #expect(statement.sections.map(\.lines).reduce(0, +) == statement.lines)
            for section in statement.sections {
                let lines = own.filter { $0.serviceMonth == section.serviceMonth }
                #expect(try sum(lines.map(\.agreed)) == section.sums.agreed)
            }
            let (accrued, held): (AccountRole, AccountRole) =
                statement.side == .cpo
                ? (.accruedRoamingReceivable, .disputedReceivable)
                : (.accruedRoamingPayable, .disputedPayable)
            let sign = ExactDecimal(statement.side == .cpo ? 1 : -1)
            let moved = try movement(of: accrued, statement, month, without: [.netted, .hubNetted])
            #expect(try moved.amount * sign == sums.due)
            #expect(try moved.book * sign == statement.book?.amount)
            let heldMoved = try movement(of: held, statement, month, without: [])
            let gone = try sums.released + sums.writtenOff
            #expect(try heldMoved.amount * sign + gone == sums.disputed)
        }
    }

    @Test(arguments: 0..<100)
    func `netting keeps every partner's balance, and members' positions sum to zero`(
        seed: UInt64
    ) throws {
        let month = try settle(random(seed))
        for position in month.positions {
            let entries = month.journal.filter {
                $0.entity == position.entity && $0.counterparty == position.counterparty
                    && $0.currency == position.currency
            }
            let open = ["accruedRoamingReceivable", "accruedRoamingPayable", "hubClearing"]
            let left = entries.flatMap(\.postings).filter { open.contains($0.account) }
            #expect(try sum(left.map(\.amount)) == position.net)
            // Nothing is left on both sides, and through a hub nothing is left with the partner.
            let receivable = try sum(left.filter { $0.account == open[0] }.map(\.amount))
            let payable = try sum(left.filter { $0.account == open[1] }.map(\.amount)).negated()
            if position.counterparty != (try party("FR-IZI")) {
                #expect(min(receivable, payable) <= .zero)
            }
            if position.hub != nil { #expect(receivable.isZero && payable.isZero) }
        }
        let accounts = Set(month.nettingProof.map { "\($0.hub) \($0.currency)" })
        #expect(!accounts.isEmpty)
        for account in accounts {
            let rows = month.nettingProof.filter { "\($0.hub) \($0.currency)" == account }
            #expect(try sum(rows.map(\.position)).isZero)
            #expect(rows.contains(where: \.isOurs) && !rows.allSatisfy(\.isOurs))
        }
        let ours = try sum(month.nettingProof.filter(\.isOurs).map(\.position))
        let cleared = month.journal.flatMap(\.postings).filter { $0.account == "hubClearing" }
        #expect(try sum(cleared.map(\.amount)) == ours)
    }

    @Test(arguments: 0..<100)
    func `a CDR and its credit leave every account as if neither had been`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let input = try random(seed)
        let before = try balances(settle(input))
        var both = input
        var original = try #require(
            input.lines.filter { !$0.ownNetwork }.randomElement(using: &dice))
        original.disposition = .credited
        original.agreedBeforeTax = try decimal("50.00")
        original.agreed = try decimal("59.00")
        original.disputed = .zero
        var credit = original
        credit.agreed = try decimal("-59.00")
        credit.agreedBeforeTax = try decimal("-50.00")
        both.lines += [original, credit]
        let after = try balances(settle(both))
        #expect(after == before)
        let net = try settle(both).positions.map { "\($0.entity)\($0.counterparty)\($0.net)" }
        #expect(
            net == (try settle(input).positions.map { "\($0.entity)\($0.counterparty)\($0.net)" }))
    }

    @Test(arguments: 0..<100)
    func `neither the order of lines nor that of decisions changes anything`(seed: UInt64) throws {
        var dice = Dice(state: seed)
        var input = try random(seed)
        let month = try settle(input)
        input.lines.shuffle(using: &dice)
        input.decisions.shuffle(using: &dice)
        #expect(try settle(input) == month)
    }

    // MARK: - what a random month is made of

    private func settle(_ input: RandomMonth) throws -> SettledMonth {
        let quotes = (1...31).map { day in
            ("2026-10-\(day < 10 ? "0" : "")\(day)", "9\(day % 10).\(day * 37 % 100 + 100)")
        }
        let fee = HubFeeTerms(
            currency: try currency("EUR"), sides: [.cpo], perCDR: try decimal("0.07"),
            perKWh: try decimal("0.013"), percentOfNet: try decimal("1.5"), monthly: .zero,
            minimum: try decimal("1"), maximum: nil, taxPercent: try decimal("18"))
        let book = try #require(RuleBook([(from: try day("2026-01-01"), rule: fee)]))
        let rules = try rules(
            entities: [
                entity("charging", parties: ["IN-MGM"]),
                entity("driving", parties: ["IN-MGE"], at: .statementDate),
            ], nettingExcluded: [party("FR-IZI")], clearingHubs: ["bharat"],
            members: ["IN-TPC": "bharat", "IN-BPC": "bharat"],
            rates: rates([("2026-09-01", "97.531")] + quotes),
            fees: [
                HubFeeRule(
                    hub: "hubject", supplier: "Hubject", entity: "charging", terms: book)
            ])
        return try settled(input.lines, input.decisions, under: rules)
    }

    private func random(_ seed: UInt64) throws -> RandomMonth {
        var dice = Dice(state: seed &* 0x9E37_79B9)
        func paise(_ range: ClosedRange<Int>) -> ExactDecimal {
            ExactDecimal(coefficient: Int128(Int.random(in: range, using: &dice)), scale: 2)
        }
        let partners = ["IN-TPC", "IN-BPC", "NL-NLE", "FR-IZI"]
        let lines = try (0..<60).map { _ in
            let ours = ["IN-MGM", "IN-MGE"].randomElement(using: &dice) ?? ""
            let side: Side = Int.random(in: 0..<3, using: &dice) == 0 ? .emsp : .cpo
            let day = Int.random(in: 1...28, using: &dice)
            var line = try line(
                .matched, side: side, with: partners.randomElement(using: &dice),
                currency: ["INR", "EUR"].randomElement(using: &dice),
                end: "2026-10-\(day < 10 ? "0" : "")\(day)T12:00:00Z",
                over: ["hubject", "gireve"].randomElement(using: &dice) ?? "",
                service: ["2026-10", "2026-10", "2026-09"].randomElement(using: &dice) ?? "",
                as: ours)
            line.agreedBeforeTax = paise(0...90_000)
            line.agreed = try line.agreedBeforeTax + paise(0...9_000)
            if Int.random(in: 0..<6, using: &dice) == 0 {
                line.disposition = .credited
                line.agreedBeforeTax = try line.agreedBeforeTax.negated()
                line.agreed = try line.agreed.negated()
            }
            line.disputed = paise(0...5_000)
            return line
        }
        let decisions = try (0..<5).map { number in
            let side: Side = Bool.random(using: &dice) ? .cpo : .emsp
            var decision = try decision(
                "D-\(number)", 2, side: side, of: "2026-09",
                currency: ["INR", "EUR"].randomElement(using: &dice) ?? "")
            decision.counterparty = try party(partners.randomElement(using: &dice) ?? "")
            decision.releasedBeforeTax = paise(0...9_000)
            decision.released = try decision.releasedBeforeTax + paise(0...900)
            decision.writtenOff = paise(0...9_000)
            return decision
        }
        return RandomMonth(lines: lines, decisions: decisions)
    }

    private func isOf(_ statement: Statement, _ line: ReconciledLine) -> Bool {
        let entity = line.ownParty?.party == "MGM" ? "charging" : "driving"
        return !line.ownNetwork && statement.entity == entity && statement.side == line.side
            && statement.counterparty == line.counterparty && statement.currency == line.currency
    }

    private func isOf(_ statement: Statement, _ decision: DisputeEvent) -> Bool {
        let entity = decision.ownParty.party == "MGM" ? "charging" : "driving"
        return statement.entity == entity && statement.side == decision.side
            && statement.counterparty == decision.counterparty
            && statement.currency == decision.currency
    }

    private func movement(
        of role: AccountRole, _ statement: Statement, _ month: SettledMonth,
        without events: [JournalEntry.Event]
    ) throws -> (amount: ExactDecimal, book: ExactDecimal) {
        let postings = month.journal.filter {
            $0.entity == statement.entity && $0.counterparty == statement.counterparty
                && $0.currency == statement.currency && !events.contains($0.event)
        }.flatMap(\.postings).filter { $0.account == role.rawValue }
        return (
            try sum(postings.map(\.amount)),
            try sum(postings.map { try #require($0.bookAmount) })
        )
    }

    /// Every account's balance by entity, partner and currency, hub fees left out: they are owed for the
    /// traffic, whatever becomes of it.
    private func balances(_ month: SettledMonth) throws -> [String: ExactDecimal] {
        var balances: [String: ExactDecimal] = [:]
        for entry in month.journal where entry.event != .hubFee {
            for posting in entry.postings {
                let whom = entry.counterparty.map { "\($0)" } ?? ""
                for (currency, amount) in [
                    ("\(entry.currency)", posting.amount),
                    ("booked", try #require(posting.bookAmount)),
                ] {
                    let key = "\(entry.entity) \(whom) \(posting.account) \(currency)"
                    balances[key] = try (balances[key] ?? .zero) + amount
                }
            }
        }
        return balances.filter { !$0.value.isZero }
    }
}
