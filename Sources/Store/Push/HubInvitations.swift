package import Roaming

/// Token A of ours, given to a hub outside of OCPI: it opens the registration.
package struct HubInvitation: Sendable, Hashable {
    package var hub: String
    package var at: Instant
    /// Sealed.
    package var token: [UInt8]

    package init(hub: String, at: Instant, token: [UInt8]) {
        self.hub = hub
        self.at = at
        self.token = token
    }
}

/// Somebody who is connected to a hub (mod_hub_client_info, ClientInfo).
package struct HubClientInfo: Sendable, Hashable {
    package var hub: String
    package var party: PartyID
    /// `CPO`, `EMSP` …
    package var role: String
    /// `CONNECTED`, `OFFLINE`, `PLANNED`, `SUSPENDED`
    package var status: String
    package var lastUpdated: Instant

    package init(
        hub: String, party: PartyID, role: String, status: String, lastUpdated: Instant
    ) {
        self.hub = hub
        self.party = party
        self.role = role
        self.status = status
        self.lastUpdated = lastUpdated
    }
}

extension Connection {
    package func save(_ invitation: HubInvitation) throws(StoreError) {
        try execute(
            .insertInvitation,
            [.text(invitation.hub), .instant(invitation.at), .bytea(invitation.token)])
    }

    /// Of every hub the last invitation that nothing has ended.
    package func hubInvitations() throws(StoreError) -> [HubInvitation] {
        try rows(.listInvitations, []) { row in
            HubInvitation(hub: row.text(0), at: row.instant(1), token: Array(row.bytes(2)))
        }
    }

    package func save(_ client: HubClientInfo, at now: Instant) throws(StoreError) {
        try execute(
            .insertHubClient,
            [
                .text(client.hub), .text(client.party.description), .text(client.role),
                .text(client.status), .instant(client.lastUpdated), .instant(now),
            ])
    }

    /// Everybody that hubs told us of, by hub, party and role.
    package func hubClients() throws(StoreError) -> [HubClientInfo] {
        try rows(.listHubClients, []) { (row) throws(StoreError) in
            HubClientInfo(
                hub: row.text(0), party: try row.party(1), role: row.text(2),
                status: row.text(3), lastUpdated: row.instant(4))
        }
    }
}
