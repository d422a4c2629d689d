package import Roaming

/// Which of our own objects a hub asks for.
package struct OwnSelection: Sendable, Hashable {
    package var module: ObjectKind
    /// Our parties on the hub's link.
    package var ours: [PartyID]
    /// Whose CDRs and sessions it is told.
    package var partners: [PartyID]
    /// The form the objects have to be in.
    package var version: OCPIVersion
    /// Inclusive, by `last_updated`.
    package var from: Instant?
    /// Exclusive.
    package var until: Instant?
    /// One object only.
    package var id: String?

    package init(
        module: ObjectKind, ours: [PartyID], partners: [PartyID], version: OCPIVersion,
        from: Instant? = nil, until: Instant? = nil, id: String? = nil
    ) {
        self.module = module
        self.ours = ours
        self.partners = partners
        self.version = version
        self.from = from
        self.until = until
        self.id = id
    }
}

/// Some of them.
package struct OwnPage: Sendable, Hashable {
    /// As received from our own platform.
    package let objects: [[UInt8]]
    /// How many there are on all pages.
    package let total: Int
}

extension Connection {
    package func own(
        _ selection: OwnSelection, of book: Int64, offset: Int, limit: Int
    ) throws(StoreError) -> OwnPage {
        let found = try places(selection, book, offset, limit)
        var total = found.first?.total ?? 0
        // Beyond the end there is no row to say how many there are.
        if found.isEmpty, offset > 0 {
            total = try places(selection, book, 0, 1).first?.total ?? 0
        }
        let pages = Set(found.map { ObjectNumber.page(of: $0.object) }).sorted()
        var bodies: [Int64: [UInt8]] = [:]
        _ = try rows(.readBodies, [.int8s(pages)]) { (row) throws(StoreError) in
            guard let page = Zstd.expand(row.bytes(2), size: row.int4(1)) else {
                throw row.unreadable(2, "of page \(row.int8(0)) is damaged")
            }
            bodies[row.int8(0)] = Array(page)
        }
        let objects = found.compactMap { place -> [UInt8]? in
            guard let body = bodies[ObjectNumber.page(of: place.object)], place.at >= 0,
                place.length >= 0, place.at + place.length <= body.count
            else { return nil }
            return Array(body[place.at..<place.at + place.length])
        }
        guard objects.count == found.count else {
            throw StoreError(
                .value, "an own object lies outside its page", query: Query.readBodies.name)
        }
        return OwnPage(objects: objects, total: total)
    }

    private struct OwnPlace {
        let object: Int64
        let at: Int
        let length: Int
        let total: Int
    }

    private func places(
        _ selection: OwnSelection, _ book: Int64, _ offset: Int, _ limit: Int
    ) throws(StoreError) -> [OwnPlace] {
        try rows(
            .listOwn,
            [
                .int8(book), .text(selection.module.rawValue),
                .texts(selection.ours.sorted().map(\.description)),
                .texts(selection.partners.sorted().map(\.description)),
                selection.from.map { .instant($0) } ?? .null,
                selection.until.map { .instant($0) } ?? .null,
                .text(selection.version.rawValue), .int8(Int64(offset)), .int8(Int64(limit)),
                .text(selection.id.map { Identifier.folded($0) }),
            ]
        ) { row in
            OwnPlace(
                object: row.int8(0), at: row.int4(1), length: row.int4(2),
                total: Int(row.int8(3)))
        }
    }
}
