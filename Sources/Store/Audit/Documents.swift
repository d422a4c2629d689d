package import Amounts
package import Roaming

/// A received object with its bytes as they came.
package struct StoredDocument: Sendable, Hashable {
    package let object: Int64
    /// `own`, or the hub that sent it.
    package let hub: String
    /// Nil for what intake refused.
    package let version: OCPIVersion?
    /// Which content under its natural key, 1 for the first.
    package let revision: Int
    package let lastUpdated: Instant?
    package let sha256: String
    /// `cdrs`, `sessions` …
    package let module: String
    /// The file it came in.
    package let source: String
    /// The ingest run that took it in.
    package let run: Int64
    package let bytes: [UInt8]
}

/// A version of a tariff as it was published to us.
package struct TariffVersion: Sendable, Hashable {
    package let object: Int64
    package let hub: String
    package let party: String
    package let id: String
    package let version: Int
    package let currency: String
    package let validFrom: Instant?
    package let validUntil: Instant?
    package let lastUpdated: Instant?
    package let sha256: String
}

/// Another CDR under the same id, or one that refers to it.
package struct CDRCopy: Sendable, Hashable {
    package let object: Int64
    package let hub: String
    package let id: String
    package let version: Int
    package let isCredit: Bool
    package let lastUpdated: Instant
    package let sha256: String
    package let currency: String
    package let claimed: Price
}

/// What a rating run stored about a CDR.
package struct StoredPrice: Sendable, Hashable {
    package let tariffID: String?
    package let tariffObject: Int64?
    /// Code and words; nil when it was priced.
    package let unpriceable: String?
    package let unpriceableText: String?
    package let currency: String?
    package let total: Price
}

/// A finding with the stage that made it.
package struct StoredFinding: Sendable, Hashable {
    package let job: String
    package let finding: Finding
}

/// One posting of the month's journal.
package struct StoredPosting: Sendable, Hashable {
    package let key: String
    package let event: String
    package let day: Day
    package let text: String
    package let account: String
    package let accountName: String
    /// Debit above zero, credit below.
    package let amount: ExactDecimal
}

/// A line of a closed month.
package struct ClosedLine: Sendable, Hashable {
    package let month: Month
    package let version: Int
    /// Place among the leaves of the Merkle tree.
    package let ordinal: Int64
    /// SHA-256 of the line's canonical text.
    package let leaf: String
    package let disposition: String
    package let agreed: ExactDecimal
    package let disputed: ExactDecimal
    /// Of the close.
    package let hash: String
    /// In the chain of closes.
    package let position: Int
    /// Not reopened since.
    package let isStanding: Bool
}

extension Connection {
    /// A CDR, session, tariff or refused object by its number; nil when there is none.
    package func document(_ object: Int64) throws(StoreError) -> StoredDocument? {
        try rows(.readDocument, [.int8(object)]) { (row) throws(StoreError) in
            guard let page = Zstd.expand(row.bytes(11), size: row.int4(10)) else {
                throw row.unreadable(11, "of the page of object \(object) is damaged")
            }
            let (at, length) = (row.int4(2), row.int4(3))
            guard at >= 0, length >= 0, at + length <= page.count else {
                throw row.unreadable(2, "of object \(object) lies outside its page")
            }
            return StoredDocument(
                object: object, hub: row.text(0), version: OCPIVersion(rawValue: row.text(1)),
                revision: row.int4(5), lastUpdated: row.instantIfAny(6), sha256: hex(row.bytes(4)),
                module: row.text(7), source: row.text(8), run: row.int8(9),
                bytes: Array(page[at..<at + length]))
        }.first
    }

    /// - Parameter ids: in any spelling of case.
    package func tariffVersions(
        _ ids: [String], of book: Int64
    ) throws(StoreError) -> [TariffVersion] {
        let folded = Set(ids.map { Identifier.folded($0) }).sorted()
        return try rows(.listTariffVersions, [.int8(book), .texts(folded)]) { row in
            TariffVersion(
                object: row.int8(0), hub: row.text(1), party: row.text(2), id: row.text(3),
                version: row.int4(4), currency: row.text(5), validFrom: row.instantIfAny(6),
                validUntil: row.instantIfAny(7), lastUpdated: row.instantIfAny(8),
                sha256: hex(row.bytes(9)))
        }
    }

    /// Other versions, other hubs' copies and credits of a CDR.
    package func copies(
        of object: Int64, in book: Int64
    ) throws(StoreError) -> [CDRCopy] {
        try rows(.listCopies, [.int8(book), .int8(object)]) { (row) throws(StoreError) in
            CDRCopy(
                object: row.int8(0), hub: row.text(1), id: row.text(2), version: row.int4(3),
                isCredit: row.bool(4), lastUpdated: row.instant(5), sha256: hex(row.bytes(6)),
                currency: row.text(7),
                claimed: Price(
                    beforeTax: try row.decimalIfAny(8), afterTax: try row.decimalIfAny(9)))
        }
    }

    /// What a rating run stored; nil when it did not see the CDR.
    package func storedPrice(
        of object: Int64, in rating: Run
    ) throws(StoreError) -> StoredPrice? {
        try rows(.readStoredPrice, [.int8(rating.id), .int8(object)]) {
            (row) throws(StoreError) in
            StoredPrice(
                tariffID: row.textIfAny(0), tariffObject: row.int8IfAny(1),
                unpriceable: row.textIfAny(2), unpriceableText: row.textIfAny(3),
                currency: row.textIfAny(4),
                total: Price(
                    beforeTax: try row.decimalIfAny(5), afterTax: try row.decimalIfAny(6)))
        }.first
    }

    /// What intake and the rating run noted about an object.
    package func findings(
        about object: Int64, in rating: Run
    ) throws(StoreError) -> [StoredFinding] {
        try rows(.listFindings, [.int8(rating.id), .int8(object)]) { (row) throws(StoreError) in
            StoredFinding(
                job: row.text(0),
                finding: Finding(
                    row.text(2), try row.value(3, as: Finding.Severity.self), at: row.text(4),
                    row.text(5), atStake: try row.decimalIfAny(6)))
        }
    }

    /// The closed lines about the same CDR (or session, when there is none), oldest first.
    package func closedLines(like line: ReconciledLine) throws(StoreError) -> [ClosedLine] {
        guard let counterparty = line.counterparty else { return [] }
        return try rows(
            .listClosings,
            [
                .text(line.cdrID), .text(line.sessionID), .text(counterparty.description),
                .text(line.side.rawValue),
            ]
        ) { (row) throws(StoreError) in
            ClosedLine(
                month: row.month(0), version: row.int4(1), ordinal: row.int8(2),
                leaf: hex(row.bytes(3)), disposition: row.text(4), agreed: try row.decimal(5),
                disputed: try row.decimal(6), hash: hex(row.bytes(7)), position: row.int4(8),
                isStanding: row.bool(9))
        }
    }

    /// What was posted for the month with a counterparty in a currency, reversals too. The connection
    /// must be the reader's.
    package func ledger(
        of month: Month, counterparty: PartyID, currency: Currency
    ) throws(StoreError) -> [StoredPosting] {
        try rows(
            .listLedger,
            [.month(month), .text(counterparty.description), .text(currency.description)],
            StoredPosting.init)
    }

    /// The month's journal with a counterparty in a currency.
    package func postings(
        of run: Run, counterparty: PartyID, currency: Currency
    ) throws(StoreError) -> [StoredPosting] {
        try rows(
            .listPostings,
            [.int8(run.id), .text(counterparty.description), .text(currency.description)],
            StoredPosting.init)
    }
}

extension StoredPosting {
    init(_ row: RowReader) throws(StoreError) {
        self.init(
            key: row.text(0), event: row.text(1), day: row.day(2), text: row.text(3),
            account: row.text(4), accountName: row.text(5), amount: try row.decimal(6))
    }
}
