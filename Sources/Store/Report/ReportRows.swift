package import Amounts
import CLibPQ
package import Roaming

/// One value of a report's query.
package enum ReportValue: Sendable, Hashable {
    case none
    case text(String)
    case integer(Int64)
    case decimal(ExactDecimal)
    case bool(Bool)
    case day(Day)
    case instant(Instant)
    case texts([String])
}

/// A column of a report's query as the server describes it.
package struct ReportColumn: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case text, integer, decimal, bool, day, instant, texts
    }

    package let name: String
    package let kind: Kind
}

/// Rows of a report, one at a time. Holds the connection until the end is reached or it is dropped.
package final class ReportRows {
    package let columns: [ReportColumn]
    private let types: [SQLType]
    private let reader: RowReader

    init(_ columns: [ReportColumn], _ types: [SQLType], _ reader: RowReader) {
        self.columns = columns
        self.types = types
        self.reader = reader
    }

    /// Nil at the end.
    package func next() throws(StoreError) -> [ReportValue]? {
        guard try reader.next() else { return nil }
        var values: [ReportValue] = []
        values.reserveCapacity(types.count)
        for (index, type) in types.enumerated() {
            values.append(try value(Int32(index), type))
        }
        return values
    }

    private func value(_ column: Int32, _ type: SQLType) throws(StoreError) -> ReportValue {
        if reader.isNull(column) { return .none }
        return switch type {
        case .text: .text(reader.text(column))
        case .int2: .integer(Int64(reader.int2(column)))
        case .int4: .integer(Int64(reader.int4(column)))
        case .int8: .integer(reader.int8(column))
        case .numeric: .decimal(try reader.decimal(column))
        case .bool: .bool(reader.bool(column))
        case .date: .day(reader.day(column))
        case .timestamptz: .instant(reader.instant(column))
        case .textArray: .texts(reader.texts(column))
        case .bytea, .int4Array, .int8Array:
            preconditionFailure("describing the query has refused this type")
        }
    }
}

extension Connection {
    /// The columns of a report's query, without running it: one SELECT on `published`, in which
    /// `$1` is the first day of the month.
    /// - Throws: `StoreError` with the server's words when it is no valid query, or of kind
    ///   `.value` when a column has a type that reports do not know.
    package func describeReport(
        _ sql: String, name: String, perCounterparty: Bool = false
    ) throws(StoreError) -> [ReportColumn] {
        try reportShape(sql, name: name, takes: perCounterparty ? [.date, .text] : [.date])
            .map { $0.column }
    }

    package func reportRows(
        _ sql: String, name: String, month: Month, counterparty: String? = nil
    ) throws(StoreError) -> ReportRows {
        let takes: [SQLType] = counterparty == nil ? [.date] : [.date, .text]
        let shape = try reportShape(sql, name: name, takes: takes)
        let query = Query(name, sql, takes: takes, gives: shape.map { ($0.column.name, $0.type) })
        let parameters: [Parameter] = [.month(month)] + (counterparty.map { [.text($0)] } ?? [])
        return ReportRows(
            shape.map(\.column), shape.map(\.type), try stream(query, parameters))
    }

    private func reportShape(
        _ sql: String, name: String, takes: [SQLType]
    ) throws(StoreError) -> [(column: ReportColumn, type: SQLType)] {
        let described = try describe(Query(name, sql, takes: takes, gives: []))
        var shape: [(column: ReportColumn, type: SQLType)] = []
        for (column, oid) in described.columns {
            // varchar, char and name read like text.
            let type = [18, 19, 1042, 1043].contains(oid) ? .text : SQLType(oid: oid)
            guard let type, let kind = ReportColumn.Kind(type) else {
                throw StoreError(
                    .value, "column \(column) has a type that no report shows; cast it",
                    query: name)
            }
            shape.append((ReportColumn(name: column, kind: kind), type))
        }
        return shape
    }
}

extension ReportColumn.Kind {
    init?(_ type: SQLType) {
        switch type {
        case .text: self = .text
        case .int2, .int4, .int8: self = .integer
        case .numeric: self = .decimal
        case .bool: self = .bool
        case .date: self = .day
        case .timestamptz: self = .instant
        case .textArray: self = .texts
        case .bytea, .int4Array, .int8Array: return nil
        }
    }
}
