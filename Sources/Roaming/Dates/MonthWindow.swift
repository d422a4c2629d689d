/// The stretch of time that belongs to one clearing month: from its first instant to the cut-off
/// (exclusive), both in the zone the rules name (Asia/Kolkata, UTC+05:30 all year), then the grace
/// in which a late CDR still counts for the month.
package struct MonthWindow: Sendable, Hashable {
    package let month: Month
    package let start: Instant
    /// First instant of the next month.
    package let cutOff: Instant
    /// CDRs last updated after the cut-off and before this are late; from here on, out of period.
    package let graceEnd: Instant

    package init(_ month: Month, offsetSeconds: Int, graceDays: Int) {
        func midnight(_ day: Day) -> Instant {
            Instant(seconds: Int64(day.daysSince1970) * 86_400 - Int64(offsetSeconds))
        }
        self.month = month
        start = midnight(month.firstDay)
        cutOff = midnight(month.next.firstDay)
        graceEnd = midnight(month.next.firstDay.advanced(by: graceDays))
    }

    package func contains(_ instant: Instant) -> Bool { start <= instant && instant < cutOff }
}
