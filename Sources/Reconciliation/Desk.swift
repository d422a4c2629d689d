import Roaming

/// What holds for every record of a shard: who stands where, and the rules of the run.
struct Desk {
    let side: Side
    let counterparty: PartyID
    let ownNetwork: Bool
    let homeHub: String?
    let heldIsComplete: Bool
    let rules: MatchingRules
    /// Milliseconds by which the clock behind a hub's CDRs is taken to be ahead of ours, where it is
    /// not taken to be right.
    var clockOffsets: [String: Int64] = [:]
    let tokens: TokenBook?

    init(_ shard: Shard, under rules: MatchingRules) {
        side = shard.side
        counterparty = shard.counterparty
        ownNetwork = shard.ownNetwork
        homeHub = shard.homeHub
        heldIsComplete = shard.heldIsComplete
        self.rules = rules
        tokens = shard.side == .emsp ? shard.tokens : nil
    }

    /// The tolerances agreed with the hub a CDR came over.
    func tolerances(for record: CDRRecord?) -> Tolerances {
        rules.tolerances(at: record?.heldHub ?? homeHub)
    }
}
