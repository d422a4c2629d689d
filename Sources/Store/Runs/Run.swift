package import Roaming

/// The jobs that keep a run. `month` is the command that runs them all.
package enum Job: String, Sendable, Hashable, CaseIterable {
    case ingest, rate, reconcile, settle, report, month
}

/// What decides a result: the same identity gives the same bytes.
package struct RunIdentity: Sendable, Hashable {
    package var job: Job
    package var month: Month
    /// SHA-256 in hex over job, month, inputs, rules and build.
    package var key: String
    /// What was read: the digest of the files, or the key of the run before.
    package var inputsKey: String
    package var rulesHash: String
    package var build: String
    /// Whose objects it is about (`Connection.book`).
    package var book: Int64

    package init(
        job: Job, month: Month, key: String, inputsKey: String, rulesHash: String, build: String,
        book: Int64
    ) {
        self.job = job
        self.month = month
        self.key = key
        self.inputsKey = inputsKey
        self.rulesHash = rulesHash
        self.build = build
        self.book = book
    }
}

package struct Run: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        /// At work, or killed: then the job's lock is free and the next start resumes it.
        case open
        /// Its result is complete and stands until a later run of the job and month closes.
        case closed
        case failed
        /// Killed, and the inputs, rules or program have changed since.
        case abandoned
    }

    package let id: Int64
    package let identity: RunIdentity
    package let status: Status
    package let startedAt: Instant
    package let finishedAt: Instant?
    /// What the job wrote when it ended: a JSON object of counts, or why it failed.
    package let summary: String?
    /// Paths of the files it made.
    package let files: [String]

    package var job: Job { identity.job }
    package var month: Month { identity.month }
    package var book: Int64 { identity.book }

    /// Number of the first page it stores. Each run has a stock of a million, so that numbers do not
    /// depend on what other runs stored meanwhile.
    package var firstPage: Int64 { id << 20 }
}

/// A part of a run whose rows are stored.
package struct FinishedShard: Sendable, Hashable {
    package let shard: Int
    package let label: String
    package let summary: String
}

/// What a job finds when it starts.
package enum Opening: Sendable, Hashable {
    case fresh(Run)
    /// Killed earlier; the shards that are finished need not be done again.
    case resume(Run, finished: [FinishedShard])
    /// The result already stands; the lock is given back.
    case alreadyClosed(Run)
    /// Another process is at it.
    case busy
}
