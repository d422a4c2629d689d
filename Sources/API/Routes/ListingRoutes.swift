import HTTPTypes
import NIOCore
import Roaming
import Store

/// Lists: a page as JSON with a Link to the next, or all rows as NDJSON.
struct ListingDesk: Sendable {
    static let json = "application/json"
    static let lines = "application/x-ndjson"
    /// Rows are written this many bytes at a time.
    static let pieceBytes = 65_536

    let pool: ConnectionPool
    /// How long a list may take to be written as a whole.
    let streamMilliseconds: Int

    func answer(_ listing: Listing, _ call: Call) async throws -> Answer {
        let cursor = try cursor(of: call, for: listing)
        if call.mediaType == Self.lines {
            return try await stream(listing, call, after: cursor)
        }
        return try await page(listing, call, after: cursor)
    }

    private func page(
        _ listing: Listing, _ call: Call, after cursor: Cursor?
    ) async throws -> Answer {
        let limit = call["limit"].flatMap { Int($0) } ?? 100
        let page = try await pool.read { connection -> (json: [UInt8], next: Cursor?) in
            let transaction = try connection.beginReading(within: call.reach)
            let basis = try Self.basis(of: listing, call, cursor, on: connection)
            var out = JSONOutput()
            var (count, next) = (0, Cursor?.none)
            var last: [String] = []
            let writer = RowWriter(heads: RowWriter.Heads(listing), shows: call.personalData)
            let gate = RowGate(listing, call.reach)
            let order = listing.order(call["sort"])
            try out.object { answer in
                if let month = basis?.month {
                    answer.key("month")
                    answer.string("\(month)")
                }
                answer.key("data")
                try answer.array { list in
                    guard !gate.isShut, basis != nil || listing.basis == .database else { return }
                    let rows = try connection.rows(
                        of: listing, Self.request(listing, call, basis?.number, cursor, limit + 1))
                    while try rows.next() {
                        // One more than asked for, which says that there is another page.
                        guard count < limit else {
                            next = Cursor(
                                basis: basis?.number, order: order?.word ?? "", key: last)
                            continue
                        }
                        try gate.pass(rows)
                        try writer.write(rows, to: &list)
                        count += 1
                        if count == limit { last = Self.key(of: rows, listing, order) }
                    }
                }
            }
            try transaction.rollback()
            return (out.bytes, next)
        }
        var headers = HTTPFields()
        if let next = page.next { headers[.link] = Self.link(to: next, call) }
        return .bytes(page.json, type: Self.json, headers: headers)
    }

    /// One row of a listing, the first that is meant of those that filters leave.
    /// - Parameter filters: as many as the listing has.
    func row(
        of listing: Listing, _ filters: [String?], _ call: Call,
        where isMeant: @escaping @Sendable (ListedRows) -> Bool = { _ in true }
    ) async throws -> (json: [UInt8], month: Month)? {
        try await pool.read { connection -> (json: [UInt8], month: Month)? in
            let gate = RowGate(listing, call.reach)
            let transaction = try connection.beginReading(within: call.reach)
            guard !gate.isShut, let basis = try Self.basis(of: listing, call, nil, on: connection)
            else { return nil }
            var found: [UInt8]?
            let rows = try connection.rows(
                of: listing, ListingRequest(basis: basis.number, filters: filters, limit: nil))
            let writer = RowWriter(heads: RowWriter.Heads(listing), shows: call.personalData)
            while try rows.next() {
                try gate.pass(rows)
                guard found == nil, isMeant(rows) else { continue }
                var out = JSONOutput()
                try writer.write(rows, to: &out)
                found = out.bytes
            }
            try transaction.rollback()
            return found.map { ($0, basis.month) }
        }
    }

    /// All rows, in constant memory: some are read, written and forgotten before the next are asked for.
    /// What can go wrong goes wrong before the answer begins, as far as may be.
    private func stream(
        _ listing: Listing, _ call: Call, after cursor: Cursor?
    ) async throws -> Answer {
        let lease = try await pool.lease()
        let source = OpenListing()
        let limit = streamMilliseconds
        let first: [UInt8]
        do {
            first = try await lease.run { connection in
                try connection.limitStatements(toMilliseconds: limit)
                try source.open(listing, call, cursor, on: connection)
                return try source.next(Self.pieceBytes)
            }
        } catch {
            try await abandon(source, lease)
            throw error
        }
        return .stream(type: Self.lines) { stream in
            var piece = first
            do {
                while !piece.isEmpty {
                    try await stream.write(piece)
                    piece = try await lease.run { _ in try source.next(Self.pieceBytes) }
                }
            } catch {
                try await abandon(source, lease)
                throw error
            }
            try await end(source, lease)
        }
    }

    private func end(_ source: OpenListing, _ lease: Lease) async throws {
        let limit = pool.statementMilliseconds
        try await lease.run { connection in
            source.close()
            try connection.limitStatements(toMilliseconds: limit)
        }
        pool.giveBack(lease)
    }

    /// What it was about to say is unknown: the connection is not used again.
    private func abandon(_ source: OpenListing, _ lease: Lease) async throws {
        try await lease.run { _ in source.close() }
        pool.discard(lease)
    }

    private func cursor(of call: Call, for listing: Listing) throws -> Cursor? {
        guard let text = call["cursor"] else { return nil }
        guard let cursor = Cursor(text),
            let order = listing.orders.first(where: { $0.word == cursor.order }),
            order.key.count == cursor.key.count,
            zip(order.key, cursor.key).allSatisfy({ $0.reads($1) })
        else {
            throw Problem(.notFound, "No page of this list has this cursor.", at: "/query/cursor")
        }
        guard order.word == listing.order(call["sort"])?.word else {
            throw Problem(
                .badParameter, "cursor: it goes on with sort=\(order.word) and no other.",
                at: "/query/cursor")
        }
        return cursor
    }

    /// The run or book that the rows are taken from; nil when nothing was cleared yet.
    static func basis(
        of listing: Listing, _ call: Call, _ cursor: Cursor?, on connection: Connection
    ) throws -> (number: Int64, month: Month)? {
        let job: Job
        switch listing.basis {
        case .database: return nil
        case .run(let wanted), .book(let wanted): job = wanted
        }
        let month = call["month"].flatMap { Month($0) }
        guard let run = try connection.standingRun(of: job, month) else {
            guard cursor == nil else { throw outdated }
            return nil
        }
        let number = listing.basis == .run(job) ? run.run : run.book
        if let cursor, cursor.basis != number { throw outdated }
        return (number, run.month)
    }

    private static let outdated = Problem(
        .outdated, "The month was cleared again since the first page; start over.",
        at: "/query/cursor")

    static func request(
        _ listing: Listing, _ call: Call, _ basis: Int64?, _ cursor: Cursor?, _ limit: Int?
    ) -> ListingRequest {
        // A partner's own are looked up by index, whatever the row security comes to.
        let own: (name: String, value: String)? =
            switch call.reach {
            case .all: nil
            case .party(let party): ("counterparty", party)
            case .vendor(let vendor, _): ("vendor", vendor)
            }
        let filters = listing.filters.map {
            call[$0.name] ?? ($0.name == own?.name ? own?.value : nil)
        }
        return ListingRequest(
            basis: basis, filters: filters, order: listing.order(call["sort"]), after: cursor?.key,
            limit: limit)
    }

    private static func key(
        of row: ListedRows, _ listing: Listing, _ order: Listing.Order?
    ) -> [String] {
        (order?.key ?? []).enumerated().map { place, part in
            let column = listing.fields.count + place
            guard !row.isNull(column) else { return "" }
            return part == .text ? row.text(column) : String(row.integer(column))
        }
    }

    private static func link(to cursor: Cursor, _ call: Call) -> String {
        let sign = call.target.contains("?") ? "&" : "?"
        return "<\(call.target)\(sign)cursor=\(cursor.text)>; rel=\"next\""
    }
}

/// A listing that is being read.
///
/// @unchecked: the steps of one request use it one after the other, each on a thread of the pool.
private final class OpenListing: @unchecked Sendable {
    private var rows: ListedRows?
    private var writer: RowWriter?
    private var gate: RowGate?
    private var transaction: TransactionBox?
    private var out = JSONOutput()

    func open(
        _ listing: Listing, _ call: Call, _ cursor: Cursor?, on connection: Connection
    ) throws {
        transaction = TransactionBox(try connection.beginReading(within: call.reach))
        writer = RowWriter(heads: RowWriter.Heads(listing), shows: call.personalData)
        let basis = try ListingDesk.basis(of: listing, call, cursor, on: connection)
        let gate = RowGate(listing, call.reach)
        guard !gate.isShut, basis != nil || listing.basis == .database else { return }
        self.gate = gate
        let limit = call["limit"].flatMap { Int($0) }
        rows = try connection.rows(
            of: listing, ListingDesk.request(listing, call, basis?.number, cursor, limit))
    }

    /// Empty at the end.
    func next(_ size: Int) throws -> [UInt8] {
        guard let rows, let writer, let gate else { return [] }
        while out.count < size, try rows.next() {
            try gate.pass(rows)
            try writer.write(rows, to: &out)
            out.newLine()
        }
        return out.drain()
    }

    /// Ends the statement, then the transaction.
    func close() {
        rows = nil
        transaction = nil
    }
}

/// Keeps a transaction open for as long as it lives. A class, because a noncopyable value cannot be kept in
/// an optional property that is set to nil.
private final class TransactionBox {
    private let transaction: Transaction

    init(_ transaction: consuming Transaction) { self.transaction = transaction }
}
