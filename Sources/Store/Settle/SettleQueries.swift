extension Query {
    static let copyPosition = Query("copy_position", PackageResources.copy_position_sql)
    static let copyStatement = Query("copy_statement", PackageResources.copy_statement_sql)
    static let copyStatementCount = Query(
        "copy_statement_count", PackageResources.copy_statement_count_sql)
    static let copyJournalEntry = Query(
        "copy_journal_entry", PackageResources.copy_journal_entry_sql)
    static let copyJournalLine = Query("copy_journal_line", PackageResources.copy_journal_line_sql)
    static let copyPayout = Query("copy_payout", PackageResources.copy_payout_sql)
    static let readPositions = Query(
        "read_positions", PackageResources.read_positions_sql, takes: [.int8],
        gives: [
            "counterparty": .text, "currency": .text, "receivable": .numeric,
            "payable": .numeric, "net": .numeric, "disputed": .numeric,
        ])

    static let ofSettle = [
        copyPosition, copyStatement, copyStatementCount, copyJournalEntry, copyJournalLine,
        copyPayout, readPositions,
    ]
}
