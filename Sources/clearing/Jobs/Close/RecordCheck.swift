import Evidence
import Hashing
import Roaming
import Store

/// Holds the tables to the digests of a close. A row that was changed is told from a digest that was
/// changed by the digest over the digests.
struct RecordCheck {
    let books: Connection
    let close: StoredClose
    /// Rows that can be made again will be; their digest is only looked at when it is in doubt.
    let rowsAreRemade: Bool
    /// Pages, rules, runs and the close itself are what they were: the month can be made again.
    private(set) var basisIsIntact = true

    init(books: Connection, close: StoredClose, rowsAreRemade: Bool) {
        self.books = books
        self.close = close
        self.rowsAreRemade = rowsAreRemade
    }

    private var row: String { ChainCheck.row(close.month, close.version) }

    mutating func run(_ damages: inout DamageList) throws {
        let sealed = try books.sealed(close.month, version: close.version)
        let record = try books.closeRecords().first {
            $0.month == close.month.firstDay && $0.version == close.version
        }
        let isRecorded = record?.digest == RecordDigest.of(sealed).bytes
        var blamed = false
        let relations = try books.coveredRelations()
        for (relation, coverage) in relations {
            guard let entry = sealed.first(where: { $0.relation == relation.title }) else {
                // A table younger than the close has no digest in it.
                guard !isRecorded, coverage.sealed ?? coverage.remade != nil else { continue }
                damages.add(
                    "closing.sealed", "\(row), relation=\(relation.title)", nil, "is missing")
                blamed = true
                continue
            }
            let known = Set(entry.columns)
            let then = relation.keeping { known.contains($0) }
            if then.columns.map(\.name) != entry.columns {
                if isRecorded {
                    damages.note(
                        "\(relation.title) has lost columns since \(close.month) was closed")
                } else {
                    blame(entry, "columns", &damages)
                    blamed = true
                }
                continue
            }
            let isFine = try check(then, coverage, entry, isRecorded: isRecorded, &damages)
            if !isFine { blamed = true }
        }
        for entry in sealed where !relations.contains(where: { $0.0.title == entry.relation }) {
            blame(entry, nil, &damages)
            blamed = true
        }
        if !isRecorded, !blamed {
            damages.add(
                "closing.record", row, record == nil ? nil : "digest",
                "is not that of closing.sealed")
        }
    }

    /// Holds the tables that are not made again after all to their digests.
    func checkDigests(_ damages: inout DamageList) throws {
        let sealed = try books.sealed(close.month, version: close.version)
        for (relation, coverage) in try books.coveredRelations() {
            guard coverage.sealed == nil, let scope = coverage.remade,
                let entry = sealed.first(where: { $0.relation == relation.title })
            else { continue }
            let known = Set(entry.columns)
            let now = try RelationDigest.of(
                relation.keeping { known.contains($0) }, scope, ScopeValues(close), on: books)
            if now != entry { Self.report(relation, now, entry, &damages) }
        }
    }

    private static func report(
        _ relation: Relation, _ now: SealedRelation, _ then: SealedRelation,
        _ damages: inout DamageList
    ) {
        damages.add(
            relation.title, "", nil,
            "rows are not what they were: \(now.rows) rows now,"
                + " \(then.rows) when the month was closed, or other values in them")
    }

    private func blame(_ entry: SealedRelation, _ column: String?, _ damages: inout DamageList) {
        damages.add(
            "closing.sealed", "\(row), relation=\(entry.relation)", column,
            "is not what was recorded at the close")
    }

    /// - Returns: false when closing.sealed is to blame.
    private mutating func check(
        _ relation: Relation, _ coverage: Coverage, _ entry: SealedRelation, isRecorded: Bool,
        _ damages: inout DamageList
    ) throws -> Bool {
        if let scope = coverage.sealed {
            let seals = try Seals(of: relation, close, books)
            let before = damages.count
            let isFine = try checkRows(
                relation, scope, coverage.grows, seals, entry, isRecorded: isRecorded, &damages)
            if coverage.isBasis, damages.count > before { basisIsIntact = false }
            return isFine
        }
        guard let scope = coverage.remade, !rowsAreRemade || !isRecorded else { return true }
        let now = try RelationDigest.of(relation, scope, ScopeValues(close), on: books)
        guard now != entry else { return true }
        if isRecorded {
            Self.report(relation, now, entry, &damages)
            return true
        }
        for (column, isSame) in [
            ("rows", now.rows == entry.rows), ("digest", now.digest == entry.digest),
        ] where !isSame { blame(entry, column, &damages) }
        return false
    }

    private func checkRows(
        _ relation: Relation, _ scope: RowScope, _ grows: Bool, _ seals: Seals,
        _ entry: SealedRelation, isRecorded: Bool, _ damages: inout DamageList
    ) throws -> Bool {
        let sealsAreTrue = seals.digest == entry.digest && seals.byKey.count == entry.rows
        var left = seals.byKey
        var found = 0
        let rows = try books.rows(of: relation, scope, ScopeValues(close))
        while try rows.next() {
            let key = rows.key.description
            guard let seal = left.removeValue(forKey: key) else {
                guard !grows || !sealsAreTrue else { continue }
                found += 1
                if sealsAreTrue {
                    damages.add(
                        relation.title, key, nil, "was not there when the month was closed")
                } else {
                    damages.add("closing.seal", sealRow(relation, key), nil, "is missing")
                }
                continue
            }
            let changed = RowSeal(rows.cells).differences(from: RowSeal(bytes: seal))
            guard !changed.isEmpty else { continue }
            found += 1
            if sealsAreTrue {
                for index in changed {
                    damages.add(
                        relation.title, key, relation.columns[index].name,
                        "was changed after the month was closed")
                }
            } else {
                damages.add(
                    "closing.seal", sealRow(relation, key), "digests", "are not those of the row")
            }
        }
        for key in left.keys.sorted() {
            found += 1
            if sealsAreTrue {
                damages.add(relation.title, key, nil, "is missing, or its key was changed")
            } else {
                damages.add("closing.seal", sealRow(relation, key), nil, "belongs to no row")
            }
        }
        guard found == 0, !sealsAreTrue else { return true }
        // The seals fit the rows: what was recorded of them does not.
        if seals.digest != entry.digest { blame(entry, "digest", &damages) }
        if seals.byKey.count != entry.rows { blame(entry, "rows", &damages) }
        return false
    }

    private func sealRow(_ relation: Relation, _ key: String) -> String {
        "\(row), relation=\(relation.title), row_key=\(key)"
    }
}

/// The row seals of a table, and the digest over them.
private struct Seals {
    var byKey: [String: [UInt8]] = [:]
    let digest: [UInt8]

    init(of relation: Relation, _ close: StoredClose, _ books: Connection) throws {
        let stored = try books.rowSeals(
            of: relation.title, close.month, version: close.version)
        var digester = SealDigester()
        while let (key, digests) = try stored.next() {
            digester.add(key, digests)
            byKey[key] = digests
        }
        digest = digester.finish().bytes
    }
}
