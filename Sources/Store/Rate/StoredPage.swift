package import Roaming

/// A page of received objects with its raw bytes, as they came.
package struct StoredPage: Sendable {
    package struct Object: Sendable, Hashable {
        package let number: Int64
        /// Of its bytes in the page.
        package let range: Range<Int>
        package let version: OCPIVersion
        /// Which content under its natural key, 1 for the first.
        package let revision: Int
    }

    package let page: Int64
    package let hub: String
    package let bytes: [UInt8]
    /// Those asked for: CDRs partner by partner, all else in the order of their numbers.
    package let objects: [Object]
}

/// Pages one at a time, so that memory does not grow with the month. Holds the connection until the
/// end is reached or the reader is dropped.
package final class StoredPages {
    private let reader: RowReader

    init(_ reader: RowReader) { self.reader = reader }

    /// Nil at the end.
    /// - Throws: `StoreError` of kind `.value` when a body is damaged.
    package func next() throws(StoreError) -> StoredPage? {
        guard try reader.next() else { return nil }
        guard let bytes = Zstd.expand(reader.bytes(3), size: reader.int4(2)) else {
            throw reader.unreadable(3, "of page \(reader.int8(0)) is damaged")
        }
        let (numbers, starts, lengths) = (reader.int8s(4), reader.int4s(5), reader.int4s(6))
        let (versions, revisions) = (reader.texts(7), reader.int4s(8))
        var objects: [StoredPage.Object] = []
        objects.reserveCapacity(numbers.count)
        for index in numbers.indices {
            let end = starts[index] + lengths[index]
            guard let version = OCPIVersion(rawValue: versions[index]),
                starts[index] >= 0, lengths[index] >= 0, end <= bytes.count
            else { throw reader.unreadable(5, "of object \(numbers[index]) is damaged") }
            objects.append(
                StoredPage.Object(
                    number: numbers[index], range: starts[index]..<end, version: version,
                    revision: revisions[index]))
        }
        return StoredPage(
            page: reader.int8(0), hub: reader.text(1), bytes: bytes, objects: objects)
    }
}

/// The records that may belong to a month: those that ended in its span of time, two days more on
/// both ends, since a session and its CDR need not end in the same month; and others by number.
package struct MonthSpan: Sendable, Hashable {
    package let from: Instant
    package let until: Instant
    /// A CDR that is last updated from here on counts in a later month.
    package let graceEnd: Instant
    /// CDRs that ended at another time, but may count in the month, with what belongs to them.
    package internal(set) var otherCDRs: [Int64] = []
    package internal(set) var otherSessions: [Int64] = []

    package init(_ window: MonthWindow) {
        from = window.start.advanced(bySeconds: -2 * 86_400)
        until = window.cutOff.advanced(bySeconds: 2 * 86_400)
        graceEnd = max(until, window.graceEnd)
    }

    var parameters: [Parameter] { [.instant(from), .instant(until)] }
}

extension Connection {
    /// The span with the CDRs that came late for an earlier month, or with impossible dates. It
    /// follows from the content of the book, so rating and reconciliation see the same.
    package func span(
        of window: MonthWindow, in book: Int64
    ) throws(StoreError) -> MonthSpan {
        var span = MonthSpan(window)
        span.otherCDRs = try rows(
            .listOtherCDRs, span.parameters + [.instant(span.graceEnd), .int8(book)]
        ) { $0.int8(0) }
        guard !span.otherCDRs.isEmpty else { return span }
        span.otherSessions = try rows(
            .listOtherSessions, span.parameters + [.int8(book), .int8s(span.otherCDRs)]
        ) { $0.int8(0) }
        return span
    }

    /// Numbers of the pages that hold CDRs of the span, ascending: cut them into shards.
    package func pagesWithCDRs(
        of book: Int64, in span: MonthSpan
    ) throws(StoreError) -> [Int64] {
        try rows(.listCDRPages, span.parameters + [.int8(book), .int8s(span.otherCDRs)]) {
            $0.int8(0)
        }
    }

    /// The CDRs of the span on the pages of the range, with their raw bytes.
    package func readCDRs(
        of book: Int64, onPages pages: ClosedRange<Int64>, in span: MonthSpan
    ) throws(StoreError) -> StoredPages {
        let first = ObjectNumber.of(0, page: pages.lowerBound)
        let end = ObjectNumber.of(0, page: pages.upperBound + 1)
        return StoredPages(
            try stream(
                .readCDRPages,
                [.int8(first), .int8(end)] + span.parameters
                    + [.int8(book), .int8s(span.otherCDRs)]))
    }

    /// All tariffs of the book, with their raw bytes.
    package func readTariffs(of book: Int64) throws(StoreError) -> StoredPages {
        StoredPages(try stream(.readTariffPages, [.int8(book)]))
    }

    /// All locations of the book, with their raw bytes.
    package func readLocations(of book: Int64) throws(StoreError) -> StoredPages {
        StoredPages(try stream(.readLocationPages, [.int8(book)]))
    }

    /// Every location by the version updated last, by hub, party and id.
    package func locations(of book: Int64) throws(StoreError) -> [StoredLocation] {
        try rows(.listLocations, [.int8(book)]) { row in
            StoredLocation(
                object: row.int8(0), hub: row.text(1), party: PartyID(row.text(2)),
                id: row.text(3), name: row.textIfAny(4), city: row.textIfAny(5),
                state: row.textIfAny(6), country: row.text(7), timeZone: row.textIfAny(8))
        }
    }
}

package struct StoredLocation: Sendable, Hashable {
    package let object: Int64
    /// `own`, or the hub that told us.
    package let hub: String
    package let party: PartyID?
    /// Folded.
    package let id: String
    package let name: String?
    package let city: String?
    package let state: String?
    package let country: String
    package let timeZone: String?
}
