import Amounts
import BigInt
import Roaming

extension NaivePricer {
    /// Exact parts in the order fixed, energy, time, parking, reservation, total.
    var parts: Parts {
        var lines = self.lines
        step([.energy], by: Q(1, 1000), &lines)
        step(
            lines.contains { $0.dimension == .parking && $0.volume != .zero }
                ? [.parking] : [.time],
            by: Q(1), &lines)
        step([.reservedTime], by: Q(1), &lines)
        var before: [Q?] = Array(repeating: Q.zero, count: 6)
        var after: [Q?] = Array(repeating: Q.zero, count: 6)
        for line in merged(lines) {
            let (net, gross) = price(line)
            for place in [category(line.dimension), 5] {
                before[place] = before[place].flatMap { sum in net.map { sum + $0 } }
                after[place] = after[place].flatMap { sum in gross.map { sum + $0 } }
            }
        }
        limit(&before[5], &after[5])
        if charge.credit {
            before[5] = before[5].map { .zero - $0 }
            after[5] = after[5].map { .zero - $0 }
        }
        return Parts(before: before.map { $0?.description }, after: after.map { $0?.description })
    }

    /// Neighbours at one component are one amount: fed back and charged alike, they may be nothing,
    /// and nothing has a net of nothing even at an unknown rate.
    private func merged(_ lines: [Line]) -> [Line] {
        var merged: [Line] = []
        for line in lines where line.volume != .zero {
            if let last = merged.lastIndex(where: { $0.dimension == line.dimension }),
                merged[last].tariff == line.tariff, merged[last].component == line.component
            {
                merged[last].volume += line.volume
            } else {
                merged.append(line)
            }
        }
        return merged
    }

    private func category(_ dimension: Dimension) -> Int {
        switch dimension {
        case .flat: 0
        case .energy: 1
        case .time: 2
        case .parking: 3
        case .reservedTime, .reservedFlat: 4
        }
    }

    /// The total up to a multiple of the last billable step; the surplus at that line's price.
    private func step(_ dimensions: [Dimension], by unit: Q, _ lines: inout [Line]) {
        let places = lines.indices.filter {
            dimensions.contains(lines[$0].dimension) && lines[$0].volume != .zero
        }
        guard let last = places.last else { return }
        let total = places.reduce(Q.zero) { $0 + lines[$1].volume }
        let step = Q(BigInt(lines[last].component.stepSize ?? 1)) * unit
        guard step > .zero, total > .zero else { return }
        lines[last].volume += Q((total / step).ceiling) * step - total
    }

    private func price(_ line: Line) -> (Q?, Q?) {
        let hourly = [.time, .parking, .reservedTime].contains(line.dimension)
        let amount = Q(line.component.price) * line.volume / Q(hourly ? 3600 : 1)
        let tariff = tariffs[line.tariff]
        let rate = line.component.vat.map { Q(1) + Q($0) / Q(100) }
        if tariff.version == .v211 || tariff.taxIncluded == .notApplicable {
            return (amount, amount)
        }
        if tariff.taxIncluded == .yes {
            if amount == .zero { return (.zero, .zero) }
            return (rate.map { amount / $0 }, amount)
        }
        return (amount, amount * (rate ?? Q(1)))
    }

    private func limit(_ before: inout Q?, _ after: inout Q?) {
        guard let first = order.compactMap({ self.tariff($0) }).first else { return }
        let tariff = tariffs[first]
        bound(&before, &after, tariff.minPrice, tariff) { $0 < $1 }
        bound(&before, &after, tariff.maxPrice, tariff) { $0 > $1 }
        if before == nil, after == .zero { before = .zero }
    }

    private func bound(
        _ before: inout Q?, _ after: inout Q?, _ limit: Price?, _ tariff: Tariff,
        _ breaks: (Q, Q) -> Bool
    ) {
        if let bound = limit?.beforeTax.map({ Q($0) }), let net = before, breaks(net, bound) {
            before = bound
            if limit?.afterTax == nil, let gross = after {
                if net != .zero {
                    after = gross * bound / net
                } else {
                    let rates = tariff.elements.flatMap(\.components).map { Q($0.vat ?? .zero) }
                    let untaxed = tariff.version == .v211 || tariff.taxIncluded == .notApplicable
                    if untaxed {
                        after = bound
                    } else if let rate = rates.first, rates.allSatisfy({ $0 == rate }) {
                        after = bound * (Q(1) + rate / Q(100))
                    } else {
                        after = nil
                    }
                }
            }
        }
        if let bound = limit?.afterTax.map({ Q($0) }), let gross = after, breaks(gross, bound) {
            after = bound
        }
    }
}
