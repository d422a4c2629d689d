package import Amounts

/// The end of a dispute, as far as the books mind: what becomes of the amount that was held.
package struct DisputeEvent: Sendable, Hashable {
    /// Unique: `D-2026-10-0001`
    package var dispute: String
    /// Place in the dispute's history, from 0.
    package var ordinal: Int
    /// The month whose statement held the amount.
    package var month: Month
    package var side: Side
    package var counterparty: PartyID
    package var ownParty: PartyID
    package var currency: Currency
    /// Of the held amount, what is owed after all; after tax.
    package var released: ExactDecimal
    package var releasedBeforeTax: ExactDecimal
    /// Of the held amount, what is given up (CPO side) or no longer claimed (eMSP side); after tax.
    package var writtenOff: ExactDecimal
    package var at: Instant
    package var by: String
    package var why: String

    package init(
        dispute: String, ordinal: Int, month: Month, side: Side, counterparty: PartyID,
        ownParty: PartyID, currency: Currency, released: ExactDecimal,
        releasedBeforeTax: ExactDecimal, writtenOff: ExactDecimal, at: Instant, by: String,
        why: String
    ) {
        self.dispute = dispute
        self.ordinal = ordinal
        self.month = month
        self.side = side
        self.counterparty = counterparty
        self.ownParty = ownParty
        self.currency = currency
        self.released = released
        self.releasedBeforeTax = releasedBeforeTax
        self.writtenOff = writtenOff
        self.at = at
        self.by = by
        self.why = why
    }
}
