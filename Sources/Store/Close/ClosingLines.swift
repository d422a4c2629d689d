package import Amounts
package import Roaming

/// A line about to be closed.
package struct ClosingLine: Sendable {
    /// What is hashed, in the order of `read_closing_lines.sql`.
    package let cells: [String?]
    /// The line of the reconcile run.
    let shard: Int
    let line: Int
    let disposition: String
    let side: String
    let counterparty: String?
    let hub: String?
    let party: String?
    let cdrID: String?
    let sessionID: String?
    let serviceMonth: Day?
    let currency: String?
    let agreed: ExactDecimal
    let disputed: ExactDecimal

    fileprivate init(_ row: RowReader) throws(StoreError) {
        cells = row.textsIfAny(0)
        shard = row.int4(1)
        line = row.int4(2)
        disposition = row.text(3)
        side = row.text(4)
        counterparty = row.textIfAny(5)
        hub = row.textIfAny(6)
        party = row.textIfAny(7)
        cdrID = row.textIfAny(8)
        sessionID = row.textIfAny(9)
        serviceMonth = row.isNull(10) ? nil : row.day(10)
        currency = row.textIfAny(11)
        agreed = try row.decimal(12)
        disputed = try row.decimal(13)
    }
}

/// Lines about to be closed, one at a time in the order of their canonical texts.
package final class ClosingLines {
    private let reader: RowReader

    init(_ reader: RowReader) { self.reader = reader }

    /// Nil at the end.
    package func next() throws(StoreError) -> ClosingLine? {
        try reader.next() ? try ClosingLine(reader) : nil
    }
}

/// Closed lines in the form the server takes them.
package struct ClosedLineRows {
    private(set) var rows = RowBytes()
    private let month: Month
    private let version: Int

    package init(month: Month, version: Int) {
        self.month = month
        self.version = version
    }

    /// Worth sending.
    package var isFull: Bool { rows.bytes.count > 4 << 20 }

    package mutating func add(_ line: ClosingLine, ordinal: Int, leaf: [UInt8]) {
        rows.begin(fields: 17)
        rows.date(month.firstDay)
        rows.int4(version)
        rows.int8(Int64(ordinal))
        rows.bytea(leaf)
        rows.int4(line.shard)
        rows.int4(line.line)
        rows.text(line.disposition)
        rows.text(line.side)
        rows.text(line.counterparty)
        rows.text(line.hub)
        rows.text(line.party)
        rows.text(line.cdrID)
        rows.text(line.sessionID)
        rows.date(line.serviceMonth)
        rows.text(line.currency)
        rows.decimal(line.agreed)
        rows.decimal(line.disputed)
    }
}

extension Connection {
    /// The lines of a reconcile run in the order in which they are hashed.
    package func closingLines(of reconcileRun: Int64) throws(StoreError) -> ClosingLines {
        ClosingLines(try stream(.readClosingLines, [.int8(reconcileRun)]))
    }

    /// Exceptions that nobody takes care of, the first `limit` of them, and how many there are.
    package func openExceptions(
        of reconcileRun: Int64, in month: Month, limit: Int
    ) throws(StoreError) -> (exceptions: [OpenException], count: Int) {
        let found = try rows(
            .listOpenExceptions, [.int8(reconcileRun), .month(month), .int8(Int64(limit))]
        ) { row throws(StoreError) in
            (
                OpenException(
                    side: try row.value(0, as: Side.self), counterparty: row.textIfAny(1),
                    disposition: try row.value(2, as: Disposition.self),
                    cdrID: row.textIfAny(3), sessionID: row.textIfAny(4),
                    currency: row.textIfAny(5), disputed: try row.decimal(6)), Int(row.int8(7))
            )
        }
        return (found.map(\.0), found.first?.1 ?? 0)
    }
}

/// A severe line with an amount in dispute, without a dispute and without an owner.
package struct OpenException: Sendable, Hashable {
    package let side: Side
    package let counterparty: String?
    package let disposition: Disposition
    package let cdrID: String?
    package let sessionID: String?
    package let currency: String?
    package let disputed: ExactDecimal
}

extension Transaction {
    /// Sends the rows and empties them.
    package func save(_ lines: inout ClosedLineRows, as next: ClosedLineRows) throws(StoreError) {
        try connection.copy(.copyClosedLine, lines.rows)
        lines = next
    }
}
