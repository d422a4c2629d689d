package import Amounts

/// An amount as a partner states it, before and after tax; either may be unknown.
/// OCPI 2.2.1 `Price {excl_vat, incl_vat?}`; 2.3.0 `{before_taxes, taxes[]}` (after = before + taxes);
/// 2.1.1 totals are one number before tax.
package struct Price: Sendable, Hashable {
    package var beforeTax: ExactDecimal?
    package var afterTax: ExactDecimal?

    package init(beforeTax: ExactDecimal?, afterTax: ExactDecimal?) {
        self.beforeTax = beforeTax
        self.afterTax = afterTax
    }

    /// What is paid: after tax where it is known, else before tax (no tax stated, none owed).
    package var payable: ExactDecimal? { afterTax ?? beforeTax }
}
