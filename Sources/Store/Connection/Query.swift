/// The PostgreSQL types this program binds and reads.
enum SQLType: Sendable, Hashable {
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
}

/// One query file with what it takes and gives. StoreTests prepares every one against the migrated
/// schema and compares parameters and columns with what stands here.
struct Query: Sendable {
    /// The file's base name.
    let name: String
    let text: String
    let parameters: [SQLType]
    let columns: [(name: String, type: SQLType)]

    init(
        _ name: String, _ text: [UInt8], takes parameters: [SQLType] = [],
        gives columns: KeyValuePairs<String, SQLType> = [:]
    ) {
        self.name = name
        self.text = String(decoding: text, as: UTF8.self)
        self.parameters = parameters
        self.columns = columns.map { (name: $0.key, type: $0.value) }
    }
}
