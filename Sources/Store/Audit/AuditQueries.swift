extension Query {
    static let findLines = Query(
        "find_lines", PackageResources.find_lines_sql,
        takes: [.int8, .text, .text, .text, .text, .bool],
        gives: [
            "disposition": .text, "side": .text, "hub": .text, "counterparty": .text,
            "own_network": .bool, "session_id": .text, "cdr_id": .text, "session_object": .int8,
            "cdr_object": .int8, "matched_by": .text, "currency": .text, "ours": .numeric,
            "theirs": .numeric, "difference": .numeric, "agreed": .numeric,
            "agreed_before_tax": .numeric, "disputed": .numeric, "location_id": .text,
            "evse_id": .text, "start_at": .timestamptz, "end_at": .timestamptz,
            "energy": .numeric, "reason": .text, "own_party": .text, "service_month": .date,
            "evidence": .text, "shard": .int4, "ordinal": .int4, "severity": .text,
            "document": .bytea, "claimed_before_tax": .numeric, "claimed_after_tax": .numeric,
        ])
    static let readLineCauses = Query(
        "read_line_causes", PackageResources.read_line_causes_sql, takes: [.int8, .int4, .int4],
        gives: ["cause": .text, "amount": .numeric])
    static let readDocument = Query(
        "read_document", PackageResources.read_document_sql, takes: [.int8],
        gives: [
            "hub": .text, "ocpi": .text, "at": .int4, "length": .int4, "sha256": .bytea,
            "version": .int4, "last_updated": .timestamptz, "module": .text, "source": .text,
            "run_id": .int8, "raw_bytes": .int4, "body": .bytea,
        ])
    static let listTariffVersions = Query(
        "list_tariff_versions", PackageResources.list_tariff_versions_sql,
        takes: [.int8, .textArray],
        gives: [
            "object": .int8, "hub": .text, "party": .text, "tariff_id": .text, "version": .int4,
            "currency": .text, "valid_from": .timestamptz, "valid_until": .timestamptz,
            "last_updated": .timestamptz, "sha256": .bytea,
        ])
    static let listCopies = Query(
        "list_copies", PackageResources.list_copies_sql, takes: [.int8, .int8],
        gives: [
            "object": .int8, "hub": .text, "cdr_id": .text, "version": .int4, "credit": .bool,
            "last_updated": .timestamptz, "sha256": .bytea, "currency": .text,
            "claimed_before_tax": .numeric, "claimed_after_tax": .numeric,
        ])
    static let readStoredPrice = Query(
        "read_stored_price", PackageResources.read_stored_price_sql, takes: [.int8, .int8],
        gives: [
            "tariff_id": .text, "tariff_object": .int8, "unpriceable": .text,
            "unpriceable_text": .text, "currency": .text, "before_tax": .numeric,
            "after_tax": .numeric,
        ])
    static let listFindings = Query(
        "list_findings", PackageResources.list_findings_sql, takes: [.int8, .int8],
        gives: [
            "job": .text, "ordinal": .int4, "code": .text, "severity": .text, "pointer": .text,
            "text": .text, "at_stake": .numeric,
        ])
    static let listPostings = Query(
        "list_postings", PackageResources.list_postings_sql, takes: [.int8, .text, .text],
        gives: [
            "key": .text, "event": .text, "day": .date, "text": .text, "account": .text,
            "account_name": .text, "amount": .numeric,
        ])

    static let listClosings = Query(
        "list_closings", PackageResources.list_closings_sql, takes: [.text, .text, .text, .text],
        gives: [
            "month": .date, "version": .int4, "ordinal": .int8, "leaf": .bytea,
            "disposition": .text, "agreed": .numeric, "disputed": .numeric, "hash": .bytea,
            "position": .int4, "is_standing": .bool,
        ])
    static let listLedger = Query(
        "list_ledger", PackageResources.list_ledger_sql, takes: [.date, .text, .text],
        gives: [
            "key": .text, "event": .text, "day": .date, "text": .text, "account": .text,
            "account_name": .text, "amount": .numeric,
        ])

    static let ofAudit = [
        findLines, readLineCauses, readDocument, listTariffVersions, listCopies, readStoredPrice,
        listFindings, listPostings, listClosings, listLedger,
    ]
}
