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
                    Route.Content(
                        mediaType: Self.json, schema: Schema.status, example: #"{"status":"ok"}"#)
                ],
                statuses: [406],
                handle: { _ in .bytes(Array(#"{"status":"ok"}"#.utf8), type: Self.json) }),
            Route(
                method: .get, path: "/readyz", name: "readyz", group: "Operations",
                summary: "The database answers, is of this program's version, and has a month.",
                access: .open,
                contents: [
                    Route.Content(
                        mediaType: Self.json, schema: Schema.ready,
                        example: #"{"status":"ok","last_settled_month":"2026-10"}"#)
                ],
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
        let now = around.clock()
        let seen = try? await pool.read { connection in
            try Self.newestMonths(connection) + Self.jobs(connection.jobProgress(), now: now)
                + [Self.lag(connection.moduleProgress(), now: now)]
        }
        let isUp = Metrics.Gauge(
            "clearing_database_up", "1 while PostgreSQL answers.", seen == nil ? 0 : 1)
        let text = metrics.text(pool: pool.standing, extra: [isUp] + (seen ?? []))
        return .bytes(
            Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8",
            headers: [.cacheControl: "no-store"])
    }

    private static func newestMonths(_ connection: Connection) throws -> [Metrics.Gauge] {
        try Job.allCases.compactMap { job in
            guard let run = try connection.standingRun(of: job, nil) else { return nil }
            return Metrics.Gauge(
                "clearing_newest_month_\(job.rawValue)",
                "Newest month that \(job.rawValue) closed, as year × 12 + month.",
                Int64(run.month.year) * 12 + Int64(run.month.month))
        }
    }

    /// How runs ended, and how long ago the last good one did.
    static func jobs(_ progress: [JobProgress], now: Instant) -> [Metrics.Gauge] {
        var runs = Metrics.Gauge(
            "clearing_job_runs", "Runs by job and how they ended; open: at work.")
        var ages = Metrics.Gauge(
            "clearing_job_age_seconds", "Seconds since a run of the job was last closed.")
        for job in progress {
            runs.samples.append((["job": job.job.rawValue, "status": job.status], job.runs))
            guard job.status == "closed", let finished = job.finishedAt else { continue }
            ages.samples.append((["job": job.job.rawValue], max(0, now.seconds - finished.seconds)))
        }
        return [runs, ages]
    }

    /// How far behind each module of each hub is. What was never pulled has no line.
    static func lag(_ progress: [ModuleProgress], now: Instant) -> Metrics.Gauge {
        var gauge = Metrics.Gauge(
            "clearing_hub_lag_seconds",
            "Seconds since the last pull that brought the module up to date, by the hub's clock.")
        gauge.samples = progress.map { module in
            (
                ["hub": module.hub, "module": module.module],
                max(0, now.seconds - module.completeUntil.seconds)
            )
        }
        return gauge
    }
}
