import Amounts
import Rating
import Roaming
import Testing

let eur: Currency = {
    guard let currency = Currency("EUR") else { preconditionFailure("EUR is a currency") }
    return currency
}()

/// Before and after tax in the order of `Category`.
func parts(_ rated: RatedCharge) -> NaivePricer.Parts {
    NaivePricer.Parts(
        before: Category.allCases.map { rated.beforeTax($0)?.description },
        after: Category.allCases.map { rated.afterTax($0)?.description })
}

func priced(
    _ charge: Charge, _ tariffs: [Tariff], _ rules: RatingRules,
    sourceLocation: SourceLocation = #_sourceLocation
) throws -> RatedCharge {
    let outcome = rate(charge, by: tariffs.map { compile($0) }, under: rules)
    guard case .priced(let rated) = outcome else {
        Issue.record("not priced: \(outcome)", sourceLocation: sourceLocation)
        throw NotPriced()
    }
    return rated
}

struct NotPriced: Error {}
