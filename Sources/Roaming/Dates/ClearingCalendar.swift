/// Which clearing month a moment belongs to, and which month a CDR still reaches: every month has
/// its own zone and grace, by the rules of its first day.
package struct ClearingCalendar: Sendable {
    package struct Rule: Sendable, Hashable {
        /// East of UTC.
        package var offsetSeconds: Int
        package var graceDays: Int

        package init(offsetSeconds: Int, graceDays: Int) {
            self.offsetSeconds = offsetSeconds
            self.graceDays = graceDays
        }
    }

    private let rules: RuleBook<Rule>
    private let earliest: Rule

    /// Months before the first entry are taken by it: nothing is older than our books, but a meter
    /// whose clock was reset says 1970.
    package init(_ rules: RuleBook<Rule>) {
        self.rules = rules
        earliest = rules.all[0].rule
    }

    /// Every month like that one.
    package init(like window: MonthWindow) {
        let midnight = Int64(window.month.firstDay.daysSince1970) * 86_400
        let grace = window.graceEnd.seconds - window.cutOff.seconds
        let rule = Rule(
            offsetSeconds: Int(midnight - window.start.seconds),
            graceDays: Int(grace / 86_400))
        guard let book = RuleBook([(from: Day(daysSince1970: 0), rule: rule)]) else {
            preconditionFailure("a book with one entry is a book")
        }
        self.init(book)
    }

    package func window(of month: Month) -> MonthWindow {
        let rule = rules.rule(on: month.firstDay) ?? earliest
        return MonthWindow(month, offsetSeconds: rule.offsetSeconds, graceDays: rule.graceDays)
    }

    /// The month that contains the moment; the first or last month there is for one outside all.
    package func month(of instant: Instant) -> Month {
        let seconds = instant.seconds + Int64(earliest.offsetSeconds)
        let day = Day(daysSince1970: Int(seconds.dividedDown(by: 86_400)))
        let near = Month(containing: min(max(day, Month.first.firstDay), Month.last.firstDay))
        // An entry with another offset moves the ends of its months by hours.
        if near < .last, window(of: near.next).start <= instant { return near.next }
        if near > .first, instant < window(of: near).start { return near.previous }
        return near
    }

    /// The first month whose grace had not ended when a CDR was last updated. It counts in that month
    /// when its session ended in it or before.
    package func firstMonth(reachedBy lastUpdated: Instant) -> Month {
        var month = month(of: lastUpdated)
        // A grace is at most 31 days, so it can reach into the month after the next.
        for _ in 0..<2 where month > .first && lastUpdated < window(of: month.previous).graceEnd {
            month = month.previous
        }
        return month
    }
}
