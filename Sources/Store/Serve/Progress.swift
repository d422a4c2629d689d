package import Roaming

/// Until when a module of a hub is here, by the hub's own clock.
package struct ModuleProgress: Sendable, Hashable {
    package let hub: String
    package let module: String
    package let completeUntil: Instant
}

/// How runs of a job ended.
package struct JobProgress: Sendable, Hashable {
    package let job: Job
    /// open, closed, failed or abandoned
    package let status: String
    package let runs: Int64
    /// Of the last that ended; nil of runs that are at work.
    package let finishedAt: Instant?
}

extension Connection {
    /// By hub and module; what was never pulled is not there.
    package func moduleProgress() throws(StoreError) -> [ModuleProgress] {
        try rows(.serveBookmarks) { (row) throws(StoreError) in
            ModuleProgress(
                hub: row.text(0), module: row.text(1), completeUntil: row.instant(2))
        }
    }

    /// By job and status.
    package func jobProgress() throws(StoreError) -> [JobProgress] {
        try rows(.serveJobs) { (row) throws(StoreError) in
            JobProgress(
                job: try row.value(0, as: Job.self), status: row.text(1), runs: row.int8(2),
                finishedAt: row.instantIfAny(3))
        }
    }
}
