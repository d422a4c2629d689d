import HTTPTypes
import Roaming
import Store

extension RouteTable {
    /// For those who keep it running.
    var operations: [Route] {
        [
            Route(
                method: .get, path: "/healthz", name: "healthz", group: "Operations",
                summary: "The process answers.", access: .open,
                contents: [
                    Route.Content(mediaType: Self.json, schema: Schema.status, example: nil)
                ],
                statuses: [406],
                handle: { _ in .bytes(Array(#"{"status":"ok"}"#.utf8), type: Self.json) }),
            Route(
                method: .get, path: "/readyz", name: "readyz", group: "Operations",
                summary: "The database answers, is of this program's version, and has a month.",
                access: .open,
                contents: [Route.Content(mediaType: Self.json, schema: Schema.ready, example: nil)],
                statuses: [406], handle: { _ in .bytes(try await readiness(), type: Self.json) }),
            Route(
                method: .get, path: "/metrics", name: "metrics", group: "Operations",
                summary: "Counts and latencies for Prometheus.", access: .open,
                contents: [
                    Route.Content(
                        mediaType: "text/plain", schema: #"{"type":"string"}"#, example: nil)
                ],
                statuses: [406], handle: { _ in await measured() }),
        ]
    }

    private func readiness() async throws -> [UInt8] {
        let (isMigrated, settled) = try await pool.read { connection in
            (try connection.isMigrated(), try connection.standingRun(of: .settle, nil)?.month)
        }
        guard isMigrated else {
            var problem = Problem(
                .unavailable, "The database is of another version; run `clearing db migrate`.")
            problem.headers[.retryAfter] = "30"
            throw problem
        }
        var out = JSONOutput()
        out.object { answer in
            answer.key("status")
            answer.string("ok")
            answer.key("last_settled_month")
            answer.string(settled.map { "\($0)" })
        }
        return out.bytes
    }

    /// Also while the database is gone: then it says so.
    private func measured() async -> Answer {
        let seen = try? await pool.read { connection in
            try Job.allCases.compactMap { job -> (name: String, help: String, value: Int64)? in
                guard let run = try connection.standingRun(of: job, nil) else { return nil }
                let months = Int64(run.month.year) * 12 + Int64(run.month.month)
                return (
                    "clearing_newest_month_\(job.rawValue)",
                    "Newest month that \(job.rawValue) closed, as year × 12 + month.", months
                )
            }
        }
        let isUp = (
            name: "clearing_database_up", help: "1 while PostgreSQL answers.",
            value: Int64(seen == nil ? 0 : 1)
        )
        let text = metrics.text(pool: pool.standing, extra: [isUp] + (seen ?? []))
        return .bytes(
            Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8",
            headers: [.cacheControl: "no-store"])
    }
}
