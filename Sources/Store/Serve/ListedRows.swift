package import Amounts
package import Roaming

/// Rows of a listing, one at a time, their columns read one by one where they lie: the fields first, then
/// the parts of the key. Holds the connection until the end is reached or it is dropped.
package final class ListedRows {
    private let types: [SQLType]
    private let reader: RowReader

    init(_ query: Query, _ reader: RowReader) {
        types = query.columns.map(\.type)
        self.reader = reader
    }

    /// Moves to the next row; false at the end.
    package func next() throws(StoreError) -> Bool { try reader.next() }

    package func isNull(_ column: Int) -> Bool { reader.isNull(Int32(column)) }

    /// The bytes of a text, as long as the row is the current one.
    package func utf8(_ column: Int) -> UnsafeRawBufferPointer { reader.bytes(Int32(column)) }

    package func text(_ column: Int) -> String { reader.text(Int32(column)) }

    /// Of a column of either width.
    package func integer(_ column: Int) -> Int64 {
        types[column] == .int4
            ? Int64(reader.int4(Int32(column))) : reader.int8(Int32(column))
    }

    package func bool(_ column: Int) -> Bool { reader.bool(Int32(column)) }
    package func day(_ column: Int) -> Day { reader.day(Int32(column)) }
    package func instant(_ column: Int) -> Instant { reader.instant(Int32(column)) }

    package func decimal(_ column: Int) throws(StoreError) -> ExactDecimal {
        try reader.decimal(Int32(column))
    }
}
