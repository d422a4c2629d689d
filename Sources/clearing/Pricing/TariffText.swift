import Amounts
import Rating
import Roaming

/// What a tariff costs and when, in plain words.
struct TariffText {
    let tariff: Tariff

    /// Lines joined by line feeds, the last one included.
    func render() -> String {
        var lines = ["Tariff \(tariff.id), in \(tariff.currency)\(validity). \(tax)"]
        for dimension in [TariffDimension.flat, .energy, .time, .parkingTime] {
            lines += describe(dimension, reservation: nil)
        }
        for reservation in [Restrictions.Reservation.reservation, .expires] {
            for dimension in [TariffDimension.flat, .time] {
                lines += describe(dimension, reservation: reservation)
            }
        }
        lines += limits
        return lines.joined(separator: "\n") + "\n"
    }

    private var validity: String {
        let from = tariff.validFrom.map { " from \($0)" } ?? ""
        let until = tariff.validUntil.map { " until (not including) \($0)" } ?? ""
        return from.isEmpty && until.isEmpty ? "" : ", valid\(from)\(until)"
    }

    private var tax: String {
        guard tariff.version != .v211 else { return "Prices are before tax." }
        let isRateKnown = tariff.elements.contains { $0.components.contains { $0.vat != nil } }
        return switch tariff.taxIncluded {
        case .yes:
            isRateKnown
                ? "Prices include tax."
                : "Prices include tax, at a rate that the tariff does not say."
        case .notApplicable: "No tax applies."
        case .no, nil:
            isRateKnown
                ? "Prices are before tax."
                : "Prices are before tax; the tariff says no rate, so none is added here."
        }
    }

    private func describe(
        _ dimension: TariffDimension, reservation: Restrictions.Reservation?
    ) -> [String] {
        var lines: [String] = []
        var isOpen = true
        for element in tariff.elements where element.restrictions.reservation == reservation {
            guard let component = element.components.first(where: { $0.dimension == dimension })
            else { continue }
            let when = RestrictionText(element.restrictions).words
            let lead = lines.isEmpty ? "" : "otherwise "
            let price = isOpen ? lead + text(component) : "never: " + text(component)
            lines.append("    \(price)\(when.isEmpty ? "" : ", \(when)")")
            if when.isEmpty { isOpen = false }
        }
        guard !lines.isEmpty else { return [] }
        if isOpen { lines.append("    otherwise nothing") }
        return ["", Self.title(dimension, reservation)] + lines
    }

    private static func title(
        _ dimension: TariffDimension, _ reservation: Restrictions.Reservation?
    ) -> String {
        let who =
            switch reservation {
            case nil: ""
            case .reservation: " of a reservation"
            case .expires: " of a reservation that expires"
            }
        return switch dimension {
        case .flat: reservation == nil ? "Start fee, once per session" : "Fee\(who)"
        case .energy: "Energy"
        case .time: reservation == nil ? "Charging time" : "Time\(who)"
        case .parkingTime: "Parking time (connected, not charging)"
        }
    }

    private func text(_ component: PriceComponent) -> String {
        let vat = component.vat.map { $0.isZero ? "" : " (tax \($0.trimmed()) %)" } ?? ""
        guard !component.price.isZero else { return "free" }
        let price = "\(tariff.currency) \(component.price.text(decimals: 2))"
        let step = component.stepSize ?? 1
        switch component.dimension {
        case .flat: return price + vat
        case .energy:
            return "\(price) per kWh\(vat)" + (step > 1 ? ", in steps of \(step) Wh" : "")
        case .time, .parkingTime:
            let length = Explanation.duration(ExactAmount(step))
            return "\(price) per hour\(vat)" + (step > 1 ? ", in steps of \(length)" : "")
        }
    }

    private var limits: [String] {
        let parts = [("at least", tariff.minPrice), ("at most", tariff.maxPrice)]
            .compactMap { word, price in price.map { "\(word) \(text($0))" } }
        guard !parts.isEmpty else { return [] }
        return ["", "A session costs \(parts.joined(separator: ", and "))."]
    }

    private func text(_ price: Price) -> String {
        let sides = [(price.beforeTax, "before tax"), (price.afterTax, "after tax")]
        return sides.compactMap { amount, side in
            amount.map { "\(tariff.currency) \($0.text(decimals: 2)) \(side)" }
        }.joined(separator: " and ")
    }
}

/// When an element applies, in plain words; empty = always.
private struct RestrictionText {
    let given: Restrictions

    init(_ given: Restrictions) { self.given = given }

    var words: String {
        var parts: [String] = []
        if !given.unknown.isEmpty { parts.append("never (nobody knows \(given.unknown[0]))") }
        parts += [days, hours, dates].compactMap { $0 }
        parts += [
            range("the session has used", given.minEnergy, given.maxEnergy, "kWh"),
            range("it has lasted", given.minDuration, given.maxDuration, "seconds"),
            range("the power is", given.minPower, given.maxPower, "kW", isLasting: false),
            range("the current is", given.minCurrent, given.maxCurrent, "A", isLasting: false),
        ].compactMap { $0 }
        return parts.joined(separator: ", ")
    }

    private var days: String? {
        guard given.weekdays & 127 != 0, given.weekdays & 127 != 127 else { return nil }
        let names = [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ]
        let named = names.indices.filter { given.weekdays >> UInt8($0) & 1 == 1 }
        guard let first = named.first, let last = named.last else { return nil }
        guard named.count > 2, last - first == named.count - 1 else {
            return "on " + named.map { names[$0] }.joined(separator: ", ")
        }
        return "\(names[first]) to \(names[last])"
    }

    private var hours: String? {
        guard given.startMinute != nil || given.endMinute != nil else { return nil }
        let (start, end) = ((given.startMinute ?? 0) % 1440, (given.endMinute ?? 0) % 1440)
        guard start != end else { return nil }
        return
            "from \(clock(start)) to \(clock(end))\(end < start && end != 0 ? " the next day" : "")"
    }

    private var dates: String? {
        let from = given.startDate.map { "from \($0)" }
        let until = given.endDate.map { "before \($0)" }
        let parts = [from, until].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }

    private func range(
        _ what: String, _ low: (some CustomStringConvertible)?,
        _ high: (some CustomStringConvertible)?, _ unit: String, isLasting: Bool = true
    ) -> String? {
        switch (low, high) {
        case (nil, nil): nil
        case (.some(let low), nil): "\(isLasting ? "once" : "while") \(what) \(low) \(unit) or more"
        case (nil, .some(let high)): "while \(what) less than \(high) \(unit)"
        case (.some(let low), .some(let high)):
            "while \(what) \(low) or more and less than \(high) \(unit)"
        }
    }

    private func clock(_ minute: Int) -> String {
        let (hours, rest) = (minute / 60, minute % 60)
        return (hours < 10 ? "0" : "") + "\(hours):" + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
