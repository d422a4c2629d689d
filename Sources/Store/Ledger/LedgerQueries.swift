extension Query {
    static let lockLedger = Query(
        "lock_ledger", PackageResources.lock_ledger_sql, gives: ["held": .text])
    static let ledgerVersions = Query(
        "ledger_versions", PackageResources.ledger_versions_sql, takes: [.date],
        gives: ["version": .int4, "run_id": .int8, "last_run_id": .int8])
    static let entriesWithoutRate = Query(
        "entries_without_rate", PackageResources.entries_without_rate_sql, takes: [.int8],
        gives: ["currency": .text, "book_currency": .text, "first_key": .text])
    static let postReversals = Query(
        "post_reversals", PackageResources.post_reversals_sql,
        takes: [.date, .int4, .int8, .timestamptz, .int4])
    static let postEntries = Query(
        "post_entries", PackageResources.post_entries_sql,
        takes: [.date, .int4, .int8, .timestamptz])
    static let countEntries = Query(
        "count_entries", PackageResources.count_entries_sql, takes: [.date, .int4],
        gives: ["entries": .int8, "reversals": .int8])
    static let readLedger = Query(
        "read_ledger", PackageResources.read_ledger_sql, takes: [.date, .date],
        gives: bookedColumns)
    static let readDraft = Query(
        "read_draft", PackageResources.read_draft_sql, takes: [.date, .date],
        gives: bookedColumns)

    static let ofLedger = [
        lockLedger, ledgerVersions, entriesWithoutRate, postReversals, postEntries, countEntries,
        readLedger, readDraft,
    ]

    private static let bookedColumns: KeyValuePairs<String, SQLType> = [
        "source": .text, "event": .text, "entity": .text, "counterparty": .text, "hub": .text,
        "service_month": .date, "day": .date, "text": .text, "line": .int4, "account": .text,
        "account_name": .text, "account_kind": .text, "currency": .text, "amount": .numeric,
        "book_currency": .text, "book_amount": .numeric,
    ]
}
