extension Query {
    static let lockSchema = Query(
        "lock_schema", PackageResources.lock_schema_sql, gives: ["held": .text])
    static let unlockSchema = Query(
        "unlock_schema", PackageResources.unlock_schema_sql, gives: ["released": .text])
    static let listRoles = Query(
        "list_roles", PackageResources.list_roles_sql, takes: [.textArray],
        gives: ["name": .text, "exists": .bool, "is_member": .bool])
    static let createMigrationTable = Query(
        "create_migration_table", PackageResources.create_migration_table_sql)
    static let listMigrations = Query(
        "list_migrations", PackageResources.list_migrations_sql, takes: [.textArray, .textArray],
        gives: ["name": .text, "is_known": .bool, "is_applied": .bool, "is_unchanged": .bool])
    static let insertMigration = Query(
        "insert_migration", PackageResources.insert_migration_sql,
        takes: [.text, .text, .timestamptz])

    static let ofSchema = [
        lockSchema, unlockSchema, listRoles, createMigrationTable, listMigrations, insertMigration,
    ]
}
