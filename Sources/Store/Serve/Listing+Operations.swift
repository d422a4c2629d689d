/// What was cleared and by what, and what it was cleared from.
extension Listing {
    package static let months = Listing(
        "serve_months", PackageResources.serve_months_sql, of: .database,
        [
            .init("month", .month, "The month that was cleared."),
            .init("is_reconciled", .flag, "Lines and dispositions are there."),
            .init("is_settled", .flag, "Positions and statements are there."),
            .init("changed_at", .instant, "When a run of it was last closed."),
            Field("close_version", .count, "Version of the close that stands.").optional,
        ],
        owners: .everybody, unindexed: ["month", "is_settled"], order: "month",
        key: [("after_month", .text)])

    package static let runs = Listing(
        "serve_runs", PackageResources.serve_runs_sql, of: .database,
        [
            .text("id", "Number of the run."), .init("month", .month, "The month."),
            .text("job", "ingest, rate, reconcile, settle, report or month."),
            .text("key", "SHA-256 over job, month, inputs, rules and build."),
            .text("inputs_key", "The same of what went in."),
            .text("rules_hash", "The same of the rules."), .text("build", "Of the program."),
            .init("started_at", .instant, "When it began."),
            .init("finished_at", .instant, "When it was closed."),
        ],
        owners: .everybody,
        filters: [Filter(name: "month", kind: .month, meaning: "Only this month (2026-10).")],
        unindexed: ["job", "key", "build"], order: "month",
        key: [("after_month", .text), ("after_job", .text)])

    package static let tariffs = Listing(
        "serve_tariffs", PackageResources.serve_tariffs_sql, of: .book(.ingest),
        [
            .text("id", "Number of the tariff as received: the id below /v1/tariffs."),
            .text("hub", "Over which it came; own: from our own platform."),
            .text("party", "Country and party id of its CPO."),
            .text("tariff_id", "OCPI id."),
            .init("version", .count, "1 for the first content that came under this id."),
            .text("ocpi", "The OCPI version it came in."), .text("currency", "ISO 4217."),
            Field("valid_from", .instant, "From when on it is valid.").optional,
            Field("valid_until", .instant, "Until when.").optional,
            Field("last_updated", .instant, "As its sender says.").optional,
        ],
        owners: Owners(party: "party"),
        unindexed: ["party", "currency", "tariff_id", "ocpi", "hub"],
        order: "hub",
        key: [("after_hub", .text), ("after_party", .text), ("after_id", .text)])

    package static let chargers = Listing(
        "serve_chargers", PackageResources.serve_chargers_sql, of: .book(.ingest),
        [
            .text("id", "OCPI id of the location."), .text("party", "Which of our parties."),
            .text("name", "Its name.").optional, .text("city", "Its city.").optional,
            .text("state", "Its state or province.").optional,
            .text("country", "ISO 3166, three letters."),
            .text("time_zone", "IANA time zone.").optional,
            .init("last_updated", .instant, "As our platform says."),
        ],
        owners: Owners(site: "id"),
        filters: [Filter(name: "id", kind: .upperCase, meaning: "Only this location.")],
        unindexed: ["city", "state", "country", "party"],
        order: "party", key: [("after_party", .text), ("after_location", .text)])

    package static let reports = Listing(
        "serve_reports", PackageResources.serve_reports_sql, of: .run(.report),
        [
            .text("name", "Of the file, in the month's folder of reports."),
            .text("report", "The report it belongs to; null of months before this was noted.")
                .optional,
            .text("kind", "xlsx or csv."),
            .text("counterparty", "The partner it is for; null: it is about all.").optional,
            .text("sheet", "Of a CSV: the sheet of the workbook that it holds.").optional,
            Field("bytes", .number, "Its size.").optional,
            Field("rows", .number, "Rows of data in it, of all sheets.").optional,
            .text("sha256", "Of the file, in hexadecimal digits."),
        ],
        owners: Owners(),
        filters: [Filter(name: "report", kind: .text, meaning: "Only files of this report.")],
        unindexed: ["name", "kind", "counterparty", "sheet", "bytes", "rows", "sha256"],
        order: "name", key: [("after_name", .text)])

    package static let all = [
        cdrs, sessions, dispositions, positions, totals, counterparties, statements, payouts,
        disputes, months, runs, reports, tariffs, chargers,
    ]
}
