package import Amounts
package import Roaming

/// What a CDR costs by its tariffs: exact before and after tax per cost field, rounded prices on
/// demand, and what was noteworthy.
package struct RatedCharge: Sendable {
    package internal(set) var currency: Currency
    /// Index into the tariffs given of the one in force when the session started; nil when it was
    /// free of any.
    package internal(set) var tariff: Int?
    /// Empty unless the rules ask for the working.
    package internal(set) var working: [WorkingLine] = []
    package internal(set) var limits: [LimitStep] = []

    var exact: ExactTotals
    var notes: [Note]
    var tariffFindings: [Finding]
    private(set) var policy: AppliedRounding
    /// By `Category`, when the policy rounds lines or dimensions.
    var roundedParts: [Price] = []

    /// For `Rater` to put a price into; none yet.
    package init() {
        self.init(
            currency: .none, tariff: nil, exact: .fixed(Totals(unit: 1)), notes: [],
            tariffFindings: [], policy: AppliedRounding(.none, .none))
    }

    init(
        currency: Currency, tariff: Int?, exact: ExactTotals, notes: [Note],
        tariffFindings: [Finding], policy: AppliedRounding
    ) {
        self.currency = currency
        self.tariff = tariff
        self.exact = exact
        self.notes = notes
        self.tariffFindings = tariffFindings
        self.policy = policy
    }

    /// Takes away what an earlier price left, keeping its memory, before fixed-point totals by the
    /// first tariff are put in.
    @inline(__always)
    mutating func begin(_ currency: Currency, _ policy: AppliedRounding) {
        self.currency = currency
        self.policy = policy
        tariff = 0
        if !notes.isEmpty { notes.removeAll(keepingCapacity: true) }
        if !tariffFindings.isEmpty { tariffFindings = [] }
        if !working.isEmpty { working = [] }
        if !limits.isEmpty { limits = [] }
        if !roundedParts.isEmpty { roundedParts = [] }
        if !exact.wide.isEmpty { exact.wide = [] }
    }

    /// Exact amount before tax; nil = unknown.
    package func beforeTax(_ category: Category) -> ExactAmount? { exact.net(category) }

    /// Exact amount after tax; nil = unknown.
    package func afterTax(_ category: Category) -> ExactAmount? { exact.gross(category) }

    /// The amounts as the policy rounds them. What the policy does not round is printed with four
    /// decimals, half up.
    /// - Throws: `AmountOverflow` when an amount has more digits than a decimal holds.
    package func price(_ category: Category) throws(AmountOverflow) -> Price {
        if !roundedParts.isEmpty { return roundedParts[Int(category.rawValue)] }
        let rounding = category == .total ? policy.total : .printed
        return Price(
            beforeTax: try exact.rounded(category, .beforeTax, rounding),
            afterTax: try exact.rounded(category, .afterTax, rounding))
    }

    /// What a finance person should know, most fundamental first. Put into words only when asked.
    package var findings: [Finding] {
        notes.sorted {
            $0.code == $1.code ? $0.period < $1.period : $0.code.rawValue < $1.code.rawValue
        }.map(\.finding) + tariffFindings
    }

    package var hasFindings: Bool { !notes.isEmpty || !tariffFindings.isEmpty }
}

enum TaxSide { case beforeTax, afterTax }

/// A policy for one currency.
struct AppliedRounding: Sendable {
    var scope: RoundingPolicy.Scope
    /// Of the total; `none` prints four decimals.
    var total: Rounding

    init(_ policy: RoundingPolicy, _ currency: Currency) {
        scope = policy.scope
        total = policy.scope == .none ? .printed : policy.rounding(in: currency)
    }
}

/// Amounts in the form in which they were added.
struct ExactTotals: Sendable {
    /// Meaningless when there are wide ones.
    var fixed: Totals<Int128>
    /// Net and gross by category, of CDRs that do not fit 128 bits.
    var wide: [(net: ExactAmount?, gross: ExactAmount?)] = []

    static func fixed(_ totals: Totals<Int128>) -> ExactTotals { ExactTotals(fixed: totals) }

    static func wide(_ parts: [(net: ExactAmount?, gross: ExactAmount?)]) -> ExactTotals {
        ExactTotals(fixed: Totals(unit: 1), wide: parts)
    }

    func net(_ category: Category) -> ExactAmount? {
        guard wide.isEmpty else { return wide[Int(category.rawValue)].net }
        let pair = fixed[category]
        return pair.netIsUnknown ? nil : pair.net.exact(over: fixed.unit)
    }

    func gross(_ category: Category) -> ExactAmount? {
        guard wide.isEmpty else { return wide[Int(category.rawValue)].gross }
        let pair = fixed[category]
        return pair.grossIsUnknown ? nil : pair.gross.exact(over: fixed.unit)
    }

    func rounded(
        _ category: Category, _ side: TaxSide, _ rounding: Rounding
    ) throws(AmountOverflow) -> ExactDecimal? {
        if wide.isEmpty {
            let pair = fixed[category]
            if side == .beforeTax ? pair.netIsUnknown : pair.grossIsUnknown { return nil }
            let units = side == .beforeTax ? pair.net : pair.gross
            if let rounded = units.rounded(over: fixed.unit, rounding) { return rounded }
        }
        return try (side == .beforeTax ? net(category) : gross(category))?.rounded(rounding)
    }
}

extension Int128 {
    /// `self / unit` rounded; nil when the way there does not fit.
    func rounded(over unit: Int128, _ rounding: Rounding) -> ExactDecimal? {
        let (scaled, overflow) = multipliedReportingOverflow(by: Tens.value(rounding.digits))
        guard !overflow, unit < Int128.max / 2 else { return nil }
        let (quotient, rest) = scaled.quotientAndRemainder(dividingBy: unit)
        let twice = rest.magnitude * 2
        let away =
            switch rounding.mode {
            case .up: rest != 0
            case .down: false
            case .halfUp: twice >= unit.magnitude
            case .halfEven: twice > unit.magnitude || (twice == unit.magnitude && quotient & 1 == 1)
            }
        let step: Int128 = away ? (scaled < 0 ? -1 : 1) : 0
        return ExactDecimal(coefficient: quotient + step, scale: rounding.digits)
    }
}

extension Totals {
    var wide: [(net: ExactAmount?, gross: ExactAmount?)] {
        Category.allCases.map { category in
            let pair = self[category]
            return (
                pair.netIsUnknown ? nil : pair.net.exact(over: unit),
                pair.grossIsUnknown ? nil : pair.gross.exact(over: unit)
            )
        }
    }
}
