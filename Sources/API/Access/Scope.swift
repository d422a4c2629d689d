/// What a client may do; it says which in words of OAuth 2.0 (RFC 6749 §3.3).
package enum Scope: String, Sendable, Hashable, CaseIterable {
    case settlementRead = "settlement:read"
    case payoutsPreview = "payouts:preview"
    case auditRead = "audit:read"
    case tariffsRead = "tariffs:read"
    case tariffsPrice = "tariffs:price"
    case operationsRead = "operations:read"

    package var meaning: String {
        switch self {
        case .settlementRead:
            "Months, CDRs, sessions, dispositions, positions, statements, disputes, payouts."
        case .payoutsPreview: "What a month would pay vendors, computed and not stored."
        case .auditRead:
            "Everything about one CDR, with the documents; token and contract ids unmasked."
        case .tariffsRead: "Tariffs as received."
        case .tariffsPrice: "Prices for CDRs by tariffs that are sent along."
        case .operationsRead: "Runs, hubs and reports."
        }
    }
}
