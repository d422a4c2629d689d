import Amounts
import Roaming

// What one element says, on its own.
extension Linter {
    mutating func checkRestrictions(of index: Int) {
        let given = tariff.elements[index].restrictions
        let pointer = "/elements/\(index)/restrictions"
        if !given.unknown.isEmpty {
            report(
                .restrictionUnknown, at: pointer,
                "Nobody knows the restriction \(given.unknown.joined(separator: ", ")).")
        }
        checkBounds(given, pointer)
        checkClock(given, pointer)
    }

    private mutating func checkBounds(_ given: Restrictions, _ pointer: String) {
        checkBound(given.minEnergy, given.maxEnergy, "kwh", pointer)
        checkBound(given.minCurrent, given.maxCurrent, "current", pointer)
        checkBound(given.minPower, given.maxPower, "power", pointer)
        checkBound(given.minDuration, given.maxDuration, "duration", pointer)
        guard let from = given.startDate, let until = given.endDate, until <= from else { return }
        report(
            .restrictionNeverHolds, at: pointer + "/end_date",
            "end_date \(until) is not after start_date \(from).")
    }

    private mutating func checkBound<Bound: Comparable>(
        _ low: Bound?, _ high: Bound?, _ name: String, _ pointer: String
    ) {
        guard let low, let high, high <= low else { return }
        report(
            .restrictionNeverHolds, at: "\(pointer)/max_\(name)",
            "max_\(name) \(high) is not above min_\(name) \(low).")
    }

    private mutating func checkClock(_ given: Restrictions, _ pointer: String) {
        if let until = given.endDate, Int64(until.daysSince1970) * 86_400_000 <= now.milliseconds {
            report(.elementExpired, at: pointer + "/end_date", "end_date \(until) has passed.")
        }
        guard given.startMinute != nil || given.endMinute != nil else { return }
        let start = (given.startMinute ?? 0) % 1440
        let end = (given.endMinute ?? 0) % 1440
        if start == end, given.startMinute != nil, given.endMinute != nil, start != 0 {
            report(
                .startIsEnd, at: pointer + "/end_time", "start_time and end_time are the same.")
        }
        if end < start, end != 0, given.weekdays & 127 != 0, given.weekdays & 127 != 127 {
            report(
                .wrapWithWeekday, at: pointer + "/day_of_week",
                "The hours run past midnight and only some days of the week are named.")
        }
    }

    mutating func checkComponents(of index: Int) {
        let element = tariff.elements[index]
        var seen: Set<TariffDimension> = []
        for (place, component) in element.components.enumerated() {
            let pointer = "/elements/\(index)/price_components/\(place)"
            if !seen.insert(component.dimension).inserted {
                report(
                    .componentRepeated, at: pointer,
                    "A second \(component.dimension.wireName) in one element.")
            }
            if element.restrictions.reservation != nil,
                component.dimension == .energy || component.dimension == .parkingTime
            {
                report(
                    .componentNeverBills, at: pointer,
                    "A reservation has no \(component.dimension.wireName).")
            }
            check(component, pointer)
        }
    }

    private mutating func check(_ component: PriceComponent, _ pointer: String) {
        if component.price.isNegative {
            report(.priceNegative, at: pointer + "/price", "The price is \(component.price).")
        }
        if let vat = component.vat, vat.isNegative || isFraction(vat) || ExactDecimal(100) < vat {
            report(.taxRateOdd, at: pointer + "/vat", "The VAT rate is \(vat) percent.")
        }
        guard component.dimension != .flat else { return }
        guard let step = component.stepSize else {
            return report(.stepSizeMissing, at: pointer + "/step_size", "step_size is missing.")
        }
        let isEnergy = component.dimension == .energy
        guard step > (isEnergy ? 10_000 : 3600), !component.price.isZero else { return }
        report(
            .stepSizeLarge, at: pointer + "/step_size",
            isEnergy
                ? "A step is \(step) Wh." : "A step is \(step) seconds, more than an hour.")
    }

    /// `0.21` where 21 was meant.
    private func isFraction(_ vat: ExactDecimal) -> Bool {
        !vat.isZero && vat < ExactDecimal(1)
    }
}
