// Settlement: reconciled lines → positions, statements, journal entries, payout previews.
//
// `MonthLedger` takes the lines of a month one by one, in any order, and keeps sums only; `close`
// gives the month. Nothing here pays anyone.

package import Roaming

/// What one month comes to. All lists are sorted, so equal months are equal byte for byte.
package struct SettledMonth: Sendable, Hashable {
    package var month: Month
    /// By counterparty and currency; none where everything is zero.
    package var positions: [Position]
    /// By counterparty, side and currency.
    package var statements: [Statement]
    /// By counterparty, currency and event.
    package var journal: [JournalEntry]
    /// By vendor and currency.
    package var payouts: [PayoutPreview]
    /// Settled sessions on the CPO side at locations without a vendor.
    package var sessionsWithoutVendor: Int
    /// Lines that name no counterparty or no currency; they carry no amounts.
    package var linesWithoutAmounts: Int
    /// Lines of our own network; in no statement, but their site owners are paid.
    package var linesOfOwnNetwork: Int
}

/// Settles a whole month at once; for streams use `MonthLedger`.
/// - Throws: `SettlementError`, see there.
package func settle(
    _ lines: some Sequence<ReconciledLine>, of month: Month, under rules: SettlementRules
) throws(SettlementError) -> SettledMonth {
    var ledger = MonthLedger(month: month, rules: rules)
    for line in lines { try ledger.add(line) }
    return try ledger.close()
}
