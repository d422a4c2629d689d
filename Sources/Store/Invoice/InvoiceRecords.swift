package import Amounts
package import Roaming

/// An amount that was in dispute and that the month's ledger has as owed after all.
package struct BookedRelease: Sendable, Hashable {
    /// In which the charging was listed.
    package let month: Month
    package let side: Side
    package let counterparty: PartyID
    package let ownParty: PartyID
    package let currency: Currency
    package let cdrID: String?
    package let sessionID: String?
    package let afterTax: ExactDecimal
    package let beforeTax: ExactDecimal
}

/// A version of an invoice record, as it is stored.
package struct StoredInvoiceRecord: Sendable, Hashable {
    /// Of which statement of ours it is.
    package struct Statement: Sendable, Hashable {
        package var month: Month
        package var side: Side

        package init(month: Month, side: Side) {
            self.month = month
            self.side = side
        }
    }

    package var number: Int64 = 0
    package var version: Int
    package var record: InvoiceRecord
    package var isDeleted: Bool
    package var counterparty: PartyID
    /// Nil for what a partner sent.
    package var ours: Statement?
    package var hub: String
    /// Its bytes as sent or received.
    package var document: [UInt8]
    package var at: Instant
    package var by: String

    package init(
        version: Int, record: InvoiceRecord, isDeleted: Bool, counterparty: PartyID,
        ours: Statement?, hub: String, document: [UInt8], at: Instant, by: String
    ) {
        self.version = version
        self.record = record
        self.isDeleted = isDeleted
        self.counterparty = counterparty
        self.ours = ours
        self.hub = hub
        self.document = document
        self.at = at
        self.by = by
    }

    fileprivate init(_ row: RowReader) throws(StoreError) {
        self.init(
            version: row.int4(4),
            record: InvoiceRecord(
                owner: try row.party(2), id: row.text(3), invoiceID: row.text(6),
                cdrs: row.texts(15), lastUpdated: row.instant(7)),
            isDeleted: row.bool(5), counterparty: try row.party(8),
            ours: row.isNull(9)
                ? nil
                : Statement(month: row.month(9), side: try row.value(10, as: Side.self)),
            hub: row.text(11), document: Array(row.bytes(12)), at: row.instant(13),
            by: row.text(14))
        number = row.int8(0)
    }
}

/// The annex of a record of ours, as it is stored.
package struct StoredAnnex: Sendable, Hashable {
    /// Canonical JSON.
    package var body: [UInt8]
    package var digest: [UInt8]
    package var algorithm: String
    package var signature: [UInt8]
    /// PEM
    package var publicKey: [UInt8]

    package init(
        body: [UInt8], digest: [UInt8], algorithm: String, signature: [UInt8], publicKey: [UInt8]
    ) {
        self.body = body
        self.digest = digest
        self.algorithm = algorithm
        self.signature = signature
        self.publicKey = publicKey
    }
}

extension Connection {
    /// What the ledger of a closed month has released.
    package func bookedReleases(in month: Month) throws(StoreError) -> [BookedRelease] {
        try rows(.listBookedReleases, [.month(month)]) { (row) throws(StoreError) in
            BookedRelease(
                month: row.month(0), side: try row.value(1, as: Side.self),
                counterparty: try row.party(2), ownParty: try row.party(3),
                currency: try row.currency(4), cdrID: row.textIfAny(5),
                sessionID: row.textIfAny(6), afterTax: try row.decimal(7),
                beforeTax: try row.decimal(8))
        }
    }

    /// What is due by each statement of a settle run, after tax.
    package func dues(of settleRun: Int64) throws(StoreError) -> [StatementKey: ExactDecimal] {
        let dues = try rows(.listDues, [.int8(settleRun)]) { (row) throws(StoreError) in
            (
                key: StatementKey(
                    entity: row.text(0), counterparty: try row.party(1),
                    side: try row.value(2, as: Side.self), currency: try row.currency(3)),
                due: try row.decimal(4)
            )
        }
        return dues.reduce(into: [:]) { $0[$1.key] = $1.due }
    }

    /// The newest version of each record that we made of our statements, deleted ones included.
    package func ownInvoiceRecords(
        month: Month? = nil, counterparty: PartyID? = nil
    ) throws(StoreError) -> [StoredInvoiceRecord] {
        try invoiceRecords("ours", nil, counterparty, month, nil)
    }

    /// The newest version of each record that partners sent, deleted ones included.
    package func partnerInvoiceRecords(
        owner: PartyID? = nil, id: String? = nil
    ) throws(StoreError) -> [StoredInvoiceRecord] {
        try invoiceRecords("theirs", owner, nil, nil, id)
    }

    private func invoiceRecords(
        _ origin: String, _ owner: PartyID?, _ counterparty: PartyID?, _ month: Month?,
        _ id: String?
    ) throws(StoreError) -> [StoredInvoiceRecord] {
        try rows(
            .listInvoiceRecords,
            [
                .text(origin), .text(owner?.description), .text(counterparty?.description),
                month.map { .month($0) } ?? .null, .text(id),
            ], StoredInvoiceRecord.init)
    }

    /// Nil for a record without one: a partner's, or a deletion.
    package func annex(of stored: StoredInvoiceRecord) throws(StoreError) -> StoredAnnex? {
        try rows(.readAnnex, [.int8(stored.number)]) { row in
            StoredAnnex(
                body: Array(row.bytes(0)), digest: Array(row.bytes(1)), algorithm: row.text(2),
                signature: Array(row.bytes(3)), publicKey: Array(row.bytes(4)))
        }.first
    }
}

extension Transaction {
    /// - Throws: SQL state 23505 when somebody else has added a version meanwhile.
    package func save(
        _ stored: StoredInvoiceRecord, findings: [Finding] = [], annex: StoredAnnex? = nil
    ) throws(StoreError) {
        let (record, number) = (
            stored.record, 1 + (try connection.rows(.lastInvoiceRecord) { $0.int8(0) }.first ?? 0)
        )
        try connection.execute(
            .insertInvoiceRecord,
            [
                .int8(number), .text(stored.ours == nil ? "theirs" : "ours"),
                .text(record.owner.description), .text(record.id), .int4(stored.version),
                .bool(stored.isDeleted), .text(record.invoiceID), .instant(record.lastUpdated),
                .text(stored.counterparty.description),
                stored.ours.map { .month($0.month) } ?? .null, .text(stored.ours?.side.rawValue),
                .text(stored.hub), .bytea(stored.document), .instant(stored.at), .text(stored.by),
            ])
        var rows = RowBytes()
        for (ordinal, id) in record.cdrs.enumerated() {
            rows.begin(fields: 3)
            rows.int8(number)
            rows.int4(ordinal)
            rows.text(id)
        }
        try connection.copy(.copyRecordCDR, rows)
        try save(findings, of: number)
        guard let annex else { return }
        try connection.execute(
            .insertAnnex,
            [
                .int8(number), .bytea(annex.body), .bytea(annex.digest), .text(annex.algorithm),
                .bytea(annex.signature), .bytea(annex.publicKey),
            ])
    }

    private func save(_ findings: [Finding], of record: Int64) throws(StoreError) {
        guard !findings.isEmpty else { return }
        var rows = RowBytes()
        for (ordinal, finding) in findings.enumerated() {
            rows.begin(fields: 6)
            rows.int8(record)
            rows.int4(ordinal)
            rows.text(finding.code)
            rows.text(finding.severity.rawValue)
            rows.text(finding.pointer)
            rows.text(finding.text)
        }
        try connection.copy(.copyRecordFinding, rows)
    }
}
