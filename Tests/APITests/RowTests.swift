import Foundation
import Roaming
import Store
import Synchronization
import TestSupport
import Testing

@testable import API

/// How values of a row are written, and which line of a CDR is shown.
@Suite struct RowTests {
    /// A line of CDR 9 with a value of every kind that is hard to write.
    private static let odd = """
        ALTER TABLE reconciliation.line DISABLE TRIGGER ALL;
        ALTER TABLE intake.cdr DISABLE TRIGGER ALL;
        INSERT INTO intake.cdr (object, book, at, length, sha256, hub, ocpi, party, cdr_id, version, side,
            counterparty, own_network, session_id, credit, token_uid, contract_id, location_id, last_updated,
            start_at, end_at, energy, currency)
        VALUES (9, 7, 0, 1, '\\x00', 'hub', '2.2.1', 'IN-MGM', 'ODD', 1, 'cpo', 'IN-AAA', true, 'S', false,
            E'ü"\\x01🔌-ABCD', '12345678', 'SITE-1', '1999-12-31T23:59:59.007Z',
            '2026-10-01T10:00:00Z', '2026-10-01T11:00:00Z', 1, 'JPY');
        INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, hub, counterparty,
            own_party, own_network, cdr_id, cdr_object, currency, ours, theirs, agreed, agreed_before_tax,
            disputed, location_id, start_at, service_month, energy, reason, severity)
        VALUES (3, 0, 9, 'MATCHED', 'cpo', 'hub', 'IN-AAA', 'IN-MGM', true, 'O\\D"D', 9, 'JPY', 0.5000,
            -1234567890.123456789, 18446744073709551616.100, 0, -0.004, 'SITE-1',
            '2026-10-01T10:00:00.120Z', '2026-10-01', 10.5000, E'line\\n"two"\\t€ 🔌', 'NONE')
        """

    /// By hand, from what stands above.
    private static func expected(token: String, contract: String) -> String {
        let parts = [
            #""id":"9","cdr_id":"O\\D\"D","cpo":"IN-MGM","ocpi":"2.2.1""#,
            #""last_updated":"1999-12-31T23:59:59.007Z","session_id":null,"side":"cpo","hub":"hub""#,
            #""counterparty":"IN-AAA","own_party":"IN-MGM","own_network":true"#,
            #""disposition":"MATCHED","severity":"NONE","currency":"JPY","ours":"0.50""#,
            #""theirs":"-1234567890.123456789","difference":null"#,
            #""agreed":"18446744073709551616.10","agreed_before_tax":"0.00","disputed":"-0.004""#,
            #""energy":"10.5000","location_id":"SITE-1","evse_id":null"#,
            #""start_at":"2026-10-01T10:00:00.120Z","end_at":null,"service_month":"2026-10""#,
            #""matched_by":null,"reason":"line\u000a\"two\"\u0009€ 🔌""#,
            #""token_uid":"\#(token)","contract_id":"\#(contract)""#,
        ]
        return "{" + parts.joined(separator: ",") + "}"
    }

    @Test(arguments: ["whole", "unmasked-not", "aaa"])
    func `values of every kind are written alike on a page, in a list and alone`(
        _ client: String
    ) async throws {
        let api = try await RunningAPI()
        _ = try api.database.texts(Self.odd)
        let row =
            client == "unmasked-not"
            ? Self.expected(token: "****ABCD", contract: "****")
            : Self.expected(token: #"ü\"\u0001🔌-ABCD"#, contract: "12345678")
        let alone = try await api.ask("/v1/cdrs/9", as: client)
        #expect(alone.text == row)
        let page = try await api.ask("/v1/cdrs", as: client).text
        #expect(page.hasSuffix(row + "]}"), "\(page)")
        let list = try await api.ask("/v1/cdrs", as: client, "Accept: application/x-ndjson")
        let lines = list.text.split(separator: "\n").map(String.init)
        #expect(lines.last == row)
        // And all of them are those of the page.
        #expect(page.hasSuffix(#""data":[\#(lines.joined(separator: ","))]}"#))
        #expect(lines.count == (client == "aaa" ? 2 : 3))
        for line in lines {
            #expect(
                throws: Never.self
            ) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
    }

    @Test func `a list of many pieces is the pages one after the other`() async throws {
        let api = try await RunningAPI()
        _ = try api.database.texts(
            """
            ALTER TABLE reconciliation.line DISABLE TRIGGER ALL;
            INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, own_network, agreed,
                agreed_before_tax, disputed, reason, severity, counterparty, currency, cdr_object)
            SELECT 3, 1 + n / 300, n, 'MATCHED', 'cpo', false, n / 7.0, 0, 0, repeat('€', n % 50), 'NONE',
                CASE WHEN n % 3 = 0 THEN 'IN-AAA' ELSE 'IN-BBB' END, 'INR', 100 + n
            FROM generate_series(1, 2500) AS n
            """)
        for client in ["whole", "bbb"] {
            var pages: [String] = []
            var link: String? = "/v1/cdrs?limit=1000"
            while let path = link {
                let page = try await api.ask(path, as: client)
                let start = try #require(page.text.firstRange(of: #""data":["#)).upperBound
                pages.append(String(page.text[start...].dropLast(2)))
                link = page.headers["link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            let list = try await api.ask("/v1/cdrs", as: client, "Accept: application/x-ndjson")
            let rows = list.text.split(separator: "\n")
            #expect(rows.joined(separator: ",") == pages.joined(separator: ","))
            #expect(rows.count == (client == "whole" ? 2502 : 1668) && list.body.count > 3 * 65_536)
        }
    }

    @Test func `of the months that have a CDR the newest counts, and of its lines the first`()
        async throws
    {
        let api = try await RunningAPI()
        _ = try api.database.texts(
            """
            INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
                started_at, finished_at)
            VALUES (15, 'reconcile', '2026-11-01', repeat('5', 64), '', '', '', 7, 'closed', now(), now()),
                (16, 'reconcile', '2026-12-01', repeat('6', 64), '', '', '', 7, 'closed', now(), now()),
                (17, 'reconcile', '2026-12-01', repeat('7', 64), '', '', '', 7, 'closed', now(), now()),
                (18, 'reconcile', '2027-01-01', repeat('8', 64), '', '', '', 7, 'open', now(), NULL);
            ALTER TABLE reconciliation.line DISABLE TRIGGER ALL;
            INSERT INTO reconciliation.line (run_id, shard, ordinal, disposition, side, own_network, agreed,
                agreed_before_tax, disputed, reason, severity, counterparty, currency, cdr_object, cdr_id)
            SELECT run, shard, ordinal, 'MATCHED', 'cpo', false, 0, 0, 0, why, 'NONE', party, 'INR', 1, 'X'
            FROM (VALUES (15, 1, 1, 'second', 'IN-AAA'), (15, 0, 2, 'first', 'IN-AAA'),
                (16, 0, 1, 'replaced', 'IN-AAA'), (18, 0, 1, 'open', 'IN-AAA'),
                (17, 0, 1, 'of another', 'IN-BBB')) AS given (run, shard, ordinal, why, party)
            """)
        let own = try await api.ask("/v1/cdrs/1", as: "aaa")
        #expect(own.text.contains(#""reason":"first""#), "\(own.text)")
        let before = try await api.ask("/v1/cdrs/1?month=2026-10", as: "aaa")
        #expect(before.text.contains(#""reason":"same""#), "\(before.text)")
        let whole = try await api.ask("/v1/cdrs/1", as: "whole")
        #expect(whole.text.contains(#""reason":"of another""#), "\(whole.text)")
        let other = try await api.ask("/v1/cdrs/1", as: "bbb")
        #expect(other.text.contains(#""reason":"of another""#), "\(other.text)")
        #expect(try await api.ask("/v1/cdrs/1?month=2027-01", as: "whole").status == 404)
        #expect(try await api.ask("/v1/cdrs/1?month=2026-12", as: "aaa").status == 404)
    }

    @Test func `many who send the same secret at once are all let in`() async throws {
        // More than may wait for a hash, and each waits for a connection as long as it takes.
        let api = try await RunningAPI { $0.limits.waitMilliseconds = 600_000 }
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<40 {
                group.addTask { try await api.ask("/v1/months", as: "aaa").status }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(statuses == [200])
    }

    @Test func `who waits too long behind the price of a CDR is told to come again`() async throws {
        let (isHeld, letGo) = (Flag(), DispatchSemaphore(value: 0))
        defer { letGo.signal() }
        var workings = Seed.workings
        workings.working = { _, _ in
            isHeld.raise()
            letGo.wait()
            return Array("{}".utf8)
        }
        let api = try await RunningAPI(workings: workings) {
            $0.connectionsBehind = 1
            $0.limits.waitMilliseconds = 100
        }
        async let first = api.ask("/v1/cdrs/1/price", as: "whole")
        while !isHeld.isUp { try await Task.sleep(for: .milliseconds(20)) }
        for path in ["/v1/cdrs/1/price", "/v1/cdrs/1/audit", "/v1/tariffs/21"] {
            let late = try await api.ask(path, as: "whole")
            #expect(late.status == 503 && late.headers["retry-after"] == "2", "\(path)")
        }
        // Others have their own connections.
        #expect(try await api.ask("/v1/cdrs/1", as: "whole").status == 200)
        letGo.signal()
        #expect(try await first.status == 200)
    }
}

/// A class, because the server's thread raises it and the test looks at it.
private final class Flag: Sendable {
    private let state = Atomic(false)
    var isUp: Bool { state.load(ordering: .acquiring) }
    func raise() { state.store(true, ordering: .releasing) }
}
