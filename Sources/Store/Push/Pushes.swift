package import Roaming

/// Which object a push is about.
package struct PushedObject: Sendable, Hashable {
    package var hub: String
    package var module: ObjectKind
    /// Of the address; for a CDR of the object.
    package var party: String
    /// As it was sent; compared without regard to case.
    package var id: String
    /// Of a token; else empty.
    package var tokenType: String

    package init(
        hub: String, module: ObjectKind, party: String, id: String, tokenType: String = ""
    ) {
        self.hub = hub
        self.module = module
        self.party = party
        self.id = id
        self.tokenType = tokenType
    }

    private var key: String { Identifier.folded(id) }

    var parameters: [Parameter] {
        [
            .text(hub), .text(module.rawValue), .text(party), .text(key),
            .text(Identifier.folded(tokenType)),
        ]
    }
}

/// One request by which a hub gave us something.
package struct Push: Sendable, Hashable {
    package var object: PushedObject
    package var method: String
    package var version: OCPIVersion
    /// Below `/ocpi`.
    package var path: String
    package var requestID: String?
    package var correlationID: String?
    package var receivedAt: Instant
    package var lastUpdated: Instant?
    package var sent: [UInt8]
    /// The object it makes with what was there before; nil where that is `sent`.
    package var merged: [UInt8]?
    /// Of the object.
    package var sha256: [UInt8]
    /// Code of the reject; nil when it is acknowledged.
    package var refused: String?

    package init(
        object: PushedObject, method: String, version: OCPIVersion, path: String,
        requestID: String?, correlationID: String?, receivedAt: Instant, lastUpdated: Instant?,
        sent: [UInt8], merged: [UInt8]?, sha256: [UInt8], refused: String?
    ) {
        self.object = object
        self.method = method
        self.version = version
        self.path = path
        self.requestID = requestID
        self.correlationID = correlationID
        self.receivedAt = receivedAt
        self.lastUpdated = lastUpdated
        self.sent = sent
        self.merged = merged
        self.sha256 = sha256
        self.refused = refused
    }
}

/// An object as a hub last gave it to us.
package struct HeldObject: Sendable, Hashable {
    /// The push that brought it; nil when it was pulled.
    package let push: Int64?
    package let document: [UInt8]
    package let lastUpdated: Instant?
}

/// A push that waits to be taken in.
package struct WaitingPush: Sendable, Hashable {
    package let number: Int64
    package let hub: String
    package let module: ObjectKind
    package let length: Int
    package let sha256: [UInt8]
}

extension Transaction {
    /// Keeps other writers of pushes out until this transaction ends.
    package func lockInbox() throws(StoreError) {
        _ = try connection.rows(.lockInbox) { _ in }
    }

    /// - Returns: its number; stands once the transaction is committed.
    package func save(_ push: Push) throws(StoreError) -> Int64 {
        let object = push.object.parameters
        let saved = try connection.rows(
            .insertPush,
            [
                object[0], object[1], .text(push.method), .text(push.version.rawValue),
                .text(push.path), .text(push.requestID), .text(push.correlationID),
                .instant(push.receivedAt), object[2], object[3], object[4],
                push.lastUpdated.map { .instant($0) } ?? .null, .bytea(push.sent),
                push.merged.map { .bytea($0) } ?? .null, .bytea(push.sha256), .text(push.refused),
            ]
        ) { $0.int8(0) }
        guard let number = saved.first else {
            preconditionFailure("an INSERT that returns its row returned none")
        }
        return number
    }

    package func save(inboxUntil push: Int64, of hub: String, in run: Run) throws(StoreError) {
        try connection.execute(
            .insertInboxMark, [.int8(run.id), .text(hub), .int8(push)])
    }
}

extension Connection {
    /// What a hub last gave us of an object, pushed or pulled, whichever it changed last; nil when
    /// there is none, or it was deleted.
    package func held(
        _ object: PushedObject, in book: Int64
    ) throws(StoreError) -> HeldObject? {
        let pushed = try rows(.lastPush, object.parameters) { row in
            (
                method: row.text(1),
                held: HeldObject(
                    push: row.int8(0), document: Array(row.bytes(3)),
                    lastUpdated: row.instantIfAny(2))
            )
        }.first
        let pulled = try rows(.findHeld, [.int8(book)] + object.parameters) {
            (row) throws(StoreError) in
            guard let page = Zstd.expand(row.bytes(4), size: row.int4(3)) else {
                throw row.unreadable(4, "of the page of \(object.id) is damaged")
            }
            let (at, length) = (row.int4(0), row.int4(1))
            guard at >= 0, length >= 0, at + length <= page.count else {
                throw row.unreadable(0, "of \(object.id) lies outside its page")
            }
            return HeldObject(
                push: nil, document: Array(page[at..<at + length]),
                lastUpdated: row.instantIfAny(2))
        }.first
        guard let pushed else { return pulled }
        guard pushed.method != "DELETE" else { return nil }
        guard let pulled, let later = pulled.lastUpdated,
            let known = pushed.held.lastUpdated, later > known
        else { return pushed.held }
        return pulled
    }

    /// An acknowledged push of a hub by its number; nil when there is none.
    package func pushed(
        _ number: Int64, of module: ObjectKind, by hub: String
    ) throws(StoreError) -> [UInt8]? {
        try rows(.readPush, [.text(hub), .text(module.rawValue), .int8(number)]) { row in
            Array(row.bytes(0))
        }.first
    }

    /// What no closed ingest of the book has taken in.
    /// - Parameters:
    ///   - hubs: nil for all.
    ///   - most: so many of the first.
    package func inbox(
        for book: Int64, of hubs: [String]?, most: Int
    ) throws(StoreError) -> [WaitingPush] {
        try rows(
            .listInbox,
            [.int8(book), hubs.map { .texts($0) } ?? .null, .int8(Int64(most))]
        ) { (row) throws(StoreError) in
            WaitingPush(
                number: row.int8(0), hub: row.text(1),
                module: try row.value(2, as: ObjectKind.self), length: row.int4(3),
                sha256: Array(row.bytes(4)))
        }
    }

    /// The objects of pushes, in the order of their numbers.
    package func pushedObjects(_ numbers: [Int64]) throws(StoreError) -> [[UInt8]] {
        try rows(.readPushes, [.int8s(numbers)]) { Array($0.bytes(1)) }
    }
}
