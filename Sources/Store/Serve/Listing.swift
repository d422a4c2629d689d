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

    package enum KeyPart: Sendable, Hashable { case text, int4 }

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
    package let key: [KeyPart]
    package let owners: Owners
    let query: Query

    init(
        _ name: String, _ text: [UInt8], of basis: Basis, _ fields: [Field],
        owners: Owners, filters: [Filter] = [], unindexed: [String] = [],
        key: [(name: String, part: KeyPart)]
    ) {
        self.name = name
        self.basis = basis
        self.fields = fields
        self.filters = filters
        self.unindexed = unindexed
        self.owners = owners
        self.key = key.map(\.part)
        let first: [SQLType] = basis == .database ? [] : [.int8]
        query = Query(
            name, String(decoding: text, as: UTF8.self),
            takes: first + filters.map(\.kind.type) + key.map(\.part.type) + [.int8],
            gives: fields.map { ($0.name, $0.kind.type) } + key.map { ($0.name, $0.part.type) })
    }

    var columns: [ReportColumn] {
        query.columns.map { column in
            ReportColumn(name: column.name, kind: ReportColumn.Kind(column.type) ?? .text)
        }
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
    fileprivate var type: SQLType { self == .text ? .text : .int4 }
}

/// Which rows of a listing are wanted.
package struct ListingRequest: Sendable {
    /// Number of the run or book; nil for a listing of the database.
    package var basis: Int64?
    /// As many as the listing has filters; nil = not narrowed.
    package var filters: [String?]
    /// Key of the last row seen, as many parts as the key has.
    package var after: [String]?
    /// Nil = all.
    package var limit: Int?

    package init(basis: Int64?, filters: [String?], after: [String]? = nil, limit: Int?) {
        self.basis = basis
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
    ) throws(StoreError) -> ReportRows {
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
        for (index, part) in listing.key.enumerated() {
            guard let after = request.after else {
                parameters.append(.null)
                continue
            }
            guard after.indices.contains(index) else { throw listing.refusal(of: "cursor") }
            switch part {
            case .text: parameters.append(.text(after[index]))
            case .int4:
                guard let number = Int32(after[index]) else { throw listing.refusal(of: "cursor") }
                parameters.append(.int4(Int(number)))
            }
        }
        parameters.append(request.limit.map { .int8(Int64($0)) } ?? .null)
        return ReportRows(
            listing.columns, listing.query.columns.map(\.type),
            try stream(listing.query, parameters))
    }
}

extension Listing {
    fileprivate func refusal(of name: String) -> StoreError {
        StoreError(.refused, "\(name) cannot be read", query: query.name)
    }
}
