/// What a month comes to.
extension Listing {
    package static let positions = Listing(
        "serve_positions", PackageResources.serve_positions_sql, of: .run(.settle),
        [
            .text("entity", "Our legal entity."),
            .text("counterparty", "The partner."), currency,
            .amount("receivable", "What the partner owes us."),
            .amount("payable", "What we owe the partner."),
            .amount("net", "receivable less payable."),
            .amount("disputed", "What is not agreed, on either side."),
            .amount("set_off", "What bilateral netting takes off both, for payment only."),
            .text("hub", "Through whose account the rest is paid; null: to the partner.").optional,
        ],
        owners: .counterparty, filters: [ofCounterparty],
        unindexed: ["currency", "entity", "hub", "net", "receivable", "payable", "disputed"],
        order: "entity",
        key: [
            ("after_entity", .text), ("after_counterparty", .text), ("after_currency", .text),
        ])

    package static let counterparties = Listing(
        "serve_counterparties", PackageResources.serve_counterparties_sql, of: .run(.settle),
        [
            .text("counterparty", "Country and party id."), currency,
            .amount("receivable", "What it owes us."), .amount("payable", "What we owe it."),
            .amount("net", "receivable less payable."),
            .amount("disputed", "What is not agreed, on either side."),
        ],
        owners: .counterparty, unindexed: ["counterparty", "currency", "net", "sort"], order: nil,
        key: [("after_counterparty", .text), ("after_currency", .text)])

    package static let totals = Listing(
        "serve_totals", PackageResources.serve_totals_sql, of: .run(.settle),
        [
            currency, .amount("receivable", "What partners owe us."),
            .amount("payable", "What we owe partners."),
            .amount("net", "receivable less payable."),
            .amount("disputed", "What is not agreed, on either side."),
        ],
        owners: .everybody, order: nil, key: [("after_currency", .text)])

    package static let statements = Listing(
        "serve_statements", PackageResources.serve_statements_sql, of: .run(.settle),
        [
            .text("id", "The id below /v1/statements, within its month."),
            .text("entity", "Our legal entity."), .text("counterparty", "The partner."),
            .text("side", "cpo: we invoice; emsp: the partner does."), currency,
            .init("lines", .count, "Lines of the reconciliation."),
            .init("sessions_settled", .count, "Of them those that are settled."),
            .init("energy_settled", .quantity, "kWh of these."),
            .amount("claimed", "agreed and disputed."), .amount("agreed", "What we accept."),
            .amount("agreed_before_tax", "The same before tax."),
            .amount("tax", "The tax in it."), .amount("disputed", "What we do not accept."),
            .amount("credited", "Part of agreed that credit CDRs took back: zero or less."),
            .amount("released", "Of disputes decided in the month, what is owed after all."),
            .amount("written_off", "Of these, what is not owed."),
            .amount("due", "What is to be paid: agreed and released."),
            .text("book_currency", "The currency of our entity's books.").optional,
            .amount("book_amount", "due in that currency; null while a rate is missing.").optional,
            .init("rate", .quantity, "The one rate used, where one was used for all.").optional,
            .init("rate_date", .day, "Of that rate.").optional,
            .text("rate_source", "Who published it.").optional,
        ],
        owners: .counterparty, filters: [ofCounterparty],
        unindexed: ["side", "currency", "entity", "due", "disputed"],
        order: "id",
        key: [
            ("after_entity", .text), ("after_counterparty", .text), ("after_side", .text),
            ("after_currency", .text),
        ])

    package static let dispositions = Listing(
        "serve_dispositions", PackageResources.serve_dispositions_sql, of: .run(.reconcile),
        [
            .text("disposition", "How lines came out of reconciliation."),
            .text("side", "cpo or emsp."),
            Field.text("currency", "ISO 4217; null where no amount could be read.").optional,
            .init("lines", .number, "How many."), .init("energy", .quantity, "kWh of them."),
            .amount("agreed", "What we accept of them."),
            .amount("disputed", "What we do not."),
        ],
        owners: .everybody, filters: [ofCounterparty],
        unindexed: ["disposition", "side", "currency", "hub", "sort"], order: nil,
        key: [
            ("after_disposition", .text), ("after_side", .text), ("after_currency", .text),
        ])

    package static let disputes = Listing(
        "serve_disputes", PackageResources.serve_disputes_sql, of: .database,
        [
            .text("id", "D-2026-10-…"), .init("month", .month, "Whose reconciliation listed it."),
            .text("side", "cpo or emsp."), .text("counterparty", "The partner."),
            .text("own_party", "Which of our parties."), currency,
            .text("hub", "The hub; empty when the partner is reached over none."),
            .text("session_id", "OCPI id of the session.").optional,
            .text("cdr_id", "OCPI id of the CDR.").optional,
            .init("part", .count, "1, or more for what a partial acceptance left over."),
            .text("disposition", "As reconciliation had it when the dispute was opened."),
            .text("state", "Where it stands."), .amount("opened", "In dispute at first."),
            .amount("amount", "In dispute now."),
            .amount("released", "Of it, owed after all."),
            .amount("written_off", "Of it, not owed."),
            .init("opened_at", .instant, "When it was opened."),
            .init("changed_at", .instant, "When something last happened."),
            .init("statement_on", .day, "Day of the statement it objects to."),
        ],
        owners: .counterparty, filters: [ofCounterparty],
        unindexed: ["state", "month", "side", "cdr_id", "hub", "disposition"],
        order: "id", key: [("after_dispute", .text)])

    package static let payouts = Listing(
        "serve_payouts", PackageResources.serve_payouts_sql, of: .run(.settle),
        [
            .text("vendor", "Owner of the sites."), .text("vendor_name", "By name."), currency,
            .init("sessions", .count, "Sessions at its sites."),
            .init("energy", .quantity, "kWh of them."),
            .amount("gross", "Agreed for them, before tax."),
            .amount("vendor_share", "The vendor's share of gross."),
            .amount("magma_share", "Ours."),
            .amount("fee_for_sessions", "Kept by us, by session."),
            .amount("fee_for_energy", "Kept by us, by kWh."),
            .amount("fee_monthly", "Kept by us, by month."), .amount("fees", "All three."),
            .amount("net", "vendor_share less fees: what the month would pay. Nobody is paid."),
        ],
        owners: Owners(vendor: "vendor"),
        filters: [Filter(name: "vendor", kind: .text, meaning: "Only this vendor.")],
        unindexed: ["currency", "net", "vendor_name"],
        order: "vendor", key: [("after_vendor", .text), ("after_currency", .text)])

    private static let currency = Field.text("currency", "ISO 4217, of every amount of the row.")
    private static let ofCounterparty = Filter(
        name: "counterparty", kind: .text, meaning: "Only this partner (IN-TPC).")
}
