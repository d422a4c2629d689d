package import Amounts

/// What a hub charges one of our entities for a month: a supplier's document of its own, with its own
/// tax, never part of a CDR's price (settlement practice §2.8).
package struct HubFee: Sendable, Hashable {
    package var hub: String
    /// Who sends the document.
    package var supplier: String
    /// Id of our entity that pays.
    package var entity: String
    package var currency: Currency
    /// Settled CDRs that came over the hub.
    package var cdrs: Int
    /// kWh of those.
    package var energy: ExactDecimal
    /// Agreed before tax of all lines over the hub in the fee's currency.
    package var net: ExactDecimal
    package var forCDRs: ExactDecimal
    package var forEnergy: ExactDecimal
    package var forNet: ExactDecimal
    package var monthly: ExactDecimal
    /// What the minimum adds or the maximum takes away.
    package var adjustment: ExactDecimal
    /// The five together.
    package var fee: ExactDecimal
    package var taxPercent: ExactDecimal
    package var tax: ExactDecimal
    /// fee + tax
    package var total: ExactDecimal

    package init(
        hub: String, supplier: String, entity: String, currency: Currency, cdrs: Int,
        energy: ExactDecimal, net: ExactDecimal, forCDRs: ExactDecimal, forEnergy: ExactDecimal,
        forNet: ExactDecimal, monthly: ExactDecimal, adjustment: ExactDecimal, fee: ExactDecimal,
        taxPercent: ExactDecimal, tax: ExactDecimal, total: ExactDecimal
    ) {
        self.hub = hub
        self.supplier = supplier
        self.entity = entity
        self.currency = currency
        self.cdrs = cdrs
        self.energy = energy
        self.net = net
        self.forCDRs = forCDRs
        self.forEnergy = forEnergy
        self.forNet = forNet
        self.monthly = monthly
        self.adjustment = adjustment
        self.fee = fee
        self.taxPercent = taxPercent
        self.tax = tax
        self.total = total
    }
}

/// One member's row on the proof sheet of a hub's multilateral netting. The positions of a hub and
/// currency sum to zero: what some pay in, others get.
package struct NettingProof: Sendable, Hashable {
    package var hub: String
    package var currency: Currency
    /// A partner's id, or that of our entity.
    package var member: String
    package var isOurs: Bool
    /// Above zero the member gets it from the hub, below zero pays it in.
    package var position: ExactDecimal

    package init(
        hub: String, currency: Currency, member: String, isOurs: Bool, position: ExactDecimal
    ) {
        self.hub = hub
        self.currency = currency
        self.member = member
        self.isOurs = isOurs
        self.position = position
    }
}
