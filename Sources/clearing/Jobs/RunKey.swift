import Hashing
import Intake
import Roaming
import Store

extension RunIdentity {
    /// The identity of a job's result: SHA-256 over everything that decides its bytes.
    init(
        _ job: Job, _ month: Month, inputs: String, rules: Rules, book: Int64,
        also extra: [String] = []
    ) {
        let parts = [job.rawValue, month.description, inputs, rules.hash, Build.version] + extra
        self.init(
            job: job, month: month,
            key: digest(of: Array(parts.joined(separator: "\n").utf8)).description,
            inputsKey: inputs, rulesHash: rules.hash, build: Build.version,
            book: book)
    }
}

extension ClosedMonth {
    /// `2026-09/v1/8c1f…`
    var identity: String { "\(month)/v\(version)/\(hash)" }
}

/// What a job came to.
struct JobResult {
    enum State: String {
        case done
        /// Killed earlier and finished now.
        case resumed
        /// The result was there; nothing was written.
        case already
    }

    let run: Run
    let state: State
}

/// What every job needs: where the data is, what the rules say, and the time it is.
struct JobContext: Sendable {
    let databaseURL: String
    let rules: Rules
    let month: Month
    /// The clock, for the bookkeeping of runs only; no result depends on it.
    let clock: @Sendable () -> Instant

    var now: Instant { clock() }

    func connect(as role: StageRole?) throws -> Connection {
        try Connection(databaseURL, as: role)
    }
}
