extension Query {
    static let lockJob = Query(
        "lock_job", PackageResources.lock_job_sql, takes: [.int4, .int4], gives: ["held": .text])
    static let unlockJob = Query(
        "unlock_job", PackageResources.unlock_job_sql, takes: [.int4, .int4],
        gives: ["was_held": .bool])
    static let lockRunNumbers = Query(
        "lock_run_numbers", PackageResources.lock_run_numbers_sql, gives: ["held": .text])
    static let latestClosedRun = Query(
        "latest_closed_run", PackageResources.latest_closed_run_sql, takes: [.text, .date],
        gives: runColumns)
    static let openRunWithKey = Query(
        "open_run_with_key", PackageResources.open_run_with_key_sql, takes: [.text, .date, .text],
        gives: runColumns)
    static let listRuns = Query(
        "list_runs", PackageResources.list_runs_sql, takes: [.date], gives: runColumns)
    static let abandonRuns = Query(
        "abandon_runs", PackageResources.abandon_runs_sql,
        takes: [.text, .date, .text, .timestamptz])
    static let insertRun = Query(
        "insert_run", PackageResources.insert_run_sql,
        takes: [.text, .date, .text, .text, .text, .text, .timestamptz, .int8], gives: runColumns)
    static let endRun = Query(
        "end_run", PackageResources.end_run_sql,
        takes: [.int8, .text, .timestamptz, .text, .textArray])
    static let listShards = Query(
        "list_shards", PackageResources.list_shards_sql, takes: [.int8],
        gives: ["shard": .int4, "label": .text, "summary": .text])
    static let insertShard = Query(
        "insert_shard", PackageResources.insert_shard_sql,
        takes: [.int8, .int4, .text, .timestamptz, .text])

    static let insertReportFile = Query(
        "insert_report_file", PackageResources.insert_report_file_sql,
        takes: [.int8, .text, .text, .bytea, .text, .int8, .int8, .text, .text])

    static let ofRuns = [
        insertReportFile,
        lockJob, unlockJob, lockRunNumbers, latestClosedRun, openRunWithKey, listRuns, abandonRuns,
        insertRun, endRun, listShards, insertShard,
    ]

    static let runColumns: KeyValuePairs<String, SQLType> = [
        "run_id": .int8, "job": .text, "month": .date, "key": .text, "inputs_key": .text,
        "rules_hash": .text, "build": .text, "status": .text, "started_at": .timestamptz,
        "finished_at": .timestamptz, "summary": .text, "files": .textArray, "book": .int8,
    ]
}

extension Run {
    init(_ row: RowReader) throws(StoreError) {
        id = row.int8(0)
        identity = RunIdentity(
            job: try row.value(1, as: Job.self), month: row.month(2), key: row.text(3),
            inputsKey: row.text(4), rulesHash: row.text(5), build: row.text(6), book: row.int8(12))
        status = try row.value(7, as: Status.self)
        startedAt = row.instant(8)
        finishedAt = row.instantIfAny(9)
        summary = row.textIfAny(10)
        files = row.texts(11)
    }
}
