package import Amounts
package import Roaming

/// What the rules say about comparing two sides, for one run.
package struct MatchingRules: Sendable {
    package var window: MonthWindow
    package var calendar: ClearingCalendar
    /// Months that take nothing more; never the run's own.
    package var closed: Set<Month>
    /// By hub name; that of the hub which holds the CDR counts, else the partner's home hub.
    package var tolerances: [String: Tolerances]
    package var defaultTolerances: Tolerances
    /// By hub name, likewise.
    package var pairing: [String: PairingRule]
    /// M3: partners may send our session id as their CDR id.
    package var cdrIDMayBeSessionID: Bool
    /// How the run rounds totals, so that a claim with more decimals is compared fairly.
    package var rounding: [Currency: Rounding]
    /// For a currency that `rounding` does not name.
    package var defaultRounding: Rounding

    package init(
        window: MonthWindow, tolerances: [String: Tolerances], defaultTolerances: Tolerances,
        cdrIDMayBeSessionID: Bool, rounding: [Currency: Rounding],
        defaultRounding: Rounding = Rounding(digits: 2, mode: .halfUp),
        calendar: ClearingCalendar? = nil, closed: Set<Month> = [],
        pairing: [String: PairingRule] = [:]
    ) {
        self.window = window
        self.calendar = calendar ?? ClearingCalendar(like: window)
        self.closed = closed
        self.tolerances = tolerances
        self.defaultTolerances = defaultTolerances
        self.cdrIDMayBeSessionID = cdrIDMayBeSessionID
        self.rounding = rounding
        self.defaultRounding = defaultRounding
        self.pairing = pairing
    }

    func rounding(in currency: Currency?) -> Rounding {
        currency.flatMap { rounding[$0] } ?? defaultRounding
    }

    func pairing(at hub: String?) -> PairingRule {
        hub.flatMap { pairing[$0] } ?? .standard
    }

    func tolerances(at hub: String?) -> Tolerances {
        hub.flatMap { tolerances[$0] } ?? defaultTolerances
    }
}
