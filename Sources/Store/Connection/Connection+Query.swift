import CLibPQ

extension Connection {
    /// Runs a statement and gives the number of rows it wrote.
    @discardableResult
    func execute(_ query: Query, _ parameters: [Parameter] = []) throws(StoreError) -> Int {
        try send(query, parameters, singleRow: false)
        var written = 0
        while let result = try nextResult(query.name) {
            written += Int(String(cString: PQcmdTuples(result))) ?? 0
            PQclear(result)
        }
        return written
    }

    /// Streams the rows of a statement; memory stays at one row, whatever the size of the result.
    func stream(_ query: Query, _ parameters: [Parameter] = []) throws(StoreError) -> RowReader {
        try send(query, parameters, singleRow: true)
        return RowReader(self, query)
    }

    /// All rows of a small result.
    func rows<Row>(
        _ query: Query, _ parameters: [Parameter] = [],
        _ decode: (RowReader) throws(StoreError) -> Row
    ) throws(StoreError) -> [Row] {
        let reader = try stream(query, parameters)
        var rows: [Row] = []
        while try reader.next() { rows.append(try decode(reader)) }
        return rows
    }

    /// Starts a transaction. One at a time; it rolls back unless it is committed.
    package func begin() throws(StoreError) -> Transaction {
        try run("BEGIN", name: "begin")
        return Transaction(self)
    }

    /// A read-only transaction in which every statement sees the same state of the database.
    package func beginReading() throws(StoreError) -> Transaction {
        try run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", name: "begin")
        return Transaction(self)
    }
}
