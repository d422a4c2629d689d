import Foundation
import Rating
import Roaming

/// How CDRs are to be priced, as the command line says.
struct PriceRequest: Sendable {
    /// Nil = judged by each object's shape.
    var version: OCPIVersion?
    /// Its rounding is that of `rounding`, where one was asked for.
    var rules: RatingRules
    /// Wins over what a CDR says; a batch line's own wins over it.
    var timeZone: String?
    /// The policy as it stands from day to day; nil = nothing is rounded.
    var rounding: RuleBook<RoundingPolicy>?
    /// Given beside the CDR; when empty, the CDR's own apply.
    var tariffs: [CompiledTariff] = []
    /// What was noteworthy about reading `tariffs`.
    var tariffFindings: [Finding] = []
    /// Compare with the totals that the CDR claims.
    var verifies = false
}

/// Why there is no price: what `{"unpriceable": …}` says.
struct PriceRefusal: Error, Sendable, Hashable {
    let code: String
    /// JSON Pointer into the CDR (the batch line, the tariff).
    let pointer: String
    let text: String

    init(code: String, pointer: String, text: String) {
        self.code = code
        self.pointer = pointer
        self.text = text
    }

    init(_ reject: Reject) {
        self.init(code: reject.code, pointer: reject.pointer, text: reject.text)
    }

    init(_ refusal: Refusal) {
        self.init(
            code: refusal.reason.rawValue, pointer: refusal.pointer, text: refusal.text)
    }

    static let tooLarge = PriceRefusal(
        code: Unpriceable.amountTooLarge.rawValue, pointer: "",
        text: "The amount has more digits than a decimal holds; check prices and volumes.")
}

/// A CDR with its price, and everything noteworthy about either.
struct PricedCharge: Sendable {
    let rated: RatedCharge
    /// From reading the CDR and its tariffs.
    let readingFindings: [Finding]
    /// When it was asked for.
    let verification: Verification?
}

enum PriceAnswer: Sendable {
    case priced(PricedCharge)
    case refused(PriceRefusal)
}
