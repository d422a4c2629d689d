extension Query {
    static let insertDispute = Query(
        "insert_dispute", PackageResources.insert_dispute_sql,
        takes: [
            .text, .date, .text, .text, .text, .text, .text, .text, .text, .bytea, .int4, .text,
            .text, .numeric, .numeric, .date, .text,
        ])
    static let insertDisputeEvent = Query(
        "insert_dispute_event", PackageResources.insert_dispute_event_sql,
        takes: [
            .text, .int4, .text, .numeric, .numeric, .numeric, .numeric, .numeric, .numeric,
            .timestamptz, .text, .text, .text,
        ])
    static let readDisputes = Query(
        "read_disputes", PackageResources.read_disputes_sql,
        takes: [.date, .text, .text, .text, .bytea],
        gives: [
            "dispute": .text, "month": .date, "side": .text, "counterparty": .text,
            "own_party": .text, "currency": .text, "hub": .text, "session_id": .text,
            "cdr_id": .text, "document": .bytea, "part": .int4, "disposition": .text,
            "reason": .text, "ours": .numeric, "theirs": .numeric, "statement_on": .date,
            "reconcile_key": .text,
        ])
    static let readDisputeSteps = Query(
        "read_dispute_steps", PackageResources.read_dispute_steps_sql, takes: [.textArray],
        gives: [
            "dispute": .text, "ordinal": .int4, "move": .text, "amount": .numeric,
            "amount_before_tax": .numeric, "released": .numeric, "released_before_tax": .numeric,
            "written_off": .numeric, "divided": .numeric,
            "at": .timestamptz, "who": .text, "why": .text, "reference": .text,
        ])
    static let readDisputeEvents = Query(
        "read_dispute_events", PackageResources.read_dispute_events_sql,
        takes: [.timestamptz, .timestamptz],
        gives: [
            "dispute": .text, "ordinal": .int4, "move": .text, "month": .date, "side": .text,
            "counterparty": .text, "own_party": .text, "currency": .text, "released": .numeric,
            "released_before_tax": .numeric, "written_off": .numeric, "at": .timestamptz,
            "who": .text, "why": .text,
        ])
    static let findCredits = Query(
        "find_credits", PackageResources.find_credits_sql, takes: [.bytea, .text, .timestamptz],
        gives: [
            "cdr_id": .text, "hub": .text, "claimed_before_tax": .numeric,
            "claimed_after_tax": .numeric, "original_before_tax": .numeric,
            "original_after_tax": .numeric, "last_updated": .timestamptz,
        ])

    static let digestDisputeEvents = Query(
        "digest_dispute_events", PackageResources.digest_dispute_events_sql, takes: [.date],
        gives: ["digest": .text])

    static let ofDisputes = [
        insertDispute, insertDisputeEvent, readDisputes, readDisputeSteps, readDisputeEvents,
        findCredits, digestDisputeEvents,
    ]
}
