extension Connection {
    /// Creates the stage roles that are missing and lets this login act as them. Roles belong to
    /// the whole server, so they may be there already, or another database may create them at the
    /// same moment.
    /// - Throws: `StoreError` of kind `.privilege` with the SQL for the administrator when this
    ///   login may not create roles.
    func ensureRoles() throws(StoreError) {
        for (role, exists, isMember) in try roleStates() {
            if !exists { try grantRole("CREATE ROLE \(role) NOLOGIN", role) }
            if !isMember { try grantRole("GRANT \(role) TO CURRENT_USER", role) }
        }
        // A second look: what another session did at the same moment counts as done.
        let missing = try roleStates().filter { !$0.exists || !$0.isMember }
        guard missing.isEmpty else { throw Self.administratorNeeded(missing.map(\.role)) }
    }

    private func roleStates() throws(StoreError) -> [(role: String, exists: Bool, isMember: Bool)] {
        let names = StageRole.allCases.map(\.rawValue)
        return try rows(.listRoles, [.texts(names)]) { row in
            (role: row.text(0), exists: row.bool(1), isMember: row.bool(2))
        }
    }

    private func grantRole(_ statement: String, _ role: String) throws(StoreError) {
        var attempts = 0
        while true {
            do {
                return try run(statement, name: "create_role")
            } catch {
                attempts += 1
                switch error.sqlState {
                case "42710", "23505": return  // it exists by now
                case "XX000" where attempts < 20: continue  // tuple concurrently updated
                case "42501": throw Self.administratorNeeded(StageRole.allCases.map(\.rawValue))
                default: throw error
                }
            }
        }
    }

    private static func administratorNeeded(_ roles: [String]) -> StoreError {
        let create = roles.map { "CREATE ROLE \($0) NOLOGIN;" }.joined(separator: " ")
        let grant = "GRANT \(roles.joined(separator: ", ")) TO this_login;"
        return StoreError(
            .privilege,
            "this login may not create roles; let the database administrator run once: \(create)"
                + " \(grant)",
            query: "create_role", sqlState: "42501")
    }
}
