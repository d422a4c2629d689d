import Amounts
package import Roaming

/// What is exported: what was posted for good, or what stands to be posted.
package enum Journal: Sendable, Hashable { case ledger, draft }

extension Connection {
    /// Lines with a day in the range, both ends included, in the order of posting.
    package func bookedLines(
        of journal: Journal, from first: Day, through last: Day
    ) throws(StoreError) -> [BookedLine] {
        let query: Query =
            switch journal {
            case .ledger: .readLedger
            case .draft: .readDraft
            }
        return try rows(query, [.date(first), .date(last)]) { row throws(StoreError) in
            BookedLine(
                source: row.text(0), event: row.text(1), entity: row.text(2),
                counterparty: row.isNull(3) ? nil : try row.party(3), hub: row.textIfAny(4),
                serviceMonth: row.month(5), day: row.day(6), text: row.text(7), line: row.int4(8),
                account: row.text(9), accountName: row.text(10),
                accountKind: try row.value(11, as: AccountKind.self),
                currency: try row.currency(12), amount: try row.decimal(13),
                bookCurrency: try row.currency(14), bookAmount: try row.decimalIfAny(15))
        }
    }
}
