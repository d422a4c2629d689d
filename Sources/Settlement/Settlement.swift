// Settlement: reconciled lines → positions, statements, journal entries, hub fees, netting,
// payout previews.
//
// `MonthLedger` takes the lines of a month one by one, in any order, and keeps sums only; `close`
// gives the month. Nothing here pays anyone.

package import Roaming

/// What one month comes to. All lists are sorted, so equal months are equal byte for byte.
package struct SettledMonth: Sendable, Hashable {
    package var month: Month
    /// By entity, counterparty and currency; none where everything is zero.
    package var positions: [Position]
    /// By entity, counterparty, side and currency.
    package var statements: [Statement]
    /// By entity, counterparty, currency, event and service month.
    package var journal: [JournalEntry]
    /// By hub.
    package var hubFees: [HubFee]
    /// By hub, currency and member, ours last.
    package var nettingProof: [NettingProof]
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
/// - Parameter decisions: about disputes, made in the month.
/// - Throws: `SettlementError`, see there.
package func settle(
    _ lines: some Sequence<ReconciledLine>, _ decisions: [DisputeEvent] = [], of month: Month,
    under rules: SettlementRules
) throws(SettlementError) -> SettledMonth {
    var ledger = MonthLedger(month: month, rules: rules)
    for line in lines { try ledger.add(line) }
    for decision in decisions { try ledger.add(decision) }
    return try ledger.close()
}
