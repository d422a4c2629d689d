import Amounts
import Roaming

/// One amount that a CDR claims.
struct Claim {
    let category: Category
    let isAfterTax: Bool
    let amount: ExactDecimal

    init(_ category: Category, _ isAfterTax: Bool, _ amount: ExactDecimal) {
        self.category = category
        self.isAfterTax = isAfterTax
        self.amount = amount
    }

    static func all(_ claimed: ClaimedTotals) -> [Claim] {
        let prices: [(Category, Price?)] = [
            (.fixed, claimed.fixed), (.energy, claimed.energyCost), (.time, claimed.timeCost),
            (.parking, claimed.parkingCost), (.reservation, claimed.reservationCost),
            (.total, claimed.cost),
        ]
        return prices.flatMap { category, price in
            [
                price?.beforeTax.map { Claim(category, false, $0) },
                price?.afterTax.map { Claim(category, true, $0) },
            ].compactMap { $0 }
        }
    }

    /// Decimals that the partner kept: JSON drops zeros, so two at least.
    var digits: Int { min(max(amount.trimmed().scale, 2), 18) }

    /// Of the last decimal.
    var unit: ExactAmount { ExactAmount(1, over: Tens.value(digits)) }

    /// Units in one of the currency.
    var unitsOfOne: ExactAmount { ExactAmount(Tens.value(digits), over: 1) }

    func rounding(_ mode: Rounding.Mode) -> Rounding { Rounding(digits: digits, mode: mode) }
}

extension RatedCharge {
    func amount(_ claim: Claim) -> ExactAmount? {
        claim.isAfterTax ? afterTax(claim.category) : beforeTax(claim.category)
    }
}

/// A way of rounding that a partner may use.
struct PartnerRounding {
    let scope: RoundingPolicy.Scope
    let mode: Rounding.Mode

    /// Exact first, then by how usual they are.
    static let all: [PartnerRounding] =
        [PartnerRounding(scope: .none, mode: .halfUp)]
        + [Rounding.Mode.halfUp, .halfEven, .down, .up].flatMap { mode in
            [RoundingPolicy.Scope.total, .dimension, .line].map {
                PartnerRounding(scope: $0, mode: mode)
            }
        }

    var words: String? {
        switch scope {
        case .none: nil
        case .line: "each line \(mode.rawValue)"
        case .dimension: "each cost field \(mode.rawValue)"
        case .total: "the total \(mode.rawValue)"
        }
    }

    func policy(_ digits: Int) -> RoundingPolicy {
        RoundingPolicy(name: "partner", scope: scope, mode: mode, defaultDigits: digits)
    }
}

extension Deviation {
    /// Those that change a tariff.
    static let ofTariffs = noSteps.bit | noLimits.bit | noTax.bit

    func apply(_ charge: inout Charge, _ rules: inout RatingRules) {
        switch self {
        case .otherQuantity: charge.takeClaimedEnergy()
        case .otherHours: rules.hours = rules.hours == .snapped ? .literal : .snapped
        case .otherPeriods: rules.periods = rules.periods == .split ? .asSent : .split
        case .clockInUTC: rules.timeZone = "UTC"
        case .noSteps, .noLimits, .noTax: break
        }
    }

    func apply(_ tariffs: inout [Tariff]) {
        switch self {
        case .otherQuantity, .otherHours, .otherPeriods, .clockInUTC: break
        case .noSteps:
            tariffs.forEachComponent { $0.stepSize = 0 }
        case .noLimits:
            for index in tariffs.indices {
                tariffs[index].minPrice = nil
                tariffs[index].maxPrice = nil
            }
        case .noTax:
            tariffs.forEachComponent { $0.vat = nil }
        }
    }
}

extension [Tariff] {
    fileprivate mutating func forEachComponent(_ change: (inout PriceComponent) -> Void) {
        for tariff in indices {
            for element in self[tariff].elements.indices {
                for place in self[tariff].elements[element].components.indices {
                    change(&self[tariff].elements[element].components[place])
                }
            }
        }
    }
}

extension Charge {
    /// Puts what `total_energy` says beyond the periods into the last period that has energy.
    fileprivate mutating func takeClaimedEnergy() {
        guard let claimed = claimed.energy,
            let last = volumes.lastIndex(where: { $0.kind == .energy })
        else { return }
        var sum = ExactDecimal.zero
        for volume in volumes where volume.kind == .energy {
            guard let next = try? sum + volume.amount else { return }
            sum = next
        }
        guard let missing = try? claimed - sum, let amount = try? volumes[last].amount + missing
        else { return }
        volumes[last] = Volume(.energy, amount)
    }
}
