package import Roaming

/// One closed version of a month, as it is stored (`closing.close`).
package struct StoredClose: Sendable, Hashable {
    package var month: Month
    package var version: Int
    /// Place in the chain, from 1.
    package var position: Int
    /// The approval that closed it.
    package var event: Int64
    package var book: Int64
    /// Every ingest that brought something into the book before the rating.
    package var ingestRuns: [Int64]
    package var rateRun: Int64
    package var reconcileRun: Int64
    package var settleRun: Int64
    package var settleKey: String
    package var rulesHash: String
    package var build: String
    package var fxHash: String
    package var lines: Int
    /// SHA-256 each, 32 bytes.
    package var linesRoot: [UInt8]
    package var booksRoot: [UInt8]
    package var previous: [UInt8]
    package var hash: [UInt8]
    /// Was not reopened.
    package var stands: Bool

    package init(
        month: Month, version: Int, position: Int, event: Int64, book: Int64, ingestRuns: [Int64],
        rateRun: Int64, reconcileRun: Int64, settleRun: Int64, settleKey: String,
        rulesHash: String, build: String, fxHash: String, lines: Int, linesRoot: [UInt8],
        booksRoot: [UInt8], previous: [UInt8], hash: [UInt8], stands: Bool
    ) {
        self.month = month
        self.version = version
        self.position = position
        self.event = event
        self.book = book
        self.ingestRuns = ingestRuns
        self.rateRun = rateRun
        self.reconcileRun = reconcileRun
        self.settleRun = settleRun
        self.settleKey = settleKey
        self.rulesHash = rulesHash
        self.build = build
        self.fxHash = fxHash
        self.lines = lines
        self.linesRoot = linesRoot
        self.booksRoot = booksRoot
        self.previous = previous
        self.hash = hash
        self.stands = stands
    }

    /// All runs the close rests on.
    package var runs: [Int64] { ingestRuns + [rateRun, reconcileRun, settleRun] }

    fileprivate init(_ row: RowReader) {
        self.init(
            month: row.month(0), version: row.int4(1), position: row.int4(2), event: row.int8(3),
            book: row.int8(4), ingestRuns: row.int8s(5), rateRun: row.int8(6),
            reconcileRun: row.int8(7), settleRun: row.int8(8), settleKey: row.text(9),
            rulesHash: row.text(10), build: row.text(11), fxHash: row.text(12),
            lines: Int(row.int8(13)), linesRoot: Array(row.bytes(14)),
            booksRoot: Array(row.bytes(15)), previous: Array(row.bytes(16)),
            hash: Array(row.bytes(17)), stands: row.bool(18))
    }
}

extension Connection {
    /// Every close there is, in the order of the chain.
    package func closes() throws(StoreError) -> [StoredClose] {
        try rows(.listCloses) { StoredClose($0) }
    }

    /// The close that stands for the month; nil when it is open.
    package func standingClose(of month: Month) throws(StoreError) -> StoredClose? {
        try closes().last { $0.month == month && $0.stands }
    }
}

extension Transaction {
    /// Makes this transaction the only one that adds to the chain of closes and events.
    package func lockChain() throws(StoreError) {
        _ = try connection.rows(.lockChain) { _ in }
    }

    package func save(_ close: StoredClose) throws(StoreError) {
        try connection.execute(
            .insertClose,
            [
                .month(close.month), .int4(close.version), .int4(close.position),
                .int8(close.event), .int8(close.book), .int8s(close.ingestRuns),
                .int8(close.rateRun), .int8(close.reconcileRun), .int8(close.settleRun),
                .text(close.settleKey), .text(close.rulesHash), .text(close.build),
                .text(close.fxHash), .int8(Int64(close.lines)), .bytea(close.linesRoot),
                .bytea(close.booksRoot), .bytea(close.previous), .bytea(close.hash),
            ])
    }
}
