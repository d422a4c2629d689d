import Amounts
import Rating
import Roaming

/// The working of a price as sentences that a finance person can read to a partner.
struct Explanation {
    private let rated: RatedCharge
    private let currency: String
    private var text = ""

    init(_ rated: RatedCharge) {
        self.rated = rated
        currency = rated.currency.description
    }

    /// Lines joined by line feeds, the last one included. Empty when the price has no working.
    func render() -> String {
        var copy = self
        copy.write()
        return copy.text
    }

    private mutating func write() {
        guard !rated.working.isEmpty else { return }
        add("How the price comes about")
        for line in rated.working { describe(line) }
        describeSum()
    }

    private mutating func add(_ line: String, indent: Int = 0) {
        text += String(repeating: " ", count: indent) + line + "\n"
    }

    private mutating func describe(_ line: WorkingLine) {
        let volume = line.source == nil ? line.volumeSnapped : line.volumeBilled
        add("")
        add(
            "Charging period \(line.period + 1), from \(line.from):"
                + " \(Self.volume(volume, line)) \(line.title)")
        if let source = line.source {
            add(
                "charged by the \(Self.ordinal(source.element)) element of tariff"
                    + " \(source.tariffID): \(price(line, source))", indent: 4)
        } else if line.skipped.isEmpty {
            add("costs nothing: no tariff element has a price for it", indent: 4)
        } else {
            add("costs nothing: no tariff element that has a price for it applies", indent: 4)
        }
        for skipped in line.skipped {
            add("not by the \(Self.ordinal(skipped.element)): \(skipped.reason)", indent: 4)
        }
        describeVolume(line)
        guard line.source != nil else { return }
        add(amounts(line.beforeTax, line.afterTax), indent: 4)
    }

    private mutating func describeVolume(_ line: WorkingLine) {
        if line.volumeSent != line.volumeSnapped {
            add(
                "sent as \(Self.number(line.volumeSent)) s, which is the clock's"
                    + " \(Self.number(line.volumeSnapped)) s but for the last printed decimal",
                indent: 4)
        }
        guard let step = line.stepApplied, line.volumeBilled != line.volumeSnapped else { return }
        let added = line.volumeBilled - line.volumeSnapped
        let size = line.unit == "kWh" ? "\(step) Wh" : Self.duration(ExactAmount(step))
        add(
            "includes \(Self.volume(added, line)) to fill the last step: the session's total is"
                + " rounded up to whole steps of \(size)",
            indent: 4)
    }

    private mutating func describeSum() {
        var (net, gross): (ExactAmount?, ExactAmount?) = (.zero, .zero)
        for line in rated.working {
            net = Self.sum(net, line.beforeTax)
            gross = Self.sum(gross, line.afterTax)
        }
        add("")
        add("Together: \(amounts(net, gross))")
        for step in rated.limits {
            add(words(step))
            net = Self.sum(net, step.beforeTax)
            gross = Self.sum(gross, step.afterTax)
        }
        guard !rated.limits.isEmpty else { return describeTaxes() }
        if rated.limits.contains(where: { $0.beforeTax == nil && net == nil }) {
            net = rated.beforeTax(.total)
        }
        if rated.limits.contains(where: { $0.afterTax == nil && gross == nil }) {
            gross = rated.afterTax(.total)
        }
        add("Total: \(amounts(net, gross))")
        describeTaxes()
    }

    /// Only where there are several: one is the difference anyway.
    private mutating func describeTaxes() {
        guard let taxes = try? rated.taxes(.total), taxes.count > 1 else { return }
        let shares = taxes.map { "\(currency) \($0.amount) at \($0.rate.trimmed()) %" }
        add("The tax in it: " + shares.joined(separator: ", "))
    }

    /// What is taken away is told without a sign, and a credit without the turn's double amount.
    private func words(_ step: LimitStep) -> String {
        func sides(_ sign: ExactAmount) -> String {
            amounts(step.beforeTax.map { $0 * sign }, step.afterTax.map { $0 * sign })
        }
        let isLess = [step.beforeTax, step.afterTax].allSatisfy { $0.map(\.isFallOrNone) ?? true }
        let amount =
            isLess ? "takes away \(sides(ExactAmount(-1)))" : "adds \(sides(ExactAmount(1)))"
        return switch step.cause {
        case "MIN_PRICE": "Then the tariff's minimum price \(amount)"
        case "MAX_PRICE": "Then the tariff's maximum price \(amount)"
        case "CREDIT": "This is a credit CDR: the total is given back"
        case "ROUNDING": "Then rounding \(amount)"
        default: "\(step.cause) \(amount)"
        }
    }

    private func price(_ line: WorkingLine, _ source: WorkingLine.Source) -> String {
        let component = source.component
        let unit =
            switch component.dimension {
            case .energy: " per kWh"
            case .time, .parkingTime: " per hour"
            case .flat: " once"
            }
        return "\(currency) \(component.price.text(decimals: 2))\(unit), \(tax(line, component))"
    }

    /// Told from what the line came to: prices are before tax, after tax, or without any.
    private func tax(_ line: WorkingLine, _ component: PriceComponent) -> String {
        guard line.beforeTax != nil else { return "tax included at a rate nobody states" }
        guard let rate = component.vat else { return "no tax stated" }
        var asked = ExactAmount(component.price) * line.volumeBilled
        if line.unit == "s" { asked = asked.divided(by: ExactAmount(3600)) }
        let percent = "\(rate.trimmed()) % tax"
        guard line.beforeTax != line.afterTax else {
            return rate.isZero || asked.isZero ? "plus \(percent)" : "no tax applies"
        }
        return line.beforeTax == asked ? "plus \(percent)" : "including \(percent)"
    }

    private func amounts(_ net: ExactAmount?, _ gross: ExactAmount?) -> String {
        func words(_ amount: ExactAmount?) -> String {
            amount.map { "\(currency) \(Self.money($0))" } ?? "unknown"
        }
        return "\(words(net)) before tax, \(words(gross)) after tax"
    }
}

// Numbers and words.
extension Explanation {
    static func money(_ amount: ExactAmount) -> String {
        guard let decimal = amount.decimal, decimal.trimmed().scale <= 6 else {
            return number(amount)
        }
        return decimal.text(decimals: 2)
    }

    /// `about` when more than six decimals are needed.
    static func number(_ amount: ExactAmount) -> String {
        if let decimal = amount.decimal, decimal.trimmed().scale <= 6 {
            return decimal.trimmed().description
        }
        guard let rounded = try? amount.rounded(Rounding(digits: 6, mode: .halfUp)) else {
            return amount.text
        }
        return "about \(rounded)"
    }

    /// `1 h 20 min`, `12.5 kWh`; nothing for a start fee.
    static func volume(_ volume: ExactAmount, _ line: WorkingLine) -> String {
        switch line.unit {
        case "kWh": "\(number(volume)) kWh"
        case "s": duration(volume)
        default: "one"
        }
    }

    static func duration(_ seconds: ExactAmount) -> String {
        guard let whole = seconds.fraction, whole.denominator == 1, whole.numerator >= 0 else {
            return "\(number(seconds)) s"
        }
        let (hours, minutes, rest) = (
            whole.numerator / 3600, whole.numerator / 60 % 60, whole.numerator % 60
        )
        var parts: [String] = []
        if hours > 0 { parts.append("\(hours) h") }
        if minutes > 0 { parts.append("\(minutes) min") }
        if rest > 0 || parts.isEmpty { parts.append("\(rest) s") }
        return parts.joined(separator: " ")
    }

    /// Of an index: `1st` for 0.
    static func ordinal(_ index: Int) -> String {
        let number = index + 1
        let ending =
            switch (number % 10, number % 100) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return "\(number)\(ending)"
    }

    static func sum(_ a: ExactAmount?, _ b: ExactAmount?) -> ExactAmount? {
        guard let a, let b else { return nil }
        return a + b
    }
}

extension WorkingLine {
    /// What was charged, for people.
    fileprivate var title: String {
        switch dimension {
        case "ENERGY": "of energy"
        case "TIME": "of charging time"
        case "PARKING_TIME": "of parking time"
        case "RESERVATION_TIME": "of reserved time"
        case "RESERVATION_FLAT": "reservation fee"
        default: "start fee"
        }
    }
}

extension ExactAmount {
    fileprivate var isFallOrNone: Bool { isZero || isNegative }
}
