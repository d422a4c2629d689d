extension Query {
    static let createStaging = Query("create_staging", PackageResources.create_staging_sql)
    static let lockPages = Query(
        "lock_pages", PackageResources.lock_pages_sql, gives: ["held": .text])
    static let analyzeIntake = Query(
        "analyze_intake", PackageResources.analyze_intake_sql)
    static let findBook = Query(
        "find_book", PackageResources.find_book_sql, takes: [.text], gives: ["book": .int8])
    static let insertBook = Query(
        "insert_book", PackageResources.insert_book_sql, takes: [.text], gives: ["book": .int8])
    static let listNewPages = Query(
        "list_new_pages", PackageResources.list_new_pages_sql, takes: [.int8],
        gives: ["page_id": .int8])

    static let copyCDR = Query("copy_cdr", PackageResources.copy_cdr_sql)
    static let copySession = Query("copy_session", PackageResources.copy_session_sql)
    static let copyTariff = Query("copy_tariff", PackageResources.copy_tariff_sql)
    static let copyLocation = Query("copy_location", PackageResources.copy_location_sql)
    static let copyToken = Query("copy_token", PackageResources.copy_token_sql)
    static let copyFinding = Query("copy_finding", PackageResources.copy_finding_sql)
    static let copyReject = Query("copy_reject", PackageResources.copy_reject_sql)
    static let copyPage = Query("copy_page", PackageResources.copy_page_sql)

    static let insertNewCDR = Query("insert_new_cdr", PackageResources.insert_new_cdr_sql)
    static let insertNewSession = Query(
        "insert_new_session", PackageResources.insert_new_session_sql)
    static let insertNewTariff = Query("insert_new_tariff", PackageResources.insert_new_tariff_sql)
    static let insertNewLocation = Query(
        "insert_new_location", PackageResources.insert_new_location_sql)
    static let insertNewToken = Query("insert_new_token", PackageResources.insert_new_token_sql)

    static let insertVersionCDR = Query(
        "insert_version_cdr", PackageResources.insert_version_cdr_sql, takes: [.int8])
    static let insertVersionSession = Query(
        "insert_version_session", PackageResources.insert_version_session_sql, takes: [.int8])
    static let insertVersionTariff = Query(
        "insert_version_tariff", PackageResources.insert_version_tariff_sql, takes: [.int8])
    static let insertVersionLocation = Query(
        "insert_version_location", PackageResources.insert_version_location_sql, takes: [.int8])
    static let insertVersionToken = Query(
        "insert_version_token", PackageResources.insert_version_token_sql, takes: [.int8])

    static let insertFindings = Query(
        "insert_findings", PackageResources.insert_findings_sql)
    static let insertConflicts = Query(
        "insert_conflicts", PackageResources.insert_conflicts_sql, takes: [.textArray])
    static let insertRejects = Query("insert_rejects", PackageResources.insert_rejects_sql)

    static func staging(_ kind: ObjectKind) -> Query {
        switch kind {
        case .cdrs: copyCDR
        case .tariffs: copyTariff
        case .sessions: copySession
        case .locations: copyLocation
        case .tokens: copyToken
        }
    }

    static func insertingNew(_ kind: ObjectKind) -> Query {
        switch kind {
        case .cdrs: insertNewCDR
        case .tariffs: insertNewTariff
        case .sessions: insertNewSession
        case .locations: insertNewLocation
        case .tokens: insertNewToken
        }
    }

    static func insertingVersions(_ kind: ObjectKind) -> Query {
        switch kind {
        case .cdrs: insertVersionCDR
        case .tariffs: insertVersionTariff
        case .sessions: insertVersionSession
        case .locations: insertVersionLocation
        case .tokens: insertVersionToken
        }
    }

    static let ofIngest =
        [
            createStaging, lockPages, analyzeIntake, findBook, insertBook, listNewPages,
            copyFinding, copyReject,
            copyPage,
            insertFindings, insertConflicts, insertRejects,
        ] + ObjectKind.allCases.map(staging) + ObjectKind.allCases.map(insertingNew)
        + ObjectKind.allCases.map(insertingVersions)
}
