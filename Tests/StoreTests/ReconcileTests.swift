import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

@Suite struct ReconcileTests {
    private let partner = Partner(side: .emsp, counterparty: Sample.zeo, ownNetwork: false)

    @Test func `a partner's records come as facts, ids in comparable form`() throws {
        let scratch = try ScratchDatabase()
        try Sample.ingest([Sample.cdr("cdr-a")], sessions: [Sample.session("ses-1")], in: scratch)
        let run = try rate(scratch, objects: [65_536])
        let connection = try scratch.connect(as: .reconcile)
        #expect(try connection.partners(of: 1, in: Sample.span) == [partner])
        let facts = try connection.facts(
            of: partner, in: Sample.span, ratedBy: run, revising: [])
        let cdr = try #require(facts.held.first)
        #expect(facts.issued == [])
        #expect((cdr.id, cdr.sessionID, cdr.evseID) == ("CDR-A", "SES-CDR-A", "INZEOE1"))
        #expect((cdr.tokenUID, cdr.contractID) == ("TOK1", "INMGMC12"))
        #expect(cdr.energy.description == "10.5000")
        #expect(cdr.claimed.afterTax == Sample.decimal("118"))
        #expect(
            cdr.rated
                == .priced(
                    Price(beforeTax: Sample.decimal("100"), afterTax: Sample.decimal("118")),
                    Sample.inr))
        let session = try #require(facts.sessions.first)
        #expect((session.id, session.hub, session.cpo) == ("SES-1", "own", Sample.zeo))
        #expect(session.cost == nil)
        #expect(session.end == Sample.start.advanced(bySeconds: 3600))
    }

    @Test func `of a session the newest version counts, of a CDR every version`() throws {
        let scratch = try ScratchDatabase()
        try Sample.ingest(
            [Sample.cdr("a"), Sample.cdr("a", cost: "120.00")],
            sessions: [Sample.session("s"), Sample.session("s", energy: "11")], in: scratch)
        let run = try rate(scratch, objects: [65_536, 65_537])
        let connection = try scratch.connect(as: .reconcile)
        let facts = try connection.facts(
            of: partner, in: Sample.span, ratedBy: run, revising: [])
        #expect(facts.held.map(\.version) == [1, 2])
        #expect(facts.sessions.map(\.energy) == [Sample.decimal("11")])
        let revised = try connection.facts(
            of: partner, in: Sample.span, ratedBy: run, revising: ["hubject"])
        #expect(revised.held.map(\.version) == [1])
        #expect(revised.held.map(\.object) == [65_537])
    }

    @Test func `sessions that run, were voided, or only a hub reported do not count`() throws {
        let scratch = try ScratchDatabase()
        var running = Sample.session("r")
        (running.end, running.status) = (nil, .active)
        var void = Sample.session("v")
        void.status = .invalid
        try Sample.ingest([], sessions: [running, void], in: scratch)
        let run = try rate(scratch, objects: [])
        let facts = try scratch.connect(as: .reconcile).facts(
            of: partner, in: Sample.span, ratedBy: run, revising: [])
        #expect(facts.sessions == [])
    }

    @Test func `a CDR that the rating run never saw is an error, not a guess`() throws {
        let scratch = try ScratchDatabase()
        try Sample.ingest([Sample.cdr("a")], in: scratch)
        let run = try rate(scratch, objects: [])
        let connection = try scratch.connect(as: .reconcile)
        #expect(throws: StoreError.self) {
            try connection.facts(of: partner, in: Sample.span, ratedBy: run, revising: [])
        }
    }

    @Test func `lines come back as they were saved, in shard order`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .reconcile)
        let run = try Sample.open(.reconcile, on: connection)
        var unknown = Sample.line(nil, .rejected)
        (unknown.counterparty, unknown.currency, unknown.ours) = (nil, nil, nil)
        (unknown.agreed, unknown.agreedBeforeTax) = (.zero, .zero)
        (unknown.ownParty, unknown.serviceMonth) = (nil, nil)
        for (shard, lines) in [
            (1, [Sample.line("c")]), (0, [Sample.line("b"), Sample.line("a", .lateCDR), unknown]),
        ] {
            var rows = LineRows(of: run, shard: shard)
            for line in lines { rows.add(line) }
            let transaction = try connection.begin()
            try transaction.save(rows)
            try transaction.finishShard(
                shard, of: run, label: "\(shard)", now: ScratchDatabase.now)
            try transaction.commit()
        }
        let stored = try connection.lines(of: run)
        var lines: [ReconciledLine] = []
        while let line = try stored.next() { lines.append(line) }
        #expect(
            lines == [Sample.line("b"), Sample.line("a", .lateCDR), unknown, Sample.line("c")])
        let counts = try connection.dispositionCounts(of: run)
        #expect(counts.map(\.disposition) == [.lateCDR, .matched, .rejected])
        #expect(counts.map(\.lines) == [1, 2, 1])
    }

    @Test func `the causes of a difference are kept in their order`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .reconcile)
        let run = try Sample.open(.reconcile, on: connection)
        var line = Sample.line("a", .priceMismatch)
        line.causes = [
            DifferenceCause(.price, Sample.decimal("1.50")),
            DifferenceCause(.rounding, Sample.decimal("-0.001")),
        ]
        var rows = LineRows(of: run, shard: 0)
        rows.add(Sample.line("b"))
        rows.add(line)
        let transaction = try connection.begin()
        try transaction.save(rows)
        try transaction.commit()
        let stored = try scratch.texts(
            """
            SELECT concat_ws('|', ordinal, place, cause, amount)
            FROM reconciliation.line_cause ORDER BY ordinal, place
            """)
        #expect(stored == ["1|0|PRICE|1.50", "1|1|ROUNDING|-0.001"])
    }

    private func rate(_ scratch: ScratchDatabase, objects: [Int64]) throws -> Run {
        let connection = try scratch.connect(as: .rate)
        let run = try Sample.open(.rate, on: connection)
        var rows = PricedRows(of: run)
        let total = Price(beforeTax: Sample.decimal("100.00"), afterTax: Sample.decimal("118.00"))
        for object in objects {
            rows.add(
                PricedCDR(
                    object: object, tariffID: "T", tariffObject: nil,
                    outcome: .priced(
                        .init(
                            currency: Sample.inr, total: total, exactBeforeTax: "100",
                            exactAfterTax: "118")), findings: []))
        }
        let transaction = try connection.begin()
        try transaction.save(rows)
        try transaction.commit()
        try Sample.close(run, on: connection)
        return run
    }
}
