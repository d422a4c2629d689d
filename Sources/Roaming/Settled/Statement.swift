package import Amounts

/// The sums of all lines of one partner, side and currency: `claimed = agreed + disputed`,
/// `agreed = agreedBeforeTax + tax`.
package struct Statement: Sendable, Hashable {
    package var counterparty: PartyID
    /// `.cpo`: our receivable; `.emsp`: our payable.
    package var side: Side
    package var currency: Currency
    /// All lines, whatever came out.
    package var lines: Int
    /// Sessions with an agreed CDR (matched, late, or in part); credited ones do not count.
    package var sessionsSettled: Int
    /// kWh of those.
    package var energySettled: ExactDecimal
    /// Of this month, after tax.
    package var claimed: ExactDecimal
    /// After tax.
    package var agreed: ExactDecimal
    package var agreedBeforeTax: ExactDecimal
    package var tax: ExactDecimal
    /// After tax.
    package var disputed: ExactDecimal
    /// In the order of `Disposition`, none that is zero.
    package var counts: [DispositionCount]

    package init(
        counterparty: PartyID, side: Side, currency: Currency, lines: Int, sessionsSettled: Int,
        energySettled: ExactDecimal, claimed: ExactDecimal, agreed: ExactDecimal,
        agreedBeforeTax: ExactDecimal, tax: ExactDecimal, disputed: ExactDecimal,
        counts: [DispositionCount]
    ) {
        self.counterparty = counterparty
        self.side = side
        self.currency = currency
        self.lines = lines
        self.sessionsSettled = sessionsSettled
        self.energySettled = energySettled
        self.claimed = claimed
        self.agreed = agreed
        self.agreedBeforeTax = agreedBeforeTax
        self.tax = tax
        self.disputed = disputed
        self.counts = counts
    }
}

package struct DispositionCount: Sendable, Hashable {
    package var disposition: Disposition
    package var lines: Int

    package init(_ disposition: Disposition, _ lines: Int) {
        self.disposition = disposition
        self.lines = lines
    }
}
