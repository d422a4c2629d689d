import Amounts
import Foundation
import Intake
import Rating
import Roaming
import Testing

/// A component and an element that state only what matters.
private func component(
    _ dimension: TariffDimension, _ price: Int = 1, vat: ExactDecimal? = ExactDecimal(10),
    step: Int64? = 1
) -> PriceComponent {
    PriceComponent(dimension, price: ExactDecimal(price), vat: vat, stepSize: step)
}

private func element(
    _ components: PriceComponent..., where restrict: (inout Restrictions) -> Void = { _ in }
) -> TariffElement {
    var restrictions = Restrictions()
    restrict(&restrictions)
    return TariffElement(components: components, restrictions: restrictions)
}

private func tariff(_ elements: TariffElement...) -> Tariff {
    Tariff(party: nil, id: "T", currency: eur, elements: elements, version: .v221)
}

private func codes(_ tariff: Tariff) -> [LintCode] { lint(tariff, now: now).map(\.code) }

private let now = Instant(seconds: 1_793_000_000)  // October 2026
private let price = Price(beforeTax: ExactDecimal(5), afterTax: nil)

@Suite struct LintTests {
    @Test func `a plain tariff has nothing odd`() {
        #expect(codes(tariff(element(component(.energy), component(.flat)))) == [])
    }

    @Test func `an element behind one without restrictions is never reached`() {
        let hidden = element(component(.energy)) { $0.minEnergy = ExactDecimal(10) }
        let findings = lint(tariff(element(component(.energy)), hidden), now: now)
        #expect(findings.map(\.code) == [.elementUnreachable])
        #expect(findings.first?.pointer == "/elements/1")
        #expect(codes(tariff(hidden, element(component(.energy)))) == [])
    }

    @Test func `two halves of the day together hide what stands behind them`() {
        let day = element(component(.time)) { ($0.startMinute, $0.endMinute) = (420, 1140) }
        let night = element(component(.time)) { ($0.startMinute, $0.endMinute) = (1140, 420) }
        let evening = element(component(.time)) { ($0.startMinute, $0.endMinute) = (1141, 420) }
        #expect(codes(tariff(day, night, element(component(.time)))) == [.elementUnreachable])
        #expect(codes(tariff(day, evening, element(component(.time)))) == [])
    }

    @Test func `only the dimension that is hidden never bills`() {
        let second = element(component(.energy), component(.time))
        #expect(codes(tariff(element(component(.energy)), second)) == [.componentNeverBills])
    }

    @Test func `an element for reservations is not hidden by one for sessions`() {
        let reserved = element(component(.time)) { $0.reservation = .reservation }
        #expect(codes(tariff(element(component(.time)), reserved)) == [])
        let twice = tariff(element(component(.time)), reserved, reserved)
        #expect(codes(twice) == [.elementUnreachable])
    }

    @Test func `energy in a reservation never bills`() {
        let reserved = element(component(.energy), component(.time)) { $0.reservation = .expires }
        #expect(codes(tariff(reserved)) == [.componentNeverBills])
    }

    @Test func `hours of the week without a price are named`() {
        let weekdays = element(component(.energy)) {
            $0.weekdays = 0b001_1111
            ($0.startMinute, $0.endMinute) = (420, 1140)
        }
        let findings = lint(tariff(weekdays), now: now)
        #expect(findings.map(\.code) == [.gap])
        #expect(
            findings.first?.text
                == "ENERGY has no price on Monday to Friday 00:00-07:00 and 19:00-24:00,"
                + " Saturday to Sunday all day.")
        #expect(codes(tariff(weekdays, element(component(.energy)))) == [])
    }

    @Test func `energy beyond the last bound without a price is named`() {
        let first = element(component(.energy)) { $0.maxEnergy = ExactDecimal(10) }
        let rest = element(component(.energy, 2)) { $0.minEnergy = ExactDecimal(10) }
        let late = element(component(.energy, 2)) { $0.minEnergy = ExactDecimal(11) }
        #expect(codes(tariff(first)) == [.gap])
        #expect(codes(tariff(first, rest)) == [])
        let findings = lint(tariff(first, late), now: now)
        #expect(findings.first?.text == "ENERGY has no price from 10 kWh on.")
    }

    @Test func `free parking is a note`() {
        let day = element(component(.parkingTime)) { ($0.startMinute, $0.endMinute) = (420, 1140) }
        #expect(codes(tariff(day, element(component(.time)))) == [.freeAtTimes])
    }

    @Test func `windows that overlap in part are named, those that touch are not`() {
        let day = element(component(.energy)) { ($0.startMinute, $0.endMinute) = (420, 1140) }
        let late = element(component(.energy)) { ($0.startMinute, $0.endMinute) = (1080, 1320) }
        let after = element(component(.energy)) { ($0.startMinute, $0.endMinute) = (1140, 1320) }
        let rest = element(component(.energy))
        #expect(codes(tariff(day, late, rest)) == [.elementsOverlap])
        #expect(codes(tariff(day, after, rest)) == [])
    }

    @Test func `a minimum above the maximum is an error, an equal one is not`() {
        var given = tariff(element(component(.energy)))
        (given.minPrice, given.maxPrice) = (price, price)
        #expect(codes(given) == [])
        given.minPrice?.beforeTax = ExactDecimal(6)
        #expect(codes(given) == [.minAboveMax])
    }

    @Test func `a window that starts when it ends, and one past midnight with weekdays`() {
        let equal = element(component(.energy)) { ($0.startMinute, $0.endMinute) = (480, 480) }
        #expect(codes(tariff(equal)) == [.startIsEnd])
        let whole = element(component(.energy)) { ($0.startMinute, $0.endMinute) = (0, 1440) }
        #expect(codes(tariff(whole)) == [])
        let night = element(component(.energy)) {
            ($0.startMinute, $0.endMinute) = (1320, 360)
            $0.weekdays = 1
        }
        #expect(codes(tariff(night, element(component(.energy)))) == [.wrapWithWeekday])
        let evening = element(component(.energy)) {
            ($0.startMinute, $0.endMinute) = (1320, 1440)
            $0.weekdays = 1
        }
        #expect(codes(tariff(evening, element(component(.energy)))) == [])
    }

    @Test func `bounds that exclude each other are reported once`() {
        let never = element(component(.energy)) {
            ($0.minEnergy, $0.maxEnergy) = (ExactDecimal(5), ExactDecimal(5))
        }
        #expect(codes(tariff(never, element(component(.energy)))) == [.restrictionNeverHolds])
    }

    @Test func `dates that have passed, to the millisecond`() {
        var given = tariff(element(component(.energy)))
        given.validUntil = now
        #expect(codes(given) == [.tariffExpired])
        given.validUntil = Instant(milliseconds: now.milliseconds + 1)
        #expect(codes(given) == [])
        given.validFrom = given.validUntil
        #expect(codes(given) == [.validityEmpty])
    }

    @Test func `steps, rates, signs and currencies that surprise`() throws {
        #expect(codes(tariff(element(component(.time, step: 3601)))) == [.stepSizeLarge])
        #expect(codes(tariff(element(component(.time, step: 3600)))) == [])
        #expect(codes(tariff(element(component(.energy, step: nil)))) == [.stepSizeMissing])
        #expect(codes(tariff(element(component(.energy, -1)))) == [.priceNegative])
        let fraction = try #require(ExactDecimal("0.21"))
        #expect(codes(tariff(element(component(.energy, vat: fraction)))) == [.taxRateOdd])
        #expect(codes(tariff(element(component(.energy, vat: nil)))) == [.taxNowhere])
        let mixed = element(component(.energy), component(.time, vat: nil))
        #expect(codes(tariff(mixed)) == [.taxMissing])
        var given = tariff(element(component(.energy)))
        given.currency = try #require(Currency("XYZ"))
        #expect(codes(given) == [.currencyUnknown])
    }

    @Test func `a restriction nobody knows, a component twice`() {
        let unknown = element(component(.energy)) { $0.unknown = ["booking"] }
        #expect(codes(tariff(unknown, element(component(.energy)))) == [.restrictionUnknown])
        let twice = element(component(.energy), component(.energy, 2))
        #expect(codes(tariff(twice)) == [.componentRepeated])
    }

    @Test func `no tariff of the specification has an error but one that has ended`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Cases/intake/specification")
        var reader = JSONReader()
        for version in OCPIVersion.allCases {
            let folder = root.appending(path: version.rawValue)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            for name in names.sorted() where name.hasPrefix("tariff_") {
                let data = try Data(contentsOf: folder.appending(path: name))
                let decoded = try data.withUnsafeBytes {
                    try decodeTariff($0, as: version, using: &reader).value
                }
                let loud = lint(decoded, now: now).filter { $0.severity != .note }.map(\.code)
                #expect(loud.allSatisfy { $0 == .tariffExpired }, "\(version) \(name): \(loud)")
            }
        }
    }
}
