/// How often a hub is asked when hubs are asked and none is named.
package enum PullSchedule: Sendable, Hashable {
    /// Every time.
    case always
    /// When an hour has passed.
    case hourly
    /// Once after each cut-off: the time of day, in seconds, from which on the hub has the records of its
    /// day together, by the clocks of a time zone (IANA name).
    case daily(cutOff: Int, timeZone: String)

    /// As the rule names them.
    package enum Name: String, Sendable, CaseIterable { case always, hourly, daily }
}
