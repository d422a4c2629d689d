package import Roaming

/// Everything one page brings, in the form the server takes it. Needs no connection, so pages can
/// be decoded and encoded on any thread; only `IntakeShard.write` has to happen in page order.
package struct PageRows: Sendable {
    package let book: Int64
    package let page: Int64
    package let hub: String
    package let kind: ObjectKind
    package let source: String
    private(set) var objects = RowBytes()
    private(set) var findings = RowBytes()
    private(set) var rejects: [RejectRow] = []
    private(set) var body: [UInt8] = []
    private(set) var rawBytes = 0
    package private(set) var objectCount = 0

    /// - Parameters:
    ///   - book: whose objects these are (`Connection.book`).
    ///   - page: `IntakeShard.firstPage` plus the page's position in the shard.
    ///   - hub: `own`, or the hub's name.
    ///   - source: the file, relative to the input directory.
    package init(book: Int64, page: Int64, hub: String, kind: ObjectKind, source: String) {
        self.book = book
        self.page = page
        self.hub = hub
        self.kind = kind
        self.source = source
    }

    /// A CDR with its parties as resolved by the hub's rule.
    /// - Throws: the reject it turns into when it lacks what every CDR must have.
    package mutating func add(
        _ cdr: CDR, _ standing: Standing, at place: ObjectPlace
    ) throws(Reject) {
        precondition(kind == .cdrs, "a CDR on a page of \(kind)")
        try objects.append(cdr, standing, in: binding, place: place)
        objectCount += 1
    }

    /// - Parameter cpo: resolved by the hub's rule where the session itself does not name it.
    package mutating func add(_ session: Session, _ standing: Standing, at place: ObjectPlace) {
        precondition(kind == .sessions, "a session on a page of \(kind)")
        objects.append(session, standing, in: binding, place: place)
        objectCount += 1
    }

    package mutating func add(_ tariff: Tariff, at place: ObjectPlace) {
        precondition(kind == .tariffs, "a tariff on a page of \(kind)")
        objects.append(tariff, in: binding, place: place)
        objectCount += 1
    }

    package mutating func add(
        _ location: Location, version: OCPIVersion, at place: ObjectPlace
    ) {
        precondition(kind == .locations, "a location on a page of \(kind)")
        objects.append(location, version, in: binding, place: place)
        objectCount += 1
    }

    package mutating func add(_ token: Token, version: OCPIVersion, at place: ObjectPlace) {
        precondition(kind == .tokens, "a token on a page of \(kind)")
        objects.append(token, version, in: binding, place: place)
        objectCount += 1
    }

    /// All findings about one object, in one call.
    package mutating func add(_ found: [Finding], about place: ObjectPlace) {
        for (ordinal, finding) in found.enumerated() {
            findings.begin(fields: 7)
            findings.int8(ObjectNumber.of(place.ordinal, page: page))
            findings.int4(ordinal)
            findings.append(finding)
        }
    }

    package mutating func add(_ reject: RejectRow) { rejects.append(reject) }

    /// Takes the page's raw bytes, compressed. Call once, when all objects are in.
    package mutating func seal(_ bytes: [UInt8]) {
        rawBytes = bytes.count
        body = Zstd.compress(bytes)
    }

    private var binding: Binding { Binding(book: book, page: page, hub: hub) }

    /// Keeps no bytes: nothing of this page could be used or kept.
    var isEmpty: Bool { objectCount == 0 && rejects.allSatisfy { $0.place == nil } }
}

extension PageRows {
    /// The page without its rows, which are staged already.
    func bodyOnly() -> PageRows {
        var page = self
        page.objects = RowBytes()
        page.findings = RowBytes()
        page.rejects = []
        return page
    }

    func appendBody(to rows: inout RowBytes, run: Int64) {
        rows.begin(fields: 8)
        rows.int8(page)
        rows.int8(run)
        rows.text(hub)
        rows.text(kind.rawValue)
        rows.text(source)
        rows.int4(rawBytes)
        rows.int4(objectCount)
        rows.bytea(body)
    }
}
