import Amounts
package import Roaming

/// Compares a CDR's price and volumes with every total that it claims, and looks for the reading that gives the
/// claims exactly. Nil when the CDR cannot be priced.
///
/// Tried are all combinations of `Deviation` that change anything, fewest first, each with every
/// usual rounding. The first that gives all claims explains them; else the first that gives the
/// total. The shares of a difference are what each deviation adds when they are applied one by one;
/// what no deviation explains is another price (or tax, where only the tax differs).
package func verify(
    _ charge: Charge, by tariffs: [CompiledTariff], under rules: RatingRules,
    knownTimeZone: String? = nil
) -> Verification? {
    var verifier = Verifier(charge, by: tariffs, under: rules, knownTimeZone: knownTimeZone)
    return verifier.verify()
}

struct Verifier {
    let charge: Charge
    let rules: RatingRules
    let knownTimeZone: String?
    /// How many things a partner is taken to do otherwise at once; the search doubles with each.
    var deviationsMax = Deviation.allCases.count
    /// By deviations, exact.
    private var known: [UInt8: RatedCharge] = [:]
    /// Lines of the working, by deviations.
    private var lineCounts: [UInt8: Int] = [:]
    /// By those deviations that change a tariff.
    private var compiled: [UInt8: [CompiledTariff]]

    init(
        _ charge: Charge, by tariffs: [CompiledTariff], under rules: RatingRules,
        knownTimeZone: String?
    ) {
        self.charge = charge
        self.rules = rules
        self.knownTimeZone = knownTimeZone
        compiled = [0: tariffs.isEmpty ? charge.tariffs.map { compile($0) } : tariffs]
    }

    mutating func verify() -> Verification? {
        guard let costs = verifyCosts() else { return nil }
        return Verification(
            fields: costs.fields, volumes: volumes(), explanation: costs.explanation)
    }

    /// The costs alone; nil when the CDR cannot be priced.
    mutating func verifyCosts() -> (
        fields: [VerifiedField], explanation: Verification.Explanation?
    )? {
        guard let ours = rated(0) else { return nil }
        let claims = Claim.all(charge.claimed)
        var fields = claims.map { claim in
            VerifiedField(
                category: claim.category, isAfterTax: claim.isAfterTax, claimed: claim.amount,
                ours: ours.amount(claim), agrees: agrees(ours, claim), causes: [])
        }
        let isAgreed = fields.allSatisfy { $0.agrees ?? true }
        let found = isAgreed ? nil : search(claims, ours)
        let deviations = found?.deviations ?? 0
        for index in fields.indices {
            fields[index] = explained(fields[index], claims, found, deviations)
        }
        return (fields, found?.explanation)
    }

    /// What the CDR totals, against the lines of our own reading.
    private mutating func volumes() -> [VerifiedVolume] {
        guard let rated = rated(0, .none, .working) else { return [] }
        return VolumeVerifier(charge, rated.working).verify()
    }

    /// The price under deviations (bits), not rounded.
    mutating func rated(_ deviations: UInt8) -> RatedCharge? {
        if let rated = known[deviations] { return rated }
        let rated = rated(deviations, RoundingPolicy.none)
        known[deviations] = rated
        return rated
    }

    mutating func rated(
        _ deviations: UInt8, _ policy: RoundingPolicy,
        _ detail: RatingRules.Detail = .priceOnly
    ) -> RatedCharge? {
        var (charge, rules) = (charge, rules)
        rules.rounding = policy
        rules.detail = detail
        for deviation in Deviation.allCases where deviations & deviation.bit != 0 {
            deviation.apply(&charge, &rules)
        }
        let outcome = rate(
            charge, by: tariffs(deviations), under: rules, knownTimeZone: knownTimeZone)
        guard case .priced(let rated) = outcome else { return nil }
        return rated
    }

    private mutating func tariffs(_ deviations: UInt8) -> [CompiledTariff] {
        let changing = deviations & Deviation.ofTariffs
        if let made = compiled[changing] { return made }
        var tariffs = compiled[0, default: []].map(\.source)
        for deviation in Deviation.allCases where changing & deviation.bit != 0 {
            deviation.apply(&tariffs)
        }
        let made = tariffs.map { compile($0) }
        compiled[changing] = made
        return made
    }

    /// Equal to ours as the asked policy rounds it; without one, half up to the claim's decimals, at
    /// least two.
    private mutating func agrees(_ ours: RatedCharge, _ claim: Claim) -> Bool? {
        guard let amount = ours.amount(claim) else { return nil }
        if rules.rounding.scope != .none, let rated = rated(0, rules.rounding) {
            let price = try? rated.price(claim.category)
            let rounded = claim.isAfterTax ? price?.afterTax : price?.beforeTax
            if rounded == claim.amount { return true }
            guard claim.category != .total else { return false }
        }
        return (try? amount.rounded(claim.rounding(.halfUp))) == claim.amount
    }
}

// The search.
extension Verifier {
    struct Found {
        let deviations: UInt8
        let rounding: PartnerRounding
        let isWhole: Bool

        var explanation: Verification.Explanation {
            Verification.Explanation(
                deviations: Deviation.allCases.filter { deviations & $0.bit != 0 },
                rounding: rounding.words, isWhole: isWhole)
        }
    }

    private mutating func search(_ claims: [Claim], _ ours: RatedCharge) -> Found? {
        let usable = Deviation.allCases.filter { changes($0, claims, ours) }
        let combinations = combinations(of: usable)
        let totals = claims.filter { $0.category == .total }
        for wanted in [claims, totals] where !wanted.isEmpty {
            for deviations in combinations {
                guard let exact = rated(deviations), let gap = gap(wanted, exact) else { continue }
                for rounding in PartnerRounding.all {
                    guard mayBridge(gap, rounding.scope, deviations),
                        gives(wanted, deviations, rounding, exact)
                    else { continue }
                    return Found(
                        deviations: deviations, rounding: rounding,
                        isWhole: wanted.count == claims.count)
                }
            }
        }
        return nil
    }

    private mutating func changes(
        _ deviation: Deviation, _ claims: [Claim], _ ours: RatedCharge
    ) -> Bool {
        if let other = rated(deviation.bit), claims.contains(where: { differ(ours, other, $0) }) {
            return true
        }
        // What a limit hides shows only where the partner left the limit out as well.
        guard let unlimited = rated(Deviation.noLimits.bit),
            let other = rated(Deviation.noLimits.bit | deviation.bit)
        else { return false }
        return claims.contains { differ(unlimited, other, $0) }
    }

    private func differ(_ one: RatedCharge, _ other: RatedCharge, _ claim: Claim) -> Bool {
        one.amount(claim) != other.amount(claim)
    }

    /// Fewest deviations first.
    private func combinations(of usable: [Deviation]) -> [UInt8] {
        let bits = usable.reduce(0) { $0 | $1.bit }
        return (UInt8(0)..<128).filter {
            $0 & ~bits == 0 && $0.nonzeroBitCount <= deviationsMax
        }.sorted {
            ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
        }
    }

    /// How far the claims are from the exact amounts at most, in units of the last decimal of each;
    /// nil when an amount is unknown.
    private func gap(_ claims: [Claim], _ exact: RatedCharge) -> ExactAmount? {
        var most = ExactAmount.zero
        for claim in claims {
            guard let amount = exact.amount(claim) else { return nil }
            let gap = (amount - ExactAmount(claim.amount)) * claim.unitsOfOne
            most = max(most, gap, gap.negated())
        }
        return most
    }

    /// Whether rounding can make such a gap: each part that is rounded adds less than one unit, and
    /// so does their sum where a limit replaced it. Pricing once more for every rounding of parts
    /// pays only where one thing differs.
    private mutating func mayBridge(
        _ gap: ExactAmount, _ scope: RoundingPolicy.Scope, _ deviations: UInt8
    ) -> Bool {
        switch scope {
        case .none: gap.isZero
        case .total: gap < ExactAmount(1)
        case .dimension:
            deviations.nonzeroBitCount <= 1 && gap < ExactAmount(Int64(Category.allCases.count))
        case .line:
            deviations.nonzeroBitCount <= 1 && gap < Self.linesMax
                && gap < ExactAmount(Int64(lineCount(deviations)) + 1)
        }
    }

    /// More lines than a CDR has whose lines' rounding anybody would look for.
    private static let linesMax = ExactAmount(200)

    private mutating func lineCount(_ deviations: UInt8) -> Int {
        if let known = lineCounts[deviations] { return known }
        let count = rated(deviations, .none, .working)?.working.count ?? 0
        lineCounts[deviations] = count
        return count
    }

    private mutating func gives(
        _ claims: [Claim], _ deviations: UInt8, _ rounding: PartnerRounding, _ exact: RatedCharge
    ) -> Bool {
        if rounding.scope == .none { return true }
        if rounding.scope == .total {
            return claims.allSatisfy { claim in
                (try? exact.amount(claim)?.rounded(claim.rounding(rounding.mode))) == claim.amount
            }
        }
        guard let digits = claims.map(\.digits).max(),
            let rounded = rated(deviations, rounding.policy(digits))
        else { return false }
        return claims.allSatisfy { claim in
            let price = try? rounded.price(claim.category)
            return (claim.isAfterTax ? price?.afterTax : price?.beforeTax) == claim.amount
        }
    }
}

// The shares.
extension Verifier {
    private mutating func explained(
        _ field: VerifiedField, _ claims: [Claim], _ found: Found?, _ deviations: UInt8
    ) -> VerifiedField {
        let claim = Claim(field.category, field.isAfterTax, field.claimed)
        guard let ours = field.ours else { return field }
        var shares: [DifferenceCause: ExactAmount] = [:]
        var (applied, reached): (UInt8, ExactAmount) = (0, ours)
        for deviation in Deviation.allCases where deviations & deviation.bit != 0 {
            applied |= deviation.bit
            guard let next = rated(applied)?.amount(claim) else { continue }
            shares[deviation.cause, default: .zero] =
                shares[deviation.cause, default: .zero] + (next - reached)
            reached = next
        }
        let rest = ExactAmount(claim.amount) - reached
        let isRounding = found.map { $0.isWhole || claim.category == .total } ?? false
        if isRounding || max(rest, rest.negated()) < claim.unit {
            shares[.rounding] = rest
        } else {
            let tax = taxShare(of: rest, claim, claims, applied)
            let base = rest - tax
            let isSmall = max(base, base.negated()) < claim.unit
            shares[.tax] = shares[.tax, default: .zero] + tax
            shares[isSmall ? .rounding : .price] = base
        }
        return VerifiedField(
            category: field.category, isAfterTax: field.isAfterTax, claimed: field.claimed,
            ours: ours, agrees: field.agrees,
            causes: CauseShare.list(shares))
    }

    /// After tax: what remains when the difference before tax is taken out.
    private mutating func taxShare(
        of rest: ExactAmount, _ claim: Claim, _ claims: [Claim], _ applied: UInt8
    ) -> ExactAmount {
        guard claim.isAfterTax,
            let before = claims.first(where: { $0.category == claim.category && !$0.isAfterTax }),
            let reached = rated(applied)?.amount(before)
        else { return .zero }
        return rest - (ExactAmount(before.amount) - reached)
    }
}
