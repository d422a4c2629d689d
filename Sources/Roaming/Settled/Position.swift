package import Amounts

/// What stands between one of our entities and one partner in one currency at the end of the month,
/// after tax.
package struct Position: Sendable, Hashable {
    /// Id of our legal entity.
    package var entity: String
    package var counterparty: PartyID
    package var currency: Currency
    /// Due on the CPO side: they owe us.
    package var receivable: ExactDecimal
    /// Due on the eMSP side: we owe them.
    package var payable: ExactDecimal
    /// receivable − payable; below zero we pay.
    package var net: ExactDecimal
    /// Held until explained, in neither of the above: what the lines of both sides dispute, whatever
    /// its sign, so that a disputed credit hides no other dispute.
    package var disputed: ExactDecimal
    /// Part of receivable and payable that is set off against the other, for payment only.
    package var setOff: ExactDecimal
    /// The hub through whose account the rest is paid; nil when it is paid to the partner.
    package var hub: String?

    package init(
        entity: String, counterparty: PartyID, currency: Currency, receivable: ExactDecimal,
        payable: ExactDecimal, net: ExactDecimal, disputed: ExactDecimal,
        setOff: ExactDecimal = .zero, hub: String? = nil
    ) {
        self.entity = entity
        self.counterparty = counterparty
        self.currency = currency
        self.receivable = receivable
        self.payable = payable
        self.net = net
        self.disputed = disputed
        self.setOff = setOff
        self.hub = hub
    }
}
