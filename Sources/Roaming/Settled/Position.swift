package import Amounts

/// What stands between us and one partner in one currency at the end of the month, after tax.
package struct Position: Sendable, Hashable {
    package var counterparty: PartyID
    package var currency: Currency
    /// Agreed on the CPO side: they owe us.
    package var receivable: ExactDecimal
    /// Agreed on the eMSP side: we owe them.
    package var payable: ExactDecimal
    /// receivable − payable; below zero we pay.
    package var net: ExactDecimal
    /// Held until explained, both sides together; in neither of the above.
    package var disputed: ExactDecimal

    package init(
        counterparty: PartyID, currency: Currency, receivable: ExactDecimal,
        payable: ExactDecimal, net: ExactDecimal, disputed: ExactDecimal
    ) {
        self.counterparty = counterparty
        self.currency = currency
        self.receivable = receivable
        self.payable = payable
        self.net = net
        self.disputed = disputed
    }
}
