import CLibPQ

@testable import Store

extension Connection {
    struct Shape {
        var parameters: [UInt32]
        var columns: [(name: String, oid: UInt32)]
    }

    /// What the server makes of a query, with the declared parameter types given.
    func describe(_ query: Query) throws -> Shape {
        try withHandle { handle in
            let prepared = PQprepare(
                handle, query.name, query.text, Int32(query.parameters.count),
                query.parameters.map(\.oid))
            defer { PQclear(prepared) }
            try check(prepared, name: query.name)
            let described = PQdescribePrepared(handle, query.name)
            defer { PQclear(described) }
            try check(described, name: query.name)
            return Shape(
                parameters: (0..<PQnparams(described)).map { PQparamtype(described, $0) },
                columns: (0..<PQnfields(described)).map {
                    (String(cString: PQfname(described, $0)), PQftype(described, $0))
                })
        }
    }

    /// Ends a COPY that was just started without a row; binary needs its header all the same.
    func copyNothing(_ name: String) throws {
        let bytes: [UInt8] =
            Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A] + [UInt8](repeating: 0, count: 9)
            + [0xFF, 0xFF]
        try bytes.withUnsafeBytes { try put($0, name: name) }
        try endCopy(name: name)
    }
}
