package import Roaming

/// What was agreed with a hub at one moment, tokens sealed.
package struct HubEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case registered = "REGISTERED"
        case rotated = "ROTATED"
        case left = "LEFT"
    }

    package struct Endpoint: Sendable, Hashable {
        package var module: String
        /// Nil in 2.1.1.
        package var role: String?
        package var url: String

        package init(module: String, role: String?, url: String) {
            self.module = module
            self.role = role
            self.url = url
        }
    }

    /// The two tokens, as they are kept.
    package struct SealedTokens: Sendable, Hashable {
        /// The hub's, for our requests to it.
        package var token: [UInt8]
        /// Ours, for its requests to us.
        package var tokenForHub: [UInt8]

        package init(token: [UInt8], tokenForHub: [UInt8]) {
            self.token = token
            self.tokenForHub = tokenForHub
        }
    }

    package var hub: String
    package var kind: Kind
    package var at: Instant
    package var version: OCPIVersion
    /// Nil once we have left.
    package var tokens: SealedTokens?
    package var endpoints: [Endpoint]
    /// Whom the hub says it is.
    package var parties: [Role]

    package struct Role: Sendable, Hashable {
        /// `HUB`, `CPO` …; nil in 2.1.1.
        package var role: String?
        package var party: PartyID

        package init(role: String?, party: PartyID) {
            self.role = role
            self.party = party
        }

        /// `HUB IN-HUB`, `IN-VLT`
        fileprivate var text: String { (role.map { $0 + " " } ?? "") + party.description }

        fileprivate init?(_ text: String) {
            let words = text.split(separator: " ")
            guard let last = words.last, let party = PartyID(last) else { return nil }
            self.init(role: words.count > 1 ? String(words[0]) : nil, party: party)
        }
    }

    package init(
        hub: String, kind: Kind, at: Instant, version: OCPIVersion, tokens: SealedTokens?,
        endpoints: [Endpoint], parties: [Role] = []
    ) {
        self.hub = hub
        self.kind = kind
        self.at = at
        self.version = version
        self.tokens = tokens
        self.endpoints = endpoints
        self.parties = parties
    }
}

extension HubEvent {
    fileprivate init(_ row: RowReader) throws(StoreError) {
        let (modules, roles, urls) = (row.texts(6), row.texts(7), row.texts(8))
        self.init(
            hub: row.text(0), kind: try row.value(1, as: Kind.self), at: row.instant(2),
            version: try row.value(3, as: OCPIVersion.self),
            tokens: row.isNull(4)
                ? nil : SealedTokens(token: Array(row.bytes(4)), tokenForHub: Array(row.bytes(5))),
            endpoints: modules.indices.map { index in
                Endpoint(
                    module: modules[index], role: roles[index].isEmpty ? nil : roles[index],
                    url: urls[index])
            }, parties: row.texts(9).compactMap { Role($0) })
    }
}

/// A handshake that was begun: the token the hub was to get, sealed. Until an event comes of it, the hub
/// may have taken it or not.
package struct HubIntent: Sendable, Hashable {
    package var hub: String
    /// What was to come of it.
    package var kind: HubEvent.Kind
    package var at: Instant
    package var tokenForHub: [UInt8]

    package init(hub: String, kind: HubEvent.Kind, at: Instant, tokenForHub: [UInt8]) {
        self.hub = hub
        self.kind = kind
        self.at = at
        self.tokenForHub = tokenForHub
    }
}

/// Until when a module of a hub was complete.
package struct Bookmark: Sendable, Hashable {
    package var hub: String
    package var module: ObjectKind
    /// By the hub's clock.
    package var completeUntil: Instant

    package init(hub: String, module: ObjectKind, completeUntil: Instant) {
        self.hub = hub
        self.module = module
        self.completeUntil = completeUntil
    }
}

/// How a page was come by: evidence, beside the page itself.
package struct PageReceipt: Sendable, Hashable {
    /// As in `PageRows`.
    package var source: String
    package var hub: String
    package var module: ObjectKind
    package var url: String
    package var requestID: String
    package var correlationID: String
    package var httpStatus: Int
    package var sha256: [UInt8]
    package var bytes: Int

    package init(
        source: String, hub: String, module: ObjectKind, url: String, requestID: String,
        correlationID: String, httpStatus: Int, sha256: [UInt8], bytes: Int
    ) {
        self.source = source
        self.hub = hub
        self.module = module
        self.url = url
        self.requestID = requestID
        self.correlationID = correlationID
        self.httpStatus = httpStatus
        self.sha256 = sha256
        self.bytes = bytes
    }
}

extension Connection {
    /// How things stand with every hub we were ever registered at, by name.
    package func hubLinks() throws(StoreError) -> [HubEvent] {
        try rows(.listHubLinks, []) { (row) throws(StoreError) in try HubEvent(row) }
    }

    package func save(_ event: HubEvent) throws(StoreError) {
        try execute(
            .insertHubEvent,
            [
                .text(event.hub), .text(event.kind.rawValue), .instant(event.at),
                .text(event.version.rawValue),
                event.tokens.map { .bytea($0.token) } ?? .null,
                event.tokens.map { .bytea($0.tokenForHub) } ?? .null,
                .texts(event.endpoints.map(\.module)),
                .texts(event.endpoints.map { $0.role ?? "" }),
                .texts(event.endpoints.map(\.url)), .texts(event.parties.map(\.text)),
            ])
    }

    /// Handshakes of which nobody knows how they ended, by hub, oldest first.
    package func openIntents() throws(StoreError) -> [HubIntent] {
        try rows(.listHubIntents, []) { (row) throws(StoreError) in
            HubIntent(
                hub: row.text(0), kind: try row.value(1, as: HubEvent.Kind.self),
                at: row.instant(2), tokenForHub: Array(row.bytes(3)))
        }
    }

    package func save(_ intent: HubIntent) throws(StoreError) {
        try execute(
            .insertHubIntent,
            [
                .text(intent.hub), .text(intent.kind.rawValue), .instant(intent.at),
                .bytea(intent.tokenForHub),
            ])
    }

    /// Where the next pulls into a book start.
    package func bookmarks(of book: Int64) throws(StoreError) -> [Bookmark] {
        try rows(.listBookmarks, [.int8(book)]) { (row) throws(StoreError) in
            Bookmark(
                hub: row.text(0), module: try row.value(1, as: ObjectKind.self),
                completeUntil: row.instant(2))
        }
    }
}

extension Transaction {
    /// Moves a bookmark, with the transaction that closes the run.
    package func save(_ bookmark: Bookmark, of run: Run) throws(StoreError) {
        try connection.execute(
            .insertBookmark,
            [
                .int8(run.id), .text(bookmark.hub), .text(bookmark.module.rawValue),
                .instant(bookmark.completeUntil),
            ])
    }

    package func save(_ receipt: PageReceipt, of run: Run) throws(StoreError) {
        try connection.execute(
            .insertReceipt,
            [
                .int8(run.id), .text(receipt.source), .text(receipt.hub),
                .text(receipt.module.rawValue), .text(receipt.url), .text(receipt.requestID),
                .text(receipt.correlationID), .int4(receipt.httpStatus), .bytea(receipt.sha256),
                .int8(Int64(receipt.bytes)),
            ])
    }
}
