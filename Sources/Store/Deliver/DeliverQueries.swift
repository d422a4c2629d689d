extension Query {
    static let listDue = Query(
        "list_due", PackageResources.list_due_sql,
        takes: [
            .int8, .text, .text, .textArray, .textArray, .textArray, .timestamptz, .int8, .int8,
            .bool, .bool,
        ],
        gives: [
            "object": .int8, "at": .int4, "length": .int4, "last_updated": .timestamptz,
            "ocpi": .text, "party": .text, "id": .text, "token_type": .text,
            "counterparty": .text, "is_known": .bool,
        ])
    static let insertDelivery = Query(
        "insert_delivery", PackageResources.insert_delivery_sql,
        takes: [
            .text, .text, .int8, .text, .text, .text, .text, .text, .text, .text, .text,
            .timestamptz, .int4, .int4, .text, .bytea, .text,
        ])
    static let listDeliveries = Query(
        "list_deliveries", PackageResources.list_deliveries_sql, takes: [.text, .text],
        gives: [
            "source": .int8, "party": .text, "object_id": .text, "token_type": .text,
            "method": .text, "http_status": .int4, "status_code": .int4, "refused": .text,
        ])
    static let lockDeliveries = Query(
        "lock_deliveries", PackageResources.lock_deliveries_sql, takes: [.text],
        gives: ["is_held": .bool])

    static let ofDeliveries = [listDue, insertDelivery, listDeliveries, lockDeliveries]
}
