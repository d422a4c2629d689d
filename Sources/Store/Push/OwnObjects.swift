package import Roaming

/// Which of our own objects a hub asks for.
package struct OwnSelection: Sendable, Hashable {
    package var module: ObjectKind
    /// Our parties on the hub's link.
    package var ours: [PartyID]
    /// Whose CDRs and sessions it is told.
    package var partners: [PartyID]
    /// In which the objects may stand here.
    package var versions: [OCPIVersion]
    /// Only what 2.1.1 has a word for.
    package var isFor211: Bool
    /// Inclusive, by `last_updated`.
    package var from: Instant?
    /// Exclusive.
    package var until: Instant?
    /// One object only.
    package var id: String?

    package init(
        module: ObjectKind, ours: [PartyID], partners: [PartyID], versions: [OCPIVersion],
        isFor211: Bool = false, from: Instant? = nil, until: Instant? = nil, id: String? = nil
    ) {
        self.module = module
        self.ours = ours
        self.partners = partners
        self.versions = versions
        self.isFor211 = isFor211
        self.from = from
        self.until = until
        self.id = id
    }
}

/// An object of ours, as received from our own platform.
package struct OwnObject: Sendable, Hashable {
    package let document: [UInt8]
    package let version: OCPIVersion
    package let lastUpdated: Instant
}

/// Some of them.
package struct OwnPage: Sendable, Hashable {
    package let objects: [OwnObject]
    /// How many there are on all pages.
    package let total: Int
}

/// Where an own object stands in its page.
struct OwnPlace: Sendable, Hashable {
    let object: Int64
    let at: Int
    let length: Int
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
        let documents = try documents(at: found.map(\.place))
        let objects = zip(found, documents).map { found, document in
            OwnObject(document: document, version: found.version, lastUpdated: found.lastUpdated)
        }
        return OwnPage(objects: objects, total: total)
    }

    /// The objects that stand there.
    func documents(at places: [OwnPlace]) throws(StoreError) -> [[UInt8]] {
        let pages = Set(places.map { ObjectNumber.page(of: $0.object) }).sorted()
        var bodies: [Int64: [UInt8]] = [:]
        _ = try rows(.readBodies, [.int8s(pages)]) { (row) throws(StoreError) in
            guard let page = Zstd.expand(row.bytes(2), size: row.int4(1)) else {
                throw row.unreadable(2, "of page \(row.int8(0)) is damaged")
            }
            bodies[row.int8(0)] = Array(page)
        }
        let objects = places.compactMap { place -> [UInt8]? in
            guard let body = bodies[ObjectNumber.page(of: place.object)], place.at >= 0,
                place.length >= 0, place.at + place.length <= body.count
            else { return nil }
            return Array(body[place.at..<place.at + place.length])
        }
        guard objects.count == places.count else {
            throw StoreError(
                .value, "an own object lies outside its page", query: Query.readBodies.name)
        }
        return objects
    }

    private struct Listed {
        let place: OwnPlace
        let version: OCPIVersion
        let lastUpdated: Instant
        let total: Int
    }

    private func places(
        _ selection: OwnSelection, _ book: Int64, _ offset: Int, _ limit: Int
    ) throws(StoreError) -> [Listed] {
        try rows(
            .listOwn,
            [
                .int8(book), .text(selection.module.rawValue),
                .texts(selection.ours.sorted().map(\.description)),
                .texts(selection.partners.sorted().map(\.description)),
                selection.from.map { .instant($0) } ?? .null,
                selection.until.map { .instant($0) } ?? .null,
                .texts(selection.versions.map(\.rawValue)), .int8(Int64(offset)),
                .int8(Int64(limit)), .text(selection.id.map { Identifier.folded($0) }),
                .bool(selection.isFor211),
            ]
        ) { (row) throws(StoreError) in
            Listed(
                place: OwnPlace(object: row.int8(0), at: row.int4(1), length: row.int4(2)),
                version: try row.value(4, as: OCPIVersion.self), lastUpdated: row.instant(5),
                total: Int(row.int8(3)))
        }
    }
}
