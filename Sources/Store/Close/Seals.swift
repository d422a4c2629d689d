package import Roaming

extension Query {
    static let copyRowSeal = Query("copy_row_seal", PackageResources.copy_row_seal_sql)
    static let insertSealed = Query(
        "insert_sealed", PackageResources.insert_sealed_sql,
        takes: [.date, .int4, .text, .textArray, .int8, .bytea])
    static let listSealed = Query(
        "list_sealed", PackageResources.list_sealed_sql, takes: [.date, .int4],
        gives: ["relation": .text, "columns": .textArray, "rows": .int8, "digest": .bytea])
    static let listRowSeals = Query(
        "list_row_seals", PackageResources.list_row_seals_sql, takes: [.date, .int4, .text],
        gives: ["row_key": .text, "digests": .bytea])
    static let listSealedVersions = Query(
        "list_sealed_versions", PackageResources.list_sealed_versions_sql,
        gives: ["month": .date, "version": .int4, "relation": .text])
    static let insertRecord = Query(
        "insert_record", PackageResources.insert_record_sql, takes: [.date, .int4, .bytea])
    static let listRecords = Query(
        "list_records", PackageResources.list_records_sql,
        gives: ["month": .date, "version": .int4, "digest": .bytea])
    static let listRelations = Query(
        "list_relations", PackageResources.list_relations_sql,
        gives: [
            "schema_name": .text, "name": .text, "columns": .textArray, "types": .textArray,
            "key": .textArray,
        ])

    static let lockScratch = Query(
        "lock_scratch", PackageResources.lock_scratch_sql, gives: ["prefix": .text])
    static let listLeftScratch = Query(
        "list_left_scratch", PackageResources.list_left_scratch_sql, takes: [.text],
        gives: ["name": .text])

    static let listForeignKeys = Query(
        "list_foreign_keys", PackageResources.list_foreign_keys_sql, takes: [.text, .text],
        gives: ["name": .text])

    static let ofSeals = [
        listForeignKeys,
        lockScratch, listLeftScratch,
        copyRowSeal, insertSealed, listSealed, listRowSeals, listSealedVersions, insertRecord,
        listRecords, listRelations,
    ]
}

/// The digest of a table's rows at a close.
package struct SealedRelation: Sendable, Hashable {
    package var relation: String
    package var columns: [String]
    package var rows: Int
    package var digest: [UInt8]

    package init(relation: String, columns: [String], rows: Int, digest: [UInt8]) {
        self.relation = relation
        self.columns = columns
        self.rows = rows
        self.digest = digest
    }
}

/// Seals of rows, in the form the server takes them.
package struct RowSealRows {
    private(set) var rows = RowBytes()
    private let month: Month
    private let version: Int
    private let relation: String

    package init(month: Month, version: Int, relation: String) {
        self.month = month
        self.version = version
        self.relation = relation
    }

    package var isFull: Bool { rows.bytes.count > 4 << 20 }

    package mutating func add(_ key: String, _ digests: [UInt8]) {
        rows.begin(fields: 5)
        rows.date(month.firstDay)
        rows.int4(version)
        rows.text(relation)
        rows.text(key)
        rows.bytea(digests)
    }
}

/// Seals of a table's rows by key, one at a time.
package final class StoredRowSeals {
    private let reader: RowReader

    init(_ reader: RowReader) { self.reader = reader }

    /// Nil at the end.
    package func next() throws(StoreError) -> (key: String, digests: [UInt8])? {
        try reader.next() ? (reader.text(0), Array(reader.bytes(1))) : nil
    }
}

extension Transaction {
    /// Sends the seals and empties them.
    package func save(_ seals: inout RowSealRows, as next: RowSealRows) throws(StoreError) {
        try connection.copy(.copyRowSeal, seals.rows)
        seals = next
    }

    package func save(
        _ sealed: SealedRelation, month: Month, version: Int
    ) throws(StoreError) {
        try connection.execute(
            .insertSealed,
            [
                .month(month), .int4(version), .text(sealed.relation), .texts(sealed.columns),
                .int8(Int64(sealed.rows)), .bytea(sealed.digest),
            ])
    }
}

extension Transaction {
    package func save(
        recordDigest digest: [UInt8], month: Month, version: Int
    ) throws(StoreError) {
        try connection.execute(.insertRecord, [.month(month), .int4(version), .bytea(digest)])
    }
}

extension Connection {
    /// What was digested at a close, by table.
    package func sealed(
        _ month: Month, version: Int
    ) throws(StoreError) -> [SealedRelation] {
        try rows(.listSealed, [.month(month), .int4(version)]) { row in
            SealedRelation(
                relation: row.text(0), columns: row.texts(1), rows: Int(row.int8(2)),
                digest: Array(row.bytes(3)))
        }
    }

    package func rowSeals(
        of relation: String, _ month: Month, version: Int
    ) throws(StoreError) -> StoredRowSeals {
        StoredRowSeals(
            try stream(.listRowSeals, [.month(month), .int4(version), .text(relation)]))
    }

    /// SHA-256 over what was digested at each close; months as they are stored, so that a day that
    /// is no first is seen.
    package func closeRecords() throws(StoreError) -> [(
        month: Day, version: Int, digest: [UInt8]
    )] {
        try rows(.listRecords) { ($0.day(0), $0.int4(1), Array($0.bytes(2))) }
    }

    /// Months, versions and tables for which there are digests.
    package func sealedVersions() throws(StoreError) -> [(
        month: Day, version: Int, relation: String
    )] {
        try rows(.listSealedVersions) { ($0.day(0), $0.int4(1), $0.text(2)) }
    }
}
