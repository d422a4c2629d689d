package import Amounts

/// What `Rules/hubs/<hub>.yaml` says about one hub connection.
package struct HubRule: Sendable, Hashable {
    /// The file's name, and the folder's under `hubs/`: lower-case letters, digits, hyphens.
    package var name: String
    /// For people: `EV Recharge`.
    package var title: String
    package var version: OCPIVersion
    /// Our party ids on this connection.
    package var ours: Set<PartyID>
    /// Partners we reach over it (for records that only we hold).
    package var partners: Set<PartyID>
    /// The other party of a bilateral 2.1.1 link, whose objects carry no party ids.
    package var counterparty: PartyID?
    /// The hub may send a CDR again under the same id with other content: the newest then stands.
    package var revisesInPlace: Bool
    package var tolerances: Tolerances
    package var pairing: PairingRule

    package init(
        name: String, title: String, version: OCPIVersion, ours: Set<PartyID>,
        partners: Set<PartyID>, counterparty: PartyID?, revisesInPlace: Bool,
        tolerances: Tolerances, pairing: PairingRule = .standard
    ) {
        self.name = name
        self.title = title
        self.version = version
        self.ours = ours
        self.partners = partners
        self.counterparty = counterparty
        self.revisesInPlace = revisesInPlace
        self.tolerances = tolerances
        self.pairing = pairing
    }
}

/// How far two records may differ before it matters (settlement practice: per partner and side).
/// A difference is tolerated when it is at most the absolute bound **or** at most the percentage.
package struct Tolerances: Sendable, Hashable {
    /// kWh
    package var energy: ExactDecimal
    package var energyPercent: ExactDecimal
    /// Seconds by which the durations may differ.
    package var durationSeconds: Int64
    /// Seconds by which the starts may differ when matching by EVSE, token and time (M5).
    package var startSeconds: Int64
    /// Per currency; zero for a currency that is not named.
    package var price: [Currency: ExactDecimal]
    package var pricePercent: ExactDecimal
    /// By how much the tolerated differences of a month may come to, all together, per currency; none
    /// for a currency that is not named. One for each partner and side.
    package var monthlyCap: [Currency: ExactDecimal]

    package init(
        energy: ExactDecimal, energyPercent: ExactDecimal, durationSeconds: Int64,
        startSeconds: Int64, price: [Currency: ExactDecimal], pricePercent: ExactDecimal,
        monthlyCap: [Currency: ExactDecimal] = [:]
    ) {
        self.energy = energy
        self.energyPercent = energyPercent
        self.durationSeconds = durationSeconds
        self.startSeconds = startSeconds
        self.price = price
        self.pricePercent = pricePercent
        self.monthlyCap = monthlyCap
    }
}
