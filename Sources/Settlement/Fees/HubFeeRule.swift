package import Amounts
package import Roaming

/// What a hub charges one of our entities (`fees:` in `Rules/hubs/<hub>.yaml`).
package struct HubFeeRule: Sendable {
    package var hub: String
    /// Who sends the invoice.
    package var supplier: String
    /// Id of our entity that pays.
    package var entity: String
    package var terms: RuleBook<HubFeeTerms>

    package init(hub: String, supplier: String, entity: String, terms: RuleBook<HubFeeTerms>) {
        self.hub = hub
        self.supplier = supplier
        self.entity = entity
        self.terms = terms
    }
}

/// What holds from one day on. Amounts are before tax.
package struct HubFeeTerms: Sendable, Hashable {
    package var currency: Currency
    /// The directions that are charged.
    package var sides: Set<Side>
    package var perCDR: ExactDecimal
    package var perKWh: ExactDecimal
    /// Of what is agreed before tax, credits deducted, in `currency` only; never below zero.
    package var percentOfNet: ExactDecimal
    package var monthly: ExactDecimal
    /// Of the month's fee; nil for none.
    package var minimum: ExactDecimal?
    package var maximum: ExactDecimal?
    package var taxPercent: ExactDecimal

    package init(
        currency: Currency, sides: Set<Side>, perCDR: ExactDecimal, perKWh: ExactDecimal,
        percentOfNet: ExactDecimal, monthly: ExactDecimal, minimum: ExactDecimal?,
        maximum: ExactDecimal?, taxPercent: ExactDecimal
    ) {
        self.currency = currency
        self.sides = sides
        self.perCDR = perCDR
        self.perKWh = perKWh
        self.percentOfNet = percentOfNet
        self.monthly = monthly
        self.minimum = minimum
        self.maximum = maximum
        self.taxPercent = taxPercent
    }
}

extension HubFeeTerms {
    /// The fee for a month's traffic. Parts and tax are rounded once each; minimum and maximum bound
    /// the sum before tax.
    package func fee(
        of rule: HubFeeRule, cdrs: Int, energy: ExactDecimal, net: ExactDecimal,
        _ rounding: Rounding
    ) throws(SettlementError) -> HubFee {
        try exact { () throws(AmountOverflow) in
            let hundredth = ExactDecimal(coefficient: 1, scale: 2)
            let charged = max(net, .zero)
            let forCDRs = try (perCDR * ExactDecimal(cdrs)).rounded(rounding)
            let forEnergy = try (perKWh * energy).rounded(rounding)
            let forNet = try (percentOfNet * hundredth * charged).rounded(rounding)
            let plain = try forCDRs + forEnergy + forNet + monthly
            let fee = min(max(plain, minimum ?? plain), maximum ?? max(plain, minimum ?? plain))
            let tax = try (fee * taxPercent * hundredth).rounded(rounding)
            return HubFee(
                hub: rule.hub, supplier: rule.supplier, entity: rule.entity, currency: currency,
                cdrs: cdrs, energy: energy, net: net, forCDRs: forCDRs, forEnergy: forEnergy,
                forNet: forNet, monthly: monthly, adjustment: try fee - plain, fee: fee,
                taxPercent: taxPercent, tax: tax, total: try fee + tax)
        }
    }
}
