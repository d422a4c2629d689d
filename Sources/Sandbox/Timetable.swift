import Roaming

/// Which month a moment and a CDR belong to, by the rules the sandbox assumes: months of India, five
/// days of grace.
struct Timetable {
    static func window(_ month: Month) -> MonthWindow {
        MonthWindow(month, offsetSeconds: 19_800, graceDays: 5)
    }

    /// - Parameter second: since 1970-01-01T00:00:00Z.
    static func month(of second: Int) -> Month {
        let local = Int64(second) + 19_800
        return Month(containing: Day(daysSince1970: Int(local.dividedDown(by: 86_400))))
    }

    /// The first month from `service` on whose grace had not ended when the CDR was last updated.
    static func settlementMonth(service: Month, lastUpdated: Int) -> Month {
        var month = service
        while lastUpdated >= Int(window(month).graceEnd.seconds) { month = month.next }
        return month
    }
}
