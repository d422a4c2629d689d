import Roaming

/// What a shard of an ingest brought, by kind of object.
package struct IntakeCounts: Sendable, Hashable {
    package struct Objects: Sendable, Hashable {
        /// Received, rejects not counted.
        package var received = 0
        /// Under a natural key never seen before.
        package var new = 0
        /// Under a known key with other content: for a CDR a conflict.
        package var versions = 0
        /// Known key and known bytes: nothing happened.
        package var replayed: Int { received - new - versions }
    }

    package var objects: [ObjectKind: Objects] = [:]
    package var rejects = 0
    package var findings = 0
    /// CDRs that came again with other content from a hub that does not revise in place.
    package var conflicts = 0
    package var pages = 0
    package var pagesKept = 0

    package init() {}
}

/// One shard of an ingest: a transaction into which pages are written in order. Either all of the
/// shard is stored or nothing of it.
package struct IntakeShard: ~Copyable {
    package let transaction: Transaction
    /// The number of the shard's first page.
    package let firstPage: Int64
    private let run: Run
    private let shard: Int
    private var buffers: [ObjectKind: RowBytes] = [:]
    private var findings = RowBytes()
    private var rejects = RowBytes()
    private var pages: [PageRows] = []
    private var counts = IntakeCounts()

    /// Rows wait here until they come to this many bytes, so that a COPY is worth its start.
    private static let bufferBytes = 4 << 20

    fileprivate init(
        _ transaction: consuming Transaction, _ run: Run, _ shard: Int, firstPage: Int64
    ) {
        self.transaction = transaction
        self.run = run
        self.shard = shard
        self.firstPage = firstPage
    }

    private var firstObject: Parameter { .int8(ObjectNumber.of(0, page: firstPage)) }

    /// Takes the next page. Pages must come in the order of their numbers, without gaps.
    package mutating func write(_ page: PageRows) throws(StoreError) {
        precondition(
            page.page == firstPage + Int64(counts.pages), "pages are written in order, each once")
        counts.pages += 1
        counts.objects[page.kind, default: .init()].received += page.objectCount
        for reject in page.rejects {
            rejects.append(
                reject, run: run.id, shard: shard, ordinal: counts.rejects,
                from: (page.page, page.hub, page.kind.rawValue, page.source))
            counts.rejects += 1
        }
        findings.append(page.findings)
        buffers[page.kind, default: RowBytes()].append(page.objects)
        if let waiting = buffers[page.kind], waiting.bytes.count > Self.bufferBytes {
            try stage(page.kind)
        }
        if !page.isEmpty { pages.append(page.bodyOnly()) }
    }

    /// Notes a reject that belongs to no page: a file that cannot be opened, or stands where no
    /// known module's files stand (then `module` is the folder's name).
    package mutating func write(
        _ reject: RejectRow, hub: String, module: String, source: String
    ) {
        precondition(reject.place == nil, "bytes that are kept belong to a page")
        rejects.append(
            reject, run: run.id, shard: shard, ordinal: counts.rejects,
            from: (page: firstPage, hub: hub, module: module, source: source))
        counts.rejects += 1
    }

    /// Merges what was staged and writes rows, findings, rejects and pages. Then the caller notes
    /// the shard as finished in `transaction` and commits.
    /// - Parameter revising: hubs that revise CDRs in place, where other content is no conflict.
    package mutating func merge(revising: Set<String> = []) throws(StoreError) -> IntakeCounts {
        for kind in ObjectKind.allCases { try merge(kind) }
        let connection = transaction.connection
        try connection.copy(.copyFinding, findings)
        if findings.rows > 0 {
            counts.findings = try connection.execute(.insertFindings)
        }
        if counts.objects[.cdrs, default: .init()].versions > 0 {
            counts.conflicts = try connection.execute(
                .insertConflicts, [.texts(revising.sorted())])
        }
        try connection.copy(.copyReject, rejects)
        if rejects.rows > 0 { try connection.execute(.insertRejects) }
        try keepPages()
        return counts
    }

    package consuming func commit() throws(StoreError) { try transaction.commit() }

    private mutating func stage(_ kind: ObjectKind) throws(StoreError) {
        guard let rows = buffers[kind] else { return }
        try transaction.connection.copy(.staging(kind), rows)
        buffers[kind] = RowBytes()
    }

    private mutating func merge(_ kind: ObjectKind) throws(StoreError) {
        try stage(kind)
        guard var objects = counts.objects[kind], objects.received > 0 else { return }
        let connection = transaction.connection
        objects.new = try connection.execute(.insertingNew(kind))
        if objects.new < objects.received {
            objects.versions = try connection.execute(.insertingVersions(kind), [firstObject])
        }
        counts.objects[kind] = objects
    }

    /// Stores the pages that some row points into; a page of replays only is not kept again.
    private mutating func keepPages() throws(StoreError) {
        let connection = transaction.connection
        let allNew = counts.rejects == 0 && counts.objects.values.allSatisfy { $0.replayed == 0 }
        var kept: Set<Int64>?
        if !allNew {
            kept = Set(try connection.rows(.listNewPages, [firstObject]) { $0.int8(0) })
        }
        var rows = RowBytes()
        for page in pages where kept?.contains(page.page) ?? true {
            page.appendBody(to: &rows, run: run.id)
            counts.pagesKept += 1
            if rows.bytes.count > Self.bufferBytes {
                try connection.copy(.copyPage, rows)
                rows.removeAll()
            }
        }
        try connection.copy(.copyPage, rows)
        pages = []
    }
}

extension Connection {
    /// Begins one shard of an ingest. Waits while another ingest writes a shard of its own.
    /// - Parameter firstPage: the number of its first page, from the run's own stock
    ///   (`Run.firstPage`), so that a resumed run numbers as an undisturbed one.
    package func beginIntake(
        _ run: Run, shard: Int, firstPage: Int64
    ) throws(StoreError) -> IntakeShard {
        try self.run(Query.createStaging.text, name: Query.createStaging.name)
        let transaction = try begin()
        // Staging tables have no statistics; lookups by index are right for every size here.
        try self.run(
            "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off",
            name: "begin_intake")
        _ = try rows(.lockPages) { _ in }
        return IntakeShard(transaction, run, shard, firstPage: firstPage)
    }

    /// Tells the server's planner what the intake tables hold now. Needs the owner's connection.
    package func analyzeIntake() throws(StoreError) {
        try run(Query.analyzeIntake.text, name: Query.analyzeIntake.name)
    }

    /// The number of a book, which is opened when there is none of that name.
    package func book(named name: String) throws(StoreError) -> Int64 {
        let transaction = try begin()
        _ = try rows(.lockPages) { _ in }
        if let known = try rows(.findBook, [.text(name)], { $0.int8(0) }).first {
            try transaction.rollback()
            return known
        }
        let opened = try rows(.insertBook, [.text(name)]) { $0.int8(0) }
        try transaction.commit()
        guard let number = opened.first else {
            preconditionFailure("an INSERT that returns its row returned none")
        }
        return number
    }
}
