extension Query {
    static let insertHubEvent = Query(
        "insert_hub_event", PackageResources.insert_hub_event_sql,
        takes: [
            .text, .text, .timestamptz, .text, .bytea, .bytea, .textArray, .textArray, .textArray,
            .textArray,
        ])
    static let listHubLinks = Query(
        "list_hub_links", PackageResources.list_hub_links_sql,
        gives: [
            "hub": .text, "event": .text, "at": .timestamptz, "version": .text, "token": .bytea,
            "token_for_hub": .bytea, "modules": .textArray, "roles": .textArray,
            "urls": .textArray, "parties": .textArray,
        ])
    static let insertHubIntent = Query(
        "insert_hub_intent", PackageResources.insert_hub_intent_sql,
        takes: [.text, .text, .timestamptz, .bytea])
    static let listHubIntents = Query(
        "list_hub_intents", PackageResources.list_hub_intents_sql,
        gives: ["hub": .text, "event": .text, "at": .timestamptz, "token_for_hub": .bytea])
    static let listBookmarks = Query(
        "list_bookmarks", PackageResources.list_bookmarks_sql, takes: [.int8],
        gives: ["hub": .text, "module": .text, "complete_until": .timestamptz])
    static let insertBookmark = Query(
        "insert_bookmark", PackageResources.insert_bookmark_sql,
        takes: [.int8, .text, .text, .timestamptz])
    static let insertReceipt = Query(
        "insert_receipt", PackageResources.insert_receipt_sql,
        takes: [.int8, .text, .text, .text, .text, .text, .text, .int4, .bytea, .int8])

    static let ofHubs = [
        insertHubEvent, listHubLinks, insertHubIntent, listHubIntents, listBookmarks,
        insertBookmark, insertReceipt,
    ]
}
