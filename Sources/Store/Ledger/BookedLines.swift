package import Amounts
package import Roaming

/// One line of the ledger or of a draft, with the entry it belongs to.
package struct BookedLine: Sendable, Hashable {
    package let source: String
    package let event: String
    package let entity: String
    package let counterparty: PartyID?
    package let hub: String?
    package let serviceMonth: Month
    package let day: Day
    package let text: String
    /// Place in its entry, from 0.
    package let line: Int
    package let account: String
    package let accountName: String
    /// Nil in drafts that were made before accounts had kinds.
    package let accountKind: AccountKind?
    package let currency: Currency
    /// Debit above zero, credit below.
    package let amount: ExactDecimal
    package let bookCurrency: Currency?
    /// Nil in a draft that lacks a rate.
    package let bookAmount: ExactDecimal?
}

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
                accountKind: AccountKind(rawValue: row.text(11)), currency: try row.currency(12),
                amount: try row.decimal(13), bookCurrency: Currency(row.text(14)),
                bookAmount: try row.decimalIfAny(15))
        }
    }
}
