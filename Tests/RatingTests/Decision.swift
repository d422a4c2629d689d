/// What a tariff means where the specification is silent or contradicts itself, decision by decision,
/// in the order of the tariff page. Each is shown by case folders in Tests/Cases/rating whose
/// `expected.json` names it, on both sides of its boundary.
///
/// Not here: what no single price shows. The working sums to the total (`LawTests`,
/// `PropertyTests`); embedded and published tariffs that differ, and credits that are not the whole
/// original, are findings of the month (`Cases/months`).
enum Decision: String, CaseIterable {
    // Numbers
    case numbers
    case rounding
    case overflow
    // Which component prices what
    case perDimension = "per-dimension"
    case perDimension211 = "per-dimension-211"
    case unpriced
    case unknownRestriction = "unknown-restriction"
    // When restrictions match
    case zoneOrder = "zone-order"
    case zoneRefused = "zone-refused"
    case timeOfDay = "time-of-day"
    case startOrEndAlone = "start-or-end-alone"
    case endOfDay = "end-of-day"
    case wrap
    case startIsEnd = "start-is-end"
    case wrapWeekday = "wrap-weekday"
    case dates
    case datesAndTimes = "dates-and-times"
    case dst
    case kwh
    case duration
    case power
    case current
    case reservation
    case expired
    case validity
    case notSwitched = "not-switched"
    case boundaries
    // Volumes
    case snap
    case timeMeasured = "time-measured"
    case dimensionTwice = "dimension-twice"
    case sessionDimension = "session-dimension"
    case flatDimension = "flat-dimension"
    case negativeEnergy = "negative-energy"
    case unordered
    case plausibleVolumes = "plausible-volumes"
    case plausibleTotals = "plausible-totals"
    case plausiblePeriods = "plausible-periods"
    // step_size
    case stepEnergy = "step-energy"
    case stepHours = "step-hours"
    case stepReserved = "step-reserved"
    case stepBillable = "step-billable"
    case stepLast = "step-last"
    case stepMissing = "step-missing"
    case twoTariffs = "two-tariffs"
    // FLAT, limits, tax
    case flat
    case reservationFlat = "reservation-flat"
    case limits
    case limitsTariff = "limits-tariff"
    case limitsOrder = "limits-order"
    case vat
    case taxIncluded = "tax-included"
    case ocpi211 = "ocpi-211"
    case currency
    // Which tariff
    case tariffID = "tariff-id"
    case tariffFirstValid = "tariff-first-valid"
    case tariffIDSome = "tariff-id-some"
    case tariffSource = "tariff-source"
    // Cost fields, shapes, small print, known errors of the specification
    case credit
    case shapes
    case nearMiss = "near-miss"
    case placeholder
    case secondComponent = "second-component"
    case weekdayEmpty = "weekday-empty"
    case expiredZero = "expired-zero"
    case splitState = "split-state"
    case zeroGross = "zero-gross"
    case knownErrors = "known-errors"

    var words: String {
        switch self {
        case .numbers: "any number of decimals, an exponent, a JSON string; step_size 1.0 is 1"
        case .rounding: "rounded once, at the end, under a named policy"
        case .overflow: "overflow is an error, never a saturated number"
        case .perDimension, .perDimension211: "per dimension the first element that has it"
        case .unpriced: "no component: it costs nothing, with a note; free is something else"
        case .unknownRestriction: "an unknown restriction never matches"
        case .zoneOrder: "given, on the CDR, of the Location, of a country with one zone"
        case .zoneRefused: "refused only if a restriction needs local time"
        case .timeOfDay, .dates, .kwh, .duration: "min inclusive, max exclusive"
        case .startOrEndAlone: "start_time or end_time may stand alone"
        case .endOfDay: "end_time 00:00 or 24:00 is the end of the day"
        case .wrap: "end < start wraps past midnight"
        case .startIsEnd: "start = end is the whole day"
        case .wrapWeekday: "day_of_week is of the instant's calendar day"
        case .datesAndTimes: "a daily window on each of the dates"
        case .dst: "02:30 may occur twice or never; durations are elapsed time"
        case .power, .current: "min_x against MAX_, max_x against MIN_, either alone for both"
        case .reservation: "reservation elements price reserved time only, ordinary ones never"
        case .expired: "RESERVATION_EXPIRES wins, RESERVATION fills what it lacks"
        case .validity: "start inclusive, end exclusive, at the session's start"
        case .notSwitched: "the tariff is not switched during the session"
        case .boundaries: "as sent or split, with a note of what is at stake"
        default: moreWords
        }
    }

    private var moreWords: String {
        switch self {
        case .snap: "hours within half a unit of their last decimal of the clock are the clock's"
        case .timeMeasured: "time is taken from the dimensions, a missing one costs nothing"
        case .dimensionTwice: "the same dimension twice is summed, with a warning"
        case .sessionDimension: "session-only and unknown dimensions are ignored with a note"
        case .flatDimension: "FLAT dimensions of 2.1.1 are ignored"
        case .negativeEnergy: "feeding back is allowed; only positive totals are rounded up"
        case .unordered: "periods out of order are sorted, with a warning"
        case .plausibleVolumes: "volumes beyond the clock, the power, the connector; wrong units"
        case .plausibleTotals: "totals that differ from the periods; wrong units"
        case .plausiblePeriods: "periods that overlap or lie outside the session"
        case .stepEnergy: "once per session; an exact multiple is not rounded further"
        case .stepHours: "on the parking total when any is billable, else on the charging total"
        case .stepReserved: "reserved time has its own budget"
        case .stepBillable: "only billable volume counts"
        case .stepLast: "the step and price of the last billable component"
        case .stepMissing: "step 0 is no rounding, a missing step is 1 with a warning"
        case .twoTariffs: "two tariffs, one budget, the step of the last"
        case .flat: "FLAT once, the first one active at any time"
        case .reservationFlat: "a reservation's FLAT counts beside the start fee"
        case .limits: "min and max hold independently before and after tax"
        case .limitsTariff: "limits are those of the tariff of the session's start"
        case .limitsOrder: "min above max: max wins"
        case .vat: "no vat, no VAT"
        case .taxIncluded: "2.3.0 YES, NO, N/A, missing"
        case .ocpi211: "2.1.1: after tax equals before tax"
        case .currency: "currencies are never converted"
        case .tariffID: "ids are compared without case; unknown ones are refused"
        case .tariffFirstValid: "no period names one: the first valid one, with a note"
        case .tariffIDSome: "some periods name one and this does not: it is free"
        case .tariffSource: "explicit before embedded"
        case .credit: "only total_cost is negated"
        case .shapes: "what the field sends is read, with a warning where it is broken"
        case .nearMiss: "a field that is almost one of OCPI's is an error"
        case .placeholder: "the 1970 placeholder: volumes are priced, the clock is refused"
        case .secondComponent: "of two components of one dimension the first counts"
        case .weekdayEmpty: "an empty day_of_week is an absent one"
        case .expiredZero: "absent or zero volumes with reserved time: an expired reservation"
        case .splitState: "a piece's state is the state at its start"
        case .zeroGross: "a gross of zero has a net of zero"
        default: "known errors in the specification"
        }
    }
}
