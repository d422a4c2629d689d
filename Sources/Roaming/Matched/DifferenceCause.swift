package import Amounts

/// One part of the difference between two figures, and what it comes from.
package struct DifferenceCause: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Other volumes than the periods add up to.
        case quantity = "QUANTITY"
        /// Volumes snapped to the clock or not.
        case snap = "SNAP"
        case step = "STEP"
        /// Another component, or a component left out or added.
        case component = "COMPONENT"
        case price = "PRICE"
        /// A minimum or maximum price.
        case limit = "LIMIT"
        case tax = "TAX"
        case rounding = "ROUNDING"
        /// The two documents are not the same: what theirs comes to less what ours comes to, both
        /// priced by us.
        case document = "DOCUMENT"
    }

    package var kind: Kind
    /// Their figure less ours, as far as it comes from this.
    package var amount: ExactDecimal

    package init(_ kind: Kind, _ amount: ExactDecimal) {
        self.kind = kind
        self.amount = amount
    }
}
