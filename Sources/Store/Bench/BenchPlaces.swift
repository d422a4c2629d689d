/// Where a CDR stands in the list of its month.
package struct BenchPlace: Sendable, Hashable {
    package let object: Int64
    /// As a cursor has it.
    package let key: [String]
    /// From 1.
    package let place: Int64
    /// Of the whole list.
    package let lines: Int64
}

extension Connection {
    /// CDRs evenly over the list of a reconciliation, in its order.
    package func benchPlaces(ofRun run: Int64, atMost most: Int64) throws(StoreError)
        -> [BenchPlace]
    {
        let transaction = try beginReading(within: .all)
        let places = try rows(.benchPlaces, [.int8(run), .int8(most)]) {
            (row) throws(StoreError) in
            BenchPlace(
                object: row.int8(0), key: [String(row.int4(1)), String(row.int4(2))],
                place: row.int8(3), lines: row.int8(4))
        }
        try transaction.rollback()
        return places
    }
}
