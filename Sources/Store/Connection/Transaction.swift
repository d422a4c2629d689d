/// A transaction in progress. Leaving its scope without `commit` rolls back; using it after
/// `commit` does not compile.
package struct Transaction: ~Copyable {
    package let connection: Connection
    private var isOver = false

    init(_ connection: Connection) { self.connection = connection }

    deinit {
        guard !isOver else { return }
        connection.abandonStream()
        // A broken connection has rolled back by itself.
        try? connection.run("ROLLBACK", name: "rollback")
    }

    /// - Throws: `StoreError` when a deferred check fails (a journal entry that does not sum to
    ///   zero) or the server is gone; nothing is stored then.
    package consuming func commit() throws(StoreError) {
        try connection.run("COMMIT", name: "commit")
        isOver = true
    }

    package consuming func rollback() throws(StoreError) {
        try connection.run("ROLLBACK", name: "rollback")
        isOver = true
    }
}
