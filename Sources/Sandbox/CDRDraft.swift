/// A CDR to write, for either side and either OCPI version.
struct CDRDraft {
    /// What makes intake refuse it; the raw value is the code that intake refuses it with.
    enum Defect: String, CaseIterable {
        case noEnd = "MISSING_FIELD"
        case badStart = "BAD_DATE"
        case energyAsObject = "WRONG_TYPE"
    }

    var id: String
    /// As the CDR tells it.
    var stay: Stay
    var segments: [Segment]
    /// What its cost fields state.
    var quote: Quote
    /// What the published tariff comes to for what the CDR says was charged.
    var due: Quote.Cost
    var claim: Claim
    var currency: String
    var sessionID: String?
    var reference: String?
    var tariffID: String
    var embedsTariff: Bool
    /// Another version of the tariff than the published one.
    var embedded: TariffPlan?
    /// No figure of ours can be held against it.
    var isUnpriceable = false
    /// In place of the driver's own.
    var tokenUID: String?
    /// `total_energy` is below zero.
    var negatesEnergy = false
    /// Id of the CDR it takes back.
    var creditOf: String?
    var lastUpdated: Int
    var remark: String?
    var defect: Defect?

    /// The CDR an honest CPO writes for a stay.
    init(of stay: Stay, embedsTariff: Bool, lastUpdated: Int) {
        let parts = Sandbox.segments(
            start: stay.start, charging: stay.charging, parking: stay.parking,
            energy: stay.energy, plan: stay.plan)
        quote = Sandbox.quote(parts, by: stay.plan)
        due = quote.total
        segments = parts
        claim = Claim(of: quote.total, by: stay.plan)
        id = stay.cdrID
        currency = stay.plan.currency
        sessionID = stay.sessionID
        reference = stay.reference
        tariffID = stay.plan.id
        self.stay = stay
        self.embedsTariff = embedsTariff
        self.lastUpdated = lastUpdated
    }

    /// What the published tariff comes to, payable; negative for a credit CDR, nil without a tariff.
    var rated: Int? {
        guard !isUnpriceable else { return nil }
        let payable = Claim(of: due, by: stay.plan).payable
        return creditOf == nil ? payable : -payable
    }

    /// Wh, with the sign of the record.
    var totalEnergy: Int { negatesEnergy ? -stay.energy : stay.energy }

    /// The credit CDR that takes `claim` back (mod_cdrs, Credit CDRs).
    func credit(_ kind: Plight.Credit = .full, lastUpdated: Int) -> CDRDraft {
        var copy = self
        copy.id = id + "-C"
        copy.creditOf = id
        copy.lastUpdated = lastUpdated
        switch kind {
        case .half:
            copy.claim = Claim(before: -claim.before / 2, after: claim.after.map { -$0 / 2 })
        case .positive: break
        default: copy.claim = claim.negated()
        }
        copy.negatesEnergy = kind == .negativeEnergy
        return copy
    }

    /// States what another CDR costs.
    mutating func stateCosts(of other: CDRDraft) { (quote, claim) = (other.quote, other.claim) }

    /// Charges by another version of the tariff and brings it along.
    mutating func charge(by version: TariffPlan) {
        embedded = version
        quote = Sandbox.quote(segments, by: version)
        claim = Claim(of: quote.total, by: version)
    }
}

extension Claim {
    init(of cost: Quote.Cost, by plan: TariffPlan) {
        self.init(before: cost.before, after: plan.vat == nil ? nil : cost.after)
    }
}
