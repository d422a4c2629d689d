extension Query {
    static let insertInvitation = Query(
        "insert_invitation", PackageResources.insert_invitation_sql,
        takes: [.text, .timestamptz, .bytea])
    static let listInvitations = Query(
        "list_invitations", PackageResources.list_invitations_sql,
        gives: ["hub": .text, "at": .timestamptz, "token": .bytea])
    static let lockInbox = Query(
        "lock_inbox", PackageResources.lock_inbox_sql, gives: ["held": .text])
    static let insertPush = Query(
        "insert_push", PackageResources.insert_push_sql,
        takes: [
            .text, .text, .text, .text, .text, .text, .text, .timestamptz, .text, .text, .text,
            .timestamptz, .bytea, .bytea, .bytea, .text,
        ], gives: ["push": .int8])
    static let lastPush = Query(
        "last_push", PackageResources.last_push_sql, takes: [.text, .text, .text, .text, .text],
        gives: [
            "push": .int8, "method": .text, "last_updated": .timestamptz, "document": .bytea,
            "sha256": .bytea,
        ])
    static let readPush = Query(
        "read_push", PackageResources.read_push_sql, takes: [.text, .text, .int8],
        gives: ["document": .bytea])
    static let findHeld = Query(
        "find_held", PackageResources.find_held_sql,
        takes: [.int8, .text, .text, .text, .text, .text],
        gives: [
            "at": .int4, "length": .int4, "last_updated": .timestamptz, "raw_bytes": .int4,
            "body": .bytea,
        ])
    static let listInbox = Query(
        "list_inbox", PackageResources.list_inbox_sql, takes: [.int8, .textArray, .int8],
        gives: [
            "push": .int8, "hub": .text, "module": .text, "length": .int4, "sha256": .bytea,
        ])
    static let readPushes = Query(
        "read_pushes", PackageResources.read_pushes_sql, takes: [.int8Array],
        gives: ["push": .int8, "document": .bytea])
    static let insertInboxMark = Query(
        "insert_inbox_mark", PackageResources.insert_inbox_mark_sql,
        takes: [.int8, .text, .int8])
    static let insertHubClient = Query(
        "insert_hub_client", PackageResources.insert_hub_client_sql,
        takes: [.text, .text, .text, .text, .timestamptz, .timestamptz])
    static let listHubClients = Query(
        "list_hub_clients", PackageResources.list_hub_clients_sql,
        gives: [
            "hub": .text, "party": .text, "role": .text, "status": .text,
            "last_updated": .timestamptz,
        ])
    static let listOwn = Query(
        "list_own", PackageResources.list_own_sql,
        takes: [
            .int8, .text, .textArray, .textArray, .timestamptz, .timestamptz, .textArray, .int8,
            .int8, .text, .bool,
        ],
        gives: [
            "object": .int8, "at": .int4, "length": .int4, "total": .int8, "ocpi": .text,
            "last_updated": .timestamptz,
        ])
    static let readBodies = Query(
        "read_bodies", PackageResources.read_bodies_sql, takes: [.int8Array],
        gives: ["page_id": .int8, "raw_bytes": .int4, "body": .bytea])

    static let insertTokenCheck = Query(
        "insert_token_check", PackageResources.insert_token_check_sql,
        takes: [
            .text, .text, .text, .text, .text, .text, .textArray, .text, .text, .text, .text,
            .timestamptz,
        ])

    static let ofPushes = [
        insertInvitation, listInvitations, lockInbox, insertPush, lastPush, readPush, findHeld,
        listInbox,
        readPushes, insertInboxMark, insertHubClient, listHubClients, listOwn, readBodies,
        insertTokenCheck,
    ]
}
