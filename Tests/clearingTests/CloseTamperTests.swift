import Foundation
import Roaming
import Store
import TestSupport
import Testing

@testable import clearing

/// Close, verify, change one value of any stored row: verify names it. The tables and columns come
/// from the catalog, so a new one is in the test from its first day.
@Suite struct CloseTamperTests {
    /// What is neither digested nor made again. Each is held to something else or belongs to no month.
    private static let left: Set = [
        "migrations.applied", "closing.event", "closing.sealed", "closing.seal", "closing.record",
        // They come after the close, and no month is made from them.
        "invoice.file", "invoice.statement", "invoice.statement_row", "invoice.statement_finding",
        "invoice.statement_withdrawal", "invoice.record", "invoice.record_cdr",
        "invoice.record_finding", "invoice.annex",
        "hub.event", "hub.intent", "hub.invitation", "hub.client", "hub.push", "hub.delivery",
        "hub.token_check",
        // Who may ask the API.
        "access.client", "access.secret", "access.revocation", "access.signing_key",
        "access.reading", "access.allowance", "access.replay",
        "runs.report_file",
    ]

    @Test func `every table of the database is covered or left out for a reason`() throws {
        let database = try ScratchDatabase()
        let connection = try database.connect()
        for relation in try connection.relations() {
            let coverage = try #require(Coverage.of(relation), "\(relation.title)")
            #expect(!relation.key.isEmpty, "\(relation.title) has no primary key")
            let isCovered = coverage.sealed != nil || coverage.remade != nil
            #expect(isCovered == (coverage.leftBecause == nil), "\(relation.title)")
            #expect(isCovered != Self.left.contains(relation.title), "\(relation.title)")
        }
        let tables = try database.texts(
            """
            SELECT table_schema || '.' || table_name FROM information_schema.tables
            WHERE table_type = 'BASE TABLE'
              AND table_schema NOT IN ('pg_catalog', 'information_schema', 'guard')
            """)
        #expect(Set(tables) == Set(try connection.relations().map(\.title)))
    }

    @Test func `a changed value in any column of any covered table is named`() throws {
        let month = try ClosedMonth()
        // A bank's file that came before the close, with an entry and a line that was refused.
        try month.folder.write(
            "account;booked_on;amount;currency;text;reference;party;party_account\n"
                + "30012345678;2026-10-20;5,00;INR;a;R;b;12345\n1;2026-10-20;5,00;INR;a;R;;\n",
            to: "bank.csv")
        try month.clearing.succeed(
            "payments", "import", month.folder.path("bank.csv"), "--map", "signed")
        try month.close()
        let closed = try TamperedDatabase(month.database.name)
        let relations = try month.database.connect().relations()
        var untouched: [String] = []
        // Tables that the month is made from stop the making, so they have rounds of their own.
        for isBasis in [false, true] {
            let group = relations.filter { relation in
                guard let coverage = Coverage.of(relation), coverage.leftBecause == nil else {
                    return false
                }
                return coverage.isBasis == isBasis && relation.title != "closing.close"
            }
            var waiting = group.flatMap { relation in
                relation.columns.map { Tampering(relation: relation, column: $0.name) }
            }
            while !waiting.isEmpty {
                let copy = try closed.copy()
                let round = try copy.tamper(&waiting, &untouched)
                let found = try copy.damages()
                for tampering in round {
                    #expect(
                        found.contains { $0.names(tampering) },
                        "\(tampering.text): \(found.filter { $0.table == tampering.relation.title }.prefix(5))"
                    )
                }
                let tables = Set(round.map(\.relation.title))
                let blamed = Set(found.map(\.table)).subtracting(tables)
                #expect(blamed.isEmpty, "blamed though nothing was changed there: \(blamed)")
            }
        }
        // Tables without a row here, and columns that hold nothing else.
        let empty = Set(untouched.map { String($0.prefix { $0 != " " }) })
        #expect(empty.isSubset(of: Self.mayBeEmpty), "\(empty.subtracting(Self.mayBeEmpty))")
    }

    /// Tables of which the small month has no row.
    private static let mayBeEmpty: Set = [
        "dispute.dispute", "dispute.event", "intake.bookmark", "intake.inbox_mark",
        "intake.receipt",
        "reconciliation.line_cause", "settlement.hub_fee",
        "settlement.netting_proof", "settlement.statement_rate", "payment.allocation",
        "payment.release",
    ]

    @Test(arguments: [
        "closing.close", "closing.event", "closing.sealed", "closing.seal", "closing.record",
    ])
    func `a changed value of the close's own record is named`(_ table: String) throws {
        let month = try ClosedMonth(sessions: 15)
        try month.close()
        let closed = try TamperedDatabase(month.database.name)
        let relation = try #require(
            month.database.connect().relations().first { $0.title == table })
        for column in relation.columns.map(\.name) {
            var waiting = [Tampering(relation: relation, column: column)]
            var untouched: [String] = []
            let copy = try closed.copy()
            let round = try copy.tamper(&waiting, &untouched)
            let tampering = try #require(round.first, "\(table) \(column)")
            let found = try copy.damages()
            #expect(found.contains { $0.table == table }, "\(tampering.text): \(found.prefix(5))")
            // A key that was changed shows as a row too many and one too few.
            guard !relation.key.contains(column) else { continue }
            #expect(
                found.contains { $0.names(tampering) }, "\(tampering.text): \(found.prefix(5))")
        }
    }

    @Test func `a row removed and a row added are named`() throws {
        let month = try ClosedMonth(sessions: 15)
        try month.close()
        let closed = try TamperedDatabase(month.database.name)
        let copy = try closed.copy()
        let removed = try copy.database.first(
            "DELETE FROM rating.priced_cdr WHERE object = (SELECT max(object) FROM rating.priced_cdr)"
                + " RETURNING object")
        let added = try copy.database.first(
            "INSERT INTO settlement.position (SELECT (jsonb_populate_record(position,"
                + " '{\"currency\": \"XTS\"}')).* FROM settlement.position LIMIT 1)"
                + " RETURNING counterparty")
        let found = try copy.damages()
        #expect(
            found.contains {
                $0.table == "rating.priced_cdr" && $0.row.contains("object=\(removed)")
            })
        #expect(
            found.contains {
                $0.table == "settlement.position" && $0.row.contains(added)
                    && $0.row.contains("XTS")
            })
        #expect(found.count == 2, "\(found)")
    }
}

/// One value to be changed.
struct Tampering {
    let relation: Relation
    let column: String
    /// The primary key's texts, before and after.
    var keys: [String] = []

    var text: String { "\(relation.title) \(column) \(keys)" }
}

struct Found: CustomStringConvertible {
    let table: String
    let row: String
    let column: String?

    /// A changed key makes one row of the old and one of the new key.
    func names(_ tampering: Tampering) -> Bool {
        guard table == tampering.relation.title, tampering.keys.contains(row) else { return false }
        return column == tampering.column || tampering.relation.key.contains(tampering.column)
            || column == nil
    }

    var description: String { "\(table) (\(row)) \(column ?? "-")" }
}

/// A database whose constraints are gone, so that anything can be done to it.
final class TamperedDatabase {
    let database: NamedDatabase

    /// - Parameter original: a database nobody is connected to.
    convenience init(_ original: String) throws {
        try self.init(template: original)
        _ = try database.texts(
            """
            DO $$
            DECLARE one record;
            BEGIN
                FOR one IN
                    SELECT conrelid::regclass AS relation, conname FROM pg_constraint
                    WHERE contype = 'f' AND conrelid <> 0
                    UNION ALL
                    SELECT conrelid::regclass, conname FROM pg_constraint
                    WHERE contype = 'c' AND conrelid <> 0
                LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.relation, one.conname);
                END LOOP;
                FOR one IN
                    SELECT tgrelid::regclass AS relation, tgname FROM pg_trigger
                    WHERE NOT tgisinternal
                LOOP
                    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', one.relation, one.tgname);
                END LOOP;
            END $$
            """)
    }

    private init(template: String) throws { database = try NamedDatabase(template: template) }

    func copy() throws -> TamperedDatabase { try TamperedDatabase(template: database.name) }

    /// Changes as many of the waiting values as there are rows for, each in a row of its own.
    func tamper(_ waiting: inout [Tampering], _ untouched: inout [String]) throws -> [Tampering] {
        var places: [String: [String]] = [:]
        for relation in Set(waiting.map(\.relation)) {
            places[relation.title] = try self.places(of: relation, waiting.count)
        }
        var (now, later): ([Tampering], [Tampering]) = ([], [])
        var script: [String] = []
        for tampering in waiting {
            let title = tampering.relation.title
            guard let place = places[title]?.popLast() else {
                later.append(tampering)
                continue
            }
            script.append(Self.change(tampering, at: place))
            now.append(tampering)
        }
        let touched = Set(now.map(\.relation.title))
        untouched += later.filter { !touched.contains($0.relation.title) }
            .map { "\($0.relation.title) \($0.column)" }
        waiting = later.filter { touched.contains($0.relation.title) }
        guard !now.isEmpty else { return [] }
        // An argument of a process has at most 128 KiB.
        let keys = try stride(from: 0, to: script.count, by: 100).flatMap { start in
            try database.texts(script[start..<min(start + 100, script.count)].joined())
        }
        #expect(keys.count == now.count)
        for (index, key) in zip(now.indices, keys) {
            now[index].keys = key.split(separator: "\u{1F}").map(String.init)
        }
        return now
    }

    /// Where rows of the close stand.
    private func places(of relation: Relation, _ count: Int) throws -> [String] {
        let scope =
            switch relation.title {
            // Runs that are no part of the close: the reports.
            case "runs.run": "job <> 'report'"
            // Rows of which the other truth value would not be another row's key.
            case "rating.difference_cause":
                """
                NOT EXISTS (SELECT FROM rating.difference_cause AS other
                    WHERE (other.run_id, other.object, other.place)
                            = (difference_cause.run_id, difference_cause.object,
                                difference_cause.place)
                        AND other.after_tax <> difference_cause.after_tax)
                """
            default: "true"
            }
        return try database.texts(
            "SELECT ctid FROM \(relation.title) WHERE \(scope) ORDER BY"
                + " \(relation.key.joined(separator: ", ")) LIMIT \(count)")
    }

    /// A statement that changes the value and gives the row's key before and after.
    private static func change(_ tampering: Tampering, at place: String) -> String {
        let relation = tampering.relation
        let types = Dictionary(
            uniqueKeysWithValues: relation.columns.map { ($0.name, $0.type) })
        let key = relation.key.map { name in
            let text = types[name] == "bytea" ? "encode(sha256(\(name)), 'hex')" : "\(name)::text"
            return "'\(name)=' || coalesce(\(text), '')"
        }.joined(separator: " || ', ' || ")
        let other = other(tampering.column, types[tampering.column] ?? "")
        return "WITH before AS (SELECT \(key) AS row_key FROM \(relation.title) WHERE ctid ="
            + " '\(place)'), after AS (UPDATE \(relation.title) SET \(tampering.column) = \(other)"
            + " WHERE ctid = '\(place)' RETURNING \(key) AS row_key) SELECT before.row_key ||"
            + " E'\\x1f' || after.row_key FROM before, after;\n"
    }

    /// Another value of the type, one byte away where that can be.
    private static func other(_ column: String, _ type: String) -> String {
        switch type {
        case "text": "coalesce(\(column), '') || 'x'"
        case "boolean": "NOT coalesce(\(column), false)"
        case "smallint", "integer", "bigint": "coalesce(\(column), 0) + 10007"
        case "numeric": "coalesce(\(column), 0) + 1"
        case "date": "coalesce(\(column), '2026-01-01') + 1"
        case "timestamp with time zone": "coalesce(\(column), 'epoch') + interval '1 millisecond'"
        case "bytea":
            "CASE WHEN octet_length(\(column)) > 0 THEN set_byte(\(column), 0,"
                + " get_byte(\(column), 0) # 1) ELSE '\\x01' END"
        case "text[]": "array_append(\(column), 'x')"
        case "integer[]": "array_append(\(column), 1)"
        case "bigint[]": "array_append(\(column), 10007)"
        default: "\(column) /* \(type) is new: say what another value of it is */ ||"
        }
    }

    func damages() throws -> [Found] {
        let ended = try ClearingProcess(databaseURL: database.url)
            .run("close", "verify", "--month", "2026-10", "--json")
        guard ended.code == 1 || ended.code == 0 else {
            throw StatementFailedToVerify(text: ended.errors)
        }
        let result = try #require(
            JSONSerialization.jsonObject(with: Data(ended.output.utf8)) as? [String: Any])
        let damages = try #require(result["damages"] as? [[String: Any]])
        #expect(damages.isEmpty == (ended.code == 0))
        return damages.map {
            Found(
                table: $0["table"] as? String ?? "", row: $0["row"] as? String ?? "",
                column: $0["column"] as? String)
        }
    }
}

struct StatementFailedToVerify: Error, CustomStringConvertible {
    let text: String
    var description: String { "verify did not come to an end: \(text)" }
}
