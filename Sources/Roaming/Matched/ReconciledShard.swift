package import Amounts

/// What reconciling one partner on one side came to.
package struct ReconciledShard: Sendable, Hashable {
    package var lines: [ReconciledLine]
    /// By hub name; none where no pair was matched by an id.
    package var clocks: [ClockOffset]
    /// By currency; none where nothing differed within tolerance.
    package var tolerated: [ToleratedSum]

    package init(
        lines: [ReconciledLine], clocks: [ClockOffset] = [], tolerated: [ToleratedSum] = []
    ) {
        self.lines = lines
        self.clocks = clocks
        self.tolerated = tolerated
    }
}

/// The differences of a month that were too small to mind, taken together.
package struct ToleratedSum: Sendable, Hashable {
    package var currency: Currency
    package var lines: Int
    /// Theirs less ours, signed, before the cap was applied.
    package var sum: ExactDecimal
    /// Nil: no cap for this currency.
    package var cap: ExactDecimal?

    package init(currency: Currency, lines: Int, sum: ExactDecimal, cap: ExactDecimal?) {
        self.currency = currency
        self.lines = lines
        self.sum = sum
        self.cap = cap
    }
}
