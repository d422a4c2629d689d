package import Amounts
package import Roaming

/// A site owner and what we agreed with them (`Rules/vendors`).
package struct VendorRule: Sendable {
    /// The file's name.
    package var id: String
    package var name: String
    /// Location ids of the CPO, in any letter case.
    package var locations: Set<String>
    package var terms: RuleBook<VendorTerms>

    package init(id: String, name: String, locations: Set<String>, terms: RuleBook<VendorTerms>) {
        self.id = id
        self.name = name
        self.locations = Set(locations.map { Identifier.folded($0) })
        self.terms = terms
    }
}

/// What holds from one day on.
package struct VendorTerms: Sendable, Hashable {
    /// Of gross, 0 ... 100.
    package var sharePercent: ExactDecimal
    package var feePerSession: ExactDecimal
    package var feePerKWh: ExactDecimal
    package var feeMonthly: ExactDecimal
    /// Of the fees. Sessions in another currency bear none.
    package var currency: Currency

    package init(
        sharePercent: ExactDecimal, feePerSession: ExactDecimal, feePerKWh: ExactDecimal,
        feeMonthly: ExactDecimal, currency: Currency
    ) {
        self.sharePercent = sharePercent
        self.feePerSession = feePerSession
        self.feePerKWh = feePerKWh
        self.feeMonthly = feeMonthly
        self.currency = currency
    }
}
