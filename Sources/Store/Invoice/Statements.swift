import Amounts
package import Roaming

/// A version of a partner's statement, as it is stored.
package struct StoredStatement: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case stands, superseded, withdrawn
    }

    package let id: Int64
    package let subject: PartnerStatement.Subject
    package let number: String
    package let version: Int
    /// SHA-256 of the file, in hex.
    package let file: String
    /// The file's name.
    package let source: String
    /// Name of the column map.
    package let map: String
    package let rulesHash: String
    package let basis: PartnerStatement.Basis
    package let receivedAt: Instant
    package let receivedBy: String
    package let lines: Int
    /// Lines that could not be read.
    package let refused: Int
    package let state: State

    fileprivate init(_ row: RowReader) throws(StoreError) {
        id = row.int8(0)
        subject = PartnerStatement.Subject(
            hub: row.text(1), counterparty: try row.party(2),
            side: try row.value(3, as: Side.self), month: row.month(4))
        number = row.text(5)
        version = row.int4(6)
        file = hex(row.bytes(7))
        source = row.text(8)
        map = row.text(9)
        rulesHash = row.text(10)
        basis = try row.value(11, as: PartnerStatement.Basis.self)
        receivedAt = row.instant(12)
        receivedBy = row.text(13)
        lines = Int(row.int8(14))
        refused = Int(row.int8(15))
        state = try row.value(16, as: State.self)
    }
}

/// A statement about to be stored.
package struct ReceivedStatement: Sendable {
    package var statement: PartnerStatement
    package var version: Int
    package var bytes: [UInt8]
    /// SHA-256 of the bytes.
    package var digest: [UInt8]
    package var source: String
    package var map: String
    package var rulesHash: String
    package var at: Instant
    package var by: String

    package init(
        _ statement: PartnerStatement, version: Int, bytes: [UInt8], digest: [UInt8],
        source: String, map: String, rulesHash: String, at: Instant, by: String
    ) {
        self.statement = statement
        self.version = version
        self.bytes = bytes
        self.digest = digest
        self.source = source
        self.map = map
        self.rulesHash = rulesHash
        self.at = at
        self.by = by
    }
}

extension Connection {
    /// Statements of partners in the order received, with what became of them.
    package func partnerStatements(
        month: Month? = nil, hub: String? = nil, counterparty: PartyID? = nil, side: Side? = nil
    ) throws(StoreError) -> [StoredStatement] {
        try rows(
            .listStatements,
            [
                month.map { .month($0) } ?? .null, .text(hub),
                .text(counterparty?.description), .text(side?.rawValue),
            ], StoredStatement.init)
    }

    /// CDRs of a partner that standing closes of other months have taken, with the last of those.
    package func cdrsTakenElsewhere(
        _ counterparty: PartyID, _ side: Side, than month: Month
    ) throws(StoreError) -> [(cdrID: String, month: Month)] {
        try rows(
            .listCDRsElsewhere,
            [.text(counterparty.description), .text(side.rawValue), .month(month)]
        ) { (cdrID: $0.text(0), month: $0.month(1)) }
    }

    /// A stored statement with its lines and findings.
    package func content(of stored: StoredStatement) throws(StoreError) -> PartnerStatement {
        PartnerStatement(
            subject: stored.subject, number: stored.number, basis: stored.basis,
            rows: try rows(.readStatementRows, [.int8(stored.id)], StatementRow.init),
            findings: try rows(
                .readStatementFindings, [.int8(stored.id)], StatementFinding.init))
    }
}

extension Transaction {
    /// - Throws: SQL state 23505 when somebody else has taken one in meanwhile.
    package func save(_ received: ReceivedStatement) throws(StoreError) {
        let (statement, subject) = (received.statement, received.statement.subject)
        try connection.execute(
            .insertInvoiceFile, [.bytea(received.digest), .bytea(received.bytes)])
        let id = 1 + (try connection.rows(.lastStatement) { $0.int8(0) }.first ?? 0)
        try connection.execute(
            .insertStatement,
            [
                .int8(id), .text(subject.hub), .text(subject.counterparty.description),
                .text(subject.side.rawValue), .month(subject.month), .text(statement.number),
                .int4(received.version), .bytea(received.digest), .text(received.source),
                .text(received.map), .text(received.rulesHash), .text(statement.basis.rawValue),
                .instant(received.at), .text(received.by),
            ])
        try save(statement.rows, of: id)
        try save(statement.findings, of: id)
    }

    private func save(_ lines: [StatementRow], of id: Int64) throws(StoreError) {
        guard !lines.isEmpty else { return }
        var rows = RowBytes()
        for (ordinal, line) in lines.enumerated() {
            rows.begin(fields: 16)
            rows.int8(id)
            rows.int4(ordinal)
            rows.int4(line.line)
            rows.text(line.cdrID)
            rows.text(line.sessionID)
            rows.text(line.evseID)
            rows.text(line.token)
            rows.instant(line.start?.from)
            rows.instant(line.start?.until)
            rows.instant(line.end?.from)
            rows.instant(line.end?.until)
            rows.decimal(line.energy)
            rows.decimal(line.beforeTax)
            rows.decimal(line.tax)
            rows.decimal(line.afterTax)
            rows.text(line.currency.description)
        }
        try connection.copy(.copyStatementRow, rows)
    }

    private func save(_ findings: [StatementFinding], of id: Int64) throws(StoreError) {
        guard !findings.isEmpty else { return }
        var rows = RowBytes()
        for (ordinal, finding) in findings.enumerated() {
            rows.begin(fields: 8)
            rows.int8(id)
            rows.int4(ordinal)
            rows.text(finding.code.rawValue)
            rows.text(finding.code.severity.rawValue)
            rows.int4(finding.line)
            rows.text(finding.column)
            rows.text(finding.text)
            rows.decimal(finding.atStake)
        }
        try connection.copy(.copyStatementFinding, rows)
    }

    /// Notes that a statement was taken back.
    package func withdraw(
        _ stored: StoredStatement, by: String, at: Instant, why: String
    ) throws(StoreError) {
        try connection.execute(
            .insertStatementWithdrawal, [.int8(stored.id), .text(by), .instant(at), .text(why)])
    }
}

extension StatementRow {
    fileprivate init(_ row: RowReader) throws(StoreError) {
        self.init(line: row.int4(0), currency: try row.currency(13))
        cdrID = row.textIfAny(1)
        sessionID = row.textIfAny(2)
        evseID = row.textIfAny(3)
        token = row.textIfAny(4)
        start = WrittenTime(row, 5)
        end = WrittenTime(row, 7)
        energy = try row.decimalIfAny(9)
        beforeTax = try row.decimalIfAny(10)
        tax = try row.decimalIfAny(11)
        afterTax = try row.decimalIfAny(12)
    }
}

extension WrittenTime {
    fileprivate init?(_ row: RowReader, _ column: Int32) {
        guard let from = row.instantIfAny(column), let until = row.instantIfAny(column + 1) else {
            return nil
        }
        self.init(from: from, until: until)
    }
}

extension StatementFinding {
    fileprivate init(_ row: RowReader) throws(StoreError) {
        self.init(
            try row.value(0, as: Code.self), line: row.int4(1), column: row.text(2), row.text(3),
            atStake: try row.decimalIfAny(4))
    }
}
