/// A Charge Detail Record: who, where, when (identity) and what bears on the price (`charge`).
package struct CDR: Sendable, Hashable {
    /// Nil in 2.1.1 when neither the EVSE id nor the hub's rule tells it.
    package var cpo: PartyID?
    /// As written; 2.2.1: unique within the CPO's platform.
    package var id: String
    package var sessionID: String?
    package var authorizationReference: String?
    package var token: TokenReference
    package var place: ChargingPlace
    package var charge: Charge
    package var lastUpdated: Instant
    package var meter: MeterRecord?
    /// Whose signatures nobody has looked at.
    package var signedData: SignedData?

    package init(
        cpo: PartyID?, id: String, sessionID: String?, authorizationReference: String?,
        token: TokenReference, place: ChargingPlace, charge: Charge, lastUpdated: Instant,
        meter: MeterRecord? = nil, signedData: SignedData? = nil
    ) {
        self.cpo = cpo
        self.id = id
        self.sessionID = sessionID
        self.authorizationReference = authorizationReference
        self.token = token
        self.place = place
        self.charge = charge
        self.lastUpdated = lastUpdated
        self.meter = meter
        self.signedData = signedData
    }
}

/// CdrToken (2.2.1); in 2.1.1 only `auth_id`, which is read as the contract id.
package struct TokenReference: Sendable, Hashable {
    package var party: PartyID?
    /// Empty in 2.1.1.
    package var uid: String
    package var contractID: String?
    /// TokenType AD_HOC_USER (mod_tokens): the uid was made for one use.
    package var isOneTime: Bool

    package init(party: PartyID?, uid: String, contractID: String?, isOneTime: Bool = false) {
        self.party = party
        self.uid = uid
        self.contractID = contractID
        self.isOneTime = isOneTime
    }
}

/// Where it was charged (CdrLocation, or location + EVSE references of a Session).
package struct ChargingPlace: Sendable, Hashable {
    package var locationID: String
    package var evseUID: String?
    package var evseID: String?
    package var connectorID: String?

    package init(locationID: String, evseUID: String?, evseID: String?, connectorID: String?) {
        self.locationID = locationID
        self.evseUID = evseUID
        self.evseID = evseID
        self.connectorID = connectorID
    }
}
