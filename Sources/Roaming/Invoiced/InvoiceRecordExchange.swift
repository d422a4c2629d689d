/// A question of the module `invoicereconciliation`, without HTTP: what is asked of the receiver.
package enum InvoiceRecordRequest: Sendable, Hashable {
    /// `owner` and `id` are the segments of the URL.
    case get(owner: PartyID, id: String)
    case post(InvoiceRecord)
    case put(owner: PartyID, id: String, InvoiceRecord)
    case delete(owner: PartyID, id: String)

    package var owner: PartyID {
        switch self {
        case .get(let owner, _), .put(let owner, _, _), .delete(let owner, _): owner
        case .post(let record): record.owner
        }
    }

    package var id: String {
        switch self {
        case .get(_, let id), .put(_, let id, _), .delete(_, let id): id
        case .post(let record): record.id
        }
    }
}

/// What the receiver answers.
package enum InvoiceRecordAnswer: Sendable, Hashable {
    case record(InvoiceRecord)
    /// To be kept as the next version.
    case created, updated, deleted
    /// The same again: nothing is to be kept.
    case unchanged
    case unknown
    case refused(String)

    /// HTTP status and OCPI `status_code` (transport_and_format, status_codes).
    package var status: (http: Int, ocpi: Int) {
        switch self {
        case .record, .updated, .deleted, .unchanged: (200, 1000)
        case .created: (201, 1000)
        case .unknown: (404, 2000)
        case .refused: (400, 2001)
        }
    }
}

/// What the receiver knows of a record: its newest version.
package struct KnownInvoiceRecord: Sendable, Hashable {
    package var record: InvoiceRecord
    package var isDeleted: Bool

    package init(_ record: InvoiceRecord, isDeleted: Bool) {
        self.record = record
        self.isDeleted = isDeleted
    }
}

/// Answers a request by what is known of the record that it names.
///
/// POST makes a new one, PUT the next version of one; what a PUT names and nobody knows is taken as
/// new, since the POST may have been lost. DELETE takes the record back, not the invoice. The same
/// again is no error: a sender that got no answer asks twice. What was issued before the version that
/// stands is refused, so that late messages do not undo later ones.
/// - Parameters:
///   - known: the newest version under that owner and id; ids are compared without regard to case.
///   - senders: the parties whose data the caller may write (client owned objects).
package func answer(
    to request: InvoiceRecordRequest, known: KnownInvoiceRecord?, senders: Set<PartyID>
) -> InvoiceRecordAnswer {
    let standing = known.flatMap { $0.isDeleted ? nil : $0 }
    if case .get = request { return standing.map { .record($0.record) } ?? .unknown }
    guard senders.contains(request.owner) else {
        return .refused("\(request.owner) is no party of this connection.")
    }
    switch request {
    case .get: return .unknown
    case .delete: return standing == nil ? .unknown : .deleted
    case .post(let record):
        guard let standing else { return keep(record, after: known, .created) }
        return standing.record == record
            ? .unchanged : .refused("Record \(record.id) is there already; PUT changes it.")
    case .put(let owner, let id, let record):
        guard owner == record.owner, Identifier.folded(id) == Identifier.folded(record.id) else {
            return .refused(
                "The URL names \(owner) \(id), the record is \(record.owner) \(record.id).")
        }
        if standing?.record == record { return .unchanged }
        return keep(record, after: known, standing == nil ? .created : .updated)
    }
}

private func keep(
    _ record: InvoiceRecord, after known: KnownInvoiceRecord?, _ answer: InvoiceRecordAnswer
) -> InvoiceRecordAnswer {
    guard !record.cdrs.isEmpty else { return .refused("The record lists no CDR.") }
    guard let before = known?.record.lastUpdated, record.lastUpdated < before else { return answer }
    return .refused("The record is of \(record.lastUpdated), a version of \(before) is known.")
}

/// A page of the sender's list (transport_and_format, pagination).
package struct InvoiceRecordPage: Sendable, Hashable {
    package var records: [InvoiceRecord]
    /// `X-Total-Count`: of all that match.
    package var total: Int
    /// `X-Limit`
    package var limit: Int
    /// Offset of the next page for `Link`; nil on the last one.
    package var next: Int?
}

/// The page that a GET asks for: records last updated from `from` (inclusive) until `until`
/// (exclusive), oldest first.
/// - Parameters:
///   - records: those meant for the one who asks, in any order.
///   - limit: as asked; nil for as many as `most`, which is never exceeded.
package func page(
    of records: [InvoiceRecord], from: Instant?, until: Instant?, offset: Int, limit: Int?,
    most: Int
) -> InvoiceRecordPage {
    let matching = records.filter { record in
        (from.map { $0 <= record.lastUpdated } ?? true)
            && (until.map { record.lastUpdated < $0 } ?? true)
    }.sorted { ($0.lastUpdated, $0.owner, $0.id) < ($1.lastUpdated, $1.owner, $1.id) }
    let size = max(1, min(limit ?? most, most))
    let start = min(max(offset, 0), matching.count)
    let end = min(start + size, matching.count)
    return InvoiceRecordPage(
        records: Array(matching[start..<end]), total: matching.count, limit: size,
        next: end < matching.count ? end : nil)
}
