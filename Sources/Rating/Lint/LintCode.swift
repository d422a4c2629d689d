package import Roaming

/// Everything that `lint` looks for. Errors mean that the tariff cannot say what its author meant.
package enum LintCode: String, Sendable, Hashable, CaseIterable {
    case currencyUnknown = "CURRENCY_UNKNOWN"
    case validityEmpty = "VALIDITY_EMPTY"
    case minAboveMax = "MIN_ABOVE_MAX"
    case elementUnreachable = "ELEMENT_UNREACHABLE"
    case restrictionNeverHolds = "RESTRICTION_NEVER_HOLDS"
    case restrictionUnknown = "RESTRICTION_UNKNOWN"
    case tariffExpired = "TARIFF_EXPIRED"
    case elementExpired = "ELEMENT_EXPIRED"
    case startIsEnd = "START_IS_END"
    case wrapWithWeekday = "WRAP_WITH_WEEKDAY"
    case componentRepeated = "COMPONENT_REPEATED"
    case componentNeverBills = "COMPONENT_NEVER_BILLS"
    case elementsOverlap = "ELEMENTS_OVERLAP"
    case gap = "GAP"
    case stepSizeMissing = "STEP_SIZE_MISSING"
    case stepSizeLarge = "STEP_SIZE_LARGE"
    case priceNegative = "PRICE_NEGATIVE"
    case taxMissing = "TAX_MISSING"
    case taxRateOdd = "TAX_RATE_ODD"
    case taxIncludedMissing = "TAX_INCLUDED_MISSING"
    case taxNowhere = "TAX_NOWHERE"
    case freeAtTimes = "FREE_AT_TIMES"
    case stepSizesDiffer = "STEP_SIZES_DIFFER"
    case tooManyStates = "TOO_MANY_STATES"

    package var severity: Finding.Severity {
        switch self {
        case .currencyUnknown, .validityEmpty, .minAboveMax, .elementUnreachable,
            .restrictionNeverHolds:
            .error
        case .taxNowhere, .freeAtTimes, .stepSizesDiffer, .tooManyStates: .note
        default: .warning
        }
    }

    /// Why it matters.
    package var why: String { words.why }
    /// What to do.
    package var advice: String { words.advice }

    private var words: (why: String, advice: String) {
        switch self {
        case .currencyUnknown:
            ("No CDR can be in it, so none can be priced.", "Give the three-letter ISO 4217 code.")
        case .validityEmpty:
            ("It is never valid, so it prices nothing.", "Mend start_date_time or end_date_time.")
        case .minAboveMax:
            ("Both cannot hold; the maximum wins here, elsewhere perhaps not.", "Mend one of them.")
        case .elementUnreachable:
            (
                "The first element that matches prices a dimension; this one is never the first.",
                "Move it before the elements that hide it, or remove it."
            )
        case .restrictionNeverHolds:
            (
                "The lower bound is included and the upper one is not, so nothing lies between.",
                "Mend one of the bounds."
            )
        case .restrictionUnknown:
            (
                "An element with a restriction that OCPI does not define never applies.",
                "Remove it, or use one that OCPI defines."
            )
        case .tariffExpired, .elementExpired:
            ("It prices no new session.", "Publish the tariff that holds now.")
        case .startIsEnd:
            ("It is read as the whole day; some systems read it as never.", "Leave both out.")
        case .wrapWithWeekday:
            (
                "After midnight it is the next day, which day_of_week has to name as well.",
                "Name both days, or make two elements: until midnight, and from midnight on."
            )
        default: moreWords
        }
    }

    private var moreWords: (why: String, advice: String) {
        switch self {
        case .componentRepeated:
            ("Only the first of a dimension counts in an element.", "Keep one of them.")
        case .componentNeverBills:
            ("Nothing will ever be charged by it.", "Remove it, or mend what stands in its way.")
        case .elementsOverlap:
            (
                "Where both apply the first one wins, which may not be what was meant.",
                "Let one end where the other begins."
            )
        case .gap:
            ("Whatever is charged then is free.", "Add an element without restrictions at the end.")
        case .stepSizeMissing:
            ("OCPI requires it; 1 is assumed.", "Give step_size.")
        case .stepSizeLarge:
            (
                "Drivers pay for the whole step; the unit is 1 Wh or 1 second.",
                "Check that Wh (seconds) are meant, not kWh (minutes)."
            )
        case .priceNegative: ("The driver is paid.", "Check the sign.")
        case .taxMissing: ("No VAT is charged on it.", "Give vat, 0 if none is due.")
        case .taxRateOdd: ("vat is a percentage: 21.0 means 21 %.", "Give the rate in percent.")
        case .taxIncludedMissing:
            ("OCPI 2.3.0 requires it; prices are read as before tax.", "Give tax_included.")
        case .taxNowhere:
            ("Prices after tax equal those before tax.", "Give vat if any is due.")
        case .freeAtTimes:
            ("Then it costs nothing, which is often meant.", "Nothing, if it is meant.")
        case .stepSizesDiffer:
            (
                "A session is rounded once, by the step of the last component that bills.",
                "Use one step_size per dimension if that surprises."
            )
        default: ("Reachability and gaps were not looked at.", "Use fewer different bounds.")
        }
    }
}
