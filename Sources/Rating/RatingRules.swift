package import Amounts

/// How CDRs are read and rounded. Comes from `Rules/rounding` and the command line.
package struct RatingRules: Sendable {
    package enum PeriodReading: String, Sendable, Hashable, CaseIterable {
        /// A period is priced by the state at its start.
        case asSent = "as-sent"
        /// A period is cut wherever its tariff has a boundary; volumes are shared over time.
        case split
    }

    package enum TimeReading: String, Sendable, Hashable, CaseIterable {
        /// Hours within half a unit of their last decimal of the clock are the clock time.
        case snapped
        /// Hours are taken as printed.
        case literal
    }

    package enum Detail: Sendable, Hashable { case priceOnly, working }

    package var rounding: RoundingPolicy
    package var periods: PeriodReading
    package var hours: TimeReading
    /// IANA name that overrides everything the CDR says.
    package var timeZone: String?
    /// Alpha-2 or alpha-3 (upper case) to IANA name; asked before the built-in one-zone countries.
    package var zoneOfCountry: [String: String]
    package var detail: Detail

    package init(
        rounding: RoundingPolicy = .totalHalfUp, periods: PeriodReading = .asSent,
        hours: TimeReading = .snapped, timeZone: String? = nil,
        zoneOfCountry: [String: String] = [:], detail: Detail = .priceOnly
    ) {
        self.rounding = rounding
        self.periods = periods
        self.hours = hours
        self.timeZone = timeZone
        self.zoneOfCountry = zoneOfCountry
        self.detail = detail
    }
}

/// A named rounding of a priced CDR (`Rules/rounding`).
package struct RoundingPolicy: Sendable, Hashable {
    package enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Nothing is rounded; amounts are printed with four decimals, half up.
        case none
        /// Each working line (charging period × dimension).
        case line
        /// Each category (fixed, energy, time, parking, reservation).
        case dimension
        /// The total only.
        case total
    }

    package var name: String
    package var scope: Scope
    package var mode: Rounding.Mode
    /// Decimals of single currencies.
    package var digits: [Currency: Int]
    package var defaultDigits: Int

    package init(
        name: String, scope: Scope, mode: Rounding.Mode, digits: [Currency: Int] = [:],
        defaultDigits: Int
    ) {
        self.name = name
        self.scope = scope
        self.mode = mode
        self.digits = digits
        self.defaultDigits = defaultDigits
    }

    /// The monthly run: total only, half up, two decimals.
    package static let totalHalfUp = RoundingPolicy(
        name: "total-half-up", scope: .total, mode: .halfUp, defaultDigits: 2)
    /// `clearing price`: exact.
    package static let none = RoundingPolicy(
        name: "none", scope: .none, mode: .halfUp, defaultDigits: 4)

    package func rounding(in currency: Currency) -> Rounding {
        Rounding(
            digits: digits.isEmpty ? defaultDigits : digits[currency] ?? defaultDigits, mode: mode)
    }
}

extension Rounding {
    /// How amounts that no policy rounds are printed.
    package static let printed = Rounding(digits: 4, mode: .halfUp)
}
