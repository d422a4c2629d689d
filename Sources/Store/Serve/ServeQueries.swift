extension Query {
    static let serveCDR = Query(
        "serve_cdr", String(decoding: PackageResources.serve_cdr_sql, as: UTF8.self),
        takes: [.int8, .date],
        gives: Array(Listing.cdrs.orders[0].query.columns.prefix(Listing.cdrs.fields.count)) + [
            (name: "month", type: .date)
        ])
    static let benchPlaces = Query(
        "bench_places", PackageResources.bench_places_sql, takes: [.int8, .int8],
        gives: [
            "object": .int8, "shard": .int4, "ordinal": .int4, "place": .int8, "lines": .int8,
        ])
    static let serveTariff = Query(
        "serve_tariff", PackageResources.serve_tariff_sql, takes: [.int8],
        gives: ["hub": .text, "party": .text, "tariff_id": .text])
    static let serveStandingRun = Query(
        "serve_standing_run", PackageResources.serve_standing_run_sql, takes: [.text, .date],
        gives: ["run_id": .int8, "month": .date, "book": .int8, "key": .text])
    static let serveCloses = Query(
        "serve_closes", PackageResources.serve_closes_sql, takes: [.date],
        gives: [
            "version": .int4, "place": .int4, "lines": .int8, "rules_hash": .text,
            "build": .text, "lines_root": .text, "previous": .text, "hash": .text,
            "drafted_by": .text, "approved_by": .text, "closed_at": .timestamptz,
            "reopened_by": .text, "reopened_at": .timestamptz, "reopened_why": .text,
            "settle_run": .int8,
        ])
    static let serveClosedRuns = Query(
        "serve_closed_runs", PackageResources.serve_closed_runs_sql, takes: [.date, .int4],
        gives: ["run_id": .int8, "job": .text, "key": .text])
    static let serveBookmarks = Query(
        "serve_bookmarks", PackageResources.serve_bookmarks_sql,
        gives: ["hub": .text, "module": .text, "complete_until": .timestamptz])
    static let serveJobs = Query(
        "serve_jobs", PackageResources.serve_jobs_sql,
        gives: ["job": .text, "status": .text, "runs": .int8, "finished_at": .timestamptz])
    static let enterAll = Query(
        "enter_all", PackageResources.enter_all_sql, gives: ["reach": .text])
    static let enterParty = Query(
        "enter_party", PackageResources.enter_party_sql, takes: [.text],
        gives: ["reach": .text, "party": .text])
    static let enterVendor = Query(
        "enter_vendor", PackageResources.enter_vendor_sql, takes: [.text, .text],
        gives: ["reach": .text, "vendor": .text, "sites": .text])

    static let ofServing =
        Listing.all.flatMap(\.orders).filter { !$0.isDescending }.map(\.query) + [
            serveCDR, benchPlaces, serveTariff, serveStandingRun, serveCloses, serveClosedRuns,
            serveBookmarks, serveJobs, enterAll, enterParty, enterVendor,
        ]

    /// Made from those of files, which go the other way.
    static let downwards = Listing.all.flatMap(\.orders).filter(\.isDescending).map(\.query)
}

extension Query {
    static let listClients = Query(
        "list_clients", PackageResources.list_clients_sql,
        gives: [
            "client": .text, "scopes": .textArray, "reach": .text, "reach_of": .text,
            "added_at": .timestamptz, "ordinal": .int4, "salt": .bytea, "cost": .int4,
            "hash": .bytea, "secret_added_at": .timestamptz, "revoked_since": .timestamptz,
        ])
    static let insertClient = Query(
        "insert_client", PackageResources.insert_client_sql,
        takes: [.text, .textArray, .text, .text, .timestamptz])
    static let insertSecret = Query(
        "insert_secret", PackageResources.insert_secret_sql,
        takes: [.text, .int4, .bytea, .int4, .bytea, .timestamptz])
    static let insertRevocation = Query(
        "insert_revocation", PackageResources.insert_revocation_sql,
        takes: [.text, .int4, .timestamptz, .timestamptz])
    static let insertSigningKey = Query(
        "insert_signing_key", PackageResources.insert_signing_key_sql,
        takes: [.text, .bytea, .timestamptz])
    static let listSigningKeys = Query(
        "list_signing_keys", PackageResources.list_signing_keys_sql,
        gives: ["key": .text, "sealed": .bytea, "added_at": .timestamptz])
    static let insertReading = Query(
        "insert_reading", PackageResources.insert_reading_sql,
        takes: [.timestamptz, .text, .text, .text, .text])
    static let takeAllowance = Query(
        "take_allowance", PackageResources.take_allowance_sql, takes: [.text, .int8, .int4, .int4],
        gives: ["given": .int4])
    static let forgetAllowances = Query(
        "forget_allowances", PackageResources.forget_allowances_sql, takes: [.int8])

    static let claimReplay = Query(
        "claim_replay", PackageResources.claim_replay_sql,
        takes: [.text, .text, .text, .bytea, .timestamptz, .timestamptz], gives: ["claim": .text])
    static let findReplay = Query(
        "find_replay", PackageResources.find_replay_sql, takes: [.text, .text, .timestamptz],
        gives: ["request": .bytea, "is_answered": .bool, "answer": .bytea])
    static let keepReplay = Query(
        "keep_replay", PackageResources.keep_replay_sql,
        takes: [.text, .text, .text, .bytea, .timestamptz])
    static let dropReplay = Query(
        "drop_replay", PackageResources.drop_replay_sql, takes: [.text, .text, .text])
    static let forgetReplays = Query(
        "forget_replays", PackageResources.forget_replays_sql, takes: [.timestamptz])

    static let ofAccess = [
        listClients, insertClient, insertSecret, insertRevocation, insertSigningKey,
        listSigningKeys, insertReading, takeAllowance, forgetAllowances, claimReplay, findReplay,
        keepReplay, dropReplay, forgetReplays,
    ]
}
