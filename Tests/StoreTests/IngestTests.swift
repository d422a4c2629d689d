import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

@Suite struct IngestTests {
    private let now = ScratchDatabase.now

    @Test func `everything new is stored, in pages and rows that point into them`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let counts = try ingest(on: connection, [["a1", "b1"], ["c1"]])
        #expect(counts.objects[.cdrs]?.received == 3)
        #expect(counts.objects[.cdrs]?.new == 3)
        #expect((counts.pages, counts.pagesKept) == (2, 2))
        #expect(
            try rows(scratch, "SELECT object || ' ' || cdr_id || ' ' || version FROM intake.cdr")
                == ["65536 A 1", "65537 B 1", "131072 C 1"])
        #expect(
            try rows(scratch, "SELECT page_id || ' ' || objects || ' ' || source FROM intake.page")
                == ["1 2 cdrs.json", "2 1 cdrs.json"])
    }

    @Test func `the same objects again change nothing and keep no page`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        try ingest(on: connection, [["a1", "b1"]])
        let before = try rows(scratch, everything)
        let counts = try ingest(on: connection, [["b1", "a1"], ["a1"]])
        #expect(counts.objects[.cdrs]?.replayed == 3)
        #expect((counts.pages, counts.pagesKept) == (2, 0))
        #expect(try rows(scratch, everything) == before)
    }

    @Test func `other content under a known id is the next version and a conflict`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        try ingest(on: connection, [["a1", "b1"]])
        let counts = try ingest(on: connection, [["a2", "b1", "a3", "a2", "a1"]])
        let objects = try #require(counts.objects[.cdrs])
        #expect((objects.new, objects.versions, objects.replayed) == (0, 2, 3))
        #expect(counts.conflicts == 2)
        #expect(
            try rows(
                scratch,
                "SELECT cdr_id || version || ' ' || (object & 65535) FROM intake.cdr ORDER BY 1")
                == ["A1 0", "A2 0", "A3 2", "B1 1"])
        #expect(
            try rows(scratch, "SELECT object || code || severity FROM intake.finding ORDER BY 1")
                == ["131072CONFLICTerror", "131074CONFLICTerror"])
        #expect(counts.pagesKept == 1)
    }

    @Test func `both contents in one shard make versions in the order received`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let counts = try ingest(on: connection, [["a1", "a2"], ["a1", "a3"]])
        let objects = try #require(counts.objects[.cdrs])
        #expect((objects.new, objects.versions, objects.replayed) == (1, 2, 1))
        #expect(
            try rows(
                scratch, "SELECT version || ' ' || object FROM intake.cdr ORDER BY version")
                == ["1 65536", "2 65537", "3 131073"])
    }

    @Test func `a hub that revises in place makes versions without conflicts`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let counts = try ingest(on: connection, [["a1", "a2"]], revising: ["hubject"])
        #expect(counts.objects[.cdrs]?.versions == 1)
        #expect(counts.conflicts == 0)
    }

    @Test func `a shard that is not committed leaves nothing, not even page numbers`() throws {
        let scratch = try ScratchDatabase()
        do {
            let killed = try scratch.connect(as: .ingest)
            let run = try open(killed)
            var shard = try killed.beginIntake(run, shard: 0, firstPage: killed.nextPage())
            try shard.write(page(shard.firstPage, ["x1"]))
            _ = try shard.merge()
        }
        let connection = try scratch.connect(as: .ingest)
        try ingest(on: connection, [["a1"]])
        #expect(try rows(scratch, "SELECT page_id::text FROM intake.page") == ["1"])
        #expect(try rows(scratch, "SELECT cdr_id FROM intake.cdr") == ["A"])
    }

    @Test func `rejects are kept for every run, their bytes once`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        for _ in 0..<2 {
            let run = try open(connection)
            var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
            var rows = PageRows(
                book: 1, page: shard.firstPage, hub: "own", kind: .sessions, source: "s.json")
            rows.add(
                RejectRow(
                    Reject("MISSING_FIELD", at: "/id", "no id", byte: 4), line: 3, fileOffset: 99,
                    place: Sample.place(0, content: "bad")))
            rows.add(RejectRow(Reject("NOT_JSON", "no JSON at all"), line: 1, fileOffset: 0))
            rows.seal(Array("{\"bad\":1}".utf8))
            try shard.write(rows)
            let counts = try shard.merge()
            #expect(counts.rejects == 2)
            try shard.transaction.closeRun(run, summary: "", now: now)
            try shard.commit()
        }
        #expect(
            try rows(
                scratch,
                "SELECT run_id || code || coalesce(object, -1) FROM intake.reject ORDER BY 1")
                == ["1MISSING_FIELD65536", "1NOT_JSON-1", "2MISSING_FIELD65536", "2NOT_JSON-1"])
        #expect(try rows(scratch, "SELECT page_id::text FROM intake.page") == ["1"])
    }

    @Test func `a refused object stands once, wherever later runs meet it`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        // A pull with an overlap: the same object on another page, beside another one.
        for (source, contents) in [("page-1.json", ["bad"]), ("page-2.json", ["worse", "bad"])] {
            let run = try open(connection)
            var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
            var rows = PageRows(
                book: 1, page: shard.firstPage, hub: "gireve", kind: .cdrs, source: source)
            for (ordinal, content) in contents.enumerated() {
                rows.add(
                    RejectRow(
                        Reject("MISSING_FIELD", at: "/id", "no id"), line: 1,
                        fileOffset: Int64(100 * ordinal),
                        place: Sample.place(ordinal, content: content)))
            }
            // No object, so nothing but its place can tell it from another.
            rows.add(RejectRow(Reject("NOT_JSON", "no JSON at all"), line: 1, fileOffset: 900))
            rows.seal(Array(contents.joined().utf8))
            try shard.write(rows)
            _ = try shard.merge()
            try shard.transaction.closeRun(run, summary: "", now: now)
            try shard.commit()
        }
        #expect(
            try rows(
                scratch,
                "SELECT source || ' ' || file_offset || ' ' || code FROM intake.standing_reject"
                    + " ORDER BY run_id, ordinal")
                == [
                    "page-1.json 0 MISSING_FIELD", "page-1.json 900 NOT_JSON",
                    "page-2.json 0 MISSING_FIELD", "page-2.json 900 NOT_JSON",
                ])
    }

    @Test func `findings about a replay are not written again`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        for _ in 0..<2 {
            let run = try open(connection)
            var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
            var rows = PageRows(
                book: 1, page: shard.firstPage, hub: "own", kind: .sessions, source: "s.json")
            let place = Sample.place(0, content: "s")
            rows.add(Sample.session("s"), Sample.payable, at: place)
            rows.add([Finding("A", .note, "one"), Finding("B", .warning, "two")], about: place)
            rows.seal([1])
            try shard.write(rows)
            _ = try shard.merge()
            try shard.transaction.closeRun(run, summary: "", now: now)
            try shard.commit()
        }
        #expect(
            try rows(scratch, "SELECT object || code FROM intake.finding ORDER BY 1")
                == ["65536A", "65536B"])
    }

    @Test func `a CDR without an end is a reject, not a row`() throws {
        var rows = PageRows(book: 1, page: 1, hub: "own", kind: .cdrs, source: "c.json")
        var cdr = Sample.cdr("a")
        cdr.charge.end = nil
        let reject = #expect(throws: Reject.self) {
            try rows.add(cdr, Sample.payable, at: Sample.place(0, content: "a"))
        }
        #expect(reject?.pointer == "/end_date_time")
        #expect(rows.objects.bytes.isEmpty)
    }

    @Test func `tariffs, locations and tokens keep all their versions`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        for content in ["1", "2", "1"] {
            let run = try open(connection)
            var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
            let place = Sample.place(0, content: content)
            let first = shard.firstPage
            var tariffs = PageRows(book: 1, page: first, hub: "own", kind: .tariffs, source: "t")
            tariffs.add(
                Tariff(
                    party: Sample.zeo, id: "t1", currency: Sample.inr, elements: [],
                    version: .v221),
                at: place)
            var places = PageRows(
                book: 1, page: first + 1, hub: "own", kind: .locations, source: "l")
            places.add(
                Location(
                    party: Sample.zeo, id: "l1", name: "Mall", city: nil, state: "KA",
                    country: "IND", timeZone: "Asia/Kolkata", evses: [],
                    lastUpdated: Sample.start), version: .v221, at: place)
            var tokens = PageRows(book: 1, page: first + 2, hub: "own", kind: .tokens, source: "k")
            tokens.add(
                Token(
                    party: nil, uid: "u", contractID: "IN-MGM-C1", type: "RFID", valid: true,
                    lastUpdated: Sample.start), version: .v221, at: place)
            for var rows in [tariffs, places, tokens] {
                rows.seal([7])
                try shard.write(rows)
            }
            let counts = try shard.merge()
            #expect(counts.conflicts == 0)
            try shard.transaction.closeRun(run, summary: "", now: now)
            try shard.commit()
        }
        for table in ["tariff", "location", "token"] {
            #expect(
                try rows(scratch, "SELECT version::text FROM intake.\(table) ORDER BY 1")
                    == ["1", "2"], "\(table)")
        }
    }

    @Test func `what one book holds is nothing to another`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let books = try [
            connection.book(named: "standing"), connection.book(named: "input"),
            connection.book(named: "standing"),
        ]
        #expect(books == [1, 2, 1])
        for (book, content) in [(1, "a1"), (2, "a2"), (2, "a2")] as [(Int64, String)] {
            let run = try open(connection)
            var shard = try connection.beginIntake(run, shard: 0, firstPage: run.firstPage)
            var page = PageRows(
                book: book, page: shard.firstPage, hub: "hubject", kind: .cdrs, source: "c")
            try page.add(
                Sample.cdr("a"), Sample.payable, at: Sample.place(0, content: content))
            page.seal([1])
            try shard.write(page)
            #expect(try shard.merge().conflicts == 0)
            try shard.transaction.closeRun(run, summary: "", now: now)
            try shard.commit()
        }
        #expect(
            try rows(
                scratch,
                "SELECT concat_ws(' ', book, version, object >> 36) FROM intake.cdr ORDER BY 1")
                == ["1 1 1", "2 1 2"])
        #expect(try rows(scratch, "SELECT count(*)::text FROM intake.page") == ["2"])
    }

    // MARK: - arranging

    /// Each text is id and content: `a1` and `a2` are the CDR A with two contents.
    @discardableResult
    private func ingest(
        on connection: Connection, _ pages: [[String]], revising: Set<String> = []
    ) throws -> IntakeCounts {
        let run = try open(connection)
        var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
        for (index, objects) in pages.enumerated() {
            try shard.write(page(shard.firstPage + Int64(index), objects))
        }
        let counts = try shard.merge(revising: revising)
        try shard.transaction.finishShard(0, of: run, label: "all", now: now)
        try shard.transaction.closeRun(run, summary: "", now: now)
        try shard.commit()
        return counts
    }

    private func page(_ number: Int64, _ objects: [String]) throws -> PageRows {
        var rows = PageRows(book: 1, page: number, hub: "hubject", kind: .cdrs, source: "cdrs.json")
        for (ordinal, object) in objects.enumerated() {
            try rows.add(
                Sample.cdr(String(object.prefix(1))), Sample.payable,
                at: Sample.place(ordinal, content: object))
        }
        rows.seal(Array(objects.joined(separator: "\n").utf8))
        return rows
    }

    private func open(_ connection: Connection) throws -> Run {
        var identity = Sample.identity(.ingest)
        let count = try connection.runs(of: nil).count
        identity.key = String(repeating: String(count % 10), count: 64)
        guard case .fresh(let run) = try connection.openRun(identity, now: now) else {
            throw Unexpected()
        }
        return run
    }

    private func rows(_ scratch: ScratchDatabase, _ sql: String) throws -> [String] {
        let query = Query("test", Array(sql.utf8), gives: ["text": .text])
        return try scratch.connect().rows(query) { $0.text(0) }
    }

    private let everything = """
        SELECT cdr::text FROM intake.cdr
        UNION ALL
        SELECT page_id::text || encode(body, 'hex') FROM intake.page ORDER BY 1
        """
}
