package import Amounts

/// A site with its EVSEs (mod_locations), as far as settlement needs it.
package struct Location: Sendable, Hashable {
    package var party: PartyID?
    package var id: String
    package var name: String?
    package var city: String?
    /// As written: `Karnataka`, `KA` …
    package var state: String?
    /// ISO 3166-1 alpha-3 or alpha-2.
    package var country: String
    /// IANA name.
    package var timeZone: String?
    package var evses: [EVSE]
    package var lastUpdated: Instant

    package struct EVSE: Sendable, Hashable {
        package var uid: String
        package var evseID: String?
        package var connectors: [Connector]

        package init(uid: String, evseID: String?, connectors: [Connector] = []) {
            self.uid = uid
            self.evseID = evseID
            self.connectors = connectors
        }
    }

    /// Those whose power is stated.
    package struct Connector: Sendable, Hashable {
        package var id: String
        /// Watts (`max_electric_power`, OCPI 2.2.1 mod_locations).
        package var powerMax: ExactDecimal

        package init(id: String, powerMax: ExactDecimal) {
            self.id = id
            self.powerMax = powerMax
        }
    }

    package init(
        party: PartyID?, id: String, name: String?, city: String?, state: String?, country: String,
        timeZone: String?, evses: [EVSE], lastUpdated: Instant
    ) {
        self.party = party
        self.id = id
        self.name = name
        self.city = city
        self.state = state
        self.country = country
        self.timeZone = timeZone
        self.evses = evses
        self.lastUpdated = lastUpdated
    }
}

/// A driver's token (mod_tokens).
package struct Token: Sendable, Hashable {
    package var party: PartyID?
    package var uid: String
    package var contractID: String?
    package var type: String?
    package var valid: Bool
    package var lastUpdated: Instant

    package init(
        party: PartyID?, uid: String, contractID: String?, type: String?, valid: Bool,
        lastUpdated: Instant
    ) {
        self.party = party
        self.uid = uid
        self.contractID = contractID
        self.type = type
        self.valid = valid
        self.lastUpdated = lastUpdated
    }
}
