/// A database made for one use and dropped afterwards: a closed month is made again in it. A class,
/// because the database has to go when its last user has gone.
package final class ReplayDatabase {
    package let name: String
    private let address: String

    /// - Parameter name: lower-case letters, digits and underscores, of nobody else's database.
    /// - Throws: `StoreError` of kind `.privilege` when this login may not create databases.
    package init(at address: String, named name: String) throws(StoreError) {
        precondition(
            name.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
            }, "the name of a scratch database needs no quoting")
        self.name = name
        self.address = address
        do {
            let connection = try Connection(address)
            try connection.run(
                "CREATE DATABASE \(name) TEMPLATE template0", name: "create_scratch")
        } catch {
            guard error.sqlState == "42501" else { throw error }
            throw StoreError(
                .privilege,
                "this login may not create databases, and a month is made again in one of its own;"
                    + " give an empty one with --scratch URL, or let the administrator run:"
                    + " ALTER ROLE this_login CREATEDB;",
                query: "create_scratch", sqlState: error.sqlState)
        }
    }

    deinit {
        let connection = try? Connection(address)
        try? connection?.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", name: "drop_scratch")
    }
}
