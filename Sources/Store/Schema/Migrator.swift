package import Roaming

/// Whether the assertions of each migration run after it (in tests) or not.
package enum MigrationCheck: Sendable { case apply, applyAndVerify }

extension Connection {
    /// Brings the database up to this program's schema. Does nothing when it is there already.
    /// The connection must be the owner's (no stage role).
    /// - Returns: names of the migrations that were applied now.
    /// - Throws: `StoreError` of kind `.schema` when an applied migration was changed afterwards or
    ///   the database is newer than this program; `.privilege` when roles cannot be created.
    @discardableResult
    package func migrate(
        now: Instant, _ check: MigrationCheck = .apply
    ) throws(StoreError) -> [String] {
        try migrate(Migration.all, now: now, check)
    }

    @discardableResult
    func migrate(
        _ migrations: [Migration], now: Instant, _ check: MigrationCheck
    ) throws(StoreError) -> [String] {
        _ = try rows(.lockSchema) { _ in }
        let outcome: Result<[String], StoreError>
        do {
            outcome = .success(try migrateLocked(migrations, now: now, check))
        } catch { outcome = .failure(error) }
        _ = try rows(.unlockSchema) { _ in }
        return try outcome.get()
    }

    /// True when every migration of this program, and no other, is applied.
    package func isMigrated() throws(StoreError) -> Bool {
        do {
            return try pendingMigrations(Migration.all).isEmpty
        } catch {
            // 3F000, 42P01: no schema or no table yet, a new database.
            if ["3F000", "42P01"].contains(error.sqlState) { return false }
            throw error
        }
    }

    private func migrateLocked(
        _ migrations: [Migration], now: Instant, _ check: MigrationCheck
    ) throws(StoreError) -> [String] {
        try ensureRoles()
        try run(Query.createMigrationTable.text, name: Query.createMigrationTable.name)
        let pending = try pendingMigrations(migrations)
        for migration in pending {
            let transaction = try begin()
            try run(migration.text, name: migration.name)
            try execute(
                .insertMigration,
                [.text(migration.name), .text(migration.text), .instant(now)])
            try transaction.commit()
            if check == .applyAndVerify { try verify(migration) }
        }
        return pending.map(\.name)
    }

    private func verify(_ migration: Migration) throws(StoreError) {
        let transaction = try begin()
        try run(migration.verification, name: "\(migration.name).verify")
        try transaction.rollback()
    }

    private func pendingMigrations(
        _ migrations: [Migration]
    ) throws(StoreError) -> [Migration] {
        let states = try rows(
            .listMigrations,
            [.texts(migrations.map(\.name)), .texts(migrations.map(\.text))]
        ) { row in
            (
                name: row.text(0), isKnown: row.bool(1), isApplied: row.bool(2),
                isUnchanged: row.bool(3)
            )
        }
        for state in states where !state.isKnown {
            throw schemaError("\(state.name) is applied but unknown: this program is too old")
        }
        for state in states where !state.isUnchanged {
            throw schemaError("\(state.name) was changed after it had been applied")
        }
        let applied = Set(states.filter(\.isApplied).map(\.name))
        let pending = migrations.filter { !applied.contains($0.name) }
        if let first = pending.first, let late = applied.first(where: { $0 > first.name }) {
            throw schemaError("\(first.name) is missing although \(late) is applied")
        }
        return pending
    }

    private func schemaError(_ message: String) -> StoreError {
        StoreError(.schema, message, query: Query.listMigrations.name)
    }
}
