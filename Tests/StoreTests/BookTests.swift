import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

/// A cleared directory has a book of its own: its result depends on what is in it and on nothing else.
@Suite struct BookTests {
    private let now = ScratchDatabase.now

    @Test func `a name is one book, whoever asks and how often`() throws {
        let scratch = try ScratchDatabase()
        let first = try scratch.connect(as: .ingest)
        let second = try scratch.connect(as: .ingest)
        let names = ["standing", "input a", "input A", "", "standing"]
        #expect(try names.map { try first.book(named: $0) } == [1, 2, 3, 4, 1])
        #expect(try names.map { try second.book(named: $0) } == [1, 2, 3, 4, 1])
    }

    @Test func `a book whose opening was never committed leaves no number`() throws {
        let scratch = try ScratchDatabase()
        do {
            let killed = try scratch.connect(as: .ingest)
            let transaction = try killed.begin()
            try killed.execute(.insertBook, [.text("lost")])
            try transaction.rollback()
        }
        #expect(try scratch.connect(as: .ingest).book(named: "kept") == 1)
    }

    @Test func `one natural key in two books is two objects of first version, no conflict`() throws
    {
        let scratch = try ScratchDatabase()
        let one = try store(["a one", "b one"], in: "one", on: scratch)
        let two = try store(["a two"], in: "two", on: scratch)
        #expect(one.objects[.cdrs]?.new == 2)
        #expect(two.objects[.cdrs]?.new == 1)
        #expect((one.conflicts, two.conflicts) == (0, 0))
        #expect(
            try texts(
                scratch, "SELECT concat_ws(' ', book, cdr_id, version) FROM intake.cdr ORDER BY 1")
                == ["1 A 1", "1 B 1", "2 A 1"])
        // The same bytes too are another book's own: each book can be rated from its own pages.
        let copy = try store(["a one"], in: "three", on: scratch)
        #expect(copy.objects[.cdrs]?.new == 1)
        #expect(copy.pagesKept == 1)
        // Within its book the second content is a conflict all the same.
        let again = try store(["a other"], in: "two", key: "9", on: scratch)
        #expect(again.conflicts == 1)
    }

    @Test func `a reader sees its own book only`() throws {
        let scratch = try ScratchDatabase()
        try store(["a one"], in: "one", on: scratch)
        try store(["a two", "b two"], in: "two", on: scratch)
        let connection = try scratch.connect(as: .reconcile)
        let pages = try [1, 2, 3].map { try connection.pagesWithCDRs(of: $0, in: Sample.span) }
        #expect(pages == [[1 << 20], [2 << 20], []])
        let all = try connection.readCDRs(of: 2, onPages: 0...(9 << 20), in: Sample.span)
        let objects = try #require(try all.next())
        #expect(objects.page == 2 << 20)
        #expect(objects.objects.map(\.revision) == [1, 1])
        #expect(try all.next() == nil)
        #expect(try connection.partners(of: 1, in: Sample.span).count == 1)
        #expect(try connection.partners(of: 3, in: Sample.span) == [])
        #expect(try connection.dataAsOf(of: 3, in: Sample.span) == nil)
        #expect(try connection.locations(of: 2) == [])
    }

    @Test func `a resumed run numbers its pages as an undisturbed one`() throws {
        let calm = try ScratchDatabase()
        let stormy = try ScratchDatabase()
        for (scratch, isKilled) in [(calm, false), (stormy, true)] {
            do {
                let connection = try scratch.connect(as: .ingest)
                let run = try Sample.open(.ingest, on: connection)
                try write(["a 1", "b 1"], shard: 0, of: run, on: connection)
                if isKilled {
                    // Dies within its second shard; what it wrote there is gone.
                    var shard = try connection.beginIntake(
                        run, shard: 1, firstPage: run.firstPage + 16)
                    try shard.write(page(run.firstPage + 16, ["lost 1"], book: 1))
                    _ = try shard.merge()
                }
            }
            let connection = try scratch.connect(as: .ingest)
            if isKilled { try meanwhile(on: scratch) }
            guard
                case .resume(let run, let finished) = try connection.openRun(
                    Sample.identity(.ingest), now: now)
            else { throw Unexpected() }
            #expect(finished.map(\.shard) == [0])
            try write(["c 1", "a 2"], shard: 1, of: run, on: connection)
        }
        let rows =
            "SELECT concat_ws(' ', object, cdr_id, version) FROM intake.cdr WHERE book = 1 ORDER BY 1"
        let expected = try texts(calm, rows)
        #expect(expected.count == 4)
        #expect(try texts(stormy, rows) == expected)
        #expect(
            try texts(stormy, "SELECT page_id::text FROM intake.page WHERE run_id = 1 ORDER BY 1")
                == ["\(1 << 20)", "\(1 << 20 + 16)"])
    }

    // MARK: - arranging

    /// Another month's ingest stores pages of its own between death and resumption.
    private func meanwhile(on scratch: ScratchDatabase) throws {
        let connection = try scratch.connect(as: .ingest)
        var identity = Sample.identity(.ingest)
        identity.month = identity.month.next
        identity.book = 2
        guard case .fresh(let run) = try connection.openRun(identity, now: now) else {
            throw Unexpected()
        }
        try write(["x 1", "y 1", "a 1"], shard: 0, of: run, on: connection)
        try Sample.close(run, on: connection)
    }

    private func write(
        _ objects: [String], shard number: Int, of run: Run, on connection: Connection
    ) throws {
        let first = run.firstPage + Int64(number) * 16
        var shard = try connection.beginIntake(run, shard: number, firstPage: first)
        try shard.write(page(first, objects, book: run.book))
        _ = try shard.merge()
        try shard.transaction.finishShard(number, of: run, label: "", now: now)
        try shard.commit()
    }

    /// Each text is id and content.
    @discardableResult
    private func store(
        _ objects: [String], in name: String, key: Character? = nil, on scratch: ScratchDatabase
    ) throws -> IntakeCounts {
        let connection = try scratch.connect(as: .ingest)
        let book = try connection.book(named: name)
        let run = try Sample.open(.ingest, on: connection, key: key ?? Character("\(book)"))
        var shard = try connection.beginIntake(run, shard: 0, firstPage: run.firstPage)
        try shard.write(page(run.firstPage, objects, book: book))
        let counts = try shard.merge()
        try shard.transaction.closeRun(run, summary: "", now: now)
        try shard.commit()
        return counts
    }

    private func page(_ number: Int64, _ objects: [String], book: Int64) throws -> PageRows {
        var rows = PageRows(book: book, page: number, hub: "hubject", kind: .cdrs, source: "c")
        for (ordinal, object) in objects.enumerated() {
            let id = String(object.prefix { $0 != " " })
            var place = Sample.place(ordinal, content: object)
            (place.at, place.length) = (0, 1)
            try rows.add(Sample.cdr(id), Sample.payable, at: place)
        }
        rows.seal([1])
        return rows
    }
}
