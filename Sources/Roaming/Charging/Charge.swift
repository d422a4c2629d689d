public import Amounts

/// The part of a CDR that bears on its price. Flat arrays keep a month of them cheap.
package struct Charge: Sendable, Hashable {
    // What pricing always looks at stands first and together: in a list of a million it comes from
    // far away.
    package var periods: [ChargingPeriod]
    /// Of all periods, in order; each period has a range into it.
    package var volumes: [Volume]
    package var start: Instant?
    package var end: Instant?
    package var currency: Currency?
    package var version: OCPIVersion
    package var credit: Bool
    /// 2.2.1 and later have none on the wire; an importer that knows may say so.
    package var reservationExpired: Bool
    /// IANA name given on the CDR's location (non-standard but common).
    package var timeZone: String?
    /// ISO 3166-1 alpha-2 or alpha-3, as written.
    package var country: String?
    package var connectorPowerType: String?
    package var claimed: ClaimedTotals
    package var tariffs: [Tariff]
    package var creditReferenceID: String?

    package init(version: OCPIVersion) {
        self.version = version
        periods = []
        volumes = []
        tariffs = []
        claimed = ClaimedTotals()
        credit = false
        reservationExpired = false
    }

    /// Makes it as after `init(version: .v221)`, but for the arrays' memory, which serves again.
    package mutating func reset() {
        version = .v221
        (start, end, currency) = (nil, nil, nil)
        (timeZone, country, connectorPowerType) = (nil, nil, nil)
        periods.removeAll(keepingCapacity: true)
        volumes.removeAll(keepingCapacity: true)
        if !tariffs.isEmpty { tariffs.removeAll() }
        claimed = ClaimedTotals()
        (credit, creditReferenceID) = (false, nil)
        reservationExpired = false
    }
}

public struct ChargingPeriod: Sendable, Hashable {
    @usableFromInline package var start: Instant
    /// Into `Charge.volumes`.
    @usableFromInline package var volumes: Range<Int32>
    /// As written; nil when the period names none.
    @usableFromInline package var tariffID: String?

    @inlinable package init(start: Instant, volumes: Range<Int32>, tariffID: String? = nil) {
        self.start = start
        self.volumes = volumes
        self.tariffID = tariffID
    }
}

/// mod_cdrs, CdrDimensionType. Those that neither price nor restrict are `.other`.
@usableFromInline package enum VolumeKind: UInt8, Sendable, Hashable, CaseIterable {
    /// kWh
    case energy
    /// hours
    case time, parkingTime, reservationTime
    /// A
    case minCurrent, maxCurrent
    /// kW
    case minPower, maxPower
    /// 2.1.1 only; ignored with a note
    case flat
    /// Session-only and unknown kinds; ignored with a note
    case other
}

public struct Volume: Sendable, Hashable {
    // The amount first: the kind then fits into its last word.
    @usableFromInline package var amount: ExactDecimal
    @usableFromInline package var kind: VolumeKind

    @inlinable package init(_ kind: VolumeKind, _ amount: ExactDecimal) {
        self.kind = kind
        self.amount = amount
    }
}

/// What the CDR itself says it costs and measured.
package struct ClaimedTotals: Sendable, Hashable {
    /// kWh
    package var energy: ExactDecimal?
    /// hours
    package var time: ExactDecimal?
    /// hours
    package var parkingTime: ExactDecimal?
    package var cost: Price?
    package var fixed: Price?
    package var energyCost: Price?
    package var timeCost: Price?
    package var parkingCost: Price?
    package var reservationCost: Price?

    package init() {}
}
