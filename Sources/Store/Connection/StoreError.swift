/// Why the database did not do what was asked. The run that meets one cannot go on.
package struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// No server, no database, or no permission to log in: the operator's business.
        case connection
        /// The server refused a statement; see `sqlState`.
        case statement
        /// A value came back that the exact types cannot hold.
        case value
        /// The database is older or newer than this program, or was changed by hand.
        case schema
        /// What was asked would break an order that must hold: the books stay as they are.
        case refused
        /// Something only the database's administrator may do; the text holds the SQL for them.
        case privilege
    }

    package let kind: Kind
    /// Five characters (PostgreSQL, Appendix A); empty when the server said nothing.
    package let sqlState: String
    package let message: String
    /// Base name of the query file, or the step of the connection.
    package let query: String

    package init(_ kind: Kind, _ message: String, query: String, sqlState: String = "") {
        self.kind = kind
        self.sqlState = sqlState
        self.message = message
        self.query = query
    }

    /// Worth trying again with a new transaction: a deadlock, a serialization failure or a lock
    /// that was not granted in time.
    package var isPassing: Bool { ["40001", "40P01", "55P03"].contains(sqlState) }

    package var description: String {
        let state = sqlState.isEmpty ? "" : " [\(sqlState)]"
        return "\(query): \(message)\(state)"
    }
}
