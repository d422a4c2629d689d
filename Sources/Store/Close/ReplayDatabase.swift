/// A database made for one use and dropped afterwards: a closed month is made again in it. A class,
/// because the database has to go when its last user has gone.
package final class ReplayDatabase {
    package let name: String
    private let address: String
    /// Kept open, so that others see that the database is in use.
    private let keeper: Connection

    /// Makes one on the server of the books, and drops those of processes that were killed.
    /// - Parameter mark: digits and lower-case letters that no other process chooses.
    /// - Throws: `StoreError` of kind `.privilege` when this login may not create databases.
    package init(besides address: String, mark: String) throws(StoreError) {
        precondition(
            mark.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) },
            "the name of a scratch database needs no quoting")
        self.address = address
        // The lock goes with this connection, when the keeper is there.
        let connection = try Connection(address)
        let prefix = try connection.rows(.lockScratch) { $0.text(0) }.first ?? ""
        for left in try connection.rows(.listLeftScratch, [.text(prefix)], { $0.text(0) }) {
            try connection.run("DROP DATABASE IF EXISTS \(left)", name: "sweep_scratch")
        }
        name = prefix + mark
        do {
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
        keeper = try Connection(address, database: name)
        withExtendedLifetime(connection) {}
    }

    deinit {
        let connection = try? Connection(address)
        try? connection?.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", name: "drop_scratch")
    }
}
