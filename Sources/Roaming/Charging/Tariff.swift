public import Amounts

/// A tariff as published or embedded in a CDR (mod_tariffs), all versions in one shape.
package struct Tariff: Sendable, Hashable {
    package enum TaxIncluded: String, Sendable, Hashable {
        case yes = "YES", no = "NO", notApplicable = "N/A"
    }

    /// Nil in 2.1.1, and when the object omits or garbles it.
    package var party: PartyID?
    /// As written; compare with `Identifier.folded`.
    package var id: String
    package var currency: Currency
    package var elements: [TariffElement]
    package var minPrice: Price?
    package var maxPrice: Price?
    /// Inclusive.
    package var validFrom: Instant?
    /// Exclusive.
    package var validUntil: Instant?
    /// 2.3.0 only; nil when absent.
    package var taxIncluded: TaxIncluded?
    package var lastUpdated: Instant?
    package var version: OCPIVersion

    package init(
        party: PartyID?, id: String, currency: Currency, elements: [TariffElement],
        minPrice: Price? = nil, maxPrice: Price? = nil, validFrom: Instant? = nil,
        validUntil: Instant? = nil, taxIncluded: TaxIncluded? = nil, lastUpdated: Instant? = nil,
        version: OCPIVersion
    ) {
        self.party = party
        self.id = id
        self.currency = currency
        self.elements = elements
        self.minPrice = minPrice
        self.maxPrice = maxPrice
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.taxIncluded = taxIncluded
        self.lastUpdated = lastUpdated
        self.version = version
    }
}

package struct TariffElement: Sendable, Hashable {
    package var components: [PriceComponent]
    package var restrictions: Restrictions

    package init(components: [PriceComponent], restrictions: Restrictions = Restrictions()) {
        self.components = components
        self.restrictions = restrictions
    }
}

/// What a component prices (mod_tariffs, TariffDimensionType).
@usableFromInline package enum TariffDimension: UInt8, Sendable, Hashable, CaseIterable {
    case energy, time, parkingTime, flat

    package var wireName: String {
        switch self {
        case .energy: "ENERGY"
        case .time: "TIME"
        case .parkingTime: "PARKING_TIME"
        case .flat: "FLAT"
        }
    }
}

public struct PriceComponent: Sendable, Hashable {
    /// Per kWh, per hour, or once.
    @usableFromInline package var price: ExactDecimal
    @usableFromInline package var dimension: TariffDimension
    /// Percent; nil = no VAT applies.
    @usableFromInline package var vat: ExactDecimal?
    /// Wh or seconds; nil = absent (1, with a warning); 0 = no rounding.
    @usableFromInline package var stepSize: Int64?

    @inlinable package init(
        _ dimension: TariffDimension, price: ExactDecimal, vat: ExactDecimal? = nil,
        stepSize: Int64? = 1
    ) {
        self.dimension = dimension
        self.price = price
        self.vat = vat
        self.stepSize = stepSize
    }
}

/// mod_tariffs, TariffRestrictions. All present ones must hold.
package struct Restrictions: Sendable, Hashable {
    package enum Reservation: String, Sendable, Hashable {
        case reservation = "RESERVATION"
        case expires = "RESERVATION_EXPIRES"
    }

    /// Minutes after local midnight, 0 ... 1440.
    package var startMinute: Int?
    package var endMinute: Int?
    package var startDate: Day?
    package var endDate: Day?
    package var minEnergy: ExactDecimal?
    package var maxEnergy: ExactDecimal?
    package var minCurrent: ExactDecimal?
    package var maxCurrent: ExactDecimal?
    package var minPower: ExactDecimal?
    package var maxPower: ExactDecimal?
    /// Seconds.
    package var minDuration: Int64?
    package var maxDuration: Int64?
    /// Bit 0 = Monday … bit 6 = Sunday; 0 = absent.
    package var weekdays: UInt8 = 0
    package var reservation: Reservation?
    /// Names of restrictions this engine does not know: the element then never matches.
    package var unknown: [String] = []

    package init() {}

    package var isEmpty: Bool { self == Restrictions() }
}
