import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

/// What is known of few CDRs only and comes with the facts.
@Suite struct MadeOfTests {
    private let partner = Partner(side: .emsp, counterparty: Sample.zeo, ownNetwork: false)

    @Test func `causes, own tariffs and findings of rating come with the facts`() throws {
        let scratch = try ScratchDatabase()
        try Sample.ingest([Sample.cdr("a"), Sample.cdr("b")], in: scratch)
        let rate = try scratch.connect(as: .rate)
        let run = try Sample.open(.rate, on: rate)
        var rows = PricedRows(of: run)
        let total = Price(beforeTax: Sample.decimal("100.00"), afterTax: Sample.decimal("118.00"))
        for object: Int64 in [65_536, 65_537] {
            var priced = PricedCDR(
                object: object, tariffID: "T", tariffObject: nil,
                outcome: .priced(
                    .init(
                        currency: Sample.inr, total: total, exactBeforeTax: "100",
                        exactAfterTax: "118")), findings: [])
            if object == 65_537 {
                priced.findings = [
                    Finding("ENERGY_EXCEEDS_POWER", .warning, "too much"),
                    Finding("SOMETHING_ELSE", .warning, "else"),
                ]
                priced.causesBeforeTax = [DifferenceCause(.price, Sample.decimal("1.00"))]
                priced.causesAfterTax = [
                    DifferenceCause(.tax, Sample.decimal("0.18")),
                    DifferenceCause(.price, Sample.decimal("1.00")),
                ]
                priced.byOwnTariff = Price(beforeTax: Sample.decimal("7"), afterTax: nil)
            }
            rows.add(priced)
        }
        let transaction = try rate.begin()
        try transaction.save(rows)
        try transaction.commit()
        try Sample.close(run, on: rate)
        let facts = try scratch.connect(as: .reconcile).facts(
            of: partner, in: Sample.span, ratedBy: run, revising: [])
        let (plain, found) = (facts.held[0], facts.held[1])
        #expect((plain.causesAfterTax, plain.byOwnTariff, plain.plausibility) == ([], nil, []))
        #expect(found.causesBeforeTax == [DifferenceCause(.price, Sample.decimal("1.00"))])
        #expect(found.causesAfterTax.map(\.kind) == [.tax, .price])
        #expect(found.byOwnTariff == Price(beforeTax: Sample.decimal("7"), afterTax: nil))
        #expect(found.plausibility == .exceedsPower)
        #expect(facts.held.map(\.settledIn) == [nil, nil])
    }

    @Test func `what was tolerated is kept for each currency`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .reconcile)
        let run = try Sample.open(.reconcile, on: connection)
        let transaction = try connection.begin()
        try transaction.save(
            [
                ToleratedSum(
                    currency: Sample.inr, lines: 3, sum: Sample.decimal("-1.20"),
                    cap: Sample.decimal("25.00"))
            ], of: run, shard: 4)
        try transaction.commit()
        #expect(
            try texts(
                scratch,
                "SELECT concat_ws(' ', shard, currency, lines, sum, cap) AS text FROM reconciliation.tolerated_sum"
            ) == ["4 INR 3 -1.20 25.00"])
    }

    @Test func `a partner's clock and the deadlines of its service months are kept`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .reconcile)
        let run = try Sample.open(.reconcile, on: connection)
        let september = MonthWindow(Sample.month.previous, offsetSeconds: 19_800, graceDays: 5)
        let transaction = try connection.begin()
        try transaction.save(
            [
                ClockOffset(hub: "gireve", pairs: 7, milliseconds: -61_500, isUsed: false),
                ClockOffset(hub: "hubject", pairs: 12, milliseconds: 300_000, isUsed: true),
            ], of: run, shard: 4)
        try transaction.save([september], of: run, shard: 4)
        try transaction.commit()
        #expect(
            try texts(
                scratch,
                "SELECT concat_ws(' ', shard, hub, pairs, offset_ms, is_used) AS text FROM reconciliation.clock ORDER BY hub"
            ) == ["4 gireve 7 -61500 f", "4 hubject 12 300000 t"])
        // Midnight in India, and five days later.
        #expect(
            try texts(
                scratch,
                "SELECT concat_ws(' ', shard, service_month, cut_off AT TIME ZONE 'UTC', grace_end AT TIME ZONE 'UTC') AS text FROM reconciliation.deadline"
            ) == ["4 2026-09-01 2026-09-30 18:30:00 2026-10-05 18:30:00"])
        try Sample.close(run, on: connection)
        // A run that has ended takes nothing more.
        let later = try connection.begin()
        #expect(throws: StoreError.self) {
            try later.save([september], of: run, shard: 5)
        }
    }

    @Test func `tokens of our parties make a book, others do not`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let run = try Sample.open(.ingest, on: connection)
        var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
        var page = PageRows(book: 1, page: shard.firstPage, hub: "own", kind: .tokens, source: "t")
        for (ordinal, valid) in [true, false].enumerated() {
            page.add(
                Token(
                    party: Sample.magma, uid: "Tok-1", contractID: "IN-MGM-C1", type: "RFID",
                    valid: valid,
                    lastUpdated: Sample.start.advanced(bySeconds: Int64(ordinal) * 100)),
                version: .v221, at: Sample.place(ordinal, content: "\(ordinal)"))
        }
        page.seal([])
        try shard.write(page)
        _ = try shard.merge()
        try shard.commit()
        let reader = try scratch.connect(as: .reconcile)
        let tokens = try reader.tokens(of: [Sample.magma], in: 1)
        func standing(_ seconds: Int64, uid: String = "TOK-1") -> TokenBook.Standing {
            tokens.standing(
                uid: uid, contractID: nil, of: Sample.magma,
                at: Sample.start.advanced(bySeconds: seconds))
        }
        #expect(
            [standing(-1), standing(0), standing(99), standing(100)]
                == [.known, .known, .known, .expired])
        #expect(standing(0, uid: "TOK-2") == .unknown)
        let none = try reader.tokens(of: [Sample.zeo], in: 1)
        #expect(
            none.standing(uid: "TOK-1", contractID: nil, of: Sample.magma, at: Sample.start)
                == .unlisted)
        #expect(try reader.closedMonths() == [])
    }
}
