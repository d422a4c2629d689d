import Foundation
import Hashing
import Intake
import Roaming
import Store

/// Takes a directory in: files in path order, cut into pages, pages into shards of one transaction
/// each. One thread reads and decodes ahead while this one writes, so both cores work; since only
/// this one writes, what came first is decided by path and line alone.
struct IngestJob {
    let context: JobContext
    let input: InputDirectory
    /// What goes with files that were fetched from hubs.
    var pulled = Pulled()
    /// Pages of a shard: some ten thousand objects.
    static let pagesPerShard = 16

    /// - Parameter book: whose objects these are; nil for a book of this input alone.
    func run(into book: BookName) throws -> JobResult {
        let manifest = try manifest()
        let connection = try context.connect(as: .ingest)
        let name = book.name(manifest: manifest, rules: context.rules)
        let number = try connection.book(named: name)
        let before = try connection.latestClosedRun(.ingest, context.month)
        if let before, before.book == number, before.identity.inputsKey == manifest,
            before.identity.build == Build.version
        {
            return JobResult(run: before, state: .already)
        }
        // What was in the book before is part of what comes out.
        let chain = before.flatMap { $0.book == number ? $0.identity.key : nil } ?? ""
        let identity = RunIdentity(
            .ingest, context.month, inputs: manifest, rules: context.rules, book: number,
            also: [name, chain])
        return try SingleRun(context: context, connection: connection)
            .perform(identity, closing: pulled.save) { run, finished in
                try take(run, skipping: finished.count, on: connection)
                // What just came in is unknown to the planner, and the next stage joins it.
                try context.connect(as: nil).analyzeIntake()
                let totals = try connection.finishedShards(of: run).reduce(into: IngestTotals()) {
                    $0.add($1.summary)
                }
                return (summary: totals.text, files: [])
            }
    }

    /// SHA-256 over the path and the SHA-256 of every file.
    private func manifest() throws -> String {
        let meter = Meter("read", unit: "files")
        var lines = ""
        for file in input.files {
            lines += "\(file.path)\0\(try digest(ofFile: file.url.path))\n"
            meter.add(1)
        }
        meter.finish()
        for stray in input.strays { lines += "\(stray.path)\0stray\n" }
        for batch in pulled.inbox.batches { lines += batch.manifest }
        return digest(of: Array(lines.utf8)).description
    }

    private func take(_ run: Run, skipping finished: Int, on connection: Connection) throws {
        let queue = BoundedQueue<Handed>(capacity: 8)
        defer { queue.close() }
        let feed = PageFeed(
            input: input, inbox: pulled.inbox, open: { try context.connect(as: .ingest) },
            rules: context.rules, run: run,
            skipping: finished * Self.pagesPerShard, queue: queue)
        let thread = Thread { feed.read() }
        thread.stackSize = 8 << 20
        thread.start()
        var writer = ShardWriter(context: context, run: run, shard: finished)
        try writer.write(from: queue, on: connection)
    }
}

/// How files came from hubs, and where the next pull starts: saved with the close of the run, so that
/// a bookmark never stands before the data it speaks of.
struct Pulled: Sendable {
    var receipts: [PageReceipt] = []
    var bookmarks: [Bookmark] = []
    /// What hubs sent by themselves.
    var inbox = Inbox()

    func save(_ transaction: borrowing Transaction, _ run: Run) throws {
        for (hub, push) in inbox.marks {
            try transaction.save(inboxUntil: push, of: hub, in: run)
        }
        for receipt in receipts { try transaction.save(receipt, of: run) }
        for bookmark in bookmarks { try transaction.save(bookmark, of: run) }
    }
}

/// What the reading thread hands over.
enum Handed: Sendable {
    case page(PageRows)
    case failed(any Error)
    case end
}

/// Reads and decodes ahead on a thread of its own.
private struct PageFeed: Sendable {
    let input: InputDirectory
    let inbox: Inbox
    let open: @Sendable () throws -> Connection
    let rules: Rules
    let run: Run
    /// Pages of shards that are finished already.
    let skipping: Int
    let queue: BoundedQueue<Handed>

    func read() {
        do {
            try readAll()
            _ = queue.send(.end)
        } catch {
            _ = queue.send(.failed(error))
        }
    }

    private func readAll() throws {
        var decoder = PageDecoder(rules: rules)
        var position = 0
        for stray in input.strays {
            defer { position += 1 }
            guard position >= skipping else { continue }
            guard queue.send(.page(refused(stray, number: run.firstPage + Int64(position)))) else {
                return
            }
        }
        for file in input.files {
            let pages = try PageReader(path: file.url.path)
            while let page = try pages.nextPage() {
                defer { position += 1 }
                guard position >= skipping else { continue }
                let rows = decoder.rows(
                    page, of: file.origin, book: run.book, number: run.firstPage + Int64(position))
                guard queue.send(.page(rows)) else { return }
            }
        }
        try readInbox(from: position, with: &decoder)
    }

    private func readInbox(from first: Int, with decoder: inout PageDecoder) throws {
        guard !inbox.batches.isEmpty else { return }
        let connection = try open()
        for (index, batch) in inbox.batches.enumerated() where first + index >= skipping {
            let page = batch.page(of: try connection.pushedObjects(batch.pushes.map(\.number)))
            let rows = decoder.rows(
                page, of: batch.origin, book: run.book,
                number: run.firstPage + Int64(first + index))
            guard queue.send(.page(rows)) else { return }
        }
    }

    private func refused(_ stray: InputDirectory.Stray, number: Int64) -> PageRows {
        var rows = PageRows(
            book: run.book, page: number, hub: stray.hub, kind: stray.module, source: stray.path)
        rows.add(RejectRow(Reject(stray.code, stray.text), line: 1, fileOffset: 0))
        return rows
    }
}

/// Writes shards as their pages come.
private struct ShardWriter {
    let context: JobContext
    let run: Run
    var shard: Int
    private var objects = 0
    private let meter = Meter("ingest", unit: "objects")

    init(context: JobContext, run: Run, shard: Int) {
        self.context = context
        self.run = run
        self.shard = shard
    }

    mutating func write(from queue: BoundedQueue<Handed>, on connection: Connection) throws {
        var waiting = try next(from: queue)
        while let first = waiting {
            var open = try connection.beginIntake(
                run, shard: shard,
                firstPage: run.firstPage + Int64(shard * IngestJob.pagesPerShard))
            var page: PageRows? = first
            var written = 0
            while let rows = page {
                try open.write(rows)
                meter.add(rows.objectCount)
                written += 1
                page = written < IngestJob.pagesPerShard ? try next(from: queue) : nil
            }
            let counts = try open.merge(revising: context.rules.revisingHubs)
            try open.transaction.finishShard(
                shard, of: run, label: "pages \(written)", summary: IngestTotals(counts).text,
                now: context.now)
            try open.commit()
            shard += 1
            waiting = written < IngestJob.pagesPerShard ? nil : try next(from: queue)
        }
        meter.finish()
    }

    private func next(from queue: BoundedQueue<Handed>) throws -> PageRows? {
        switch queue.receive() {
        case .page(let rows): return rows
        case .failed(let error): throw error
        case .end, nil: return nil
        }
    }
}
