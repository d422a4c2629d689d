import Amounts
package import Roaming

extension Transaction {
    package func save(_ positions: [Position], of run: Run) throws(StoreError) {
        var rows = RowBytes()
        for position in positions {
            rows.begin(fields: 7)
            rows.int8(run.id)
            rows.party(position.counterparty)
            rows.text(position.currency.description)
            rows.decimal(position.receivable)
            rows.decimal(position.payable)
            rows.decimal(position.net)
            rows.decimal(position.disputed)
        }
        try connection.copy(.copyPosition, rows)
    }

    package func save(_ statements: [Statement], of run: Run) throws(StoreError) {
        var (rows, counts) = (RowBytes(), RowBytes())
        for statement in statements {
            rows.begin(fields: 12)
            rows.key(of: statement, run)
            rows.int4(statement.lines)
            rows.int4(statement.sessionsSettled)
            rows.decimal(statement.energySettled)
            rows.decimal(statement.claimed)
            rows.decimal(statement.agreed)
            rows.decimal(statement.agreedBeforeTax)
            rows.decimal(statement.tax)
            rows.decimal(statement.disputed)
            for (ordinal, count) in statement.counts.enumerated() {
                counts.begin(fields: 7)
                counts.key(of: statement, run)
                counts.int4(ordinal)
                counts.text(count.disposition.rawValue)
                counts.int4(count.lines)
            }
        }
        try connection.copy(.copyStatement, rows)
        try connection.copy(.copyStatementCount, counts)
    }

    /// The database checks at commit that every entry sums to zero.
    package func save(_ journal: [JournalEntry], of run: Run) throws(StoreError) {
        var (rows, lines) = (RowBytes(), RowBytes())
        for (number, entry) in journal.enumerated() {
            rows.begin(fields: 8)
            rows.int8(run.id)
            rows.int4(number)
            rows.text(entry.key)
            rows.text(entry.event.rawValue)
            rows.party(entry.counterparty)
            rows.text(entry.currency.description)
            rows.date(entry.day)
            rows.text(entry.text)
            for (line, posting) in entry.postings.enumerated() {
                lines.begin(fields: 7)
                lines.int8(run.id)
                lines.int4(number)
                lines.int4(line)
                lines.text(posting.account)
                lines.text(posting.accountName)
                lines.text(entry.currency.description)
                lines.decimal(posting.amount)
            }
        }
        try connection.copy(.copyJournalEntry, rows)
        try connection.copy(.copyJournalLine, lines)
    }

    package func save(_ payouts: [PayoutPreview], of run: Run) throws(StoreError) {
        var rows = RowBytes()
        for payout in payouts {
            rows.begin(fields: 14)
            rows.int8(run.id)
            rows.text(payout.vendor)
            rows.text(payout.vendorName)
            rows.text(payout.currency.description)
            rows.int4(payout.sessions)
            rows.decimal(payout.energy)
            rows.decimal(payout.gross)
            rows.decimal(payout.vendorShare)
            rows.decimal(payout.magmaShare)
            rows.decimal(payout.feeForSessions)
            rows.decimal(payout.feeForEnergy)
            rows.decimal(payout.feeMonthly)
            rows.decimal(payout.fees)
            rows.decimal(payout.net)
        }
        try connection.copy(.copyPayout, rows)
    }
}

extension RowBytes {
    /// run_id, counterparty, side, currency
    fileprivate mutating func key(of statement: Statement, _ run: Run) {
        int8(run.id)
        party(statement.counterparty)
        text(statement.side.rawValue)
        text(statement.currency.description)
    }
}

extension Connection {
    /// The positions of a settle run, by counterparty and currency.
    package func positions(of run: Run) throws(StoreError) -> [Position] {
        try rows(.readPositions, [.int8(run.id)]) { row throws(StoreError) in
            Position(
                counterparty: try row.party(0), currency: try row.currency(1),
                receivable: try row.decimal(2), payable: try row.decimal(3),
                net: try row.decimal(4), disputed: try row.decimal(5))
        }
    }
}
