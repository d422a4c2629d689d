import Roaming

/// One stay at a charger as it truly happened, before anybody wrote it down.
struct Stay {
    var side: StaySide
    /// Into `Network.partners`; nil on our own network.
    var partner: Int?
    var charger: Charger
    var driver: Driver
    var plan: TariffPlan
    /// Seconds since 1970
    var start: Int
    /// Seconds
    var charging: Int
    /// Seconds connected after charging
    var parking: Int
    /// Wh
    var energy: Int
    var sessionID: String
    var cdrID: String
    var reference: String

    var end: Int { start + charging + parking }
}

enum StaySide: Int {
    /// Their driver at ours.
    case cpo
    /// Our driver at theirs.
    case emsp
    /// Our driver at ours.
    case own

    var wireName: String { self == .emsp ? "emsp" : "cpo" }
}

/// An amount as a record states it, in hundredths.
struct Claim: Equatable {
    var before: Int
    /// Nil when the record states none (no VAT).
    var after: Int?

    var payable: Int { after ?? before }

    func negated() -> Claim { Claim(before: -before, after: after.map { -$0 }) }

    /// Both figures raised by as much before tax, the tax with it.
    func raised(by hundredths: Int, vat: Int?) -> Claim {
        let tax = (hundredths * (100 + (vat ?? 0)) + (hundredths < 0 ? -50 : 50)) / 100
        return Claim(before: before + hundredths, after: after.map { $0 + tax })
    }
}

/// A session record to write.
struct SessionDraft {
    var stay: Stay
    var reference: String?
    /// Nil: the record names no cost.
    var cost: Claim?
    /// False while it runs: no end, half the energy.
    var completed = true
}

/// A CDR to write, for either side and either OCPI version.
struct CDRDraft {
    /// What makes intake refuse it; the raw value is the code that intake refuses it with.
    enum Defect: String, CaseIterable {
        case noEnd = "MISSING_FIELD"
        case badStart = "BAD_DATE"
        case energyAsObject = "WRONG_TYPE"
    }

    var id: String
    var stay: Stay
    var segments: [Segment]
    var quote: Quote
    var claim: Claim
    var currency: String
    var sessionID: String?
    var reference: String?
    var tariffID: String
    var embedsTariff: Bool
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
        segments = parts
        claim = Claim(
            before: quote.total.before, after: stay.plan.vat == nil ? nil : quote.total.after)
        id = stay.cdrID
        currency = stay.plan.currency
        sessionID = stay.sessionID
        reference = stay.reference
        tariffID = stay.plan.id
        self.stay = stay
        self.embedsTariff = embedsTariff
        self.lastUpdated = lastUpdated
    }

    /// What the tariff comes to; negative for a credit CDR.
    var rated: Int {
        let due = stay.plan.vat == nil ? quote.total.before : quote.total.after
        return creditOf == nil ? due : -due
    }

    /// The credit CDR that takes `claim` back (mod_cdrs, Credit CDRs).
    func credit(lastUpdated: Int) -> CDRDraft {
        var copy = self
        copy.id = id + "-C"
        copy.creditOf = id
        copy.claim = claim.negated()
        copy.lastUpdated = lastUpdated
        return copy
    }
}
