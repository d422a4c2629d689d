import Amounts
package import Roaming

extension Transaction {
    package func save(_ positions: [Position], of run: Run) throws(StoreError) {
        var rows = RowBytes()
        for position in positions {
            rows.begin(fields: 10)
            rows.int8(run.id)
            rows.text(position.entity)
            rows.party(position.counterparty)
            rows.text(position.currency.description)
            rows.decimal(position.receivable)
            rows.decimal(position.payable)
            rows.decimal(position.net)
            rows.decimal(position.disputed)
            rows.decimal(position.setOff)
            rows.text(position.hub)
        }
        try connection.copy(.copyPosition, rows)
    }

    /// The database checks at commit that every entry sums to zero, in both currencies.
    package func save(_ journal: [JournalEntry], of run: Run) throws(StoreError) {
        var (rows, lines) = (RowBytes(), RowBytes())
        for (number, entry) in journal.enumerated() {
            rows.begin(fields: 13)
            rows.int8(run.id)
            rows.int4(number)
            rows.text(entry.key)
            rows.text(entry.event.rawValue)
            rows.text(entry.entity)
            rows.party(entry.counterparty)
            rows.text(entry.hub)
            rows.text(entry.currency.description)
            rows.text(entry.bookCurrency.description)
            rows.date(entry.serviceMonth.firstDay)
            rows.text(entry.reference)
            rows.date(entry.day)
            rows.text(entry.text)
            for (line, posting) in entry.postings.enumerated() {
                lines.begin(fields: 9)
                lines.int8(run.id)
                lines.int4(number)
                lines.int4(line)
                lines.text(posting.account)
                lines.text(posting.accountName)
                lines.text(posting.accountKind.rawValue)
                lines.text(entry.currency.description)
                lines.decimal(posting.amount)
                lines.decimal(posting.bookAmount)
            }
        }
        try connection.copy(.copyJournalEntry, rows)
        try connection.copy(.copyJournalLine, lines)
    }

    package func save(_ fees: [HubFee], of run: Run) throws(StoreError) {
        var rows = RowBytes()
        for fee in fees {
            rows.begin(fields: 17)
            rows.int8(run.id)
            rows.text(fee.hub)
            rows.text(fee.supplier)
            rows.text(fee.entity)
            rows.text(fee.currency.description)
            rows.int4(fee.cdrs)
            for amount in [
                fee.energy, fee.net, fee.forCDRs, fee.forEnergy, fee.forNet, fee.monthly,
                fee.adjustment, fee.fee, fee.taxPercent, fee.tax, fee.total,
            ] { rows.decimal(amount) }
        }
        try connection.copy(.copyHubFee, rows)
    }

    /// The database checks at commit that each hub's positions sum to zero.
    package func save(_ proof: [NettingProof], of run: Run) throws(StoreError) {
        var rows = RowBytes()
        for row in proof {
            rows.begin(fields: 6)
            rows.int8(run.id)
            rows.text(row.hub)
            rows.text(row.currency.description)
            rows.text(row.member)
            rows.bool(row.isOurs)
            rows.decimal(row.position)
        }
        try connection.copy(.copyNettingProof, rows)
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

extension Connection {
    /// The positions of a settle run, by counterparty, currency and entity.
    package func positions(of run: Run) throws(StoreError) -> [Position] {
        try rows(.readPositions, [.int8(run.id)]) { row throws(StoreError) in
            Position(
                entity: row.text(0), counterparty: try row.party(1), currency: try row.currency(2),
                receivable: try row.decimal(3), payable: try row.decimal(4),
                net: try row.decimal(5), disputed: try row.decimal(6),
                setOff: try row.decimal(7), hub: row.textIfAny(8))
        }
    }
}
