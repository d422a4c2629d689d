import CLibPQ

/// How many rows COPY gave out, and their bytes.
package struct CopiedOut: Sendable, Hashable {
    package var rows = 0
    package var bytes = 0
}

extension Connection {
    /// The CDRs of a reconciliation by the server's own COPY, read and forgotten: the same rows and columns as
    /// `Listing.cdrs` gives, by the same statement, as text. What a list over HTTP is held against.
    package func copyOutCDRs(ofRun run: Int64) throws(StoreError) -> CopiedOut {
        let transaction = try beginReading(within: .all)
        let (listing, query) = (Listing.cdrs, Listing.cdrs.orders[0].query)
        // COPY takes no parameters; this one is a number.
        var select = query.text.replacing("$1", with: "\(run)")
        for parameter in 2...query.parameters.count {
            select = select.replacing("$\(parameter)", with: "NULL")
        }
        let columns = listing.fields.map(\.name).joined(separator: ", ")
        let copied = try copyOut("COPY (SELECT \(columns) FROM (\(select)) AS page) TO STDOUT")
        try transaction.rollback()
        return copied
    }

    private func copyOut(_ sql: String) throws(StoreError) -> CopiedOut {
        let begun = PQexec(handle, sql)
        defer { PQclear(begun) }
        guard PQresultStatus(begun) == PGRES_COPY_OUT else {
            try check(begun, name: "copy_out")
            throw StoreError(.statement, "gave no rows to copy", query: "copy_out")
        }
        var copied = CopiedOut()
        var row: UnsafeMutablePointer<CChar>?
        while true {
            let length = PQgetCopyData(handle, &row, 0)
            guard length > 0 else { break }
            copied.rows += 1
            copied.bytes += Int(length)
            PQfreemem(row)
        }
        let ended = PQgetResult(handle)
        defer { PQclear(ended) }
        try check(ended, name: "copy_out")
        while let rest = PQgetResult(handle) { PQclear(rest) }
        return copied
    }
}
