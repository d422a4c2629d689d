import Foundation
import Hashing
import Intake
import Roaming
import Store

/// A closed month made again, from the received bytes, in a database of its own: the same jobs, the
/// same rules, the same numbers of runs, so that every row can be compared with the one in the
/// books. Nothing of it touches the books.
struct ScratchMonth {
    let close: StoredClose
    /// The books; only read.
    let books: Connection
    /// With the scratch database's address.
    let context: JobContext
    private let intent: Intent
    private let values: ScopeValues

    enum Intent {
        /// The same result again.
        case verify
        /// What other rules, those of the context, would have given.
        case whatIf
    }

    init(
        _ close: StoredClose, of books: Connection, in context: JobContext, to intent: Intent
    ) throws {
        self.close = close
        self.intent = intent
        self.books = books
        self.context = context
        values = ScopeValues(close)
        try context.connect(as: nil).migrate(now: context.now)
    }

    /// Takes the frozen pages in again and puts beside them what the month was made with.
    func prepare() throws {
        let owner = try context.connect(as: nil)
        let transaction = try owner.begin()
        try transaction.openBook(close.book, named: books.bookName(close.book) ?? "")
        try transaction.commit()
        let meter = Meter("take in", unit: "objects")
        for run in try books.runs(numbered: close.ingestRuns) { try takeIn(run, meter) }
        meter.finish()
        try owner.analyzeIntake()
        try copyGiven(to: owner)
    }

    /// Runs a stage again under the number it had.
    /// - Returns: false when its result has another key: input, rules or program are not the same.
    func remake(_ run: Int64, _ job: (JobContext) throws -> JobResult) throws -> Bool {
        guard let original = try books.runs(numbered: [run]).first else { return false }
        let transaction = try context.connect(as: nil).begin()
        try transaction.openAgain(original)
        try transaction.commit()
        return try job(context).run.id == run
    }

    /// The three stages after ingest; numbers of those runs whose key did not come out again.
    func remakeStages() throws -> [Int64] {
        let stages: [(Int64, (JobContext) throws -> JobResult)] = [
            (close.rateRun, { try RateJob(context: $0).run() }),
            (close.reconcileRun, { try ReconcileJob(context: $0).run() }),
            (close.settleRun, { try SettleJob(context: $0).run() }),
        ]
        for (run, job) in stages where try !remake(run, job) { return [run] }
        return []
    }

    private func takeIn(_ run: Run, _ meter: Meter) throws {
        let owner = try context.connect(as: nil)
        let opening = try owner.begin()
        try opening.openAgain(run)
        try opening.commit()
        let connection = try context.connect(as: .ingest)
        var decoder = PageDecoder(rules: try rules(of: run))
        let pages = try books.frozenPages(of: run.id)
        var next = try pages.next()
        var shard = 0
        while let first = next {
            // A shard begins at a page that was kept; the pages between were not.
            var open = try connection.beginIntake(run, shard: shard, firstPage: first.page)
            for number in first.page..<first.page + Int64(IngestJob.pagesPerShard) {
                guard let page = next, page.page == number else {
                    try open.write(Self.nothing(on: number, run))
                    continue
                }
                let rows = try decoder.rows(again: page, book: run.book)
                try open.write(rows)
                meter.add(rows.objectCount)
                next = try pages.next()
            }
            _ = try open.merge(revising: context.rules.revisingHubs)
            try open.commit()
            shard += 1
        }
        let ending = try owner.begin()
        if run.status == .closed {
            try ending.closeRun(run, summary: run.summary ?? "", now: context.now)
        } else {
            try ending.failRun(run, because: run.summary ?? "", now: context.now)
        }
        try ending.commit()
    }

    /// Those the run was made under, if a close kept them; the parties are the same in any case,
    /// since they belong to the book's name.
    private func rules(of run: Run) throws -> Rules {
        let hash = run.identity.rulesHash
        if hash == close.rulesHash || intent == .whatIf { return context.rules }
        guard try !books.ruleFiles(of: hash).isEmpty else { return context.rules }
        return try FrozenRules(hash, from: books).rules
    }

    private static func nothing(on page: Int64, _ run: Run) -> PageRows {
        PageRows(book: run.book, page: page, hub: "own", kind: .cdrs, source: "")
    }

    /// Events before closes, since closes refer to them.
    private func copyGiven(to owner: Connection) throws {
        let relations = try books.coveredRelations()
        for (relation, _) in relations where relation.title == "closing.event" {
            try books.copy(relation, .eventsBefore, values, to: owner)
        }
        for (relation, coverage) in relations {
            guard let scope = coverage.given else { continue }
            try books.copy(relation, scope, values, to: owner)
        }
    }
}

extension PageDecoder {
    /// The rows of a page that was kept, from its bytes alone.
    mutating func rows(again frozen: FrozenPage, book: Int64) throws -> PageRows {
        guard let module = Module(rawValue: frozen.kind.rawValue) else {
            throw Failure.bug("page \(frozen.page) is of \(frozen.kind.rawValue)")
        }
        var page = Page()
        page.bytes = frozen.bytes
        page.objects = frozen.bytes.withUnsafeBytes { bytes in
            frozen.objects.map { object in
                PageObject(
                    range: object.range, line: 0, fileOffset: 0,
                    digest: digest(of: UnsafeRawBufferPointer(rebasing: bytes[object.range])))
            }
        }
        let origin = PageOrigin(source: frozen.source, hub: frozen.hub, module: module)
        return rows(
            page, of: origin, book: book, number: frozen.page,
            ordinals: frozen.objects.map(\.ordinal))
    }
}

/// Where a month is made again: a database made for it on the books' server, or one that was given.
final class ScratchPlace {
    let url: String
    // Kept so that the database lives as long as this.
    private let database: ReplayDatabase?

    /// - Parameter given: `--scratch`, an empty database.
    init(besides books: String, given: String?) throws {
        if let given {
            guard try Connection(given).relations().isEmpty else {
                throw Failure.usage("--scratch needs an empty database; that one has tables")
            }
            (url, database) = (given, nil)
            return
        }
        let mark =
            "\(ProcessInfo.processInfo.processIdentifier)x"
            + String(UInt32.random(in: 0 ... .max), radix: 36)
        let made = try ReplayDatabase(besides: books, mark: mark)
        url = try Self.address(books, database: made.name)
        database = made
    }

    /// The same server's address with another database in it.
    static func address(_ url: String, database: String) throws -> String {
        guard url.contains("://") else { return "\(url) dbname=\(database)" }
        guard var parts = URLComponents(string: url) else {
            throw Failure.usage("\(url) is no PostgreSQL URL")
        }
        parts.path = "/" + database
        parts.queryItems = parts.queryItems?.filter { $0.name != "dbname" }
        return parts.string ?? url
    }
}
