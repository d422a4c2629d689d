extension Truth {
    /// The closed list of the settlement practice (§2.4), in the order in which they win. The sandbox
    /// has its own, so that nothing is right only because both read it in one place.
    package enum Disposition: String, Sendable, Hashable, CaseIterable {
        case rejected = "REJECTED"
        case conflict = "CONFLICT"
        case duplicateSameID = "DUPLICATE_SAME_ID"
        case duplicateCrossHub = "DUPLICATE_CROSS_HUB"
        case credited = "CREDITED"
        case creditOrphan = "CREDIT_ORPHAN"
        case creditAmbiguousSign = "CREDIT_AMBIGUOUS_SIGN"
        case creditNotFull = "CREDIT_NOT_FULL"
        case outOfPeriod = "OUT_OF_PERIOD"
        case ambiguous = "AMBIGUOUS"
        case duplicateSuspect = "DUPLICATE_SUSPECT"
        case overlappingSessions = "OVERLAPPING_SESSIONS"
        case implausible = "IMPLAUSIBLE"
        case signatureInvalid = "SIGNATURE_INVALID"
        case tokenUnknown = "TOKEN_UNKNOWN"
        case contractExpired = "CONTRACT_EXPIRED"
        case missingSession = "MISSING_SESSION"
        case missingCDR = "MISSING_CDR"
        case currencyMismatch = "CURRENCY_MISMATCH"
        case tariffUnknown = "TARIFF_UNKNOWN"
        case tariffVersionConflict = "TARIFF_VERSION_CONFLICT"
        case energyMismatch = "ENERGY_MISMATCH"
        case timeMismatch = "TIME_MISMATCH"
        case taxMismatch = "TAX_MISMATCH"
        case priceMismatch = "PRICE_MISMATCH"
        case lateCDR = "LATE_CDR"
        case matchedWithinTolerance = "MATCHED_WITHIN_TOLERANCE"
        case matched = "MATCHED"

        /// Needs nobody's attention.
        package var isMatched: Bool { self == .matched || self == .matchedWithinTolerance }
    }
}
