package import Roaming

/// What is sent to hubs: objects of the five modules, and invoice records.
package enum DeliveredKind: Sendable, Hashable {
    case objects(ObjectKind)
    case invoiceRecords

    /// The module, as OCPI names it.
    package var name: String {
        switch self {
        case .objects(let kind): kind.rawValue
        case .invoiceRecords: "invoicereconciliation"
        }
    }
}

/// An object of ours that a hub has not answered for.
package struct DueObject: Sendable, Hashable {
    package let object: Int64
    package let lastUpdated: Instant
    /// The form it has here.
    package let version: OCPIVersion
    package let party: PartyID
    /// Folded.
    package let id: String
    /// Of a token; else empty.
    package let tokenType: String
    /// Whom a CDR or session concerns.
    package let counterparty: PartyID?
    /// The hub took another version of it before.
    package let isKnown: Bool
    fileprivate let place: OwnPlace

    /// Behind which the list goes on.
    package var mark: Mark { Mark(lastUpdated: lastUpdated, object: object) }

    package struct Mark: Sendable, Hashable {
        package let lastUpdated: Instant
        package let object: Int64

        /// Before everything.
        package static let start = Mark(lastUpdated: Instant(seconds: -1), object: 0)
    }
}

/// What a hub is sent: an object of ours, or an invoice record.
package struct DeliveredObject: Sendable, Hashable {
    package var hub: String
    package var kind: DeliveredKind
    /// Object of intake, or number of the invoice record.
    package var source: Int64
    package var party: PartyID
    /// Folded.
    package var id: String
    /// Of a token; else empty.
    package var tokenType: String

    package init(
        hub: String, kind: DeliveredKind, source: Int64, party: PartyID, id: String,
        tokenType: String = ""
    ) {
        self.hub = hub
        self.kind = kind
        self.source = source
        self.party = party
        self.id = id
        self.tokenType = tokenType
    }
}

/// What a hub answered to one object.
package struct HubDelivery: Sendable, Hashable {
    package var object: DeliveredObject
    package var method: String
    package var version: OCPIVersion
    package var url: String
    package var requestID: String
    package var correlationID: String
    package var at: Instant
    package var httpStatus: Int
    /// Of OCPI; nil when the answer had none.
    package var statusCode: Int?
    package var location: String?
    /// Of what was sent.
    package var sha256: [UInt8]
    /// Why; nil when it was taken.
    package var refused: String?

    package init(
        object: DeliveredObject, method: String, version: OCPIVersion, url: String,
        requestID: String, correlationID: String, at: Instant, httpStatus: Int, statusCode: Int?,
        location: String?, sha256: [UInt8], refused: String?
    ) {
        self.object = object
        self.method = method
        self.version = version
        self.url = url
        self.requestID = requestID
        self.correlationID = correlationID
        self.at = at
        self.httpStatus = httpStatus
        self.statusCode = statusCode
        self.location = location
        self.sha256 = sha256
        self.refused = refused
    }
}

/// The last answer of a hub for one object.
package struct PastDelivery: Sendable, Hashable {
    package let source: Int64
    package let party: PartyID
    package let id: String
    package let tokenType: String
    package let method: String
    package let httpStatus: Int
    package let statusCode: Int?
    package let refused: String?
}

extension Connection {
    /// Keeps other processes from sending to the hub until this connection ends.
    /// - Returns: false when one is at it.
    package func lockDeliveries(to hub: String) throws(StoreError) -> Bool {
        try rows(.lockDeliveries, [.text(hub)]) { $0.bool(0) }.first ?? false
    }

    /// Objects that a hub may have and has not answered for since it was registered, oldest change
    /// first.
    /// - Parameters:
    ///   - again: those that it refused, too.
    ///   - most: so many of the first.
    package func due(
        _ selection: OwnSelection, for hub: String, of book: Int64, after mark: DueObject.Mark,
        again: Bool, most: Int
    ) throws(StoreError) -> [DueObject] {
        try rows(
            .listDue,
            [
                .int8(book), .text(hub), .text(selection.module.rawValue),
                .texts(selection.ours.sorted().map(\.description)),
                .texts(selection.partners.sorted().map(\.description)),
                .texts(selection.versions.map(\.rawValue)), .instant(mark.lastUpdated),
                .int8(mark.object), .int8(Int64(most)), .bool(again), .bool(selection.isFor211),
            ]
        ) { (row) throws(StoreError) in
            DueObject(
                object: row.int8(0), lastUpdated: row.instant(3),
                version: try row.value(4, as: OCPIVersion.self), party: try row.party(5),
                id: row.text(6), tokenType: row.text(7),
                counterparty: row.isNull(8) ? nil : try row.party(8), isKnown: row.bool(9),
                place: OwnPlace(object: row.int8(0), at: row.int4(1), length: row.int4(2)))
        }
    }

    /// They themselves.
    package func objects(_ due: [DueObject]) throws(StoreError) -> [OwnObject] {
        try zip(due, documents(at: due.map(\.place))).map { due, document in
            OwnObject(document: document, version: due.version, lastUpdated: due.lastUpdated)
        }
    }

    /// What a hub answered last, for each object that it has answered for since it was registered.
    package func deliveries(
        of kind: DeliveredKind, to hub: String
    ) throws(StoreError) -> [PastDelivery] {
        try rows(.listDeliveries, [.text(hub), .text(kind.name)]) { (row) throws(StoreError) in
            PastDelivery(
                source: row.int8(0), party: try row.party(1), id: row.text(2),
                tokenType: row.text(3), method: row.text(4), httpStatus: row.int4(5),
                statusCode: row.isNull(6) ? nil : row.int4(6), refused: row.textIfAny(7))
        }
    }

    package func save(_ delivery: HubDelivery) throws(StoreError) {
        let object = delivery.object
        try execute(
            .insertDelivery,
            [
                .text(object.hub), .text(object.kind.name), .int8(object.source),
                .text(object.party.description), .text(object.id), .text(object.tokenType),
                .text(delivery.method), .text(delivery.version.rawValue), .text(delivery.url),
                .text(delivery.requestID), .text(delivery.correlationID), .instant(delivery.at),
                .int4(delivery.httpStatus), delivery.statusCode.map { .int4($0) } ?? .null,
                .text(delivery.location), .bytea(delivery.sha256), .text(delivery.refused),
            ])
    }
}
