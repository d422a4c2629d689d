import CLibPQ

extension Connection {
    /// A CDR by the very statement of `servedCDR`, prepared and alone: what is left of a request when who
    /// asks, what they may see and how it is written are taken away. Each value as the server sent it,
    /// one after the other; nil when there is none. Reads only what this connection's own
    /// `clearing.reach` covers, so it gives nothing where nobody set that for the whole session.
    package func bareCDR(_ object: Int64) throws(StoreError) -> [UInt8]? {
        let query = Query.serveCDR
        if !prepared.contains(query.name) {
            let made = PQprepare(
                handle, query.name, query.text, Int32(query.parameters.count),
                query.parameters.map(\.oid))
            defer { PQclear(made) }
            try check(made, name: query.name)
            prepared.insert(query.name)
        }
        let parameters: [Parameter] = [.int8(object), .null]
        let result = ParameterList(parameters).withPointers { values, lengths, formats in
            PQexecPrepared(
                handle, query.name, Int32(parameters.count), values, lengths, formats, 1)
        }
        defer { PQclear(result) }
        try check(result, name: query.name)
        guard PQntuples(result) > 0 else { return nil }
        var bytes: [UInt8] = []
        for column in 0..<PQnfields(result) {
            bytes.append(
                contentsOf: UnsafeRawBufferPointer(
                    start: PQgetvalue(result, 0, column), count: Int(PQgetlength(result, 0, column))
                ))
        }
        return bytes
    }
}
