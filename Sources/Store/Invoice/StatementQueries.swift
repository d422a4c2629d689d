extension Query {
    static let insertInvoiceFile = Query(
        "insert_invoice_file", PackageResources.insert_invoice_file_sql, takes: [.bytea, .bytea])
    static let insertStatement = Query(
        "insert_statement", PackageResources.insert_statement_sql,
        takes: [
            .int8, .text, .text, .text, .date, .text, .int4, .bytea, .text, .text, .text, .text,
            .timestamptz, .text,
        ])
    static let copyStatementRow = Query(
        "copy_statement_row", PackageResources.copy_statement_row_sql)
    static let copyStatementFinding = Query(
        "copy_statement_finding", PackageResources.copy_statement_finding_sql)
    static let insertStatementWithdrawal = Query(
        "insert_statement_withdrawal", PackageResources.insert_statement_withdrawal_sql,
        takes: [.int8, .text, .timestamptz, .text])
    static let listStatements = Query(
        "list_statements", PackageResources.list_statements_sql,
        takes: [.date, .text, .text, .text],
        gives: [
            "statement": .int8, "hub": .text, "counterparty": .text, "side": .text,
            "month": .date, "number": .text, "version": .int4, "file": .bytea, "source": .text,
            "map": .text, "rules_hash": .text, "basis": .text, "received_at": .timestamptz,
            "received_by": .text, "lines": .int8, "refused": .int8, "state": .text,
        ])
    static let readStatementRows = Query(
        "read_statement_rows", PackageResources.read_statement_rows_sql, takes: [.int8],
        gives: [
            "line": .int4, "cdr_id": .text, "session_id": .text, "evse_id": .text,
            "token": .text, "start_from": .timestamptz, "start_until": .timestamptz,
            "end_from": .timestamptz, "end_until": .timestamptz, "energy": .numeric,
            "before_tax": .numeric, "tax": .numeric, "after_tax": .numeric, "currency": .text,
        ])
    static let readStatementFindings = Query(
        "read_statement_findings", PackageResources.read_statement_findings_sql, takes: [.int8],
        gives: [
            "code": .text, "line": .int4, "column_name": .text, "text": .text,
            "at_stake": .numeric,
        ])
    static let lastStatement = Query(
        "last_statement", PackageResources.last_statement_sql, gives: ["statement": .int8])
    static let listCDRsElsewhere = Query(
        "list_cdrs_elsewhere", PackageResources.list_cdrs_elsewhere_sql,
        takes: [.text, .text, .date], gives: ["cdr_id": .text, "month": .date])

    static let ofStatements = [
        insertInvoiceFile, insertStatement, copyStatementRow, copyStatementFinding,
        insertStatementWithdrawal, listStatements, readStatementRows, readStatementFindings,
        lastStatement, listCDRsElsewhere,
    ]
}
