/// Rules with a date from which they hold. The latest entry that is not after the day counts.
package struct RuleBook<Rule: Sendable>: Sendable {
    private let entries: [(from: Day, rule: Rule)]

    /// Nil when empty or when two entries start on the same day.
    package init?(_ entries: [(from: Day, rule: Rule)]) {
        let sorted = entries.sorted { $0.from < $1.from }
        guard !sorted.isEmpty, zip(sorted, sorted.dropFirst()).allSatisfy({ $0.from < $1.from })
        else { return nil }
        self.entries = sorted
    }

    /// Nil for a day before the first entry.
    package func rule(on day: Day) -> Rule? {
        entries.last { $0.from <= day }?.rule
    }

    package var all: [(from: Day, rule: Rule)] { entries }
}
