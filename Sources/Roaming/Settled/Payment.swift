package import Amounts

/// How we know what a bank entry pays.
package enum AllocationBasis: String, Sendable, Hashable, CaseIterable {
    /// A statement's number stands in the remittance text.
    case reference = "REFERENCE"
    /// The netting reference of a month with a partner or hub stands there.
    case netting = "NETTING"
    /// The payer is known, and exactly one answer comes to the amount.
    case amount = "AMOUNT"
    /// It takes back an entry, and so what that one paid.
    case returned = "RETURN"
    /// More than what it names; kept for the payer.
    case onAccount = "ON_ACCOUNT"
    /// Somebody decided it.
    case person = "PERSON"
}

/// What one bank entry pays of one statement, or leaves on account.
package struct Allocation: Sendable, Hashable {
    /// Nil for what is on account.
    package var item: StatementItem.Key?
    /// The number that was meant; nil for what is on account.
    package var statement: String?
    package var counterparty: PartyID
    package var basis: AllocationBasis
    /// Taken off what is open: above zero off what they owe us, below off what we owe them.
    package var amount: ExactDecimal
    /// Of `amount`, what never reached us because banks kept it, or what they took on top of what we
    /// paid; zero or above, but where a return gives it back. The bank account moves by
    /// `amount − fee`.
    package var fee: ExactDecimal
    /// What it takes off the value in the books.
    package var book: ExactDecimal
    /// The hub through which the statement is paid.
    package var hub: String?
    /// Id of the entry that is taken back.
    package var returnOf: String?

    package init(
        item: StatementItem.Key?, statement: String?, counterparty: PartyID,
        basis: AllocationBasis, amount: ExactDecimal, fee: ExactDecimal = .zero,
        book: ExactDecimal, hub: String? = nil, returnOf: String? = nil
    ) {
        self.item = item
        self.statement = statement
        self.counterparty = counterparty
        self.basis = basis
        self.amount = amount
        self.fee = fee
        self.book = book
        self.hub = hub
        self.returnOf = returnOf
    }
}

/// A bank entry with what was decided about it.
package struct Payment: Sendable, Hashable {
    package var entry: BankEntry
    /// Whose account it is.
    package var entity: String
    /// Those that were not released, in their order.
    package var allocations: [Allocation]
    /// Something was decided about it at some time; from then on only people decide.
    package var isDecided: Bool

    package init(
        entry: BankEntry, entity: String, allocations: [Allocation] = [], isDecided: Bool = false
    ) {
        self.entry = entry
        self.entity = entity
        self.allocations = allocations
        self.isDecided = isDecided
    }

    /// entry.amount − Σ (amount − fee): what pays nothing yet.
    package func rest() throws(AmountOverflow) -> ExactDecimal {
        var rest = entry.amount
        for allocation in allocations {
            rest = try rest - (allocation.amount - allocation.fee)
        }
        return rest
    }
}
