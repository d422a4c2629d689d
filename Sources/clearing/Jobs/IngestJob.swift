import Foundation
import Intake
import Roaming
import Store

/// Takes a directory in: files in path order, cut into pages, pages into shards of one transaction
/// each. One thread reads and decodes ahead while this one writes, so both cores work; since only
/// this one writes, what came first is decided by path and line alone.
struct IngestJob {
    let context: JobContext
    let input: InputDirectory
    /// Pages of a shard: some ten thousand objects.
    static let pagesPerShard = 16

    struct Summary {
        var counts = IntakeCounts()
        var objects = 0
        var bytes = 0
    }

    /// - Parameter book: whose objects these are; nil for a book of this input alone.
    func run(into book: BookName) throws -> JobResult {
        let manifest = try manifest()
        let connection = try context.connect(as: .ingest)
        let identity = RunIdentity(
            .ingest, context.month, inputs: manifest, rules: context.rules,
            also: [book.name(for: manifest)])
        let opening = try connection.openRun(identity, now: context.now)
        switch opening {
        case .busy: throw Failure.tryLater("another run is taking data in; try again later")
        case .alreadyClosed(let run): return JobResult(run: run, state: .already)
        case .fresh(let run):
            return try take(run, book.name(for: manifest), skipping: 0, on: connection, .done)
        case .resume(let run, let finished):
            return try take(
                run, book.name(for: manifest), skipping: finished.count, on: connection, .resumed)
        }
    }

    /// SHA-256 over the path and the SHA-256 of every file.
    private func manifest() throws -> String {
        var progress = Progress("read")
        var lines = ""
        for (index, file) in input.files.enumerated() {
            lines += "\(file.path)\0\(try digest(ofFile: file.url.path))\n"
            progress.show(index + 1, of: input.files.count, "files")
        }
        for stray in input.strays { lines += "\(stray.path)\0stray\n" }
        return digest(of: Array(lines.utf8)).description
    }

    private func take(
        _ run: Run, _ book: String, skipping finished: Int, on connection: Connection,
        _ state: JobResult.State
    ) throws -> JobResult {
        let queue = BoundedQueue<Handed>(capacity: 8)
        defer { queue.close() }
        let numbering = try connection.pageNumbering(of: run, book: book)
        let reader = PageFeed(
            files: input.files, rules: context.rules, firstPage: numbering.firstPage,
            skipping: finished * Self.pagesPerShard, into: queue)
        let thread = Thread { reader.run() }
        thread.stackSize = 8 << 20
        thread.start()
        var writer = ShardWriter(
            job: self, run: run, book: numbering.book, firstPage: numbering.firstPage,
            shard: finished)
        try writer.write(from: queue, on: connection)
        return JobResult(run: try close(run, on: connection), state: state)
    }

    private func close(_ run: Run, on connection: Connection) throws -> Run {
        let totals = try connection.finishedShards(of: run).reduce(into: IngestTotals()) {
            $0.add($1.summary)
        }
        let transaction = try connection.begin()
        try connection.saveStrays(
            input.strays.map { ($0.path, $0.hub, $0.text) }, of: run)
        try transaction.closeRun(run, summary: totals.text, now: context.now)
        try transaction.commit()
        guard let closed = try connection.latestClosedRun(.ingest, context.month) else {
            throw Failure.bug("the run that was just closed is not there")
        }
        return closed
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
    let files: [InputDirectory.File]
    let rules: Rules
    let firstPage: Int64
    /// Pages of shards that are finished already.
    let skipping: Int
    let queue: BoundedQueue<Handed>

    init(
        files: [InputDirectory.File], rules: Rules, firstPage: Int64, skipping: Int,
        into queue: BoundedQueue<Handed>
    ) {
        self.files = files
        self.rules = rules
        self.firstPage = firstPage
        self.skipping = skipping
        self.queue = queue
    }

    func run() {
        do {
            try read()
            _ = queue.send(.end)
        } catch {
            _ = queue.send(.failed(error))
        }
    }

    private func read() throws {
        var decoder = PageDecoder(rules: rules)
        var position = 0
        for file in files {
            let pages = try PageReader(path: file.url.path)
            while let page = try pages.nextPage() {
                defer { position += 1 }
                guard position >= skipping else { continue }
                let rows = decoder.rows(page, of: file, number: firstPage + Int64(position))
                guard queue.send(.page(rows)) else { return }
            }
        }
    }
}

/// Writes shards as their pages come.
private struct ShardWriter {
    let job: IngestJob
    let run: Run
    let book: Int64
    let firstPage: Int64
    var shard: Int
    private var objects = 0
    private var progress = Progress("ingest")

    init(job: IngestJob, run: Run, book: Int64, firstPage: Int64, shard: Int) {
        self.job = job
        self.run = run
        self.book = book
        self.firstPage = firstPage
        self.shard = shard
    }

    mutating func write(from queue: BoundedQueue<Handed>, on connection: Connection) throws {
        var waiting = try next(from: queue)
        while let first = waiting {
            var open = try connection.beginIntake(
                run, shard: shard, book: book,
                firstPage: firstPage + Int64(shard * IngestJob.pagesPerShard))
            var page: PageRows? = first
            var written = 0
            while let rows = page {
                try open.write(rows)
                objects += rows.objectCount
                written += 1
                progress.show(objects, of: nil, "objects")
                page = written < IngestJob.pagesPerShard ? try next(from: queue) : nil
            }
            let counts = try open.merge(revising: revising)
            try open.transaction.finishShard(
                shard, of: run, label: "pages \(written)", summary: IngestTotals(counts).text,
                now: job.context.now)
            try open.commit()
            shard += 1
            waiting = written < IngestJob.pagesPerShard ? nil : try next(from: queue)
        }
    }

    private var revising: Set<String> {
        Set(job.context.rules.hubs.filter(\.revisesInPlace).map(\.name))
    }

    private func next(from queue: BoundedQueue<Handed>) throws -> PageRows? {
        switch queue.receive() {
        case .page(let rows): return rows
        case .failed(let error): throw error
        case .end, nil: return nil
        }
    }
}
