package import Roaming

/// One billed volume: a charging period (or a piece of it, when split) and a dimension.
package struct WorkingLine: Sendable {
    /// Into the CDR's `charging_periods`.
    package let period: Int
    package let category: Category
    /// `FLAT`, `RESERVATION_FLAT`, `RESERVATION_TIME`, `ENERGY`, `TIME`, `PARKING_TIME`.
    package let dimension: String
    /// Where the line starts; the period's start unless it was split.
    package let from: Instant
    /// Tariff, element and component that priced it (indices); nil when none did.
    package internal(set) var source: Source?
    /// Why the elements before did not apply.
    package internal(set) var skipped: [Skipped]
    /// kWh or seconds as printed; one for FLAT.
    package let volumeSent: ExactAmount
    /// The same after snapping to the clock.
    package let volumeSnapped: ExactAmount
    /// The same with what the step size added.
    package internal(set) var volumeBilled: ExactAmount
    /// Wh or seconds, where it added something to this line.
    package internal(set) var stepApplied: Int64?
    package internal(set) var beforeTax: ExactAmount?
    package internal(set) var afterTax: ExactAmount?

    package struct Source: Sendable, Hashable {
        package let tariff: Int
        package let tariffID: String
        package let element: Int
        package let component: PriceComponent
        /// Into the element's `price_components`.
        package let place: Int
    }

    package struct Skipped: Sendable, Hashable {
        package let element: Int
        /// Plain words: `outside 07:00-19:00`.
        package let reason: String
    }
}

/// What min_price, max_price, credit and rounding added to the sum of the lines.
package struct LimitStep: Sendable {
    /// `MIN_PRICE`, `MAX_PRICE`, `CREDIT`, `ROUNDING`.
    package let cause: String
    package let beforeTax: ExactAmount?
    package let afterTax: ExactAmount?
}
