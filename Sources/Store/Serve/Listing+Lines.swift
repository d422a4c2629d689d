/// What was charged, line by line, as reconciliation has it.
extension Listing {
    package static let cdrs = Listing(
        "serve_cdrs", PackageResources.serve_cdrs_sql, of: .run(.reconcile), cdrFields,
        owners: Owners(party: "counterparty", site: "location_id"), filters: ofLines,
        unindexed: unindexedOfLines, order: "line", key: byLine
    ).also(
        "serve_cdrs_by_id", PackageResources.serve_cdrs_by_id_sql, by: "id",
        [("after_cdr", .int8)] + byLine)

    package static let sessions = Listing(
        "serve_sessions", PackageResources.serve_sessions_sql, of: .run(.reconcile),
        [
            .text("id", "Number of the session as received, of the CDR where there is none.")
                .optional,
            .text("cdr", "The id below /v1/cdrs, where there is a CDR.").optional,
            .text("cdr_id", "OCPI id of the CDR.").optional,
        ] + lineFields, owners: Owners(party: "counterparty", site: "location_id"),
        filters: ofLines, unindexed: unindexedOfLines, order: "line", key: byLine)

    static let cdrFields: [Field] =
        [
            .text("id", "Number of the CDR as received: the id below /v1/cdrs."),
            .text("cdr_id", "OCPI id of the CDR.").optional,
            .text("cpo", "Country and party id of the CPO.").optional,
            .text("ocpi", "The OCPI version it came in.").optional,
            .init("last_updated", .instant, "As its sender says.").optional,
        ] + lineFields

    private static let byLine: [(name: String, part: KeyPart)] = [
        ("shard", .int4), ("ordinal", .int4),
    ]

    private static let ofLines: [Filter] = [
        Filter(
            name: "counterparty", kind: .text, meaning: "Only lines with this partner (IN-TPC)."),
        Filter(
            name: "location_id", kind: .text,
            meaning: "Only what was charged at this location of ours, as its rows spell it."),
    ]

    private static let unindexedOfLines = [
        "side", "hub", "disposition", "severity", "currency", "cdr_id", "session_id", "start_at",
        "end_at", "energy", "evse_id", "agreed", "disputed", "cpo", "service_month",
    ]

    private static let lineFields: [Field] = [
        .text("session_id", "OCPI id of the session, as its CPO gave it.").optional,
        .text("side", "cpo: their driver at our charger; emsp: our driver at theirs."),
        .text("hub", "The hub it came over.").optional,
        .text("counterparty", "Country and party id of the partner.").optional,
        .text("own_party", "Which of our parties it belongs to.").optional,
        .init("own_network", .flag, "Both parties are ours: nothing is owed."),
        .text("disposition", "How it came out of reconciliation."),
        .text("severity", "NONE, WARNING, SEVERE or FATAL."),
        .text("currency", "ISO 4217, of every amount of the row.").optional,
        .amount("ours", "What we make of it, taxes included.").optional,
        .amount("theirs", "What they claim or hold, taxes included.").optional,
        .amount("difference", "theirs less ours.").optional,
        .amount("agreed", "The part of the claim that we accept."),
        .amount("agreed_before_tax", "The same before tax."),
        .amount("disputed", "The rest of the claim."),
        .init("energy", .quantity, "kWh.").optional,
        .text("location_id", "OCPI id of the location.").optional,
        .text("evse_id", "eMI3 id of the EVSE.").optional,
        .init("start_at", .instant, "When charging started.").optional,
        .init("end_at", .instant, "When it ended.").optional,
        .init("service_month", .month, "The month in which the charging ended.").optional,
        .text("matched_by", "By what the two sides were brought together.").optional,
        .text("reason", "Why it came out so, in words."),
        Field.text("token_uid", "The driver's token; masked without audit:read.").personal,
        Field.text("contract_id", "The driver's contract; masked without audit:read.").personal,
    ]
}
