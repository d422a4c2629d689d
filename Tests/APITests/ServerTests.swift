import Foundation
import HTTPTypes
import Roaming
import Store
import TestSupport
import Testing

@testable import API

/// The document, the limits, and what happens when PostgreSQL does not.
@Suite struct ServerTests {
    @Test func `the document has every route and no other, with every status`() async throws {
        let api = try await RunningAPI()
        let answer = try await api.ask("GET", "/openapi.json")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        #expect(json["openapi"] as? String == "3.1.0")
        let paths = try #require(json["paths"] as? [String: [String: [String: Any]]])
        let documented = paths.flatMap { path, item in
            item.keys.map { "\($0.uppercased()) \(path)" }
        }
        #expect(documented.sorted() == api.host.routes.map(\.title).sorted())
        for route in api.host.routes {
            let operation = try #require(paths[route.path]?[route.method.rawValue.lowercased()])
            let responses = try #require(operation["responses"] as? [String: Any])
            #expect(responses.keys.compactMap { Int($0) }.sorted() == route.allStatuses)
            #expect((operation["parameters"] as? [Any])?.count == route.parameters.count)
            let security = try #require(operation["security"] as? [[String: [String]]])
            #expect(security.first?["oauth"]?.first == route.scope?.rawValue)
        }
        let names = api.host.routes.map { "\($0.method.rawValue)\($0.name)" }
        #expect(Set(names).count == names.count)
        let page = try await api.ask("GET", "/docs")
        #expect(
            page.status == 200 && !page.text.contains("http://") && !page.text.contains("https://"))
    }

    @Test func `the rows of the tests' month are of the documented shape`() async throws {
        let api = try await RunningAPI()
        for listing in Listing.allOfTests {
            let answer = try await api.ask("/v1/\(listing.path)", as: "whole")
            let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
            let rows = try #require(json?["data"] as? [[String: Any]], "\(listing.path)")
            #expect(!rows.isEmpty, "\(listing.path)")
            for row in rows {
                #expect(row.keys.sorted() == listing.list.fields.map(\.name).sorted())
                for field in listing.list.fields {
                    let value = try #require(row[field.name])
                    #expect(
                        field.isOptional || !(value is NSNull), "\(listing.path).\(field.name)")
                }
            }
        }
    }

    @Test func `metrics tell how far behind hubs are and how jobs ended`() async throws {
        let api = try await RunningAPI()
        let before = try await api.ask("GET", "/metrics").text
        #expect(before.contains("clearing_job_runs{job=\"settle\",status=\"closed\"} 1\n"))
        #expect(before.contains("clearing_job_age_seconds{job=\"ingest\"} "))
        #expect(!before.contains("clearing_hub_lag_seconds"))
        _ = try api.database.texts(
            """
            INSERT INTO intake.bookmark (run_id, hub, module, complete_until)
            VALUES (1, 'hub', 'cdrs', now() - interval '1 day'), (1, 'hub', 'tariffs', now());
            INSERT INTO runs.run (run_id, job, month, key, inputs_key, rules_hash, build, book, status,
                started_at, finished_at, summary)
            VALUES (8, 'settle', '2026-10-01', repeat('8', 64), '', '', '', 7, 'failed', now(), now(), '')
            """)
        let after = try await api.ask("GET", "/metrics").text
        func value(_ line: String) -> Int? {
            after.split(separator: "\n").first { $0.hasPrefix(line + " ") }
                .flatMap { Int($0.dropFirst(line.count + 1)) }
        }
        let behind = try #require(value("clearing_hub_lag_seconds{hub=\"hub\",module=\"cdrs\"}"))
        let fresh = try #require(value("clearing_hub_lag_seconds{hub=\"hub\",module=\"tariffs\"}"))
        // A slow machine may take its time between the two looks at the clock.
        #expect((86_400..<90_000).contains(behind) && (0..<3600).contains(fresh))
        #expect(value("clearing_job_runs{job=\"settle\",status=\"failed\"}") == 1)
        let gauge = Metrics.Gauge("name", "help", labels: ["hub": "a\"b\\c\nd"], 1)
        #expect(
            Metrics().text(pool: .init(made: 0, idle: 0, waiting: 0), extra: [gauge])
                .contains(#"name{hub="a\"b\\c\nd"} 1"#))
    }

    @Test func `a client has so many requests a minute over all instances`() async throws {
        let api = try await RunningAPI { $0.requestsPerMinute = 40 }
        let other = ConnectionPool(try api.database.url)
        var (good, refused) = (0, 0)
        for _ in 0..<60 {
            let answer = try await api.ask("/v1/months", as: "aaa")
            if answer.status == 200 { good += 1 } else { refused += 1 }
            #expect(answer.headers["ratelimit-policy"] == "\"minute\";q=40;w=60")
            guard answer.status == 429 else { continue }
            #expect(answer.headers["retry-after"] != nil)
            #expect(answer.headers["ratelimit"]?.contains("r=0") == true)
        }
        // Sixty requests may fall into two minutes; forty in one are the least and the most of each.
        #expect(good >= 40 && good <= 60 && good + refused == 60)
        #expect(refused > 0 || good == 60)
        #expect(try await api.ask("/v1/months", as: "bbb").status == 200)
        // What one instance took, another has not.
        let minute = Int64(Date().timeIntervalSince1970) / 60
        let left = try await other.read {
            try $0.takeAllowance(of: "fresh", minute: minute, wanted: 30, limit: 40)
        }
        let rest = try await other.read {
            try $0.takeAllowance(of: "fresh", minute: minute, wanted: 30, limit: 40)
        }
        #expect(left == 30 && rest == 2)
        await other.shutDown()
    }

    @Test func `connections that the server ends are replaced without anybody noticing`()
        async throws
    {
        let api = try await RunningAPI()
        #expect(try await api.ask("/v1/months", as: "whole").status == 200)
        for _ in 0..<3 {
            _ = try api.database.texts(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            let answer = try await api.ask("/v1/months", as: "whole")
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func `without a database the answer is 503 and when to try again`() async throws {
        let api = try await RunningAPI()
        #expect(try await api.ask("GET", "/readyz").status == 200)
        let other = try ScratchDatabase()
        _ = try other.texts("ALTER DATABASE \(api.database.name) ALLOW_CONNECTIONS false")
        _ = try other.texts(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = '\(api.database.name)'
            """)
        for path in ["/v1/months", "/v1/cdrs", "/v1/cdrs/1", "/readyz"] {
            let answer = try await api.ask(path, as: path == "/readyz" ? "nobody" : "whole")
            #expect(answer.status == 503, "\(path)")
            #expect(answer.headers["retry-after"] == "2")
            #expect(!answer.text.contains(api.database.name))
        }
        #expect(try await api.ask("GET", "/healthz").status == 200)
        let metrics = try await api.ask("GET", "/metrics")
        #expect(metrics.text.contains("clearing_database_up 0\n"))
        _ = try other.texts("ALTER DATABASE \(api.database.name) ALLOW_CONNECTIONS true")
        let recovered = try await api.ask("/v1/months", as: "whole")
        #expect(recovered.status == 200, "\(recovered.text)")
    }

    @Test func `a database of another version is not ready`() async throws {
        let api = try await RunningAPI()
        let newer = "INSERT INTO migrations.applied (name, sha256, applied_at)"
        _ = try api.database.texts("\(newer) VALUES ('m9999_later', '\\x00', now())")
        let answer = try await api.ask("GET", "/readyz")
        #expect(answer.status == 503, "\(answer.text)")
        #expect(answer.headers["retry-after"] != nil)
    }

    @Test func `who waits too long for a connection is told so, and the rest goes on`() async throws
    {
        let database = try ScratchDatabase()
        var limits = ConnectionPool.Limits()
        (limits.connections, limits.waitMilliseconds) = (1, 100)
        let pool = ConnectionPool(try database.url, limits: limits)
        let lease = try await pool.lease()
        await #expect(throws: PoolError.busy) { _ = try await pool.lease() }
        #expect(pool.standing == ConnectionPool.Standing(made: 1, idle: 0, waiting: 0))
        async let waiting = pool.lease()
        try await Task.sleep(for: .milliseconds(20))
        pool.giveBack(lease)
        let next = try await waiting
        pool.discard(next)
        #expect(pool.standing == ConnectionPool.Standing(made: 0, idle: 0, waiting: 0))
        // One that is forgotten frees its place too.
        do { _ = try await pool.lease() }
        let last = try await pool.lease()
        pool.giveBack(last)
        await pool.shutDown()
    }

    @Test func `pages of other origins may ask only when they are named`() async throws {
        let api = try await RunningAPI { $0.origins = ["https://desk.example"] }
        let asked = try await api.ask(
            "OPTIONS", "/v1/cdrs", headers: ["Origin: https://desk.example"])
        #expect(asked.status == 204)
        #expect(asked.headers["access-control-allow-origin"] == "https://desk.example")
        let other = try await api.ask(
            "OPTIONS", "/v1/cdrs", headers: ["Origin: https://evil.example"])
        #expect(other.headers["access-control-allow-origin"] == nil)
        let answer = try await api.ask("/v1/cdrs", as: "aaa")
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["content-security-policy"]?.contains("default-src 'none'") == true)
    }
}

extension Listing {
    static let allOfTests: [(path: String, list: Listing)] = [
        ("cdrs", cdrs), ("sessions", sessions), ("dispositions", dispositions),
        ("positions", positions), ("counterparties", counterparties), ("statements", statements),
        ("payouts", payouts), ("disputes", disputes), ("months", months), ("runs", runs),
        ("reports", reports),
        ("tariffs", tariffs), ("chargers", chargers),
    ]
}
