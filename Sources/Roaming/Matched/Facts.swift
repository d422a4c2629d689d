package import Amounts

/// A session as reconciliation sees it: ids already in comparable form (`Identifier`).
package typealias SessionFacts = Shared<SessionFields>

package struct SessionFields: Sendable, Hashable {
    /// Number of the received object, for reference only; never decides a match.
    package var object: Int64
    /// `own`, or the hub that reported it.
    package var hub: String
    package var cpo: PartyID
    package var id: String
    /// As received, where that is not the comparable form.
    package var idAsReceived: String?
    /// Which of our parties it concerns; nil for what was received before that was kept.
    package var ownParty: PartyID?
    package var authorizationReference: String?
    package var evseUID: String?
    package var evseID: String?
    package var tokenUID: String
    package var contractID: String?
    package var locationID: String
    package var start: Instant
    package var end: Instant
    /// kWh
    package var energy: ExactDecimal
    package var currency: Currency?
    package var cost: Price?
    /// The token was made for one use (ad hoc): its uid names no driver.
    package var tokenIsOneTime: Bool
    package var meter: MeterMark?

    /// The id for people.
    package var name: String { idAsReceived ?? id }

    package init(
        object: Int64, hub: String, cpo: PartyID, id: String, authorizationReference: String?,
        evseUID: String?, evseID: String?, tokenUID: String, contractID: String?,
        locationID: String, start: Instant, end: Instant, energy: ExactDecimal,
        currency: Currency?, cost: Price?, idAsReceived: String? = nil, ownParty: PartyID? = nil,
        tokenIsOneTime: Bool = false, meter: MeterMark? = nil
    ) {
        self.object = object
        self.hub = hub
        self.cpo = cpo
        self.id = id
        self.idAsReceived = idAsReceived
        self.ownParty = ownParty
        self.authorizationReference = authorizationReference
        self.evseUID = evseUID
        self.evseID = evseID
        self.tokenUID = tokenUID
        self.contractID = contractID
        self.locationID = locationID
        self.start = start
        self.end = end
        self.energy = energy
        self.currency = currency
        self.cost = cost
        self.tokenIsOneTime = tokenIsOneTime
        self.meter = meter
    }
}

/// What our own rating of a CDR came to, as far as reconciliation minds.
package enum RatingVerdict: Sendable, Hashable {
    /// Rounded under the policy of the run, in the tariff's currency.
    case priced(Price, Currency)
    case unpriceable(code: String, text: String)
}

/// What rating found about a CDR that cannot be so.
package struct Plausibility: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// More energy than any connector of its type delivers in that time.
    package static let exceedsConnector = Plausibility(rawValue: 1)
    /// More energy than the power of this connector delivers in that time.
    package static let exceedsPower = Plausibility(rawValue: 2)
    package static let timeInMinutes = Plausibility(rawValue: 4)
    package static let timeInSeconds = Plausibility(rawValue: 8)

    /// The findings of rating that count, by their codes.
    package static let byFinding: KeyValuePairs<String, Plausibility> = [
        "ENERGY_EXCEEDS_CONNECTOR": .exceedsConnector, "ENERGY_EXCEEDS_POWER": .exceedsPower,
        "TOTAL_TIME_IN_MINUTES": .timeInMinutes, "TOTAL_TIME_IN_SECONDS": .timeInSeconds,
    ]
}

/// What is wrong with signed meter data (OCMF).
package enum SignatureVerdict: String, Sendable, Hashable, CaseIterable {
    case invalid = "INVALID"
    /// Rightly signed, but over another energy than the CDR's.
    case valueMismatch = "VALUE_MISMATCH"

    /// The code of the finding by which rating says so.
    package var finding: String { "SIGNATURE_\(rawValue)" }
}

/// A CDR as reconciliation sees it.
package typealias CDRFacts = Shared<CDRFields>

package struct CDRFields: Sendable, Hashable {
    package var object: Int64
    /// `own` for a CDR we issued, else the hub that holds or sent it.
    package var hub: String
    package var cpo: PartyID
    package var id: String
    /// As received, where that is not the comparable form.
    package var idAsReceived: String?
    /// Which of our parties it concerns; nil for what was received before that was kept.
    package var ownParty: PartyID?
    package var sessionID: String?
    package var authorizationReference: String?
    package var credit: Bool
    package var creditReferenceID: String?
    package var evseUID: String?
    package var evseID: String?
    package var tokenUID: String
    package var contractID: String?
    package var locationID: String
    package var start: Instant
    package var end: Instant
    /// kWh
    package var energy: ExactDecimal
    package var currency: Currency
    package var claimed: Price
    package var rated: RatingVerdict
    package var lastUpdated: Instant
    /// Received with the id of an earlier CDR and other content (intake's CONFLICT): 2 for the
    /// second version received, and so on; 1 for the one that stands.
    package var version: Int
    /// The closed month in which it was settled, if any: a month that is closed takes nothing more
    /// and gives nothing back.
    package var settledIn: Month?
    /// The token was made for one use (ad hoc): its uid names no driver.
    package var tokenIsOneTime: Bool
    package var meter: MeterMark?
    package var plausibility: Plausibility = []
    /// What the CDR's own tariff comes to, where another one was published and prices it; in the
    /// currency of `rated`.
    package var byOwnTariff: Price?
    /// What the claim less our rating is made of, before and after tax; each sums to it exactly.
    package var causesBeforeTax: [DifferenceCause] = []
    package var causesAfterTax: [DifferenceCause] = []
    /// Of the signed meter data it carries; nil when nothing is wrong with them as far as they can be
    /// checked.
    package var signature: SignatureVerdict?

    /// The id for people.
    package var name: String { idAsReceived ?? id }

    package init(
        object: Int64, hub: String, cpo: PartyID, id: String, sessionID: String?,
        authorizationReference: String?, credit: Bool, creditReferenceID: String?,
        evseUID: String?, evseID: String?, tokenUID: String, contractID: String?,
        locationID: String, start: Instant, end: Instant, energy: ExactDecimal,
        currency: Currency, claimed: Price, rated: RatingVerdict, lastUpdated: Instant,
        version: Int, idAsReceived: String? = nil, ownParty: PartyID? = nil,
        tokenIsOneTime: Bool = false, meter: MeterMark? = nil
    ) {
        self.object = object
        self.hub = hub
        self.cpo = cpo
        self.id = id
        self.idAsReceived = idAsReceived
        self.ownParty = ownParty
        self.sessionID = sessionID
        self.authorizationReference = authorizationReference
        self.credit = credit
        self.creditReferenceID = creditReferenceID
        self.evseUID = evseUID
        self.evseID = evseID
        self.tokenUID = tokenUID
        self.contractID = contractID
        self.locationID = locationID
        self.start = start
        self.end = end
        self.energy = energy
        self.currency = currency
        self.claimed = claimed
        self.rated = rated
        self.lastUpdated = lastUpdated
        self.version = version
        self.tokenIsOneTime = tokenIsOneTime
        self.meter = meter
    }
}
