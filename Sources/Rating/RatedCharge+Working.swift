import Amounts
import Roaming

extension RatedCharge {
    /// Attaches the working and what came after it: limits, credit, rounding. `unlimited` are the
    /// totals before the credit's sign.
    mutating func explain(
        _ lines: [WorkingLine], _ unlimited: [(net: ExactAmount?, gross: ExactAmount?)]
    ) {
        working = lines
        let (net, gross) = Self.sums(lines)
        let limited = unlimited[Int(Category.total.rawValue)]
        if limited.net != net || limited.gross != gross {
            let isRaised = (limited.gross ?? limited.net).flatMap { total in
                (gross ?? net).map { $0 < total }
            }
            limits.append(
                LimitStep(
                    cause: isRaised == true ? "MIN_PRICE" : "MAX_PRICE",
                    beforeTax: Self.difference(limited.net, net),
                    afterTax: Self.difference(limited.gross, gross)))
        }
        let total = (beforeTax(.total), afterTax(.total))
        if total.0 != limited.net || total.1 != limited.gross {
            limits.append(
                LimitStep(
                    cause: "CREDIT", beforeTax: Self.difference(total.0, limited.net),
                    afterTax: Self.difference(total.1, limited.gross)))
        }
        guard policy.scope != .none, let price = try? price(.total) else { return }
        let rounded = (
            price.beforeTax.map { ExactAmount($0) }, price.afterTax.map { ExactAmount($0) }
        )
        guard rounded.0 != total.0 || rounded.1 != total.1 else { return }
        limits.append(
            LimitStep(
                cause: "ROUNDING", beforeTax: Self.difference(rounded.0, total.0),
                afterTax: Self.difference(rounded.1, total.1)))
    }

    /// Rounds lines or categories first, when the policy says so; the total is their sum, unless a
    /// limit replaced it.
    mutating func roundParts(
        _ lines: [WorkingLine], _ tariff: Tariff?, _ rounding: Rounding, isCredit: Bool
    ) throws(AmountOverflow) {
        guard policy.scope == .line || policy.scope == .dimension else { return }
        var parts: [Price] = []
        var (net, gross): (ExactAmount?, ExactAmount?) = (.zero, .zero)
        for category in Category.allCases where category != .total {
            let own = lines.filter { $0.category == category }
            let amounts =
                policy.scope == .line
                ? own.map { ($0.beforeTax, $0.afterTax) }
                : [(beforeTax(category), afterTax(category))]
            var part = Price(beforeTax: .zero, afterTax: .zero)
            for (before, after) in amounts {
                part.beforeTax = try Self.add(part.beforeTax, before?.rounded(rounding))
                part.afterTax = try Self.add(part.afterTax, after?.rounded(rounding))
            }
            net = Self.sum(net, part.beforeTax.map { ExactAmount($0) })
            gross = Self.sum(gross, part.afterTax.map { ExactAmount($0) })
            parts.append(part)
        }
        let (before, after) = Self.exactSums(self)
        let sign: ExactAmount = isCredit ? ExactAmount(-1) : ExactAmount(1)
        let limitedNet = beforeTax(.total).map { $0 * sign }
        let limitedGross = afterTax(.total).map { $0 * sign }
        if limitedNet != before { net = limitedNet }
        if limitedGross != after { gross = limitedGross }
        let (low, high) = (tariff?.minPrice, tariff?.maxPrice)
        net = Self.clamp(net, low?.beforeTax, high?.beforeTax)
        gross = Self.clamp(gross, low?.afterTax, high?.afterTax)
        parts.append(
            Price(
                beforeTax: try net.map { $0 * sign }?.rounded(rounding),
                afterTax: try gross.map { $0 * sign }?.rounded(rounding)))
        roundedParts = parts
    }

    private static func clamp(
        _ amount: ExactAmount?, _ low: ExactDecimal?, _ high: ExactDecimal?
    ) -> ExactAmount? {
        guard var amount else { return nil }
        if let low { amount = max(amount, ExactAmount(low)) }
        if let high { amount = min(amount, ExactAmount(high)) }
        return amount
    }

    private static func exactSums(_ rated: RatedCharge) -> (ExactAmount?, ExactAmount?) {
        var (net, gross): (ExactAmount?, ExactAmount?) = (.zero, .zero)
        for category in Category.allCases where category != .total {
            net = sum(net, rated.beforeTax(category))
            gross = sum(gross, rated.afterTax(category))
        }
        return (net, gross)
    }

    static func sums(_ lines: [WorkingLine]) -> (ExactAmount?, ExactAmount?) {
        var (net, gross): (ExactAmount?, ExactAmount?) = (.zero, .zero)
        for line in lines {
            net = sum(net, line.beforeTax)
            gross = sum(gross, line.afterTax)
        }
        return (net, gross)
    }

    private static func sum(_ a: ExactAmount?, _ b: ExactAmount?) -> ExactAmount? {
        guard let a, let b else { return nil }
        return a + b
    }

    private static func difference(_ a: ExactAmount?, _ b: ExactAmount?) -> ExactAmount? {
        guard let a, let b else { return nil }
        return a - b
    }

    private static func add(
        _ a: ExactDecimal?, _ b: ExactDecimal?
    ) throws(AmountOverflow) -> ExactDecimal? {
        guard let a, let b else { return nil }
        return try a + b
    }
}
