package import Amounts

/// The part of a CDR that bears on its price. Flat arrays keep a month of them cheap.
package struct Charge: Sendable, Hashable {
    package var version: OCPIVersion
    package var start: Instant?
    package var end: Instant?
    package var currency: Currency?
    /// IANA name given on the CDR's location (non-standard but common).
    package var timeZone: String?
    /// ISO 3166-1 alpha-2 or alpha-3, as written.
    package var country: String?
    package var periods: [ChargingPeriod]
    /// Of all periods, in order; each period has a range into it.
    package var volumes: [Volume]
    package var tariffs: [Tariff]
    package var claimed: ClaimedTotals
    package var credit: Bool
    package var creditReferenceID: String?
    /// 2.2.1 and later have none on the wire; an importer that knows may say so.
    package var reservationExpired: Bool
    package var connectorPowerType: String?

    package init(version: OCPIVersion) {
        self.version = version
        periods = []
        volumes = []
        tariffs = []
        claimed = ClaimedTotals()
        credit = false
        reservationExpired = false
    }
}

package struct ChargingPeriod: Sendable, Hashable {
    package var start: Instant
    /// Into `Charge.volumes`.
    package var volumes: Range<Int32>
    /// As written; nil when the period names none.
    package var tariffID: String?

    package init(start: Instant, volumes: Range<Int32>, tariffID: String? = nil) {
        self.start = start
        self.volumes = volumes
        self.tariffID = tariffID
    }
}

/// mod_cdrs, CdrDimensionType. Those that neither price nor restrict are `.other`.
package enum VolumeKind: UInt8, Sendable, Hashable, CaseIterable {
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

package struct Volume: Sendable, Hashable {
    package var kind: VolumeKind
    package var amount: ExactDecimal

    package init(_ kind: VolumeKind, _ amount: ExactDecimal) {
        self.kind = kind
        self.amount = amount
    }
}

/// What the CDR itself says it costs and measured.
package struct ClaimedTotals: Sendable, Hashable {
    package var cost: Price?
    package var fixed: Price?
    package var energyCost: Price?
    package var timeCost: Price?
    package var parkingCost: Price?
    package var reservationCost: Price?
    /// kWh
    package var energy: ExactDecimal?
    /// hours
    package var time: ExactDecimal?
    /// hours
    package var parkingTime: ExactDecimal?

    package init() {}
}
