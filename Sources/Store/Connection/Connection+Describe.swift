import CLibPQ

extension Connection {
    struct Shape {
        var parameters: [UInt32]
        var columns: [(name: String, oid: UInt32)]
    }

    /// Number of the server's process behind this connection, on the server's machine.
    package var serverProcess: Int { Int(PQbackendPID(handle)) }

    /// What the server makes of a query, with the declared parameter types given. Nothing is run.
    func describe(_ query: Query) throws(StoreError) -> Shape {
        // The unnamed statement: gone with the next one.
        let prepared = PQprepare(
            handle, "", query.text, Int32(query.parameters.count), query.parameters.map(\.oid))
        defer { PQclear(prepared) }
        try check(prepared, name: query.name)
        let described = PQdescribePrepared(handle, "")
        defer { PQclear(described) }
        try check(described, name: query.name)
        return Shape(
            parameters: (0..<PQnparams(described)).map { PQparamtype(described, $0) },
            columns: (0..<PQnfields(described)).map {
                (String(cString: PQfname(described, $0)), PQftype(described, $0))
            })
    }
}
