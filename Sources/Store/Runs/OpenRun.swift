package import Roaming

/// The lock that one process holds while it does a job for a month.
struct JobLock: Hashable {
    let job: Job
    let month: Month
}

extension Connection {
    /// Begins a job: takes its lock for the month, and finds out what there is to do.
    ///
    /// The lock belongs to this connection and is held until `releaseLock` or the connection ends;
    /// a killed process loses it. An open run with the same key was killed and is resumed; open
    /// runs with other keys are marked abandoned. A closed run counts as done only while it is the
    /// latest of its job and month: after the rules went there and back, the job runs again.
    /// - Parameter patience: milliseconds to wait for the lock, for a server that has not yet
    ///   noticed that the last holder was killed.
    package func openRun(
        _ identity: RunIdentity, now: Instant, patience: Int = 3000
    ) throws(StoreError) -> Opening {
        guard try takeLock(identity.job, identity.month, patience: patience) else { return .busy }
        do {
            let opening = try open(identity, now: now)
            if case .alreadyClosed = opening { try releaseLock(identity.job, identity.month) }
            return opening
        } catch {
            try? releaseLock(identity.job, identity.month)
            throw error
        }
    }

    private func open(_ identity: RunIdentity, now: Instant) throws(StoreError) -> Opening {
        let transaction = try begin()
        _ = try rows(.lockRunNumbers) { _ in }
        let which: [Parameter] = [.text(identity.job.rawValue), .month(identity.month)]
        if let closed = try latestClosedRun(identity.job, identity.month),
            closed.identity.key == identity.key
        {
            try transaction.rollback()
            return .alreadyClosed(closed)
        }
        try execute(.abandonRuns, which + [.text(identity.key), .instant(now)])
        if let run = try rows(.openRunWithKey, which + [.text(identity.key)], Run.init).first {
            let finished = try finishedShards(of: run)
            try transaction.commit()
            return .resume(run, finished: finished)
        }
        let inserted = try rows(
            .insertRun,
            which + [
                .text(identity.key), .text(identity.inputsKey), .text(identity.rulesHash),
                .text(identity.build), .instant(now), .int8(identity.book),
            ], Run.init)
        try transaction.commit()
        guard let run = inserted.first else {
            preconditionFailure("an INSERT that returns its row returned none")
        }
        return .fresh(run)
    }

    /// Takes the lock of a job (or of the whole month command) for this connection.
    /// - Returns: false when someone else still holds it after `patience` milliseconds.
    package func takeLock(
        _ job: Job, _ month: Month, patience: Int = 0
    ) throws(StoreError) -> Bool {
        let lock = JobLock(job: job, month: month)
        if locksHeld.contains(lock) { return true }
        // A timeout of 0 would mean to wait for ever.
        try run("SET lock_timeout = \(max(patience, 1))", name: "lock_job")
        do {
            _ = try rows(.lockJob, lockKey(job, month)) { _ in }
            locksHeld.insert(lock)
            try run("SET lock_timeout = 0", name: "lock_job")
            return true
        } catch {
            guard error.sqlState == "55P03" else { throw error }
            try run("SET lock_timeout = 0", name: "lock_job")
            return false
        }
    }

    package func releaseLock(_ job: Job, _ month: Month) throws(StoreError) {
        guard locksHeld.remove(JobLock(job: job, month: month)) != nil else { return }
        _ = try rows(.unlockJob, lockKey(job, month)) { _ in }
    }

    /// The run whose result stands, nil when the job never finished for this month.
    package func latestClosedRun(_ job: Job, _ month: Month) throws(StoreError) -> Run? {
        try rows(.latestClosedRun, [.text(job.rawValue), .month(month)], Run.init).first
    }

    /// All runs in the order they were opened, of one month or of all.
    package func runs(of month: Month?) throws(StoreError) -> [Run] {
        try rows(.listRuns, [month.map { .month($0) } ?? .null], Run.init)
    }

    package func finishedShards(of run: Run) throws(StoreError) -> [FinishedShard] {
        try rows(.listShards, [.int8(run.id)]) { row in
            FinishedShard(shard: row.int4(0), label: row.text(1), summary: row.text(2))
        }
    }

    private func lockKey(_ job: Job, _ month: Month) -> [Parameter] {
        let number = Job.allCases.firstIndex(of: job) ?? 0
        return [.int4(1_296_124_001 + number), .int4(month.year * 12 + month.month)]
    }
}

extension Transaction {
    /// Notes that the shard's rows are all in this transaction.
    /// - Parameter summary: what a resumed run must still know of it, as text of the job's own.
    package func finishShard(
        _ shard: Int, of run: Run, label: String, summary: String = "", now: Instant
    ) throws(StoreError) {
        try connection.execute(
            .insertShard,
            [.int8(run.id), .int4(shard), .text(label), .instant(now), .text(summary)])
    }

    /// Closes the run together with its last data.
    package func closeRun(
        _ run: Run, summary: String, files: [String] = [], now: Instant
    ) throws(StoreError) {
        try end(run, as: .closed, summary, files, now)
    }

    /// Ends a run that cannot go on; a later start begins anew.
    package func failRun(_ run: Run, because reason: String, now: Instant) throws(StoreError) {
        try end(run, as: .failed, reason, [], now)
    }

    private func end(
        _ run: Run, as status: Run.Status, _ summary: String, _ files: [String], _ now: Instant
    ) throws(StoreError) {
        let ended = try connection.execute(
            .endRun,
            [
                .int8(run.id), .text(status.rawValue), .instant(now), .text(summary),
                .texts(files),
            ])
        guard ended == 1 else {
            throw StoreError(
                .schema, "run \(run.id) is not open any more; was it ended by another process?",
                query: Query.endRun.name)
        }
    }
}
