package import Roaming

/// What the server takes from outside: it has no clock, no dice and no log of its own.
package struct Surroundings: Sendable {
    package var clock: @Sendable () -> Instant
    /// Nanoseconds on a clock that nobody sets.
    package var uptime: @Sendable () -> UInt64
    /// So many bytes that nobody can guess.
    package var unguessable: @Sendable (Int) -> [UInt8]
    /// One line of the log.
    package var log: @Sendable (String) -> Void

    package init(
        clock: @escaping @Sendable () -> Instant, uptime: @escaping @Sendable () -> UInt64,
        unguessable: @escaping @Sendable (Int) -> [UInt8],
        log: @escaping @Sendable (String) -> Void
    ) {
        self.clock = clock
        self.uptime = uptime
        self.unguessable = unguessable
        self.log = log
    }
}
