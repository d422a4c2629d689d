import Amounts
import Reconciliation
import Roaming
import Testing

/// A partner's statement against our lines: 118.00 INR each, agreed, unless a test says otherwise.
@Suite struct StatementComparisonTests {
    @Test func `a line that is invoiced as agreed matches`() throws {
        let result = try compared([row("C1")], [line("C1")])
        #expect(short(result) == ["MATCHED C1 118.00 118.00 0"])
        #expect(result.agrees)
        #expect(result.entries.first?.matchedBy == "cdr_id")
    }

    @Test func `each line of theirs and of ours comes out once`() throws {
        let result = try compared(
            [row("C1"), row("C2", "130.00"), row("C9", "7.00")],
            [line("C1"), line("C2"), line("C3", agreed: "50.00")])
        #expect(
            short(result) == [
                "MATCHED C1 118.00 118.00 0", "PRICE_MISMATCH C2 130.00 118.00 12.00",
                "MISSING_CDR C3 - 50.00 -50.00", "MISSING_SESSION C9 7.00 - 7.00",
            ])
        // 255.00 invoiced, 286.00 agreed.
        #expect(sums(result) == ["INR 255.00 286.00 -31.00"])
        #expect(!result.agrees)
    }

    @Test func `what was disputed already keeps its finding`() throws {
        let ours = try line(
            "C1", agreed: "100.00", disputed: "18.00", disposition: .priceMismatch)
        let result = try compared([row("C1")], [ours])
        #expect(short(result) == ["PRICE_MISMATCH C1 118.00 100.00 18.00"])
        #expect(result.entries.first?.reason.contains("as the CDR claims, 118.00 INR") == true)
        let held = try line(
            "C2", agreed: "0", disputed: "118.00", disposition: .energyMismatch)
        #expect(
            short(try compared([row("C2")], [held])) == ["ENERGY_MISMATCH C2 118.00 0.00 118.00"])
        // Neither invoiced nor agreed: listed, and nobody owes anything.
        let quiet = try compared([], [held])
        #expect(short(quiet) == ["ENERGY_MISMATCH C2 - 0.00 0"])
        #expect(quiet.agrees)
    }

    @Test func `small differences are tolerated up to the bound`() throws {
        // 1.00 INR is tolerated, or 0.5 % (0.59 of 118).
        #expect(
            short(try compared([row("C1", "119.00")], [line("C1")]))
                == ["MATCHED_WITHIN_TOLERANCE C1 119.00 118.00 1.00"])
        #expect(
            short(try compared([row("C1", "119.01")], [line("C1")]))
                == ["PRICE_MISMATCH C1 119.01 118.00 1.01"])
        #expect(
            short(try compared([row("C1", "117.00")], [line("C1")]))
                == ["MATCHED_WITHIN_TOLERANCE C1 117.00 118.00 -1.00"])
    }

    @Test func `energy, time, tax and currency are told apart`() throws {
        #expect(
            short(try compared([row("C1", energy: "11")], [line("C1")]))
                == ["ENERGY_MISMATCH C1 118.00 118.00 0"])
        var late = try row("C1")
        late.start = try written("2026-10-14T04:32:01Z", seconds: 1)
        #expect(short(try compared([late], [line("C1")])) == ["TIME_MISMATCH C1 118.00 118.00 0"])
        late.start = try written("2026-10-14T04:32:00Z", seconds: 1)
        #expect(short(try compared([late], [line("C1")])) == ["MATCHED C1 118.00 118.00 0"])
        // Any moment of the day that is named will do.
        late.start = try written("2026-10-13T18:30:00Z", seconds: 86_400)
        #expect(short(try compared([late], [line("C1")])) == ["MATCHED C1 118.00 118.00 0"])
        var tax = try row("C1", "128.00")
        tax.beforeTax = try decimal("100.00")
        #expect(short(try compared([tax], [line("C1")])) == ["TAX_MISMATCH C1 128.00 118.00 10.00"])
        let euro = try compared([row("C1", "1.20", currency: "EUR")], [line("C1")])
        #expect(short(euro) == ["CURRENCY_MISMATCH C1 1.20 118.00 1.20 -118.00"])
        #expect(sums(euro) == ["EUR 1.20 0.00 1.20", "INR 0.00 118.00 -118.00"])
    }

    @Test func `the second line about a CDR is a copy or a conflict`() throws {
        #expect(
            short(try compared([row("C1"), row("c1")], [line("C1")]))
                == ["DUPLICATE_SAME_ID c1 118.00 - 118.00", "MATCHED C1 118.00 118.00 0"])
        let other = try compared([row("C1", "90.00"), row("C1")], [line("C1")])
        #expect(Set(short(other)).count == 2)
        #expect(other.entries.contains { $0.disposition == .conflict })
        #expect(sums(other) == ["INR 208.00 118.00 90.00"])
    }

    @Test func `without the CDR id the session id leads, then EVSE and start`() throws {
        let bySession = try compared([row(nil, session: "s-1")], [line("C1", session: "S-1")])
        #expect(short(bySession) == ["MATCHED C1 118.00 118.00 0"])
        #expect(bySession.entries.first?.matchedBy == "session_id")
        var spot = try row(nil)
        spot.evseID = "in*tpc*e1"
        spot.start = try written("2026-10-14T04:29:00Z", seconds: 60)
        let bySpot = try compared([spot], [line("C1"), line("C2", evse: "INTPCE2")])
        #expect(bySpot.entries.first?.matchedBy == "evse_id and start")
        #expect(short(bySpot).first == "MATCHED C1 118.00 118.00 0")
        // Two of ours fit: nobody guesses.
        let tie = try compared([spot], [line("C1"), line("C2")])
        #expect(
            short(tie) == [
                "AMBIGUOUS - 118.00 - 118.00", "MISSING_CDR C1 - 118.00 -118.00",
                "MISSING_CDR C2 - 118.00 -118.00",
            ])
        #expect(tie.entries.first?.reason.contains("C1, C2") == true)
    }

    @Test func `the settled copy of a CDR is meant`() throws {
        let result = try compared(
            [row("C1")],
            [
                line("C1", agreed: "0", disputed: "118.00", disposition: .duplicateCrossHub),
                line("C1"),
            ])
        #expect(
            short(result) == [
                "DUPLICATE_CROSS_HUB C1 - 0.00 0", "MATCHED C1 118.00 118.00 0",
            ])
    }

    @Test func `what another month has taken is out of period`() throws {
        let result = try compare(
            [statement([row("C7")])], with: [], elsewhere: ["C7": "2026-09"],
            within: rules().defaultTolerances)
        #expect(short(result) == ["OUT_OF_PERIOD C7 118.00 - 118.00"])
        #expect(result.entries.first?.reason.contains("2026-09") == true)
    }

    @Test func `a statement that comes again under another number holds the month`() throws {
        let (first, second) = (
            try statement([row("C1"), row("C2")], number: "A"),
            try statement([row("C2"), row("C1")], number: "B")
        )
        let result = try compare(
            [second, first], with: [line("C1"), line("C2")], elsewhere: [:],
            within: rules().defaultTolerances)
        #expect(result.holds.map(\.code) == [.duplicateStatement])
        #expect(result.holds.map(\.statement) == ["B"])
        #expect(result.entries.filter { $0.disposition == .duplicateSameID }.count == 2)
        #expect(
            result.entries.filter { $0.disposition == .duplicateSameID }
                .allSatisfy { $0.statement == "B" })
        let partly = try compare(
            [statement([row("C1")], number: "A"), statement([row("C1"), row("C3")], number: "B")],
            with: [line("C1")], elsewhere: [:], within: rules().defaultTolerances)
        #expect(partly.holds.isEmpty)
    }

    @Test func `an unreadable file and a wrong party hold the month, a bad line only itself`()
        throws
    {
        var bad = try statement([row("C1")])
        bad.findings = [
            StatementFinding(.badNumber, line: 4, column: "Gross", "`x` is no number."),
            StatementFinding(.badDate, line: 4, column: "Start", "`y` is no time."),
        ]
        let one = try compare(
            [bad], with: [line("C1")], elsewhere: [:], within: rules().defaultTolerances)
        #expect(one.holds.isEmpty && one.entries.count == 2)
        #expect(one.entries.first { $0.disposition == .rejected }?.fileLine == 4)
        bad.findings = [
            StatementFinding(.wrongParty, line: 2, "x"), StatementFinding(.unreadable, "y"),
        ]
        let all = try compare(
            [bad], with: [line("C1")], elsewhere: [:], within: rules().defaultTolerances)
        #expect(all.holds.map(\.code) == [.wrongParty, .unreadable])
        #expect(!all.agrees)
    }

    @Test func `statements before and after tax are not mixed`() throws {
        var net = try statement([row("C1")], number: "N")
        net.basis = .beforeTax
        let statements = [net, try statement([row("C2")])]
        #expect(throws: ReconciliationError.mixedBasis) {
            try compare(
                statements, with: [], elsewhere: [:], within: rules().defaultTolerances)
        }
    }

    /// Random months over few ids, so that copies, conflicts, ties and strangers all occur.
    @Test(arguments: 0..<300)
    func `neither order nor grouping changes anything, and the differences add up`(
        seed: Int
    ) throws {
        var random = Dice(seed: seed)
        let rows = try (0..<random.next(12)).map { _ in try randomRow(&random) }
        let lines = try (0..<random.next(12)).map { _ in try randomLine(&random) }
        let split = random.next(rows.count + 1)
        let parts = [Array(rows.prefix(split)), Array(rows.dropFirst(split))]
        func result(_ parts: [[StatementRow]], _ lines: [StandingLine]) throws
            -> StatementComparison
        {
            var statements: [PartnerStatement] = []
            for (index, rows) in parts.enumerated() {
                statements.append(try statement(rows, number: index == 0 ? "A" : "B"))
            }
            return try compare(
                random.next(2) == 0 ? statements : statements.reversed(), with: lines,
                elsewhere: ["C5": "2026-09"], within: rules().defaultTolerances)
        }
        let first = try result(parts, lines)
        let again = try result(
            parts.map { $0.shuffled(using: &random) }, lines.shuffled(using: &random))
        #expect(first == again)
        // Every row and every line once.
        #expect(first.entries.filter { $0.statement != nil }.count == rows.count)
        #expect(first.entries.filter { $0.ours != nil }.count == lines.count)
        // By hand: their total less ours, currency by currency.
        for code in ["INR", "EUR"] {
            let (theirs, ours) = (
                try rows.filter { $0.currency.description == code }
                    .reduce(ExactDecimal.zero) { try $0 + (try #require($1.afterTax)) },
                try lines.filter { $0.line.currency?.description == code }
                    .reduce(ExactDecimal.zero) { try $0 + $1.line.agreed }
            )
            let differences = try first.entries.flatMap(\.differences)
                .filter { $0.currency.description == code }
                .reduce(ExactDecimal.zero) { try $0 + $1.amount }
            #expect(differences == (try theirs - ours))
            let sum = first.sums.first { $0.currency.description == code }
            #expect((sum?.difference ?? .zero) == (try theirs - ours))
        }
    }

    private func randomRow(_ random: inout Dice) throws -> StatementRow {
        let id = random.next(8)
        var row = try row(
            id == 0 ? nil : "C\(id)", ["118.00", "90.00", "117.50"][random.next(3)],
            session: random.next(3) == 0 ? "S\(random.next(4))" : nil,
            currency: random.next(9) == 0 ? "EUR" : "INR")
        row.evseID = "INTPCE\(random.next(2))"
        row.start = try written(begin, seconds: 60)
        return row
    }

    private func randomLine(_ random: inout Dice) throws -> StandingLine {
        try line(
            "C\(random.next(8))", session: "S\(random.next(4))",
            evse: "INTPCE\(random.next(2))",
            agreed: ["118.00", "0", "90.00"][random.next(3)],
            disputed: ["0", "28.00"][random.next(2)],
            disposition: [.matched, .priceMismatch, .conflict][random.next(3)],
            currency: random.next(9) == 0 ? "EUR" : "INR")
    }
}

extension Dice {
    /// 0 ..< bound
    fileprivate mutating func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

private func written(_ text: String, seconds: Int64) throws -> WrittenTime {
    let from = try instant(text)
    return WrittenTime(from: from, until: from.advanced(bySeconds: seconds))
}

private func row(
    _ cdr: String?, _ gross: String = "118.00", session: String? = nil, energy: String? = nil,
    currency code: String = "INR"
) throws -> StatementRow {
    var row = StatementRow(line: 2, currency: try currency(code))
    row.cdrID = cdr
    row.sessionID = session
    row.energy = try energy.map { try decimal($0) }
    row.afterTax = try decimal(gross)
    return row
}

private func statement(
    _ rows: [StatementRow], number: String = "A"
) throws -> PartnerStatement {
    PartnerStatement(
        subject: PartnerStatement.Subject(
            hub: "hubject", counterparty: try party("IN-TPC"), side: .emsp,
            month: try #require(Month("2026-10"))),
        number: number, basis: .afterTax, rows: rows, findings: [])
}

private func line(
    _ cdr: String, session: String? = nil, evse: String = "INTPCE1", agreed: String = "118.00",
    disputed: String = "0", disposition: Disposition = .matched, currency code: String = "INR"
) throws -> StandingLine {
    let amount = try decimal(agreed)
    return StandingLine(
        line: ReconciledLine(
            disposition: disposition, side: .emsp, hub: "hubject",
            counterparty: try party("IN-TPC"), ownNetwork: false, sessionID: session, cdrID: cdr,
            sessionObject: nil, cdrObject: nil, matchedBy: nil, currency: try currency(code),
            ours: nil, theirs: nil, difference: nil, agreed: amount,
            agreedBeforeTax: amount.isZero ? .zero : try decimal("100.00"),
            disputed: try decimal(disputed), locationID: nil, evseID: evse,
            start: try instant(begin), end: try instant(finish), energy: try decimal("10"),
            reason: ""),
        claimed: nil)
}

private func compared(
    _ rows: [StatementRow], _ lines: [StandingLine]
) throws -> StatementComparison {
    try compare(
        [statement(rows)], with: lines, elsewhere: [:], within: rules().defaultTolerances)
}

/// `MATCHED C1 118.00 118.00 0`: disposition, CDR, theirs, ours, differences.
private func short(_ result: StatementComparison) -> [String] {
    result.entries.map { entry in
        func text(_ money: Money?) -> String { money?.amount.text(decimals: 2) ?? "-" }
        let differences = entry.differences.map { text($0) }.joined(separator: " ")
        return "\(entry.disposition.rawValue) \(entry.cdrID ?? "-") \(text(entry.theirs)) "
            + "\(text(entry.ours)) \(differences.isEmpty ? "0" : differences)"
    }
}

private func sums(_ result: StatementComparison) -> [String] {
    result.sums.map {
        "\($0.currency) \($0.theirs.text(decimals: 2)) \($0.ours.text(decimals: 2)) "
            + "\($0.difference.text(decimals: 2))"
    }
}
