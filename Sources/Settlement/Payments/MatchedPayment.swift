package import Amounts
package import Roaming

/// What came out for one bank entry: `amount + Σ fee = Σ allocations + rest`, exactly.
package struct MatchedPayment: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// All of it pays statements.
        case matched = "MATCHED"
        /// Pays less than what it names.
        case partPayment = "PART_PAYMENT"
        /// More than what it names; the rest is on account.
        case overpayment = "OVERPAYMENT"
        /// Takes an earlier entry back, and so what that one paid.
        case returned = "RETURNED"
        /// Several answers fit equally well; nothing is guessed.
        case ambiguous = "AMBIGUOUS"
        /// Nothing that is open is sure to be meant.
        case unmatched = "UNMATCHED"
    }

    package var entry: BankEntry
    package var entity: String
    package var outcome: Outcome
    /// By due day and number of what is paid; what is on account last.
    package var allocations: [Allocation]
    /// What pays nothing.
    package var rest: ExactDecimal
    /// Numbers of the statements that could be meant, for a person; sorted.
    package var candidates: [String]
    /// Plain words: what was done, or why nothing.
    package var reason: String

    package init(
        entry: BankEntry, entity: String, outcome: Outcome, allocations: [Allocation],
        rest: ExactDecimal, candidates: [String], reason: String
    ) {
        self.entry = entry
        self.entity = entity
        self.outcome = outcome
        self.allocations = allocations
        self.rest = rest
        self.candidates = candidates
        self.reason = reason
    }
}
