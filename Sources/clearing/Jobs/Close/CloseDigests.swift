import Evidence
import Hashing
import Store

/// The root over what settlement made of the lines: statements, numbers, positions, journal,
/// payouts, and whatever table a settlement has besides. Rows count as texts without the numbers of
/// runs and objects, so it is the same in every database.
struct BooksDigest {
    let values: ScopeValues

    func root(on connection: Connection) throws -> Digest {
        var tree = MerkleTree()
        for (relation, coverage) in try connection.coveredRelations() {
            guard relation.schema == "settlement" || relation.title == "closing.number",
                let scope = coverage.remade
            else { continue }
            let bare = relation.keeping { !Self.isNumberOfStorage($0) }
            let rows = try connection.rows(of: bare, scope, values)
            var table = MerkleTree()
            while try rows.next() { table.add(MerkleTree.leaf(CanonicalText(rows.cells).bytes)) }
            let head = [
                relation.title, bare.columns.map(\.name).joined(separator: ","),
                String(table.leaves), table.root.description,
            ]
            tree.add(MerkleTree.leaf(CanonicalText(head).bytes))
        }
        return tree.root
    }

    static func isNumberOfStorage(_ column: String) -> Bool {
        column == "run_id" || column == "object" || column.hasSuffix("_object")
    }
}

/// Digests every table as it stands when the month is closed: row by row and column by column where
/// rows cannot be made again, as a whole where they can.
struct CloseSealing {
    let values: ScopeValues

    func seal(in transaction: borrowing Transaction, reading reader: Connection) throws {
        let own = transaction.connection
        var sealed: [SealedRelation] = []
        for (relation, coverage) in try own.coveredRelations() {
            // What this transaction wrote nobody else can read yet.
            let isOwn = ["closing", "ledger"].contains(relation.schema)
            let source = isOwn ? own : reader
            if let scope = coverage.sealed {
                sealed.append(try sealRows(of: relation, scope, from: source, in: transaction))
            } else if let scope = coverage.remade {
                sealed.append(try RelationDigest.of(relation, scope, values, on: source))
            }
        }
        for relation in sealed {
            try transaction.save(relation, month: values.month, version: values.version)
        }
        try transaction.save(
            recordDigest: RecordDigest.of(sealed).bytes, month: values.month,
            version: values.version)
    }

    private func sealRows(
        of relation: Relation, _ scope: RowScope, from source: Connection,
        in transaction: borrowing Transaction
    ) throws -> SealedRelation {
        var seals: [(key: String, seal: RowSeal)] = []
        let rows = try source.rows(of: relation, scope, values)
        while try rows.next() { seals.append((rows.key.description, RowSeal(rows.cells))) }
        seals.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let empty = RowSealRows(
            month: values.month, version: values.version, relation: relation.title)
        var stored = empty
        var digester = SealDigester()
        for (key, seal) in seals {
            digester.add(key, seal.bytes)
            stored.add(key, seal.bytes)
            if stored.isFull { try transaction.save(&stored, as: empty) }
        }
        try transaction.save(&stored, as: empty)
        return SealedRelation(
            relation: relation.title, columns: relation.columns.map(\.name), rows: seals.count,
            digest: digester.finish().bytes)
    }
}

/// SHA-256 over keys and what belongs to each.
struct SealDigester: ~Copyable {
    private var digester = Digester()
    private(set) var rows = 0

    init() {}

    mutating func add(_ key: String, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add(key, $0) }
    }

    mutating func add(_ key: String, _ bytes: UnsafeRawBufferPointer) {
        rows += 1
        let head = Array("\(key)\0\(bytes.count)\0".utf8)
        head.withUnsafeBytes { digester.update($0) }
        digester.update(bytes)
    }

    mutating func finish() -> Digest { digester.finish() }
}

/// SHA-256 over all rows of a table that belong to a close.
enum RelationDigest {
    static func of(
        _ relation: Relation, _ scope: RowScope, _ values: ScopeValues, on connection: Connection
    ) throws -> SealedRelation {
        var digester = SealDigester()
        let rows = try connection.rows(of: relation, scope, values)
        while try rows.next() { digester.add(rows.key.description, rows.bytes) }
        let count = digester.rows
        return SealedRelation(
            relation: relation.title, columns: relation.columns.map(\.name), rows: count,
            digest: digester.finish().bytes)
    }
}

/// SHA-256 over the digests of all tables.
enum RecordDigest {
    static func of(_ sealed: [SealedRelation]) -> Digest {
        let sorted = sealed.sorted { $0.relation.utf8.lexicographicallyPrecedes($1.relation.utf8) }
        let texts = sorted.map { relation in
            CanonicalText([
                relation.relation, relation.columns.joined(separator: ","),
                String(relation.rows), Digest(bytes: relation.digest)?.description,
            ]).bytes + [UInt8(ascii: "\n")]
        }
        return digest(of: texts.flatMap { $0 })
    }
}
