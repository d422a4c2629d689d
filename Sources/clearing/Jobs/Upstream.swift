import Hashing
import Roaming
import Store

extension Connection {
    /// The closed run of an earlier stage, made from the newest runs of the stages before it; or the
    /// reason why this one has to wait.
    func upstream(_ job: Job, of month: Month) throws -> Run {
        guard let run = try latestClosedRun(job, month) else {
            throw Failure.tryLater(
                "\(job.rawValue) of \(month) has not finished;"
                    + " run `clearing \(job.rawValue)` first")
        }
        if let earlier = job.upstream {
            let before = try upstream(earlier, of: month)
            guard run.identity.inputsKey == before.identity.key else {
                throw Failure.tryLater(
                    "\(job.rawValue) of \(month) is older than its \(earlier.rawValue);"
                        + " run `clearing \(job.rawValue)` first")
            }
        }
        return run
    }
}

extension Job {
    /// The stage whose result this one reads.
    fileprivate var upstream: Job? {
        switch self {
        case .ingest, .month: nil
        case .rate: .ingest
        case .reconcile: .rate
        case .settle: .reconcile
        case .report: .settle
        }
    }
}

/// The shape of a job: find out whether its result is there, do the shards that are missing, close.
struct SingleRun {
    let context: JobContext
    let connection: Connection

    /// - Parameter work: gets the run and the numbers of its finished shards; saves the rest and
    ///   gives the summary with which the run is closed.
    /// - Parameter closing: saves what must stand exactly when the run is closed.
    func perform(
        _ identity: RunIdentity,
        closing: (borrowing Transaction, Run) throws -> Void = { _, _ in },
        _ work: (Run, Set<Int>) throws -> (summary: String, files: [String])
    ) throws -> JobResult {
        if let standing = try alreadyInClosedMonth(identity) {
            return JobResult(run: standing, state: .already)
        }
        let (run, finished, state): (Run, Set<Int>, JobResult.State)
        switch try connection.openRun(identity, now: context.now) {
        case .busy:
            throw Failure.tryLater(
                "another run of \(identity.job.rawValue) \(identity.month) is at work; try again later"
            )
        case .alreadyClosed(let closed): return JobResult(run: closed, state: .already)
        case .fresh(let fresh): (run, finished, state) = (fresh, [], .done)
        case .resume(let open, let shards):
            (run, finished, state) = (open, Set(shards.map(\.shard)), .resumed)
        }
        let ending = try work(run, finished)
        let transaction = try connection.begin()
        try closing(transaction, run)
        try transaction.closeRun(
            run, summary: ending.summary, files: ending.files, now: context.now)
        try transaction.commit()
        try connection.releaseLock(identity.job, identity.month)
        guard let closed = try connection.latestClosedRun(identity.job, identity.month) else {
            throw Failure.bug("the run that was just closed is not there")
        }
        return JobResult(run: closed, state: state)
    }

    /// The result that a closed month has, when it is the one that is asked for; nil for an open
    /// month.
    /// - Throws: 65 when it is another: a closed month gets no new one.
    private func alreadyInClosedMonth(_ identity: RunIdentity) throws -> Run? {
        guard identity.job.changesMonths,
            let close = try connection.standingClose(of: identity.month)
        else { return nil }
        if let run = try connection.latestClosedRun(identity.job, identity.month),
            run.identity.key == identity.key
        {
            return run
        }
        throw Failure.refused(
            "\(close.sentence); what came late is taken in under a later month, and"
                + " `clearing close reopen` takes the close back")
    }
}

extension Job {
    /// Gives a month another result.
    fileprivate var changesMonths: Bool {
        switch self {
        case .ingest, .rate, .reconcile, .settle: true
        case .report, .month: false
        }
    }
}

extension StoredClose {
    /// `2026-10 is closed (version 1, 3f2a…)`
    var sentence: String {
        let hash = Digest(bytes: hash)?.description.prefix(12) ?? "?"
        return "\(month) is closed (version \(version), \(hash))"
    }
}
