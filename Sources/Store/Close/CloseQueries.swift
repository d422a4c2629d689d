extension Query {
    static let lockChain = Query(
        "lock_chain", PackageResources.lock_chain_sql, gives: ["held": .text])
    static let listCloses = Query(
        "list_closes", PackageResources.list_closes_sql,
        gives: [
            "month": .date, "version": .int4, "position": .int4, "event": .int8, "book": .int8,
            "ingest_runs": .int8Array, "rate_run": .int8, "reconcile_run": .int8,
            "settle_run": .int8, "settle_key": .text, "rules_hash": .text, "build": .text,
            "fx_hash": .text, "lines": .int8, "lines_root": .bytea, "books_root": .bytea,
            "previous": .bytea, "hash": .bytea, "stands": .bool,
        ])
    static let insertClose = Query(
        "insert_close", PackageResources.insert_close_sql,
        takes: [
            .date, .int4, .int4, .int8, .int8, .int8Array, .int8, .int8, .int8, .text, .text, .text,
            .text, .int8, .bytea, .bytea, .bytea, .bytea,
        ])
    static let readClosingLines = Query(
        "read_closing_lines", PackageResources.read_closing_lines_sql, takes: [.int8],
        gives: [
            "cells": .textArray, "shard": .int4, "line": .int4, "disposition": .text, "side": .text,
            "counterparty": .text, "hub": .text, "party": .text, "cdr_id": .text,
            "session_id": .text, "service_month": .date, "currency": .text, "agreed": .numeric,
            "disputed": .numeric,
        ])
    static let copyClosedLine = Query("copy_closed_line", PackageResources.copy_closed_line_sql)
    static let listOpenExceptions = Query(
        "list_open_exceptions", PackageResources.list_open_exceptions_sql,
        takes: [.int8, .date, .int8],
        gives: [
            "side": .text, "counterparty": .text, "disposition": .text, "cdr_id": .text,
            "session_id": .text, "currency": .text, "disputed": .numeric, "exceptions": .int8,
        ])

    static let ofClose =
        [
            lockChain, listCloses, insertClose, readClosingLines, copyClosedLine,
            listOpenExceptions,
        ] + ofCloseEvents + ofSeals + ofFrozen + ofNumbers
}
