package import Amounts
package import Roaming

extension Query {
    static let listStatementsToNumber = Query(
        "list_statements_to_number", PackageResources.list_statements_to_number_sql,
        takes: [.int8],
        gives: [
            "entity": .text, "counterparty": .text, "side": .text, "currency": .text, "hub": .text,
        ])
    static let lastNumber = Query(
        "last_number", PackageResources.last_number_sql, takes: [.text, .text, .text],
        gives: ["sequence": .int4])
    static let insertNumber = Query(
        "insert_number", PackageResources.insert_number_sql,
        takes: [
            .text, .text, .text, .int4, .text, .date, .int4, .text, .text, .text, .date, .date,
        ])
    static let listNumbers = Query(
        "list_numbers", PackageResources.list_numbers_sql, takes: [.date],
        gives: [
            "version": .int4, "entity": .text, "number": .text, "counterparty": .text,
            "side": .text, "currency": .text, "is_cancelled": .bool,
        ])

    static let sumStatements = Query(
        "sum_statements", PackageResources.sum_statements_sql, takes: [.int8],
        gives: [
            "counterparty": .text, "side": .text, "currency": .text, "claimed": .numeric,
            "agreed": .numeric, "disputed": .numeric,
        ])

    static let ofNumbers = [
        listStatementsToNumber, lastNumber, insertNumber, listNumbers, sumStatements,
    ]
}

/// What a settle run comes to with one partner on one side in one currency.
package struct PartnerSum: Sendable, Hashable {
    package let counterparty: PartyID
    package let side: Side
    package let currency: Currency
    package let claimed: ExactDecimal
    package let agreed: ExactDecimal
    package let disputed: ExactDecimal
}

/// Which statement a number is for.
package struct StatementKey: Sendable, Hashable {
    /// Id of our legal entity.
    package let entity: String
    package let counterparty: PartyID
    package let side: Side
    package let currency: Currency

    package init(entity: String, counterparty: PartyID, side: Side, currency: Currency) {
        self.entity = entity
        self.counterparty = counterparty
        self.side = side
        self.currency = currency
    }
}

/// A number that was given out.
package struct StoredNumber: Sendable, Hashable {
    package let version: Int
    package let number: String
    package let statement: StatementKey
    package let isCancelled: Bool
}

extension Connection {
    /// The statements of a settle run, in the order in which they get their numbers.
    /// - Returns: each with the hub through which it is paid.
    package func statementsToNumber(
        of settleRun: Int64
    ) throws(StoreError) -> [(key: StatementKey, hub: String?)] {
        try rows(.listStatementsToNumber, [.int8(settleRun)]) { row throws(StoreError) in
            (
                StatementKey(
                    entity: row.text(0), counterparty: try row.party(1),
                    side: try row.value(2, as: Side.self), currency: try row.currency(3)),
                row.textIfAny(4)
            )
        }
    }

    /// What a settle run comes to, by partner, side and currency.
    package func partnerSums(of settleRun: Int64) throws(StoreError) -> [PartnerSum] {
        try rows(.sumStatements, [.int8(settleRun)]) { row throws(StoreError) in
            PartnerSum(
                counterparty: try row.party(0), side: try row.value(1, as: Side.self),
                currency: try row.currency(2), claimed: try row.decimal(3),
                agreed: try row.decimal(4), disputed: try row.decimal(5))
        }
    }

    /// The numbers of a month's statements, cancelled ones included.
    package func numbers(of month: Month) throws(StoreError) -> [StoredNumber] {
        try rows(.listNumbers, [.month(month)]) { row throws(StoreError) in
            StoredNumber(
                version: row.int4(0), number: row.text(2),
                statement: StatementKey(
                    entity: row.text(1), counterparty: try row.party(3),
                    side: try row.value(4, as: Side.self), currency: try row.currency(5)),
                isCancelled: row.bool(6))
        }
    }
}

extension Transaction {
    /// The last sequence given out in a series; 0 when there is none. Call with the chain locked.
    package func lastNumber(
        entity: String, series: String, financialYear: String
    ) throws(StoreError) -> Int {
        try connection.rows(
            .lastNumber, [.text(entity), .text(series), .text(financialYear)]
        ) { $0.int4(0) }.first ?? 0
    }

    /// Gives a number to a statement of the month's version.
    package func save(
        number: String, sequence: Int, series: String, financialYear: String,
        of statement: StatementKey, in month: Month, version: Int, issuedOn: Day, dueOn: Day
    ) throws(StoreError) {
        try connection.execute(
            .insertNumber,
            [
                .text(statement.entity), .text(series), .text(financialYear), .int4(sequence),
                .text(number), .month(month), .int4(version),
                .text(statement.counterparty.description), .text(statement.side.rawValue),
                .text(statement.currency.description), .date(issuedOn), .date(dueOn),
            ])
    }
}
