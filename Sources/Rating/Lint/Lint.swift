import Amounts
package import Roaming

/// What is odd about a tariff, whatever it prices. Errors first, then by place.
/// - Parameter now: judges which dates have passed.
package func lint(_ tariff: Tariff, now: Instant) -> [LintFinding] {
    var linter = Linter(tariff: tariff, now: now)
    linter.checkTariff()
    for index in tariff.elements.indices {
        linter.checkRestrictions(of: index)
        linter.checkComponents(of: index)
    }
    linter.checkStepsAgree()
    linter.checkStates()
    return linter.findings.enumerated().sorted {
        ($0.element.code.severity.rank, $0.offset) < ($1.element.code.severity.rank, $1.offset)
    }.map(\.element)
}

/// Something odd about a tariff.
package struct LintFinding: Sendable, Hashable {
    package let code: LintCode
    /// JSON Pointer into the tariff.
    package let pointer: String
    /// What was seen.
    package let text: String

    package var severity: Finding.Severity { code.severity }
    package var why: String { code.why }
    package var advice: String { code.advice }
}

struct Linter {
    let tariff: Tariff
    let now: Instant
    var findings: [LintFinding] = []

    mutating func report(_ code: LintCode, at pointer: String, _ text: String) {
        findings.append(LintFinding(code: code, pointer: pointer, text: text))
    }

    mutating func checkTariff() {
        if !CurrencyCodes.active.contains(tariff.currency.description) {
            report(
                .currencyUnknown, at: "/currency",
                "\(tariff.currency) is no currency of ISO 4217 that is in use.")
        }
        if let from = tariff.validFrom, let until = tariff.validUntil, until <= from {
            report(
                .validityEmpty, at: "/end_date_time",
                "The tariff ends (\(until)) before it starts (\(from)).")
        } else if let until = tariff.validUntil, until <= now {
            report(.tariffExpired, at: "/end_date_time", "The tariff ended on \(until).")
        }
        checkLimits()
        checkTax()
    }

    private mutating func checkLimits() {
        guard let low = tariff.minPrice, let high = tariff.maxPrice else { return }
        let isAbove =
            isAbove(low.beforeTax, high.beforeTax) || isAbove(low.afterTax, high.afterTax)
        guard isAbove else { return }
        report(.minAboveMax, at: "/min_price", "min_price is above max_price.")
    }

    private func isAbove(_ low: ExactDecimal?, _ high: ExactDecimal?) -> Bool {
        guard let low, let high else { return false }
        return high < low
    }

    private mutating func checkTax() {
        if tariff.version == .v230, tariff.taxIncluded == nil {
            report(.taxIncludedMissing, at: "/tax_included", "tax_included is missing.")
        }
        let components = tariff.elements.flatMap(\.components)
        let isTaxed = components.contains { $0.vat != nil }
        guard tariff.version != .v211, tariff.taxIncluded != .notApplicable else { return }
        if !isTaxed {
            report(.taxNowhere, at: "", "No price component states a VAT rate.")
        } else {
            for (element, component, _) in tariff.places(where: {
                $0.vat == nil && !$0.price.isZero
            }) {
                report(
                    .taxMissing, at: "/elements/\(element)/price_components/\(component)/vat",
                    "This component states no VAT rate, though others do.")
            }
        }
    }

    /// Only the step of the last component that billed something counts.
    mutating func checkStepsAgree() {
        for dimension in TariffDimension.allCases where dimension != .flat {
            let places = tariff.places { $0.dimension == dimension }
            guard let first = places.first,
                let other = places.first(where: { $0.2.stepSize != first.2.stepSize })
            else { continue }
            report(
                .stepSizesDiffer,
                at: "/elements/\(other.0)/price_components/\(other.1)/step_size",
                "\(dimension.wireName) has steps of \(first.2.stepSize ?? 1) and"
                    + " \(other.2.stepSize ?? 1).")
        }
    }
}

extension Tariff {
    /// Components with their element's and their own index.
    func places(
        where isWanted: (PriceComponent) -> Bool
    ) -> [(Int, Int, PriceComponent)] {
        elements.enumerated().flatMap { element, given in
            given.components.enumerated().compactMap { place, component in
                isWanted(component) ? (element, place, component) : nil
            }
        }
    }
}

extension Finding.Severity {
    var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}
