extension Query {
    static let insertInvoiceRecord = Query(
        "insert_invoice_record", PackageResources.insert_invoice_record_sql,
        takes: [
            .int8, .text, .text, .text, .int4, .bool, .text, .timestamptz, .text, .date, .text,
            .text, .bytea, .timestamptz, .text,
        ])
    static let copyRecordCDR = Query("copy_record_cdr", PackageResources.copy_record_cdr_sql)
    static let copyRecordFinding = Query(
        "copy_record_finding", PackageResources.copy_record_finding_sql)
    static let insertAnnex = Query(
        "insert_annex", PackageResources.insert_annex_sql,
        takes: [.int8, .bytea, .bytea, .text, .bytea, .bytea])
    static let lastInvoiceRecord = Query(
        "last_invoice_record", PackageResources.last_invoice_record_sql, gives: ["record": .int8])
    static let listInvoiceRecords = Query(
        "list_invoice_records", PackageResources.list_invoice_records_sql,
        takes: [.text, .text, .text, .date, .text],
        gives: [
            "record": .int8, "origin": .text, "owner": .text, "id": .text, "version": .int4,
            "is_deleted": .bool, "invoice_id": .text, "last_updated": .timestamptz,
            "counterparty": .text, "month": .date, "side": .text, "hub": .text,
            "document": .bytea, "kept_at": .timestamptz, "kept_by": .text, "cdrs": .textArray,
        ])
    static let readAnnex = Query(
        "read_annex", PackageResources.read_annex_sql, takes: [.int8],
        gives: [
            "body": .bytea, "sha256": .bytea, "algorithm": .text, "signature": .bytea,
            "public_key": .bytea,
        ])
    static let listBookedReleases = Query(
        "list_booked_releases", PackageResources.list_booked_releases_sql, takes: [.date],
        gives: [
            "month": .date, "side": .text, "counterparty": .text, "own_party": .text,
            "currency": .text, "cdr_id": .text, "session_id": .text, "released": .numeric,
            "released_before_tax": .numeric,
        ])
    static let listDues = Query(
        "list_dues", PackageResources.list_dues_sql, takes: [.int8],
        gives: [
            "entity": .text, "counterparty": .text, "side": .text, "currency": .text,
            "due": .numeric,
        ])

    static let ofInvoiceRecords = [
        insertInvoiceRecord, copyRecordCDR, copyRecordFinding, insertAnnex, lastInvoiceRecord,
        listInvoiceRecords, readAnnex, listBookedReleases, listDues,
    ]
}
