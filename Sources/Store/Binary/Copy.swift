import CLibPQ

/// The start of every binary COPY: signature, no flags, no extension (PostgreSQL, COPY).
private let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
private let trailer: [UInt8] = [0xFF, 0xFF]

extension Connection {
    /// Writes rows with the `COPY … FROM STDIN (FORMAT binary)` of a query file.
    func copy(_ query: Query, _ rows: RowBytes) throws(StoreError) {
        guard rows.rows > 0 else { return }
        try run(query.text, name: query.name)
        try putAll(header, name: query.name)
        try putAll(rows.bytes, name: query.name)
        try putAll(trailer, name: query.name)
        try endCopy(name: query.name)
    }

    private func putAll(_ bytes: [UInt8], name: String) throws(StoreError) {
        // withUnsafeBytes does not carry a typed error, so it travels as a value.
        let failure: StoreError? = bytes.withUnsafeBytes { buffer in
            do throws(StoreError) {
                try put(buffer, name: name)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }
}
