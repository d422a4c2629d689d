/// By how much a partner's clock seems to be off, from the starts of sessions that ids match.
package struct ClockOffset: Sendable, Hashable {
    /// The hub over which the CDRs came.
    package var hub: String
    /// How many pairs it is estimated from.
    package var pairs: Int
    /// Their start less ours, median.
    package var milliseconds: Int64
    /// Taken off their times before matching, as the hub's rule says.
    package var isUsed: Bool

    package init(hub: String, pairs: Int, milliseconds: Int64, isUsed: Bool) {
        self.hub = hub
        self.pairs = pairs
        self.milliseconds = milliseconds
        self.isUsed = isUsed
    }
}
