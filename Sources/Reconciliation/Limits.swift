import Amounts
import Roaming

/// How big figures may be before one record is refused, so that no single record can make a sum of
/// the month overflow. A million lines of the largest figures still fit the exact type.
enum Limits {
    /// Currency units or kWh, exclusive.
    static let figure = ExactDecimal(1_000_000_000_000)
    /// Decimals a figure may need; binary floats printed in full have 17.
    static let decimals = 18
}

extension Subject {
    /// False when a figure that would be compared or added up is absurdly big or long.
    var isWithinLimits: Bool {
        var figures: [ExactDecimal?] = []
        if let session {
            figures += [session.energy, session.cost?.beforeTax, session.cost?.afterTax]
        }
        if let record {
            figures += record.stands.figures
            if record.isIssued, let held = record.held { figures += held.figures }
        }
        switch fate {
        case .credits(let original), .partlyCredits(let original): figures += original.figures
        default: break
        }
        return figures.allSatisfy { $0?.isWithinLimits ?? true }
    }
}

extension CDRFields {
    fileprivate var figures: [ExactDecimal?] {
        let totals = [energy, claimed.beforeTax, claimed.afterTax]
        guard case .priced(let price, _) = rated else { return totals }
        return totals + [price.beforeTax, price.afterTax]
    }
}

extension ExactDecimal {
    fileprivate var isWithinLimits: Bool {
        guard self < Limits.figure, (try? Limits.figure.negated()).map({ self > $0 }) ?? false
        else { return false }
        return scale <= Limits.decimals || trimmed().scale <= Limits.decimals
    }
}
