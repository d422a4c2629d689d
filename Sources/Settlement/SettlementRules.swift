package import Amounts
package import Roaming

/// What the rules say about settling, for one run.
package struct SettlementRules: Sendable {
    package let vendors: [VendorRule]
    package let accounts: ChartOfAccounts
    /// Partners with whom receivable and payable are paid separately.
    package let nettingExcluded: Set<PartyID>
    /// Of vendor shares and of fees on energy.
    package let payoutRounding: Rounding
    /// Seconds east of UTC of the zone in which the day of a session is told (the month's zone).
    package let dayOffsetSeconds: Int
    /// Place in `vendors` by folded location id.
    private let vendorAt: [String: Int]

    /// Nil when two vendors claim one location, or two have one id.
    package init?(
        vendors: [VendorRule], accounts: ChartOfAccounts, nettingExcluded: Set<PartyID>,
        dayOffsetSeconds: Int,
        payoutRounding: Rounding = Rounding(digits: 2, mode: .halfUp)
    ) {
        let sorted = vendors.sorted { $0.id < $1.id }
        guard Set(sorted.map(\.id)).count == sorted.count else { return nil }
        var vendorAt: [String: Int] = [:]
        for (index, vendor) in sorted.enumerated() {
            for location in vendor.locations {
                guard vendorAt.updateValue(index, forKey: location) == nil else { return nil }
            }
        }
        self.vendors = sorted
        self.accounts = accounts
        self.nettingExcluded = nettingExcluded
        self.payoutRounding = payoutRounding
        self.dayOffsetSeconds = dayOffsetSeconds
        self.vendorAt = vendorAt
    }

    /// Place in `vendors` of the owner of a site; nil when nobody owns it.
    func vendor(at location: String?) -> Int? {
        location.flatMap { vendorAt[Identifier.folded($0)] }
    }

    func day(of instant: Instant) -> Day {
        let local = instant.seconds + Int64(dayOffsetSeconds)
        return Day(daysSince1970: Int(local.dividedDown(by: 86_400)))
    }
}
