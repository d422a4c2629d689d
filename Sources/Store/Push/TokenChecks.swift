package import Roaming

/// An authorization request that we answered as eMSP, and how (mod_tokens, Real-time authorization).
package struct TokenCheck: Sendable, Hashable {
    package var hub: String
    /// The CPO that asked; nil where nobody said.
    package var asker: PartyID?
    /// Whose token; ours.
    package var party: PartyID
    /// Folded.
    package var uid: String
    package var type: String
    package var locationID: String?
    package var evseUIDs: [String]
    /// AllowedType
    package var allowed: String
    /// `authorization_reference` of the session and CDR to come; nil where none was given.
    package var reference: String?
    package var requestID: String?
    package var correlationID: String?
    package var at: Instant

    package init(
        hub: String, asker: PartyID?, party: PartyID, uid: String, type: String,
        locationID: String?, evseUIDs: [String], allowed: String, reference: String?,
        requestID: String?, correlationID: String?, at: Instant
    ) {
        self.hub = hub
        self.asker = asker
        self.party = party
        self.uid = uid
        self.type = type
        self.locationID = locationID
        self.evseUIDs = evseUIDs
        self.allowed = allowed
        self.reference = reference
        self.requestID = requestID
        self.correlationID = correlationID
        self.at = at
    }
}

extension Connection {
    package func save(_ check: TokenCheck) throws(StoreError) {
        try execute(
            .insertTokenCheck,
            [
                .text(check.hub), .text(check.asker?.description), .text(check.party.description),
                .text(check.uid), .text(check.type), .text(check.locationID),
                .texts(check.evseUIDs), .text(check.allowed), .text(check.reference),
                .text(check.requestID), .text(check.correlationID), .instant(check.at),
            ])
    }
}
