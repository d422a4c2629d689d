extension Query {
    static let listCDRPages = Query(
        "list_cdr_pages", PackageResources.list_cdr_pages_sql,
        takes: [.timestamptz, .timestamptz, .int8, .int8Array], gives: ["page_id": .int8])
    static let readCDRPages = Query(
        "read_cdr_pages", PackageResources.read_cdr_pages_sql,
        takes: [.int8, .int8, .timestamptz, .timestamptz, .int8, .int8Array],
        gives: pageColumns)
    static let readTariffPages = Query(
        "read_tariff_pages", PackageResources.read_tariff_pages_sql, takes: [.int8],
        gives: pageColumns)
    static let readLocationPages = Query(
        "read_location_pages", PackageResources.read_location_pages_sql, takes: [.int8],
        gives: pageColumns)
    static let listLocations = Query(
        "list_locations", PackageResources.list_locations_sql, takes: [.int8],
        gives: [
            "object": .int8, "hub": .text, "party": .text, "location_id": .text, "name": .text,
            "city": .text, "state": .text, "country": .text, "time_zone": .text,
        ])
    static let copyPricedCDR = Query("copy_priced_cdr", PackageResources.copy_priced_cdr_sql)
    static let copyRatingFinding = Query(
        "copy_rating_finding", PackageResources.copy_rating_finding_sql)

    static let copyDifferenceCause = Query(
        "copy_difference_cause", PackageResources.copy_difference_cause_sql)
    static let copyOwnTariffPrice = Query(
        "copy_own_tariff_price", PackageResources.copy_own_tariff_price_sql)

    static let ofRate = [
        listCDRPages, readCDRPages, readTariffPages, readLocationPages, listLocations,
        copyPricedCDR,
        copyRatingFinding, copyDifferenceCause, copyOwnTariffPrice,
    ]

    private static let pageColumns: KeyValuePairs<String, SQLType> = [
        "page_id": .int8, "hub": .text, "raw_bytes": .int4, "body": .bytea,
        "objects": .int8Array, "ats": .int4Array, "lengths": .int4Array, "ocpis": .textArray,
        "versions": .int4Array,
    ]
}
