import Roaming

/// A list that the API serves: which rows, in which order, narrowed by what.
///
/// The statement takes its basis (a run or a book), then the filters, then the key of the last row
/// seen, then how many rows; NULL where there is none. It gives the fields, then the parts of the key.
package struct Listing: Sendable {
    /// What the rows belong to.
    package enum Basis: Sendable, Hashable {
        /// The run of a job that stands for the month.
        case run(Job)
        /// The objects that it was made of.
        case book(Job)
        case database
    }

    package struct Field: Sendable {
        package enum Kind: Sendable, Hashable {
            case text, count, number, flag, month, day, instant
            /// Money: a decimal string, in the currency that the row names.
            case amount
            /// A decimal string that is no money: kWh, a rate.
            case quantity
        }

        package let name: String
        package let kind: Kind
        /// What it means, for whoever reads the document of the API.
        package let meaning: String
        /// NULL in some rows.
        package let isOptional: Bool
        /// Tells who charged: masked for those who may not see it.
        package let isPersonal: Bool
    }

    package struct Filter: Sendable {
        package enum Kind: Sendable, Hashable { case text, upperCase, month }
        package let name: String
        package let kind: Kind
        package let meaning: String
    }

    package enum KeyPart: Sendable, Hashable {
        case text, int4, int8

        /// It is a part of a key, as a cursor has it.
        package func reads(_ text: String) -> Bool {
            switch self {
            case .text: true
            case .int4: Int32(text) != nil
            case .int8: Int64(text) != nil
            }
        }
    }

    /// An order in which the rows can be had a page at a time, since an index has it or they are few.
    package struct Order: Sendable {
        package let name: String
        package let isDescending: Bool
        package let key: [KeyPart]
        let query: Query

        /// As `sort` has it.
        package var word: String { isDescending ? "-\(name)" : name }
    }

    /// By which fields a row belongs to a partner or a vendor; one that belongs to none is nobody's but ours.
    package struct Owners: Sendable, Hashable {
        package var party: String?
        package var site: String?
        package var vendor: String?
        /// The rows are sums over what the reach covers, or of no one in particular.
        package var isForAll = false

        static let everybody = Owners(isForAll: true)
        static let counterparty = Owners(party: "counterparty")
    }

    package let name: String
    package let basis: Basis
    package let fields: [Field]
    package let filters: [Filter]
    /// Columns that are there and not indexed: asking for them is refused by name.
    package let unindexed: [String]
    package let owners: Owners
    /// The usual one first; each of the others is asked for by its word.
    package private(set) var orders: [Order]

    /// - Parameter order: what the order of the key is called; nil where rows are sums, which come in one
    ///   order only.
    init(
        _ name: String, _ text: [UInt8], of basis: Basis, _ fields: [Field],
        owners: Owners, filters: [Filter] = [], unindexed: [String] = [], order: String?,
        key: [(name: String, part: KeyPart)]
    ) {
        self.name = name
        self.basis = basis
        self.fields = fields
        self.filters = filters
        self.unindexed = unindexed
        self.owners = owners
        orders = []
        orders = sorted(name, text, by: order, key)
    }

    /// The same rows in another order too.
    func also(
        _ name: String, _ text: [UInt8], by order: String, _ key: [(name: String, part: KeyPart)]
    ) -> Listing {
        var both = self
        both.orders += sorted(name, text, by: order, key)
        return both
    }

    /// The order that `sort` asks for; the usual one where it does not.
    package func order(_ word: String?) -> Order? {
        word.map { word in orders.first { $0.word == word } } ?? orders.first
    }

    /// What `sort` may be.
    package var sorts: [String] { orders.map(\.word).filter { !$0.isEmpty } }

    /// A query, and the same the other way round: its file says where it goes upwards.
    private func sorted(
        _ name: String, _ text: [UInt8], by order: String?, _ key: [(name: String, part: KeyPart)]
    ) -> [Order] {
        let first: [SQLType] = basis == .database ? [] : [.int8]
        let upwards = String(decoding: text, as: UTF8.self)
        func query(_ name: String, _ text: String) -> Query {
            Query(
                name, text,
                takes: first + filters.map(\.kind.type) + key.map(\.part.type) + [.int8],
                gives: fields.map { ($0.name, $0.kind.type) } + key.map { ($0.name, $0.part.type) })
        }
        let usual = Order(
            name: order ?? "", isDescending: false, key: key.map(\.part),
            query: query(name, upwards))
        guard let order else { return [usual] }
        let downwards =
            upwards.replacing("> /*after*/", with: "<").replacing(" ASC", with: " DESC")
        let other = Order(
            name: order, isDescending: true, key: usual.key,
            query: query("\(name)_downwards", downwards))
        return [usual, other]
    }
}

extension Listing.Field {
    static func text(_ name: String, _ meaning: String) -> Self { .init(name, .text, meaning) }
    static func amount(_ name: String, _ meaning: String) -> Self { .init(name, .amount, meaning) }

    init(_ name: String, _ kind: Kind, _ meaning: String) {
        self.init(name: name, kind: kind, meaning: meaning, isOptional: false, isPersonal: false)
    }

    /// Where the row may have none.
    var optional: Self {
        .init(
            name: name, kind: kind, meaning: meaning, isOptional: true, isPersonal: isPersonal)
    }

    var personal: Self {
        .init(name: name, kind: kind, meaning: meaning, isOptional: true, isPersonal: true)
    }
}

extension Listing.Field.Kind {
    fileprivate var type: SQLType {
        switch self {
        case .text: .text
        case .count: .int4
        case .number: .int8
        case .flag: .bool
        case .month, .day: .date
        case .instant: .timestamptz
        case .amount, .quantity: .numeric
        }
    }
}

extension Listing.Filter.Kind {
    fileprivate var type: SQLType { self == .month ? .date : .text }
}

extension Listing.KeyPart {
    fileprivate var type: SQLType {
        switch self {
        case .text: .text
        case .int4: .int4
        case .int8: .int8
        }
    }
}

/// Which rows of a listing are wanted.
package struct ListingRequest: Sendable {
    /// Number of the run or book; nil for a listing of the database.
    package var basis: Int64?
    /// One of the listing's; nil = its usual one.
    package var order: Listing.Order?
    /// As many as the listing has filters; nil = not narrowed.
    package var filters: [String?]
    /// Key of the last row seen, as many parts as the key has.
    package var after: [String]?
    /// Nil = all.
    package var limit: Int?

    package init(
        basis: Int64?, filters: [String?], order: Listing.Order? = nil, after: [String]? = nil,
        limit: Int?
    ) {
        self.basis = basis
        self.order = order
        self.filters = filters
        self.after = after
        self.limit = limit
    }
}

extension Connection {
    /// The rows of a listing in its order, one at a time: the fields, then the parts of the key.
    /// - Throws: `StoreError` of kind `.refused` when a filter or a part of the key cannot be read,
    ///   which the caller has checked.
    package func rows(
        of listing: Listing, _ request: ListingRequest
    ) throws(StoreError) -> ListedRows {
        guard let order = request.order ?? listing.order(nil) else {
            throw listing.refusal(of: "sort")
        }
        var parameters: [Parameter] = request.basis.map { [.int8($0)] } ?? []
        for (filter, value) in zip(listing.filters, request.filters) {
            switch (filter.kind, value) {
            case (_, nil): parameters.append(.null)
            case (.text, let value): parameters.append(.text(value))
            case (.upperCase, let value): parameters.append(.text(value.map(Identifier.folded)))
            case (.month, let value?):
                guard let month = Month(value) else { throw listing.refusal(of: filter.name) }
                parameters.append(.month(month))
            }
        }
        for (index, part) in order.key.enumerated() {
            guard let after = request.after else {
                parameters.append(.null)
                continue
            }
            guard after.indices.contains(index), let value = part.parameter(after[index]) else {
                throw listing.refusal(of: "cursor")
            }
            parameters.append(value)
        }
        parameters.append(request.limit.map { .int8(Int64($0)) } ?? .null)
        return ListedRows(order.query, try stream(order.query, parameters))
    }
}

extension Listing.KeyPart {
    fileprivate func parameter(_ text: String) -> Parameter? {
        switch self {
        case .text: .text(text)
        case .int4: Int32(text).map { .int4(Int($0)) }
        case .int8: Int64(text).map { .int8($0) }
        }
    }
}

extension Listing {
    fileprivate func refusal(of what: String) -> StoreError {
        StoreError(.refused, "\(what) cannot be read", query: name)
    }
}
