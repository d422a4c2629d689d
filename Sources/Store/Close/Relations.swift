package import Roaming

/// A table as the catalog has it, so that what is checked row by row cannot miss a new one.
package struct Relation: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        package let name: String
        /// As the server writes it: `text`, `timestamp with time zone`.
        package let type: String
    }

    package let schema: String
    package let name: String
    package let columns: [Column]
    /// Columns of its primary key.
    package let key: [String]

    /// `schema.table`
    package var title: String { "\(schema).\(name)" }

    package func has(_ column: String) -> Bool { columns.contains { $0.name == column } }

    /// With some of its columns only.
    package func keeping(_ isWanted: (String) -> Bool) -> Relation {
        Relation(
            schema: schema, name: name, columns: columns.filter { isWanted($0.name) },
            key: key.filter(isWanted))
    }
}

/// Which rows of a table belong to a close.
package enum RowScope: Sendable, Hashable {
    case all
    /// Of any of the close's runs.
    case runs
    /// Of the ingests it rests on.
    case ingestRuns
    /// About an object of those ingests.
    case objects
    case book
    /// Of the closed month and version.
    case version
    /// The rules it was made under, and their files.
    case rules, ruleFiles
    /// The ledger's entries of the closed version and their lines.
    case ledgerLines
    /// Those and all payments'.
    case ledgerEntriesAndPayments, ledgerLinesAndPayments
    /// What was in the ledger before them.
    case earlierLedgerEntries, earlierLedgerLines
    /// Events before the one that closed it.
    case eventsBefore
    /// Of closes earlier in the chain.
    case earlierCloses
    /// Those that have a row seal of the close.
    case sealedRows

    fileprivate func condition(_ relation: Relation) -> String {
        switch self {
        case .all: "true"
        case .runs: "run_id = ANY ($1)"
        case .ingestRuns: "run_id = ANY ($2)"
        case .objects: "(object >> 36) = ANY ($2)"
        case .book: "book = $3"
        case .version: "month = $4 AND version = $5"
        case .rules: "rules_hash = $6"
        case .ruleFiles:
            "sha256 IN (SELECT sha256 FROM closing.rule_set WHERE rules_hash = $6)"
        case .ledgerLines:
            "entry IN (SELECT entry FROM ledger.entry WHERE month = $4 AND version = $5)"
        case .ledgerEntriesAndPayments: "(version IS NULL OR month = $4 AND version = $5)"
        case .ledgerLinesAndPayments:
            """
            entry IN (SELECT entry FROM ledger.entry
            WHERE version IS NULL OR month = $4 AND version = $5)
            """
        case .earlierLedgerEntries, .earlierLedgerLines:
            "entry < (SELECT min(entry) FROM ledger.entry WHERE month = $4 AND version = $5)"
        case .eventsBefore: "event < $7"
        case .earlierCloses:
            "(month, version) IN (SELECT month, version FROM closing.close WHERE position < $8)"
        case .sealedRows:
            """
            \(relation.keyText) IN (SELECT row_key FROM closing.seal
            WHERE month = $4 AND version = $5 AND relation = $9)
            """
        }
    }
}

/// The values a scope refers to.
package struct ScopeValues: Sendable {
    package var runs: [Int64]
    package var ingestRuns: [Int64]
    package var book: Int64
    package var month: Month
    package var version: Int
    package var rulesHash: String
    package var event: Int64
    package var position: Int

    package init(_ close: StoredClose) {
        runs = close.runs
        ingestRuns = close.ingestRuns
        book = close.book
        month = close.month
        version = close.version
        rulesHash = close.rulesHash
        event = close.event
        position = close.position
    }

    fileprivate static let types: [SQLType] = [
        .int8Array, .int8Array, .int8, .date, .int4, .text, .int8, .int4, .text,
    ]

    fileprivate func parameters(_ relation: Relation) -> [Parameter] {
        [
            .int8s(runs), .int8s(ingestRuns), .int8(book), .month(month), .int4(version),
            .text(rulesHash), .int8(event), .int4(position), .text(relation.title),
        ]
    }
}

/// The values of a row's primary key.
package struct RowKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    fileprivate enum Part: Sendable, Hashable {
        case number(Int64)
        case text(String)
    }

    fileprivate let parts: [Part]
    /// `run_id=7, object=458752`
    package let description: String

    fileprivate init(_ texts: [String?], of relation: Relation) {
        parts = zip(texts, relation.key).map { text, name in
            let number = relation.isNumber(name) ? text.flatMap { Int64($0) } : nil
            return number.map { .number($0) } ?? .text(text ?? "")
        }
        description = zip(texts, relation.key).map { "\($1)=\($0 ?? "")" }.joined(separator: ", ")
    }

    package static func == (a: RowKey, b: RowKey) -> Bool { a.parts == b.parts }
    package func hash(into hasher: inout Hasher) { hasher.combine(parts) }

    /// As the server orders them: numbers by value, texts by their bytes.
    package static func < (a: RowKey, b: RowKey) -> Bool {
        for (left, right) in zip(a.parts, b.parts) where left != right {
            switch (left, right) {
            case (.number(let left), .number(let right)): return left < right
            case (.text(let left), .text(let right)):
                return left.utf8.lexicographicallyPrecedes(right.utf8)
            case (.number, .text): return true
            case (.text, .number): return false
            }
        }
        return a.parts.count < b.parts.count
    }
}

/// Rows of any table as texts, by key, one at a time.
package final class RelationRows {
    private let reader: RowReader
    private let relation: Relation

    init(_ reader: RowReader, _ relation: Relation) {
        self.reader = reader
        self.relation = relation
    }

    /// Moves to the next row; false at the end.
    package func next() throws(StoreError) -> Bool { try reader.next() }

    package var key: RowKey { RowKey(reader.textsIfAny(0), of: relation) }

    /// The columns' texts in PostgreSQL's binary array form: equal exactly when all of them are.
    package var bytes: UnsafeRawBufferPointer { reader.bytes(1) }

    package var cells: [String?] { reader.textsIfAny(1) }
}

extension Connection {
    /// Every table of the database, by schema and name.
    package func relations() throws(StoreError) -> [Relation] {
        try rows(.listRelations) { row in
            Relation(
                schema: row.text(0), name: row.text(1),
                columns: zip(row.texts(2), row.texts(3)).map {
                    Relation.Column(name: $0, type: $1)
                },
                key: row.texts(4))
        }
    }

    /// The rows of the scope as texts, by key.
    package func rows(
        of relation: Relation, _ scope: RowScope, _ values: ScopeValues
    ) throws(StoreError) -> RelationRows {
        // Catalog names are quoted; values are bound.
        let text = """
            SELECT ARRAY[\(relation.keyTexts)]::text[] AS row_key,
                ARRAY[\(relation.cellTexts)]::text[] AS cells
            FROM \(relation.quoted)
            WHERE \(scope.condition(relation))
            ORDER BY \(relation.order)
            """
        let query = Query(
            "rows_of \(relation.title)", text, takes: ScopeValues.types,
            gives: [("row_key", .textArray), ("cells", .textArray)])
        return RelationRows(try stream(query, values.parameters(relation)), relation)
    }

    /// Copies the rows of the scope into the same table of a scratch database, whose triggers stay
    /// silent and whose foreign keys go: the order in which things happened is not the order of
    /// copying, and what the rows refer to need not come along.
    package func copy(
        _ relation: Relation, _ scope: RowScope, _ values: ScopeValues, to target: Connection
    ) throws(StoreError) {
        let columns = relation.columns.map { quoted($0.name) }.joined(separator: ", ")
        let query = Query(
            "copy_from \(relation.title)",
            """
            SELECT \(columns)
            FROM \(relation.quoted)
            WHERE \(scope.condition(relation))
            ORDER BY \(relation.order)
            """, takes: ScopeValues.types, gives: [])
        let into = Query(
            "copy_to \(relation.title)",
            "COPY \(relation.quoted) (\(columns)) FROM STDIN (FORMAT binary)", takes: [],
            gives: [])
        try target.run(
            "ALTER TABLE \(relation.quoted) DISABLE TRIGGER USER", name: "copy_to")
        let keys = try target.rows(
            .listForeignKeys, [.text(relation.schema), .text(relation.name)]
        ) { $0.text(0) }
        for key in keys {
            try target.run(
                "ALTER TABLE \(relation.quoted) DROP CONSTRAINT \(quoted(key))", name: "copy_to")
        }
        let reader = try stream(query, values.parameters(relation))
        var rows = RowBytes()
        while try reader.next() {
            rows.begin(fields: Int16(relation.columns.count))
            for column in relation.columns.indices { rows.field(reader, Int32(column)) }
            if rows.bytes.count > 4 << 20 {
                try target.copy(into, rows)
                rows.removeAll()
            }
        }
        try target.copy(into, rows)
        try target.run("ALTER TABLE \(relation.quoted) ENABLE TRIGGER USER", name: "copy_to")
    }
}

extension Relation {
    fileprivate var quoted: String { "\(Store.quoted(schema)).\(Store.quoted(name))" }

    /// `run_id=7, object=458752`
    fileprivate var keyText: String {
        let parts = key.map { name in
            "'\(name)=' || coalesce(\(text(of: name)), '')"
        }
        return parts.isEmpty ? "''" : "(" + parts.joined(separator: " || ', ' || ") + ")"
    }

    fileprivate var keyTexts: String { key.map { text(of: $0) }.joined(separator: ", ") }

    /// By the primary key, as `RowKey` orders.
    fileprivate var order: String {
        let parts = key.map { name in
            isText(name) ? "\(Store.quoted(name)) COLLATE \"C\"" : Store.quoted(name)
        }
        return parts.isEmpty ? "1" : parts.joined(separator: ", ")
    }

    fileprivate func isNumber(_ column: String) -> Bool {
        ["smallint", "integer", "bigint"].contains(type(of: column))
    }

    private func isText(_ column: String) -> Bool { type(of: column) == "text" }

    private func type(of column: String) -> String {
        columns.first { $0.name == column }?.type ?? ""
    }

    fileprivate var cellTexts: String {
        columns.map { text(of: $0.name) }.joined(separator: ", ")
    }

    /// Long values stand for themselves by their SHA-256.
    private func text(of column: String) -> String {
        let name = Store.quoted(column)
        return type(of: column) == "bytea" ? "encode(sha256(\(name)), 'hex')" : "\(name)::text"
    }
}

/// A name as SQL takes it, whatever is in it.
private func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        + "\""
}

extension RowBytes {
    /// A field as it came; result rows and COPY have the same binary form.
    fileprivate mutating func field(_ reader: RowReader, _ column: Int32) {
        if reader.isNull(column) { null() } else { bytea(reader.bytes(column)) }
    }
}
