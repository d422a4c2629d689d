package import Roaming

/// How positions are set off, for payment only (`Rules/netting.yaml`).
package struct NettingRules: Sendable, Hashable {
    /// Partners with whom receivable and payable are paid separately, to the partner itself.
    package var excluded: Set<PartyID>
    /// Hubs through whose account their members pay and are paid.
    package var hubs: Set<String>

    package init(excluded: Set<PartyID> = [], hubs: Set<String> = []) {
        self.excluded = excluded
        self.hubs = hubs
    }
}
