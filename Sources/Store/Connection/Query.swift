/// The PostgreSQL types this program binds and reads.
enum SQLType: Sendable, Hashable, CaseIterable {
    case bool, bytea, int8, int2, int4, text, date, timestamptz, numeric
    case int8Array, int4Array, textArray

    var oid: UInt32 {
        switch self {
        case .bool: 16
        case .bytea: 17
        case .int8: 20
        case .int2: 21
        case .int4: 23
        case .text: 25
        case .int4Array: 1007
        case .textArray: 1009
        case .int8Array: 1016
        case .date: 1082
        case .timestamptz: 1184
        case .numeric: 1700
        }
    }

    init?(oid: UInt32) {
        guard let type = Self.allCases.first(where: { $0.oid == oid }) else { return nil }
        self = type
    }
}

/// One query file with what it takes and gives. StoreTests prepares every one against the migrated
/// schema and compares parameters and columns with what stands here.
struct Query: Sendable {
    /// The file's base name.
    let name: String
    let text: String
    let parameters: [SQLType]
    let columns: [(name: String, type: SQLType)]

    /// - Parameter text: the embedded file.
    init(
        _ name: String, _ text: [UInt8], takes parameters: [SQLType] = [],
        gives columns: KeyValuePairs<String, SQLType> = [:]
    ) {
        self.init(
            name, String(decoding: text, as: UTF8.self), takes: parameters,
            gives: columns.map { ($0.key, $0.value) })
    }

    init(
        _ name: String, _ text: String, takes parameters: [SQLType],
        gives columns: [(name: String, type: SQLType)]
    ) {
        self.name = name
        self.text = text
        self.parameters = parameters
        self.columns = columns
    }
}
