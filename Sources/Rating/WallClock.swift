package import Roaming

/// The clock on a wall in a time zone.
package struct WallClock: Sendable {
    private let zone: ZoneTable

    /// Nil for a zone that tzdata does not have.
    package init?(zone name: String) {
        guard let zone = ZoneTable.named(name) else { return nil }
        self.zone = zone
    }

    /// The moment at which it shows a time, given in seconds since 1970 as if it were UTC. In the hour
    /// that comes twice in autumn the later one; in the one that is skipped in spring, what would have
    /// been shown without the change.
    package func instant(_ local: Int64) -> Instant {
        let first = local * 1000 - zone.segment(at: local * 1000).offset
        return Instant(milliseconds: local * 1000 - zone.segment(at: first).offset)
    }
}
