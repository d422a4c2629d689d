import Roaming

/// What holds for every record of a shard: who stands where, and the rules of the run.
struct Desk {
    let side: Side
    let counterparty: PartyID
    let ownNetwork: Bool
    let homeHub: String?
    let heldIsComplete: Bool
    let rules: MatchingRules

    init(_ shard: Shard, under rules: MatchingRules) {
        side = shard.side
        counterparty = shard.counterparty
        ownNetwork = shard.ownNetwork
        homeHub = shard.homeHub
        heldIsComplete = shard.heldIsComplete
        self.rules = rules
    }

    /// The tolerances agreed with the hub a CDR came over.
    func tolerances(for record: CDRRecord?) -> Tolerances {
        rules.tolerances(at: record?.held?.hub ?? homeHub)
    }
}
