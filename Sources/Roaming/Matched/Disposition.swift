/// How one session or CDR came out of reconciliation. Declared in the order they win: when several
/// apply to one record, the first is its disposition and the reason names the others.
package enum Disposition: String, Sendable, Hashable, CaseIterable {
    /// The CDR could not be taken in (intake refused it), so nothing about it can be agreed.
    case rejected = "REJECTED"
    /// Same party and CDR id received again with other content, from a hub that does not revise; the
    /// first one received stands.
    case conflict = "CONFLICT"
    /// The same CDR received again under its id, written in other bytes.
    case duplicateSameID = "DUPLICATE_SAME_ID"
    /// The same CDR came over a second hub.
    case duplicateCrossHub = "DUPLICATE_CROSS_HUB"
    /// A CDR and the credit CDR that takes all of it back: together they come to nothing.
    case credited = "CREDITED"
    /// A credit CDR whose reference is unknown.
    case creditOrphan = "CREDIT_ORPHAN"
    /// A credit CDR that takes back energy too, or whose amount is not negative: whether it was meant
    /// to take the original back cannot be told from its signs.
    case creditAmbiguousSign = "CREDIT_AMBIGUOUS_SIGN"
    /// A credit CDR that takes back another amount than the original's.
    case creditNotFull = "CREDIT_NOT_FULL"
    /// Belongs to the month but is settled in a later one, whose grace it reaches.
    case outOfPeriod = "OUT_OF_PERIOD"
    /// Several candidates fit equally well; nothing is guessed.
    case ambiguous = "AMBIGUOUS"
    /// Another CDR with another id describes a session that already has its CDR.
    case duplicateSuspect = "DUPLICATE_SUSPECT"
    /// Another CDR says that somebody else charged at the same EVSE at the same time.
    case overlappingSessions = "OVERLAPPING_SESSIONS"
    /// Times or energy that cannot be.
    case implausible = "IMPLAUSIBLE"
    /// The signature of the meter data it carries is wrong.
    case signatureInvalid = "SIGNATURE_INVALID"
    /// The signed meter data it carries give another energy.
    case signatureValueMismatch = "SIGNATURE_VALUE_MISMATCH"
    /// Charged with a token that we never issued.
    case tokenUnknown = "TOKEN_UNKNOWN"
    /// Charged with a token that was no longer valid when the session started.
    case contractExpired = "CONTRACT_EXPIRED"
    /// A CDR without a session of ours.
    case missingSession = "MISSING_SESSION"
    /// A session of ours without a CDR.
    case missingCDR = "MISSING_CDR"
    case currencyMismatch = "CURRENCY_MISMATCH"
    /// No tariff, or none that can be priced.
    case tariffUnknown = "TARIFF_UNKNOWN"
    /// Priced by a tariff in the CDR that is not the one published when the session started.
    case tariffVersionConflict = "TARIFF_VERSION_CONFLICT"
    case energyMismatch = "ENERGY_MISMATCH"
    case timeMismatch = "TIME_MISMATCH"
    /// Right before tax, wrong after.
    case taxMismatch = "TAX_MISMATCH"
    case priceMismatch = "PRICE_MISMATCH"
    /// Right in all respects, but last updated after the cut-off, within the grace: settled.
    case lateCDR = "LATE_CDR"
    /// Differs, but less than the agreement minds: settled as claimed.
    case matchedWithinTolerance = "MATCHED_WITHIN_TOLERANCE"
    case matched = "MATCHED"

    /// What it means for payment (as in GSMA TAP's error handling).
    package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
        case none = "NONE"
        /// Pay and note.
        case warning = "WARNING"
        /// Hold this one, or what exceeds our figure; pay the rest.
        case severe = "SEVERE"
        /// Hold the batch.
        case fatal = "FATAL"

        package static func < (a: Self, b: Self) -> Bool { a.place < b.place }

        private var place: Int {
            switch self {
            case .none: 0
            case .warning: 1
            case .severe: 2
            case .fatal: 3
            }
        }
    }

    package var severity: Severity {
        switch self {
        case .matched: .none
        case .matchedWithinTolerance, .lateCDR, .credited, .tariffVersionConflict: .warning
        default: .severe
        }
    }

    /// Needs nobody's attention.
    package var isMatched: Bool {
        switch self {
        case .matched, .matchedWithinTolerance: true
        default: false
        }
    }
}
