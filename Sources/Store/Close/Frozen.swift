import Roaming

extension Query {
    static let insertRuleFile = Query(
        "insert_rule_file", PackageResources.insert_rule_file_sql, takes: [.bytea, .bytea])
    static let insertRuleSet = Query(
        "insert_rule_set", PackageResources.insert_rule_set_sql, takes: [.text, .text, .bytea])
    static let listRuleFiles = Query(
        "list_rule_files", PackageResources.list_rule_files_sql, takes: [.text],
        gives: ["path": .text, "body": .bytea])
    static let listIngestsBefore = Query(
        "list_ingests_before", PackageResources.list_ingests_before_sql, takes: [.int8, .int8],
        gives: runColumns)
    static let listRunsByNumber = Query(
        "list_runs_by_number", PackageResources.list_runs_by_number_sql, takes: [.int8Array],
        gives: runColumns)
    static let freezePages = Query(
        "freeze_pages", PackageResources.freeze_pages_sql, takes: [.int8Array])
    static let readFrozenPages = Query(
        "read_frozen_pages", PackageResources.read_frozen_pages_sql, takes: [.int8],
        gives: [
            "page_id": .int8, "hub": .text, "module": .text, "source": .text, "raw_bytes": .int4,
            "body": .bytea, "ordinals": .int4Array, "ats": .int4Array, "lengths": .int4Array,
        ])
    static let insertFrozenBook = Query(
        "insert_frozen_book", PackageResources.insert_frozen_book_sql, takes: [.int8, .text])
    static let readBookName = Query(
        "read_book_name", PackageResources.read_book_name_sql, takes: [.int8],
        gives: ["name": .text])
    static let insertFrozenRun = Query(
        "insert_frozen_run", PackageResources.insert_frozen_run_sql,
        takes: [
            .int8, .text, .date, .text, .text, .text, .text, .int8, .timestamptz,
        ])

    static let ofFrozen = [
        insertRuleFile, insertRuleSet, listRuleFiles, listIngestsBefore, listRunsByNumber,
        freezePages, readFrozenPages, insertFrozenBook, readBookName, insertFrozenRun,
    ]
}

/// A page that a close rests on, with its raw bytes and where its kept objects stand in them.
package struct FrozenPage: Sendable {
    package let page: Int64
    package let hub: String
    package let kind: ObjectKind
    package let source: String
    package let bytes: [UInt8]
    /// Position in the page and bytes of each.
    package let objects: [(ordinal: Int, range: Range<Int>)]
}

/// Frozen pages one at a time.
package final class FrozenPages {
    private let reader: RowReader

    init(_ reader: RowReader) { self.reader = reader }

    /// Nil at the end.
    /// - Throws: `StoreError` of kind `.value` when a page or its directory is damaged.
    package func next() throws(StoreError) -> FrozenPage? {
        guard try reader.next() else { return nil }
        let number = reader.int8(0)
        guard let bytes = Zstd.expand(reader.bytes(5), size: reader.int4(4)) else {
            throw reader.unreadable(5, "of page \(number) is damaged")
        }
        let (ordinals, ats, lengths) = (reader.int4s(6), reader.int4s(7), reader.int4s(8))
        guard ordinals.count == ats.count, ats.count == lengths.count else {
            throw reader.unreadable(6, "of page \(number) is damaged")
        }
        var objects: [(ordinal: Int, range: Range<Int>)] = []
        for index in ordinals.indices {
            let (start, length) = (ats[index], lengths[index])
            guard start >= 0, length >= 0, start + length <= bytes.count,
                (0..<65_536).contains(ordinals[index])
            else { throw reader.unreadable(7, "of page \(number) is damaged") }
            objects.append((ordinals[index], start..<start + length))
        }
        return FrozenPage(
            page: number, hub: reader.text(1), kind: try reader.value(2, as: ObjectKind.self),
            source: reader.text(3), bytes: bytes, objects: objects)
    }
}

extension Transaction {
    /// Keeps a rule file's bytes as part of the rules of that hash.
    /// - Parameter sha256: of the bytes.
    package func freeze(
        rule path: String, _ body: [UInt8], sha256: [UInt8], in rulesHash: String
    ) throws(StoreError) {
        try connection.execute(.insertRuleFile, [.bytea(sha256), .bytea(body)])
        try connection.execute(
            .insertRuleSet, [.text(rulesHash), .text(path), .bytea(sha256)])
    }

    /// Writes down where the kept objects of the runs stand in their pages.
    package func freezePages(of ingestRuns: [Int64]) throws(StoreError) {
        try connection.execute(.freezePages, [.int8s(ingestRuns)])
    }

    /// Opens a book under the number it has elsewhere.
    package func openBook(_ book: Int64, named name: String) throws(StoreError) {
        try connection.execute(.insertFrozenBook, [.int8(book), .text(name)])
    }

    /// Opens a run under the number it has elsewhere, so that its job does it again.
    package func openAgain(_ run: Run) throws(StoreError) {
        try connection.execute(
            .insertFrozenRun,
            [
                .int8(run.id), .text(run.job.rawValue), .month(run.month), .text(run.identity.key),
                .text(run.identity.inputsKey), .text(run.identity.rulesHash),
                .text(run.identity.build), .int8(run.book), .instant(run.startedAt),
            ])
    }
}

extension Connection {
    /// The files of the rules with that hash, by path; none when they were never kept.
    package func ruleFiles(
        of rulesHash: String
    ) throws(StoreError) -> [(path: String, body: [UInt8])] {
        try rows(.listRuleFiles, [.text(rulesHash)]) { ($0.text(0), Array($0.bytes(1))) }
    }

    /// Ingests into the book that were opened before a run, in their order.
    package func ingests(into book: Int64, before run: Int64) throws(StoreError) -> [Run] {
        try rows(.listIngestsBefore, [.int8(book), .int8(run)], Run.init)
    }

    /// The runs with these numbers that there are, in their order.
    package func runs(numbered numbers: [Int64]) throws(StoreError) -> [Run] {
        try rows(.listRunsByNumber, [.int8s(numbers)], Run.init)
    }

    package func frozenPages(of ingestRun: Int64) throws(StoreError) -> FrozenPages {
        FrozenPages(try stream(.readFrozenPages, [.int8(ingestRun)]))
    }

    package func bookName(_ book: Int64) throws(StoreError) -> String? {
        try rows(.readBookName, [.int8(book)]) { $0.text(0) }.first
    }
}
