import Amounts
import Reconciliation
import Roaming
import Testing

/// Invoice records of IN-TPC against our lines, 118.00 INR each unless a test says otherwise.
@Suite struct RecordVerdictTests {
    private func record(_ cdrs: [String], id: String = "R1") throws -> InvoiceRecord {
        InvoiceRecord(
            owner: try party("IN-TPC"), id: id, invoiceID: "INV-\(id)", cdrs: cdrs,
            lastUpdated: try instant("2026-11-08T00:00:00Z"))
    }

    private func line(
        _ cdr: String, agreed: String = "118.00", beforeTax: String = "100.00",
        disputed: String = "0", disposition: Disposition = .matched, session: String? = nil,
        side: Side = .emsp
    ) throws -> StandingLine {
        StandingLine(
            line: ReconciledLine(
                disposition: disposition, side: side, hub: "hubject",
                counterparty: try party("IN-TPC"), ownNetwork: false, sessionID: session,
                cdrID: cdr, sessionObject: nil, cdrObject: nil, matchedBy: nil,
                currency: try currency("INR"), ours: nil, theirs: nil, difference: nil,
                agreed: try decimal(agreed), agreedBeforeTax: try decimal(beforeTax),
                disputed: try decimal(disputed), locationID: nil, evseID: nil,
                start: try instant(begin), end: try instant(finish), energy: nil, reason: ""),
            claimed: nil)
    }

    private func amounts(_ verdict: RecordVerdict) -> String {
        zip(verdict.beforeTax, verdict.afterTax).map {
            "\($0.amount.text(decimals: 2)) \($1.amount.text(decimals: 2)) \($1.currency)"
        }.joined(separator: "; ")
    }

    @Test func `a record comes to what we agreed for its CDRs`() throws {
        let result = try verify(
            [record(["c1", "C2"])],
            against: [line("C1"), line("C2", agreed: "59", beforeTax: "50")],
            elsewhere: [:])
        let verdict = try #require(result.verdicts.first)
        #expect(amounts(verdict) == "150.00 177.00 INR")
        #expect(verdict.side == .emsp)
        #expect(verdict.agrees && result.unbilled.isEmpty)
    }

    @Test func `what is left out is missing, on the side that is invoiced`() throws {
        let result = try verify(
            [record(["C1"])],
            against: [
                line("C1"), line("C2"), line("C3", agreed: "0", beforeTax: "0"),
                line("C4", side: .cpo),
            ], elsewhere: [:])
        #expect(result.unbilled.map(\.cdrID) == ["C2"])
        #expect(result.unbilled.map(\.amount.amount) == [ExactDecimal(118)])
    }

    @Test func `unknown, double, held and other months' CDRs are named`() throws {
        let result = try verify(
            [record(["C1", "C1", "C2", "C3", "X"]), record(["c2"], id: "R2")],
            against: [
                line("C1"), line("C2"),
                line(
                    "C3", agreed: "100.00", beforeTax: "84.75", disputed: "18.00",
                    disposition: .priceMismatch),
            ], elsewhere: ["X": "2026-09", "Y": "2026-08"])
        let first = try #require(result.verdicts.first)
        #expect(!first.agrees)
        #expect(
            first.double == [
                .init("C1", "listed twice in this record"), .init("C2", "listed in record R2 too"),
            ])
        #expect(first.elsewhere == [.init("X", "settled with 2026-09")])
        #expect(first.disputed == [.init("C3", "18.00 INR held: PRICE_MISMATCH")])
        // C1 counts once: 118 + 118 + 100.
        #expect(amounts(first) == "284.75 336.00 INR")
        #expect(result.verdicts.last?.double == [.init("c2", "listed in record R1 too")])
        let unknown = try verify([record(["Z"])], against: [], elsewhere: [:])
        #expect(unknown.verdicts.first?.unknown == [.init("Z", "we know no such CDR of theirs")])
        #expect(unknown.verdicts.first?.side == nil)
    }

    @Test func `a record about another month is left to that month`() throws {
        let result = try verify(
            [record(["X"])], against: [line("C1")], elsewhere: ["X": "2026-09"])
        #expect(result.verdicts.isEmpty && result.unbilled.isEmpty)
    }

    @Test func `a CDR that was taken back needs its credit beside it`() throws {
        let lines = try [
            line("C1", disposition: .credited, session: "S1"),
            line(
                "C1-credit", agreed: "-118.00", beforeTax: "-100.00", disposition: .credited,
                session: "S1"),
        ]
        let alone = try verify([record(["C1"])], against: lines, elsewhere: [:])
        #expect(alone.verdicts.first?.takenBack == [.init("C1", "taken back by C1-CREDIT")])
        let both = try verify([record(["C1", "C1-credit"])], against: lines, elsewhere: [:])
        #expect(both.verdicts.first?.agrees == true)
        #expect(amounts(try #require(both.verdicts.first)) == "0.00 0.00 INR")
    }

    @Test func `a CDR on two lines of ours is added up once`() throws {
        let result = try verify(
            [record(["C1"])],
            against: [
                line("C1"),
                line("C1", agreed: "0", beforeTax: "0", disposition: .duplicateCrossHub),
            ], elsewhere: [:])
        #expect(result.verdicts.first.map(amounts) == "100.00 118.00 INR")
        #expect(result.verdicts.first?.agrees == true)
    }

    @Test(arguments: 0..<100)
    func `order changes nothing, and what is billed and missing is what we agreed`(
        seed: Int
    ) throws {
        var dice = Dice(seed: seed)
        let lines = try (0..<8).map { try line("C\($0)", agreed: "\(10 + $0)") }
        let ids = (0..<10).map { "C\($0)" }.shuffled(using: &dice)
        let records = try [
            record(Array(ids[0..<3]), id: "A"), record(Array(ids[3..<6]), id: "B"),
        ]
        let first = try verify(records, against: lines, elsewhere: [:])
        let again = try verify(
            records.shuffled(using: &dice).map { record in
                var record = record
                record.cdrs.shuffle(using: &dice)
                return record
            }, against: lines.shuffled(using: &dice), elsewhere: [:])
        #expect(first.verdicts.map(\.afterTax) == again.verdicts.map(\.afterTax))
        #expect(first.verdicts.map(\.unknown) == again.verdicts.map(\.unknown))
        #expect(first.unbilled == again.unbilled)
        // 10 + 11 + … + 17 = 108.
        let billed = try (first.verdicts.flatMap(\.afterTax) + first.unbilled.map(\.amount))
            .reduce(ExactDecimal.zero) { try $0 + $1.amount }
        #expect(billed == ExactDecimal(108))
    }
}
