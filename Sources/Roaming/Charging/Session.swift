package import Amounts

/// A charging session as our platform (or a hub) knows it (mod_sessions).
package struct Session: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case active = "ACTIVE", completed = "COMPLETED", invalid = "INVALID"
        case pending = "PENDING", reservation = "RESERVATION"
    }

    package var version: OCPIVersion
    package var cpo: PartyID?
    package var id: String
    package var start: Instant
    /// Nil while it runs.
    package var end: Instant?
    /// kWh
    package var energy: ExactDecimal
    package var token: TokenReference
    package var authorizationReference: String?
    package var place: ChargingPlace
    package var currency: Currency?
    package var totalCost: Price?
    package var status: Status
    package var lastUpdated: Instant
    package var meter: MeterRecord?

    package init(
        version: OCPIVersion, cpo: PartyID?, id: String, start: Instant, end: Instant?,
        energy: ExactDecimal, token: TokenReference, authorizationReference: String?,
        place: ChargingPlace, currency: Currency?, totalCost: Price?, status: Status,
        lastUpdated: Instant, meter: MeterRecord? = nil
    ) {
        self.version = version
        self.cpo = cpo
        self.id = id
        self.start = start
        self.end = end
        self.energy = energy
        self.token = token
        self.authorizationReference = authorizationReference
        self.place = place
        self.currency = currency
        self.totalCost = totalCost
        self.status = status
        self.lastUpdated = lastUpdated
        self.meter = meter
    }
}
