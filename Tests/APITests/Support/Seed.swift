import API
import Roaming
import Store
import TestSupport

/// A month of two partners, IN-AAA and IN-BBB, at two sites, SITE-1 of vendor one and SITE-2 of vendor two.
/// Every row of a partner says CANARY-AAA or CANARY-BBB somewhere; of a site, that of the partner there.
enum Seed {
    static let workings = Workings(
        hubs: [Workings.Hub(name: "hub", ours: ["IN-MGM"], partners: ["IN-AAA", "IN-BBB"])],
        vendors: [
            Workings.Vendor(id: "one", name: "One", locations: ["SITE-1"]),
            Workings.Vendor(id: "two", name: "Two", locations: ["SITE-2"]),
        ],
        price: { $0.contains(UInt8(ascii: "{")) ? Array(#"{"unpriceable":{}}"#.utf8) : [] },
        working: { subject, _ in Array(#"{"ours":"\#(subject.cdrID)"}"#.utf8) },
        audit: { subject, _ in Array(#"{"cdr":"\#(subject.cdrID)"}"#.utf8) },
        tariff: { object, _ in Array(#"{"tariff":\#(object)}"#.utf8) },
        preview: { Array(#"{"month":"\#($0)","vendor":"\#($1 ?? "all")"}"#.utf8) },
        statement: { Array("\($0) \($1) \($2)".utf8) })

    static func addClients(to database: ScratchDatabase) throws -> [String: String] {
        let connection = try database.connect(as: .access)
        let all = Scope.allCases.map(\.rawValue)
        let clients: [(String, [String], StoredClient.ReachName)] = [
            ("whole", all, .all), ("narrow", ["none:such"], .all),
            ("unmasked-not", all.filter { $0 != Scope.auditRead.rawValue }, .all),
            ("aaa", all, .party("IN-AAA")), ("bbb", all, .party("IN-BBB")),
            ("one", all, .vendor("one")), ("two", all, .vendor("two")),
        ]
        var keys: [String: String] = [:]
        for (name, scopes, reach) in clients {
            let made = try Secrets.make(ordinal: 1, now: ScratchDatabase.now) { count in
                (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ name.utf8.count) }
            }
            let transaction = try connection.begin()
            try transaction.add(
                StoredClient(
                    name: name, scopes: scopes, reach: reach, addedAt: ScratchDatabase.now,
                    secrets: [made.stored]))
            try transaction.commit()
            keys[name] = Secrets.apiKey(client: name, secret: made.secret)
        }
        return keys
    }

    static func fill(_ database: ScratchDatabase) throws {
        _ = try database.texts(runs)
        for (number, partner) in ["AAA", "BBB"].enumerated() {
            _ = try database.texts(rows(of: partner, number + 1))
        }
        _ = try database.texts(
            "UPDATE runs.run SET status = 'closed', finished_at = '2026-11-05T00:00:00Z'")
    }

    private static let runs = """
        INSERT INTO intake.book (book, name) VALUES (7, 'seed')
            ON CONFLICT DO NOTHING;
        INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
            started_at)
        SELECT ordinal, job, '2026-10-01', repeat('0', 63) || ordinal, 'in', 'rules', 'build', 7, 'open',
            '2026-11-05T00:00:00Z'
        FROM unnest(ARRAY['ingest', 'rate', 'reconcile', 'settle', 'report'])
            WITH ORDINALITY AS given (job, ordinal)
        """

    private static func rows(of partner: String, _ number: Int) -> String {
        """
        INSERT INTO intake.cdr (object, book, at, length, sha256, hub, ocpi, party, cdr_id, version, side,
            counterparty, own_network, session_id, credit, token_uid, contract_id, location_id, start_at,
            end_at, last_updated, energy, currency)
        VALUES (\(number), 7, 0, 1, '\\x00', 'hub', '2.2.1', 'IN-MGM', 'CANARY-\(partner)', 1, 'cpo',
            'IN-\(partner)', false, 'S-CANARY-\(partner)', false, 'TOKEN-OF-\(partner)',
            'CONTRACT-OF-\(partner)', 'SITE-\(number)', '2026-10-0\(number)T10:00:00Z',
            '2026-10-0\(number)T11:00:00Z', '2026-10-03T00:00:00Z', 10.5, 'INR');
        INSERT INTO intake.location (object, book, at, length, sha256, hub, ocpi, party, location_id,
            version, name, country, last_updated)
        VALUES (10 + \(number), 7, 0, 1, '\\x00', 'own', '2.2.1', 'IN-MGM', 'SITE-\(number)', 1,
            'Site CANARY-\(partner)', 'IND', '2026-10-01T00:00:00Z');
        INSERT INTO intake.tariff (object, book, at, length, sha256, hub, ocpi, party, tariff_id, version,
            currency)
        VALUES (20 + \(number), 7, 0, 1, '\\x00', 'hub', '2.2.1', 'IN-\(partner)', 'CANARY-\(partner)', 1,
            'INR');
        INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, hub, counterparty,
            own_network, session_id, cdr_id, cdr_object, currency, ours, theirs, difference, agreed,
            agreed_before_tax, disputed, location_id, start_at, end_at, energy, reason, severity)
        VALUES (3, 0, \(number), 'CANARY-\(partner)', 'cpo', 'hub', 'IN-\(partner)', false,
            'S-CANARY-\(partner)', 'CANARY-\(partner)', \(number), 'INR', 11.8, 11.8, 0, 11.8, 10, 0,
            'site-\(number)', '2026-10-0\(number)T10:00:00Z', '2026-10-0\(number)T11:00:00Z', 10.5, 'same',
            'NONE');
        INSERT INTO settlement.position (run_id, entity, counterparty, currency, receivable, payable, net,
            disputed, set_off)
        VALUES (4, 'CANARY-\(partner)', 'IN-\(partner)', 'INR', 11.8, 0, 11.8, 0, 0);
        INSERT INTO settlement.statement (run_id, entity, counterparty, side, currency, lines,
            sessions_settled, energy_settled, claimed, agreed, agreed_before_tax, tax, disputed, credited,
            released, written_off, due)
        VALUES (4, 'CANARY-\(partner)', 'IN-\(partner)', 'cpo', 'INR', 1, 1, 10.5, 11.8, 11.8, 10, 1.8, 0, 0,
            0, 0, 11.8);
        INSERT INTO settlement.payout (run_id, vendor, vendor_name, currency, sessions, energy, gross,
            vendor_share, magma_share, fee_for_sessions, fee_for_energy, fee_monthly, fees, net)
        VALUES (4, '\(number == 1 ? "one" : "two")', 'CANARY-\(partner)', 'INR', 1, 10.5, 10, 3, 7, 0, 0, 0, 0,
            3);
        INSERT INTO runs.report_file (run_id, name, report, kind, sha256, bytes, rows, counterparty, sheet)
        VALUES (5, 'statement-CANARY-\(partner).csv', 'settlement-statement', 'csv',
            decode(repeat('0\(number)', 32), 'hex'), 1000, 1, 'IN-\(partner)', 'Lines');
        INSERT INTO dispute.dispute (dispute, month, side, counterparty, own_party, currency, hub, cdr_id,
            document, part, disposition, reason, statement_on, reconcile_key)
        VALUES ('D-2026-10-000000000\(number)', '2026-10-01', 'cpo', 'IN-\(partner)', 'IN-MGM', 'INR', 'hub',
            'CANARY-\(partner)', decode(repeat('0\(number)', 32), 'hex'), 1, 'CONFLICT', 'why', '2026-11-05',
            'key');
        INSERT INTO dispute.event (dispute, ordinal, move, amount, amount_before_tax, released,
            released_before_tax, written_off, divided, at, who, why)
        VALUES ('D-2026-10-000000000\(number)', 0, 'OPEN', 1, 1, 0, 0, 0, 0, '2026-11-05T00:00:00Z', 'me',
            'why')
        """
    }
}
