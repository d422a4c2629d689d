extension Query {
    static let listOtherCDRs = Query(
        "list_other_cdrs", PackageResources.list_other_cdrs_sql,
        takes: [.timestamptz, .timestamptz, .timestamptz, .int8], gives: ["object": .int8])
    static let listOtherSessions = Query(
        "list_other_sessions", PackageResources.list_other_sessions_sql,
        takes: [.timestamptz, .timestamptz, .int8, .int8Array], gives: ["object": .int8])
    static let listPartners = Query(
        "list_partners", PackageResources.list_partners_sql,
        takes: [.timestamptz, .timestamptz, .int8, .int8Array],
        gives: ["side": .text, "counterparty": .text, "own_network": .bool])
    static let listHubsHolding = Query(
        "list_hubs_holding", PackageResources.list_hubs_holding_sql,
        takes: [.timestamptz, .timestamptz, .int8], gives: ["hub": .text])
    static let readSessions = Query(
        "read_sessions", PackageResources.read_sessions_sql,
        takes: [.text, .text, .bool, .timestamptz, .timestamptz, .int8, .int8Array],
        gives: [
            "object": .int8, "hub": .text, "party": .text, "session_id": .text,
            "authorization_reference": .text, "evse_uid": .text, "evse_id": .text,
            "token_uid": .text, "contract_id": .text, "location_id": .text,
            "start_at": .timestamptz, "end_at": .timestamptz, "energy": .numeric,
            "currency": .text, "cost_before_tax": .numeric, "cost_after_tax": .numeric,
            "id_as_received": .text, "own_party": .text, "token_is_one_time": .bool,
            "signed_payload": .bytea, "meter_id": .text, "meter_begin": .numeric,
            "meter_end": .numeric,
        ])
    static let readCDRs = Query(
        "read_cdrs", PackageResources.read_cdrs_sql,
        takes: [
            .int8, .text, .text, .bool, .timestamptz, .timestamptz, .textArray, .int8, .int8Array,
        ],
        gives: [
            "object": .int8, "hub": .text, "party": .text, "cdr_id": .text, "session_id": .text,
            "authorization_reference": .text, "credit": .bool, "credit_reference_id": .text,
            "evse_uid": .text, "evse_id": .text, "token_uid": .text, "contract_id": .text,
            "location_id": .text, "start_at": .timestamptz, "end_at": .timestamptz,
            "energy": .numeric, "currency": .text, "claimed_before_tax": .numeric,
            "claimed_after_tax": .numeric, "last_updated": .timestamptz, "version": .int4,
            "rated": .int8, "unpriceable": .text, "unpriceable_text": .text,
            "rated_currency": .text, "before_tax": .numeric, "after_tax": .numeric,
            "id_as_received": .text, "own_party": .text, "token_is_one_time": .bool,
            "signed_payload": .bytea, "meter_id": .text, "meter_begin": .numeric,
            "meter_end": .numeric, "finding_codes": .textArray,
        ])
    static let dataAsOf = Query(
        "data_as_of", PackageResources.data_as_of_sql,
        takes: [.timestamptz, .timestamptz, .int8, .int8Array], gives: ["data_as_of": .timestamptz])
    static let copyLine = Query("copy_line", PackageResources.copy_line_sql)
    static let copyLineCause = Query("copy_line_cause", PackageResources.copy_line_cause_sql)
    static let readLines = Query(
        "read_lines", PackageResources.read_lines_sql, takes: [.int8],
        gives: [
            "disposition": .text, "side": .text, "hub": .text, "counterparty": .text,
            "own_network": .bool, "session_id": .text, "cdr_id": .text, "session_object": .int8,
            "cdr_object": .int8, "matched_by": .text, "currency": .text, "ours": .numeric,
            "theirs": .numeric, "difference": .numeric, "agreed": .numeric,
            "agreed_before_tax": .numeric, "disputed": .numeric, "location_id": .text,
            "evse_id": .text, "start_at": .timestamptz, "end_at": .timestamptz,
            "energy": .numeric, "reason": .text, "own_party": .text, "service_month": .date,
            "evidence": .text, "shard": .int4, "ordinal": .int4,
        ])
    static let listLineCauses = Query(
        "list_line_causes", PackageResources.list_line_causes_sql, takes: [.int8],
        gives: ["shard": .int4, "ordinal": .int4, "cause": .text, "amount": .numeric])
    static let countDispositions = Query(
        "count_dispositions", PackageResources.count_dispositions_sql, takes: [.int8],
        gives: ["disposition": .text, "lines": .int8])
    static let readRejects = Query(
        "read_rejects", PackageResources.read_rejects_sql, takes: [.int8, .text],
        gives: [
            "hub": .text, "module": .text, "source": .text, "line": .int4, "file_offset": .int8,
            "code": .text, "pointer": .text, "text": .text, "byte": .int4, "object_id": .text,
            "party": .text, "emsp": .text, "end_at": .timestamptz, "object": .int8,
        ])
    static let countRejects = Query(
        "count_rejects", PackageResources.count_rejects_sql, takes: [.int8],
        gives: ["code": .text, "rejects": .int8])

    static let listClosedMonths = Query(
        "list_closed_months", PackageResources.list_closed_months_sql,
        gives: ["month": .date, "version": .int4, "hash": .text])
    static let readSettledCDRs = Query(
        "read_settled_cdrs", PackageResources.read_settled_cdrs_sql,
        takes: [.text, .text, .bool, .int8, .date], gives: ["object": .int8, "month": .date])
    static let readDifferenceCauses = Query(
        "read_difference_causes", PackageResources.read_difference_causes_sql,
        takes: [.int8, .text, .text, .bool, .timestamptz, .timestamptz, .int8, .int8Array],
        gives: ["object": .int8, "after_tax": .bool, "cause": .text, "amount": .numeric])
    static let readOwnTariffPrices = Query(
        "read_own_tariff_prices", PackageResources.read_own_tariff_prices_sql,
        takes: [.int8, .text, .text, .bool, .timestamptz, .timestamptz, .int8, .int8Array],
        gives: ["object": .int8, "before_tax": .numeric, "after_tax": .numeric])
    static let readTokens = Query(
        "read_tokens", PackageResources.read_tokens_sql, takes: [.int8, .textArray],
        gives: [
            "party": .text, "token_uid": .text, "token_type": .text, "contract_id": .text,
            "valid": .bool, "last_updated": .timestamptz,
        ])
    static let copyToleratedSum = Query(
        "copy_tolerated_sum", PackageResources.copy_tolerated_sum_sql)
    static let copyClock = Query("copy_clock", PackageResources.copy_clock_sql)
    static let copyDeadline = Query("copy_deadline", PackageResources.copy_deadline_sql)

    static let ofReconcile = [
        listClosedMonths, readSettledCDRs, readDifferenceCauses, readOwnTariffPrices, readTokens,
        copyToleratedSum, copyClock, copyDeadline,
        listOtherCDRs, listOtherSessions, listPartners, listHubsHolding, dataAsOf, readSessions,
        readCDRs, copyLine, copyLineCause, readLines, listLineCauses, countDispositions,
        readRejects,
        countRejects,
    ]
}
