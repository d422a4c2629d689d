/// What rating a CDR ends with.
package enum Outcome: Sendable {
    case priced(RatedCharge)
    case unpriceable(Refusal)
}

/// Why a CDR could not be priced, in order of precedence: the first that applies is reported.
package enum Unpriceable: String, Sendable, Hashable, CaseIterable {
    /// No charging period at all.
    case periodsMissing = "PERIODS_MISSING"
    /// Neither the CDR nor anybody else names a tariff.
    case tariffMissing = "TARIFF_MISSING"
    /// A period names a tariff that nobody gave.
    case tariffUnknown = "TARIFF_UNKNOWN"
    /// The tariff was not valid when the session started.
    case tariffNotValid = "TARIFF_NOT_VALID"
    /// CDR and tariff have different currencies. Amounts are never converted.
    case currencyMismatch = "CURRENCY_MISMATCH"
    /// A restriction needs the clock and the times are missing or the 1970 placeholder.
    case clockMissing = "CLOCK_MISSING"
    /// A restriction needs local time and no zone is known.
    case timeZoneMissing = "TIME_ZONE_MISSING"
    /// `split` was asked for, and a period is longer than a year.
    case periodTooLong = "PERIOD_TOO_LONG"
    /// The amount cannot be written as a decimal.
    case amountTooLarge = "AMOUNT_TOO_LARGE"
}

package struct Refusal: Sendable, Hashable {
    package let reason: Unpriceable
    /// JSON Pointer into the CDR.
    package let pointer: String
    /// Plain words: what is missing and who can help.
    package let text: String

    package init(_ reason: Unpriceable, at pointer: String, _ text: String) {
        self.reason = reason
        self.pointer = pointer
        self.text = text
    }
}
