import Amounts
import Rating
import Roaming
import Testing

/// Each thing that lint looks for, in a tariff that has it and in the nearest one that has not.
@Suite struct LintCodeTests {
    private static let now = Instant(seconds: 1_793_000_000)  // 2026-10-26

    /// Raises its code in the first tariff, and not in the second.
    struct Sides {
        let code: LintCode
        let firing: Tariff
        let silent: Tariff

        init(_ code: LintCode, _ firing: Tariff, _ silent: Tariff) {
            (self.code, self.firing, self.silent) = (code, firing, silent)
        }
    }

    @Test func `every code is raised where it should be and not beside it`() {
        let all = Self.whole + Self.windows + Self.prices
        #expect(Set(all.map(\.code)) == Set(LintCode.allCases))
        for sides in all {
            let firing = lint(sides.firing, now: Self.now).map(\.code)
            let silent = lint(sides.silent, now: Self.now).map(\.code)
            #expect(firing.contains(sides.code), "\(sides.code) among \(firing)")
            #expect(!silent.contains(sides.code), "\(sides.code) among \(silent)")
        }
    }

    @Test func `every finding says why it matters and what to do`() {
        for sides in Self.whole + Self.windows + Self.prices {
            for finding in lint(sides.firing, now: Self.now) where finding.code == sides.code {
                #expect(finding.text.hasSuffix(".") && finding.why.hasSuffix("."))
                #expect(finding.advice.hasSuffix("."))
                #expect(finding.pointer.isEmpty || finding.pointer.hasPrefix("/"))
            }
        }
    }

    // MARK: tariffs that state only what matters

    private static func element(
        _ components: PriceComponent..., where restrict: (inout Restrictions) -> Void = { _ in }
    ) -> TariffElement {
        var restrictions = Restrictions()
        restrict(&restrictions)
        return TariffElement(components: components, restrictions: restrictions)
    }

    private static func component(
        _ dimension: TariffDimension = .energy, price: Int = 1, vat: String? = "10",
        step: Int64? = 1
    ) -> PriceComponent {
        PriceComponent(
            dimension, price: ExactDecimal(price), vat: vat.flatMap { ExactDecimal($0) },
            stepSize: step)
    }

    private static func tariff(
        _ elements: TariffElement..., change: (inout Tariff) -> Void = { _ in }
    ) -> Tariff {
        var tariff = Tariff(
            party: nil, id: "T", currency: eur, elements: elements, version: .v221)
        change(&tariff)
        return tariff
    }

    private static let plain = tariff(element(component()))
    private static let rest = element(component(price: 2))

    private static func hours(_ start: Int, _ end: Int) -> TariffElement {
        element(component()) { ($0.startMinute, $0.endMinute) = (start, end) }
    }

    private static func limited(_ least: Int, _ most: Int) -> Tariff {
        tariff(element(component())) {
            $0.minPrice = Price(beforeTax: ExactDecimal(least), afterTax: nil)
            $0.maxPrice = Price(beforeTax: ExactDecimal(most), afterTax: nil)
        }
    }

    private static func valid(_ from: Int64?, _ until: Int64?) -> Tariff {
        tariff(element(component())) {
            $0.validFrom = from.map { Instant(seconds: now.seconds + $0) }
            $0.validUntil = until.map { Instant(seconds: now.seconds + $0) }
        }
    }

    private static func included(_ version: OCPIVersion, _ value: Tariff.TaxIncluded?) -> Tariff {
        tariff(element(component())) { ($0.version, $0.taxIncluded) = (version, value) }
    }

    private static func ending(_ day: String) -> Tariff {
        tariff(element(component()) { $0.endDate = Day(day) }, rest)
    }

    // MARK: the two sides

    private static let whole: [Sides] = [
        Sides(.currencyUnknown, tariff(element(component())) { $0.currency = xyz }, plain),
        Sides(.validityEmpty, valid(100, 100), valid(100, 101)),
        Sides(.tariffExpired, valid(nil, 0), valid(nil, 1)),
        Sides(.minAboveMax, limited(6, 5), limited(5, 5)),
        Sides(.taxIncludedMissing, included(.v230, nil), included(.v230, .no)),
        Sides(.taxIncludedMissing, included(.v230, nil), included(.v221, nil)),
        Sides(.taxNowhere, tariff(element(component(vat: nil))), plain),
        Sides(
            .taxMissing, tariff(element(component(), component(.time, vat: nil))),
            tariff(element(component(), component(.time, vat: "0")))),
        Sides(.tooManyStates, crowded(200), crowded(4)),
    ]

    private static let windows: [Sides] = [
        Sides(.elementUnreachable, tariff(rest, hours(420, 1140)), tariff(hours(420, 1140), rest)),
        Sides(
            .restrictionNeverHolds, tariff(kwh(5, 5), rest), tariff(kwh(5, 6), rest)),
        Sides(
            .restrictionUnknown, tariff(element(component()) { $0.unknown = ["booking"] }, rest),
            plain),
        Sides(.elementExpired, ending("2026-10-26"), ending("2026-10-27")),
        Sides(.startIsEnd, tariff(hours(480, 480)), tariff(hours(480, 481), rest)),
        Sides(
            .wrapWithWeekday,
            tariff(element(component()) { night(&$0, 360) }, rest),
            tariff(element(component()) { night(&$0, 1440) }, rest)),
        Sides(
            .elementsOverlap, tariff(hours(420, 1140), hours(1139, 1320), rest),
            tariff(hours(420, 1140), hours(1140, 1320), rest)),
        Sides(.gap, tariff(hours(420, 1140)), tariff(hours(420, 1140), hours(1140, 420))),
        Sides(
            .freeAtTimes,
            tariff(element(component(.parkingTime)) { $0.startMinute = 420 }),
            tariff(element(component(.parkingTime)))),
    ]

    private static let prices: [Sides] = [
        Sides(
            .componentRepeated, tariff(element(component(), component(price: 2))),
            tariff(element(component(), component(.time)))),
        Sides(
            .componentNeverBills, tariff(rest, element(component(), component(.time))),
            tariff(rest, element(component(.time)))),
        Sides(.stepSizeMissing, tariff(element(component(step: nil))), plain),
        Sides(
            .stepSizeLarge, tariff(element(component(step: 10_001))),
            tariff(element(component(step: 10_000)))),
        Sides(
            .stepSizeLarge, tariff(element(component(.time, step: 3601))),
            tariff(element(component(.time, step: 3600)))),
        Sides(
            .stepSizesDiffer, tariff(kwh(0, 5), element(component(step: 500))),
            tariff(kwh(0, 5), element(component()))),
        Sides(
            .priceNegative, tariff(element(component(price: -1))),
            tariff(element(component(price: 0)))),
        Sides(
            .taxRateOdd, tariff(element(component(vat: "0.21"))),
            tariff(element(component(vat: "1")))),
        Sides(
            .taxRateOdd, tariff(element(component(vat: "100.1"))),
            tariff(element(component(vat: "100")))),
    ]

    private static let xyz: Currency = {
        guard let currency = Currency("XYZ") else { preconditionFailure("three letters") }
        return currency
    }()

    private static func kwh(_ least: Int, _ most: Int) -> TariffElement {
        element(component()) {
            ($0.minEnergy, $0.maxEnergy) = (ExactDecimal(least), ExactDecimal(most))
        }
    }

    private static func night(_ given: inout Restrictions, _ end: Int) {
        (given.startMinute, given.endMinute) = (1320, end)
        given.weekdays = 1
    }

    /// So many elements, each with bounds of its own on two axes.
    private static func crowded(_ count: Int) -> Tariff {
        tariff {
            $0.elements = (1...count).map { index in
                element(component()) {
                    ($0.startMinute, $0.minEnergy) = (index, ExactDecimal(index))
                }
            }
        }
    }
}
