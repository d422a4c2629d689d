package import Amounts
package import Roaming

/// What the rules say about settling, for one run.
package struct SettlementRules: Sendable {
    /// By id.
    package let entities: [EntityRule]
    package let vendors: [VendorRule]
    package let accounts: ChartOfAccounts
    package let netting: NettingRules
    /// The hub over which each partner is reached.
    package let homeHubs: [PartyID: String]
    package let rates: ExchangeTable
    package let hubFees: [HubFeeRule]
    /// Of vendor shares and of fees on energy.
    package let payoutRounding: Rounding
    /// Of hub fees and of foreign amounts in book currency.
    package let bookRounding: Rounding
    /// Seconds east of UTC of the zone in which the day of a session is told (the month's zone).
    package let dayOffsetSeconds: Int
    /// Place in `vendors` by folded location id.
    private let vendorAt: [String: Int]
    /// Place in `entities` by party.
    private let entityAt: [PartyID: Int]

    /// Nil when two vendors claim one location, two entities one party, two fees one hub, when a fee's
    /// entity is not there, or two have one id.
    package init?(
        entities: [EntityRule], vendors: [VendorRule], accounts: ChartOfAccounts,
        netting: NettingRules = NettingRules(), homeHubs: [PartyID: String] = [:],
        rates: ExchangeTable = .empty, hubFees: [HubFeeRule] = [], dayOffsetSeconds: Int,
        payoutRounding: Rounding = Rounding(digits: 2, mode: .halfUp),
        bookRounding: Rounding = Rounding(digits: 2, mode: .halfUp)
    ) {
        let sorted = vendors.sorted { $0.id < $1.id }
        guard Set(sorted.map(\.id)).count == sorted.count,
            Set(hubFees.map(\.hub)).count == hubFees.count,
            Set(entities.map(\.id)).count == entities.count,
            Set(hubFees.map(\.entity)).isSubset(of: entities.map(\.id))
        else { return nil }
        var vendorAt: [String: Int] = [:]
        for (index, vendor) in sorted.enumerated() {
            for location in vendor.locations {
                guard vendorAt.updateValue(index, forKey: location) == nil else { return nil }
            }
        }
        self.entities = entities.sorted { $0.id < $1.id }
        var entityAt: [PartyID: Int] = [:]
        for (index, entity) in self.entities.enumerated() {
            for party in entity.parties {
                guard entityAt.updateValue(index, forKey: party) == nil else { return nil }
            }
        }
        self.vendors = sorted
        self.accounts = accounts
        self.netting = netting
        self.homeHubs = homeHubs
        self.rates = rates
        self.hubFees = hubFees
        self.payoutRounding = payoutRounding
        self.bookRounding = bookRounding
        self.dayOffsetSeconds = dayOffsetSeconds
        self.vendorAt = vendorAt
        self.entityAt = entityAt
    }

    /// Place in `vendors` of the owner of a site; nil when nobody owns it.
    func vendor(at location: String?) -> Int? {
        location.flatMap { vendorAt[Identifier.folded($0)] }
    }

    /// Place in `entities` of the one for which our party acts. Where there is but one entity, what
    /// names no party of ours is that entity's too.
    func entity(of party: PartyID?) -> Int? {
        guard let party else { return entities.count == 1 ? 0 : nil }
        return entityAt[party]
    }

    func day(of instant: Instant) -> Day {
        let local = instant.seconds + Int64(dayOffsetSeconds)
        return Day(daysSince1970: Int(local.dividedDown(by: 86_400)))
    }
}
