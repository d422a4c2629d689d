extension Query {
    static let copyPosition = Query("copy_position", PackageResources.copy_position_sql)
    static let copyStatement = Query("copy_statement", PackageResources.copy_statement_sql)
    static let copyStatementCount = Query(
        "copy_statement_count", PackageResources.copy_statement_count_sql)
    static let copyStatementSection = Query(
        "copy_statement_section", PackageResources.copy_statement_section_sql)
    static let copyStatementRate = Query(
        "copy_statement_rate", PackageResources.copy_statement_rate_sql)
    static let copyHubFee = Query("copy_hub_fee", PackageResources.copy_hub_fee_sql)
    static let copyNettingProof = Query(
        "copy_netting_proof", PackageResources.copy_netting_proof_sql)
    static let copyJournalEntry = Query(
        "copy_journal_entry", PackageResources.copy_journal_entry_sql)
    static let copyJournalLine = Query("copy_journal_line", PackageResources.copy_journal_line_sql)
    static let copyPayout = Query("copy_payout", PackageResources.copy_payout_sql)
    static let readPositions = Query(
        "read_positions", PackageResources.read_positions_sql, takes: [.int8],
        gives: [
            "entity": .text, "counterparty": .text, "currency": .text, "receivable": .numeric,
            "payable": .numeric, "net": .numeric, "disputed": .numeric, "set_off": .numeric,
            "hub": .text,
        ])

    static let decidedDisputes = Query(
        "decided_disputes", PackageResources.decided_disputes_sql,
        takes: [.date, .timestamptz, .timestamptz],
        gives: [
            "dispute": .text, "ordinal": .int4, "month": .date, "side": .text,
            "counterparty": .text, "own_party": .text, "currency": .text, "released": .numeric,
            "released_before_tax": .numeric, "written_off": .numeric, "at": .timestamptz,
            "who": .text, "why": .text,
        ])

    static let ofSettle = [
        copyPosition, copyStatement, copyStatementCount, copyStatementSection, copyStatementRate,
        copyHubFee, copyNettingProof, copyJournalEntry, copyJournalLine, copyPayout, readPositions,
        decidedDisputes,
    ]
}
