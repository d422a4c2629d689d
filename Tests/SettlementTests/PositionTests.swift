import Amounts
import Roaming
import Settlement
import Testing

@Suite struct PositionTests {
    @Test func `receivable less payable is the net, disputes of both sides stand apart`() throws {
        let month = try settled([
            line(), line(.priceMismatch, agreed: "118.00", before: "100.00", disputed: "11.80"),
            line(side: .emsp, agreed: "59.00", before: "50.00"),
            line(.energyMismatch, side: .emsp, agreed: "0", before: "0", disputed: "70.80"),
        ])
        // 118 + 118; 59; 236 − 59; 11.80 + 70.80
        #expect(short(month.positions) == ["IN-TPC INR 236.00 59.00 177.00 82.60"])
    }

    @Test func `a disputed credit hides no other dispute`() throws {
        let month = try settled([
            line(.creditOrphan, agreed: "0", before: "0", disputed: "-118.00"),
            line(.missingSession, agreed: "0", before: "0", disputed: "118.00"),
        ])
        // 118 + 118; the statement adds up with signs.
        #expect(short(month.positions) == ["IN-TPC INR 0.00 0.00 0.00 236.00"])
        #expect(month.statements.map(\.sums.disputed) == [.zero])
    }

    @Test func `every partner and currency has its own position, sorted`() throws {
        let month = try settled([
            line(side: .emsp, with: "NL-NLE", currency: "EUR", agreed: "12.10", before: "10"),
            line(with: "NL-NLE"), line(with: "BE-BLU"),
        ])
        #expect(
            short(month.positions) == [
                "BE-BLU INR 118.00 0.00 118.00 0.00", "NL-NLE EUR 0.00 12.10 -12.10 0.00",
                "NL-NLE INR 118.00 0.00 118.00 0.00",
            ])
    }

    @Test func `a position of nothing is left out, its statement stays`() throws {
        let month = try settled([line(.missingCDR, agreed: "0", before: "0")])
        #expect(month.positions.isEmpty)
        #expect(month.statements.map(\.lines) == [1])
        #expect(month.journal.isEmpty)
    }

    @Test func `a credited CDR and its credit come to nothing`() throws {
        let month = try settled([
            line(.credited), line(.credited, agreed: "-118.00", before: "-100.00"), line(),
        ])
        #expect(short(month.positions) == ["IN-TPC INR 118.00 0.00 118.00 0.00"])
        let statement = try #require(month.statements.first)
        #expect(statement.sessionsSettled == 1)
        #expect(statement.energySettled == ExactDecimal(10))
        #expect(statement.lines == 3)
    }

    @Test func `own network is in no position and no statement`() throws {
        let month = try settled([line(with: "IN-MGE", own: true)])
        #expect(month.positions.isEmpty)
        #expect(month.statements.isEmpty)
        #expect(month.journal.isEmpty)
        #expect(month.linesOfOwnNetwork == 1)
    }

    @Test func `a statement adds up before tax, tax, after tax and what is disputed`() throws {
        let month = try settled([
            line(), line(.lateCDR, agreed: "23.60", before: "20.00", energy: "2.5"),
            line(.missingSession, agreed: "0", before: "0", disputed: "47.20"),
        ])
        let statement = try #require(month.statements.first)
        #expect(statement.sums.claimed == (try decimal("188.80")))
        #expect(statement.sums.agreed == (try decimal("141.60")))
        #expect(statement.sums.agreedBeforeTax == (try decimal("120.00")))
        #expect(statement.sums.tax == (try decimal("21.60")))
        #expect(statement.sums.disputed == (try decimal("47.20")))
        #expect(statement.sessionsSettled == 2)
        #expect(statement.energySettled == (try decimal("12.5")))
        #expect(
            statement.counts == [
                DispositionCount(.missingSession, 1), DispositionCount(.lateCDR, 1),
                DispositionCount(.matched, 1),
            ])
    }

    @Test func `a line without partner or currency is counted, but may not carry an amount`() throws
    {
        let month = try settled([
            line(.rejected, with: nil, currency: nil, agreed: "0", before: "0"),
            line(.missingCDR, currency: nil, agreed: "0", before: "0"),
        ])
        #expect(month.linesWithoutAmounts == 2)
        let owner = SettlementError.amountWithoutOwner(cdr: "C1", session: "S1")
        #expect(throws: owner) { try settled([line(with: nil)]) }
        #expect(throws: owner) { try settled([line(currency: nil, agreed: "0", disputed: "1")]) }
    }
}
