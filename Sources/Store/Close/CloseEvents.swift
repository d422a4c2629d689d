package import Roaming

/// What a person decided about a month (`closing.event`).
package struct CloseEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody has looked at the result and wants it closed.
        case draft
        /// Somebody takes care of exceptions.
        case assignment
        /// A second person agrees; the month closes.
        case approval
        /// The newest close is taken back; the next version follows.
        case reopening
        /// A tax document was issued from the month: it cannot be reopened any more.
        case taxDocument = "tax_document"
    }

    /// Which exceptions an assignment is about; nil = any.
    package struct Scope: Sendable, Hashable {
        package var side: Side?
        package var counterparty: PartyID?
        package var disposition: Disposition?
        /// Folded, as rows hold it.
        package var cdrID: String?
        package var sessionID: String?

        package init(
            side: Side? = nil, counterparty: PartyID? = nil, disposition: Disposition? = nil,
            cdrID: String? = nil, sessionID: String? = nil
        ) {
            self.side = side
            self.counterparty = counterparty
            self.disposition = disposition
            self.cdrID = cdrID
            self.sessionID = sessionID
        }
    }

    package var month: Month
    package var version: Int
    package var kind: Kind
    package var who: String
    package var at: Instant
    package var why: String
    /// Draft and approval: the key of the settle run that was looked at.
    package var settleKey: String?
    package var owner: String?
    package var scope: Scope
    /// The number of a tax document.
    package var document: String?

    package init(
        month: Month, version: Int, kind: Kind, who: String, at: Instant, why: String = "",
        settleKey: String? = nil, owner: String? = nil, scope: Scope = Scope(),
        document: String? = nil
    ) {
        self.month = month
        self.version = version
        self.kind = kind
        self.who = who
        self.at = at
        self.why = why
        self.settleKey = settleKey
        self.owner = owner
        self.scope = scope
        self.document = document
    }

    /// The columns that are digested, in their order.
    package static let columns = [
        "event", "month", "version", "kind", "who", "at", "why", "settle_key", "owner", "side",
        "counterparty", "disposition", "cdr_id", "session_id", "document",
    ]

    fileprivate func parameters(_ number: Int64) -> [Parameter] {
        [
            .int8(number), .month(month), .int4(version), .text(kind.rawValue), .text(who),
            .instant(at), .text(why), .text(settleKey), .text(owner), .text(scope.side?.rawValue),
            .text(scope.counterparty?.description), .text(scope.disposition?.rawValue),
            .text(scope.cdrID), .text(scope.sessionID), .text(document),
        ]
    }
}

/// An event with its place in the chain and its hashes.
package struct StoredCloseEvent: Sendable, Hashable {
    package let number: Int64
    /// Nil when the row holds what no event holds: it was changed by hand.
    package let event: CloseEvent?
    /// The columns as texts, in the order of `CloseEvent.columns`.
    package let cells: [String?]
    package let digests: [UInt8]
    package let hash: [UInt8]
}

extension Query {
    private static let eventTypes: [SQLType] = [
        .int8, .date, .int4, .text, .text, .timestamptz, .text, .text, .text, .text, .text, .text,
        .text, .text, .text,
    ]
    static let listCloseEvents = Query(
        "list_close_events", PackageResources.list_close_events_sql, takes: [.date],
        gives: [
            "event": .int8, "month": .date, "version": .int4, "kind": .text, "who": .text,
            "at": .timestamptz, "why": .text, "settle_key": .text, "owner": .text, "side": .text,
            "counterparty": .text, "disposition": .text, "cdr_id": .text, "session_id": .text,
            "document": .text, "cells": .textArray, "digests": .bytea, "hash": .bytea,
        ])
    static let lastCloseEvent = Query(
        "last_close_event", PackageResources.last_close_event_sql,
        gives: ["event": .int8, "hash": .bytea])
    static let writeCloseEvent = Query(
        "write_close_event", PackageResources.write_close_event_sql, takes: eventTypes,
        gives: ["cells": .textArray])
    static let insertCloseEvent = Query(
        "insert_close_event", PackageResources.insert_close_event_sql,
        takes: eventTypes + [.bytea, .bytea])

    static let ofCloseEvents = [listCloseEvents, lastCloseEvent, writeCloseEvent, insertCloseEvent]
}

extension Connection {
    /// What was decided, in order; about one month or about all.
    package func closeEvents(of month: Month? = nil) throws(StoreError) -> [StoredCloseEvent] {
        try rows(.listCloseEvents, [month.map { .month($0) } ?? .null]) { row in
            StoredCloseEvent(
                number: row.int8(0), event: CloseEvent(row), cells: row.textsIfAny(15),
                digests: Array(row.bytes(16)), hash: Array(row.bytes(17)))
        }
    }
}

extension Transaction {
    /// The number and hash of the newest event; nil when there is none. Call with the chain locked.
    package func lastCloseEvent() throws(StoreError) -> (number: Int64, hash: [UInt8])? {
        try connection.rows(.lastCloseEvent) { ($0.int8(0), Array($0.bytes(1))) }.first
    }

    /// The event's columns as texts, as they will be read.
    package func cells(of event: CloseEvent, number: Int64) throws(StoreError) -> [String?] {
        try connection.rows(.writeCloseEvent, event.parameters(number)) { $0.textsIfAny(0) }
            .first ?? []
    }

    package func save(
        _ event: CloseEvent, number: Int64, digests: [UInt8], hash: [UInt8]
    ) throws(StoreError) {
        try connection.execute(
            .insertCloseEvent, event.parameters(number) + [.bytea(digests), .bytea(hash)])
    }
}

extension CloseEvent {
    fileprivate init?(_ row: RowReader) {
        guard let kind = Kind(rawValue: row.text(3)) else { return nil }
        self.init(
            month: row.month(1), version: row.int4(2), kind: kind, who: row.text(4),
            at: row.instant(5), why: row.text(6), settleKey: row.textIfAny(7),
            owner: row.textIfAny(8),
            scope: Scope(
                side: row.textIfAny(9).flatMap { Side(rawValue: $0) },
                counterparty: row.textIfAny(10).flatMap { PartyID($0) },
                disposition: row.textIfAny(11).flatMap { Disposition(rawValue: $0) },
                cdrID: row.textIfAny(12), sessionID: row.textIfAny(13)),
            document: row.textIfAny(14))
    }
}
