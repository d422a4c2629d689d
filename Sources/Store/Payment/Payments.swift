package import Amounts
package import Roaming

/// An allocation as it is kept.
package struct StoredAllocation: Sendable, Hashable {
    /// Of the bank entry, and place among its allocations, from 1.
    package var entry: String
    package var ordinal: Int
    package var entity: String
    package var currency: Currency
    package var allocation: Allocation
    package var at: Instant
    /// Nil when a rule decided.
    package var who: String?
    package var why: String
}

/// A statement of the last closed version of its month, as it is kept.
package struct StoredItem: Sendable, Hashable {
    package var key: StatementItem.Key
    package var number: String
    package var formerNumbers: [String]
    /// Nil for closes before these were kept.
    package var issuedOn: Day?
    package var dueOn: Day?
    package var hub: String?
    package var due: ExactDecimal
    package var setOff: ExactDecimal
    /// Of `due`, in the currency of the books.
    package var book: ExactDecimal?
}

extension Connection {
    /// Entries booked until a day, included, with what was decided about them.
    package func payments(until day: Day) throws(StoreError) -> [Payment] {
        var byEntry: [String: [Allocation]] = [:]
        for stored in try allocations(until: day) {
            byEntry[stored.entry, default: []].append(stored.allocation)
        }
        return try rows(.readBankEntries, [.date(day)]) { (row) throws(StoreError) in
            let entry = BankEntry(
                id: row.text(0), account: row.text(4), reference: row.text(5),
                bookedOn: row.day(6), valueOn: row.isNull(7) ? nil : row.day(7),
                currency: try row.currency(8), amount: try row.decimal(9),
                charges: try row.decimal(10), remittance: row.text(11),
                partyName: row.textIfAny(12), partyAccount: row.textIfAny(13),
                isReturn: row.bool(14), line: row.int4(1), pointer: row.text(2))
            return Payment(
                entry: entry, entity: row.text(3), allocations: byEntry[entry.id] ?? [],
                isDecided: row.bool(15))
        }
    }

    /// What stands allocated of entries booked until a day, included.
    package func allocations(until day: Day) throws(StoreError) -> [StoredAllocation] {
        try rows(.readAllocations, [.date(day)]) { (row) throws(StoreError) in
            let party = try row.party(3)
            let currency = try row.currency(4)
            var key: StatementItem.Key?
            if !row.isNull(5) {
                key = StatementItem.Key(
                    month: row.month(5), entity: row.text(2), counterparty: party,
                    side: try row.value(6, as: Side.self), currency: currency)
            }
            let allocation = Allocation(
                item: key, statement: row.textIfAny(7), counterparty: party,
                basis: try row.value(12, as: AllocationBasis.self), amount: try row.decimal(9),
                fee: try row.decimal(10), book: try row.decimal(11), hub: row.textIfAny(8),
                returnOf: row.textIfAny(13))
            return StoredAllocation(
                entry: row.text(0), ordinal: row.int4(1), entity: row.text(2), currency: currency,
                allocation: allocation, at: row.instant(14), who: row.textIfAny(15),
                why: row.text(16))
        }
    }

    /// Every statement that may be paid, by number.
    package func statementItems() throws(StoreError) -> [StoredItem] {
        try rows(.readItems) { (row) throws(StoreError) in
            StoredItem(
                key: StatementItem.Key(
                    month: row.month(0), entity: row.text(1), counterparty: try row.party(2),
                    side: try row.value(3, as: Side.self), currency: try row.currency(4)),
                number: row.text(5), formerNumbers: row.texts(12),
                issuedOn: row.isNull(6) ? nil : row.day(6),
                dueOn: row.isNull(7) ? nil : row.day(7), hub: row.textIfAny(8),
                due: try row.decimal(9), setOff: try row.decimal(10),
                book: try row.decimalIfAny(11))
        }
    }

    /// The first day after the newest closed month; nil when none is closed.
    package func firstOpenDay() throws(StoreError) -> Day? {
        try rows(.firstOpenDay) { row in row.isNull(0) ? nil : row.day(0) }.first ?? nil
    }

    /// Changes whenever anything comes to payments or closes.
    package func paymentState() throws(StoreError) -> String {
        try rows(.paymentState) { row in
            (0..<4).map { "\(row.int8(Int32($0)))" }.joined(separator: "/")
        }.first ?? ""
    }
}

extension Transaction {
    /// The ordinal that the next allocation of an entry gets. Call with the ledger locked.
    package func nextOrdinal(of entry: String) throws(StoreError) -> Int {
        (try connection.rows(.lastAllocation, [.text(entry)]) { $0.int4(0) }.first ?? 0) + 1
    }

    /// Keeps an allocation and books it: one entry of the ledger for each. Call with the ledger locked.
    /// - Parameter journal: what it is booked as; valued in the currency of the books.
    package func add(
        _ allocation: Allocation, _ ordinal: Int, of entry: String, bookedAs journal: JournalEntry,
        at: Instant, by who: String?, why: String
    ) throws(StoreError) {
        try connection.execute(
            .postPayment,
            [
                .text(journal.key), .text(journal.event.rawValue), .text(journal.entity),
                .text(journal.counterparty?.description), .text(journal.hub),
                .text("\(journal.currency)"), .text("\(journal.bookCurrency)"),
                .month(journal.serviceMonth), .text(journal.reference), .date(journal.day),
                .text(journal.text), .instant(at),
            ])
        for (index, posting) in journal.postings.enumerated() {
            try connection.execute(
                .postPaymentLine,
                [
                    .text(journal.key), .int4(index), .text(posting.account),
                    .text(posting.accountName), .text(posting.accountKind.rawValue),
                    .decimal(posting.amount), .decimal(posting.bookAmount),
                ])
        }
        try connection.execute(
            .insertAllocation,
            [
                .text(entry), .int4(ordinal), .text(allocation.statement),
                .text("\(allocation.counterparty)"), .text(allocation.hub),
                .decimal(allocation.amount), .decimal(allocation.fee), .decimal(allocation.book),
                .text(allocation.basis.rawValue), .text(allocation.returnOf), .instant(at),
                .text(who), .text(why), .text(journal.key),
            ])
    }

    /// Takes an allocation back and reverses its entry of the ledger. Call with the ledger locked.
    /// - Parameter day: on which the reversal is booked.
    package func release(
        _ ordinal: Int, of entry: String, on day: Day, at: Instant, by who: String, why: String
    ) throws(StoreError) {
        try connection.execute(
            .reversePayment, [.text(entry), .int4(ordinal), .date(day), .instant(at)])
        try connection.execute(
            .insertRelease,
            [.text(entry), .int4(ordinal), .instant(at), .text(who), .text(why)])
    }
}
