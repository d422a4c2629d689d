package import Roaming

/// The records of one counterparty on one side: everything that may have to do with each other.
package struct Shard: Sendable {
    package var side: Side
    package var counterparty: PartyID
    package var ownNetwork: Bool
    /// The hub over which this partner is reached, for lines that only we have a record of.
    package var homeHub: String?
    /// CPO side: the hubs delivered what they hold of us, so that an issued CDR which none of them
    /// holds is missing there.
    package var heldIsComplete: Bool
    /// As our own platform recorded them; completed, with energy.
    package var sessions: [SessionFacts]
    /// CPO side: the CDRs we issued. Empty on the eMSP side.
    package var issued: [CDRFacts]
    /// CDRs as the hubs hold them: the partner's claims (eMSP side), copies of ours (CPO side).
    package var held: [CDRFacts]
    /// Of our own drivers; nil on the CPO side, where the tokens are the partner's.
    package var tokens: TokenBook?

    package init(
        side: Side, counterparty: PartyID, ownNetwork: Bool, homeHub: String?,
        heldIsComplete: Bool, sessions: [SessionFacts], issued: [CDRFacts], held: [CDRFacts],
        tokens: TokenBook? = nil
    ) {
        self.side = side
        self.counterparty = counterparty
        self.ownNetwork = ownNetwork
        self.homeHub = homeHub
        self.heldIsComplete = heldIsComplete
        self.sessions = sessions
        self.issued = issued
        self.held = held
        self.tokens = tokens
    }
}
