import Amounts
package import Roaming

/// Which disputes are asked for: every condition that is given must hold.
package struct DisputeFilter: Sendable, Hashable {
    package var month: Month?
    package var id: String?
    package var counterparty: PartyID?
    /// In any spelling of case.
    package var cdrID: String?
    /// SHA-256 of the disputed document, in hex.
    package var document: String?

    package init(
        month: Month? = nil, id: String? = nil, counterparty: PartyID? = nil,
        cdrID: String? = nil, document: String? = nil
    ) {
        self.month = month
        self.id = id
        self.counterparty = counterparty
        self.cdrID = cdrID
        self.document = document
    }
}

/// A credit CDR that refers to a disputed one.
package struct CreditFound: Sendable, Hashable {
    package let cdrID: String
    package let hub: String
    package let claimed: Price
    /// What it would have to take back.
    package let original: Price
    package let lastUpdated: Instant
}

extension Connection {
    /// Disputes with their histories, by month, counterparty, side and id.
    package func disputes(_ filter: DisputeFilter) throws(StoreError) -> [DisputeFile] {
        let found = try rows(
            .readDisputes,
            [
                filter.month.map { .month($0) } ?? .null, .text(filter.id),
                .text(filter.counterparty?.description), .text(filter.cdrID),
                filter.document.map { .bytea(bytes(hex: $0)) } ?? .null,
            ], Dispute.init)
        guard !found.isEmpty else { return [] }
        var steps: [String: [DisputeStep]] = [:]
        let histories = try rows(.readDisputeSteps, [.texts(found.map(\.id))]) {
            (row) throws(StoreError) in (row.text(0), try DisputeStep(row))
        }
        for (id, step) in histories { steps[id, default: []].append(step) }
        return found.map { DisputeFile(dispute: $0, steps: steps[$0.id] ?? []) }
    }

    /// Names all that happened to the disputes about a month's lines; nil when there are none.
    package func disputesDigest(of month: Month) throws(StoreError) -> String? {
        try rows(.digestDisputeEvents, [.month(month)]) { (row) throws(StoreError) in
            row.textIfAny(0)
        }[0]
    }

    /// What was released or written off in the span, in the order of time: what settlement books.
    package func disputeEvents(in window: MonthWindow) throws(StoreError) -> [DisputeEvent] {
        try rows(.readDisputeEvents, [.instant(window.start), .instant(window.cutOff)]) {
            (row) throws(StoreError) in
            DisputeEvent(
                dispute: row.text(0), ordinal: row.int4(1), month: row.month(3),
                side: try row.value(4, as: Side.self), counterparty: try row.party(5),
                ownParty: try row.party(6), currency: try row.currency(7),
                released: try row.decimal(8), releasedBeforeTax: try row.decimal(9),
                writtenOff: try row.decimal(10), at: row.instant(11), by: row.text(12),
                why: row.text(13))
        }
    }

    /// Credit CDRs that refer to the dispute's CDR and were last updated before `until`.
    package func credits(
        for dispute: Dispute, until: Instant
    ) throws(StoreError) -> [CreditFound] {
        guard dispute.cdrID != nil else { return [] }
        return try rows(
            .findCredits,
            [.bytea(bytes(hex: dispute.document)), .text(dispute.hub ?? ""), .instant(until)]
        ) { (row) throws(StoreError) in
            CreditFound(
                cdrID: row.text(0), hub: row.text(1),
                claimed: Price(
                    beforeTax: try row.decimalIfAny(2), afterTax: try row.decimalIfAny(3)),
                original: Price(
                    beforeTax: try row.decimalIfAny(4), afterTax: try row.decimalIfAny(5)),
                lastUpdated: row.instant(6))
        }
    }
}

extension Transaction {
    /// A new dispute with its first step.
    /// - Throws: SQL state 23505 when somebody has opened the same meanwhile.
    package func save(_ file: DisputeFile) throws(StoreError) {
        let dispute = file.dispute
        try connection.execute(
            .insertDispute,
            [
                .text(dispute.id), .month(dispute.month), .text(dispute.side.rawValue),
                .text(dispute.counterparty.description), .text(dispute.ownParty.description),
                .text(dispute.currency.description), .text(dispute.hub ?? ""),
                .text(dispute.sessionID), .text(dispute.cdrID),
                .bytea(bytes(hex: dispute.document)), .int4(dispute.part),
                .text(dispute.disposition.rawValue), .text(dispute.reason),
                .decimal(dispute.ours), .decimal(dispute.theirs), .date(dispute.statementDay),
                .text(dispute.reconciledBy),
            ])
        for step in file.steps { try add(step, to: dispute.id) }
    }

    /// - Throws: SQL state 23505 when somebody has acted meanwhile.
    package func add(_ step: DisputeStep, to dispute: String) throws(StoreError) {
        try connection.execute(
            .insertDisputeEvent,
            [
                .text(dispute), .int4(step.ordinal), .text(step.move.rawValue),
                .decimal(step.amount), .decimal(step.amountBeforeTax), .decimal(step.released),
                .decimal(step.releasedBeforeTax), .decimal(step.writtenOff),
                .decimal(step.divided), .instant(step.at), .text(step.by), .text(step.why),
                .text(step.reference),
            ])
    }
}

extension Dispute {
    init(_ row: RowReader) throws(StoreError) {
        let hub = row.text(6)
        self.init(
            id: row.text(0), month: row.month(1), side: try row.value(2, as: Side.self),
            counterparty: try row.party(3), ownParty: try row.party(4),
            currency: try row.currency(5), hub: hub.isEmpty ? nil : hub,
            sessionID: row.textIfAny(7), cdrID: row.textIfAny(8), document: hex(row.bytes(9)),
            part: row.int4(10), disposition: try row.value(11, as: Disposition.self),
            reason: row.text(12), ours: try row.decimalIfAny(13),
            theirs: try row.decimalIfAny(14), statementDay: row.day(15),
            reconciledBy: row.text(16))
    }
}

extension DisputeStep {
    init(_ row: RowReader) throws(StoreError) {
        self.init(
            ordinal: row.int4(1), move: try row.value(2, as: DisputeMove.self),
            amount: try row.decimal(3), amountBeforeTax: try row.decimal(4),
            released: try row.decimal(5), releasedBeforeTax: try row.decimal(6),
            writtenOff: try row.decimal(7), divided: try row.decimal(8), at: row.instant(9),
            by: row.text(10), why: row.text(11), reference: row.textIfAny(12))
    }
}

/// The bytes of a digest in hex; what is no hex is our own bug and gives none.
func bytes(hex text: String) -> [UInt8] {
    let digits = Array(text.utf8)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { at in
        UInt8(String(decoding: digits[at...at + 1], as: UTF8.self), radix: 16)
    }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
