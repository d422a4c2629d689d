package import Roaming

// Rating: what a CDR costs by its tariffs, exactly (design page "What a tariff means, exactly").
//
// `compile` makes a tariff fast to read, `Rater` prices CDRs with it, `rate` does so for one.

/// Prices one CDR. `knownTimeZone` is the Location's, used when the CDR does not say.
/// Without `tariffs` the CDR's own apply. For many CDRs keep a `Rater`.
package func rate(
    _ charge: Charge, by tariffs: [CompiledTariff], under rules: RatingRules,
    knownTimeZone: String? = nil
) -> Outcome {
    var rater = Rater(under: rules)
    return rater.rate(charge, by: tariffs, knownTimeZone: knownTimeZone)
}
