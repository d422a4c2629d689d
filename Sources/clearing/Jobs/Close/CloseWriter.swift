import Evidence
import Foundation
import Hashing
import Roaming
import Store

/// Writes one close, all of it in the transaction it is given.
struct CloseWriter {
    let context: JobContext
    let runs: ClosableRuns
    let desk: CloseDesk
    let approval: CloseEvent
    /// Its number.
    let event: Int64

    private var month: Month { context.month }
    private var version: Int { desk.nextVersion }

    func write(in transaction: borrowing Transaction) throws -> StoredClose {
        // What is committed is read here while rows are written there.
        let reader = try context.connect(as: .close)
        let fxHash = try freezeRules(in: transaction)
        try transaction.freezePages(of: runs.ingests.map(\.id))
        let lines = try writeLines(from: reader, in: transaction, fxHash: fxHash)
        try StatementNumbering(rules: context.rules, month: month, version: version)
            .number(runs.settled, in: transaction)
        try transaction.post(
            month: month, version: version, settledBy: runs.settled, at: approval.at)
        var close = draftRecord(fxHash: fxHash)
        let booksRoot = try BooksDigest(values: ScopeValues(close))
            .root(on: transaction.connection)
        let previous =
            desk.closes.last.flatMap { Digest(bytes: $0.hash) } ?? CloseHeader.beginning
        let header = CloseHeader(
            month: month, version: version, previous: previous, rulesHash: context.rules.hash,
            build: Build.version, fxHash: fxHash, lines: lines.leaves, linesRoot: lines.root,
            booksRoot: booksRoot)
        close.lines = lines.leaves
        close.linesRoot = lines.root.bytes
        close.booksRoot = booksRoot.bytes
        close.previous = previous.bytes
        close.hash = header.hash.bytes
        try transaction.save(close)
        try CloseSealing(values: ScopeValues(close)).seal(in: transaction, reading: reader)
        return close
    }

    private func draftRecord(fxHash: String) -> StoredClose {
        StoredClose(
            month: month, version: version, position: desk.closes.count + 1, event: event,
            book: runs.settled.book, ingestRuns: runs.ingests.map(\.id),
            rateRun: runs.rating.id, reconcileRun: runs.reconciled.id, settleRun: runs.settled.id,
            settleKey: runs.settled.identity.key, rulesHash: context.rules.hash,
            build: Build.version, fxHash: fxHash, lines: 0, linesRoot: [], booksRoot: [],
            previous: [], hash: [], stands: true)
    }

    /// Keeps the bytes of every rule file.
    /// - Returns: SHA-256 over the exchange rates (`fx/`): path, length and content of each file.
    private func freezeRules(in transaction: borrowing Transaction) throws -> String {
        let directory = context.rules.directory
        let shelf = try RuleShelf(directory)
        guard shelf.hash == context.rules.hash else {
            throw Failure.tryLater("the rules are being edited; try again when they are at rest")
        }
        var rates = Digester()
        for file in shelf.files {
            let body = Array(try Data(contentsOf: directory.appendingPathComponent(file.path)))
            try transaction.freeze(
                rule: file.path, body, sha256: digest(of: body).bytes, in: shelf.hash)
            guard file.path.hasPrefix("fx/") else { continue }
            for part in [Array(file.path.utf8), [0], Array("\(body.count)".utf8), [0], body] {
                part.withUnsafeBytes { rates.update($0) }
            }
        }
        return rates.finish().description
    }

    /// Hashes the lines in their canonical order and writes them down.
    private func writeLines(
        from reader: Connection, in transaction: borrowing Transaction, fxHash: String
    ) throws -> MerkleTree {
        let meter = Meter("close", unit: "lines")
        let source = try reader.closingLines(of: runs.reconciled.id)
        let empty = ClosedLineRows(month: month, version: version)
        var rows = empty
        var tree = MerkleTree()
        let made = [context.rules.hash, Build.version, fxHash]
        while let line = try source.next() {
            let leaf = MerkleTree.leaf(CanonicalText(line.cells + made).bytes)
            rows.add(line, ordinal: tree.leaves, leaf: leaf.bytes)
            tree.add(leaf)
            if rows.isFull { try transaction.save(&rows, as: empty) }
            meter.add(1)
        }
        try transaction.save(&rows, as: empty)
        meter.finish()
        return tree
    }
}

/// Gives the month's statements their numbers.
struct StatementNumbering {
    let rules: Rules
    let month: Month
    let version: Int

    func number(_ settled: Run, in transaction: borrowing Transaction) throws {
        var last: [String: Int] = [:]
        for (statement, hub) in try transaction.connection.statementsToNumber(of: settled.id) {
            let days = try rules.paymentDays(month, with: statement.counterparty, hub: hub)
            let entity = try entity(of: statement)
            let year = FinancialYear(of: month, startMonth: entity.financialYearStart)
            let series = entity.statementSeries
            let before =
                try last[entity.id]
                ?? transaction.lastNumber(
                    entity: entity.id, series: series, financialYear: year.code)
            guard
                let number = StatementNumber(
                    series: series, financialYear: year, sequence: before + 1)
            else {
                throw Failure.refused(
                    "the statement series \(series) of \(entity.id) is used up in \(year)")
            }
            last[entity.id] = number.sequence
            try transaction.save(
                number: number.description, sequence: number.sequence, series: series,
                financialYear: year.code,
                of: statement, in: month, version: version, issuedOn: days.issued,
                dueOn: days.due)
        }
    }

    private func entity(of statement: StatementKey) throws -> EntityRule {
        let found = rules.entities.first { $0.id == statement.entity }
        guard let found else {
            throw Failure.bug(
                "a statement belongs to the entity \(statement.entity), which is none")
        }
        return found
    }
}
