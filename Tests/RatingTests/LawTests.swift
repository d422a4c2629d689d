import Amounts
import BigInt
import Rating
import Roaming
import Testing

@Suite struct LawTests {
    private let rules = RatingRules(rounding: .none, timeZone: "Europe/Amsterdam")

    private func forEachCase(
        _ seed: UInt64, _ count: Int, _ body: (Charge, [Tariff], inout Seeded) throws -> Void
    ) rethrows {
        var source = RandomCharges(seed: seed)
        for _ in 0..<count {
            let tariffs = [source.tariff("T1"), source.tariff("T2")]
            let charge = source.charge(tariffs)
            try body(charge, tariffs, &source.random)
        }
    }

    @Test func `an element that never matches changes nothing`() throws {
        try forEachCase(101, 150) { (charge, tariffs, _) throws in
            var never = Restrictions()
            never.unknown = ["booking"]
            let element = TariffElement(
                components: TariffDimension.allCases.map {
                    PriceComponent($0, price: ExactDecimal(99), stepSize: 7)
                }, restrictions: never)
            var more = tariffs
            // The tariff's one tax rate would change with the element's.
            for index in more.indices where tariffs[index].minPrice?.beforeTax == nil {
                more[index].elements.insert(element, at: 0)
            }
            let (one, other) = try (priced(charge, more, rules), priced(charge, tariffs, rules))
            #expect(parts(one) == parts(other))
        }
    }

    @Test func `scaling every price and limit scales every total`() throws {
        try forEachCase(102, 150) { charge, tariffs, _ in
            let scaled = try tariffs.map { try $0.scaled(by: ExactDecimal(3)) }
            let one = try priced(charge, tariffs, rules)
            let three = try priced(charge, scaled, rules)
            for category in Category.allCases {
                #expect(
                    three.beforeTax(category)
                        == one.beforeTax(category).map { $0 * ExactAmount(3) })
                #expect(
                    three.afterTax(category) == one.afterTax(category).map { $0 * ExactAmount(3) })
            }
        }
    }

    @Test func `cutting periods in halves changes nothing when boundaries are split`() throws {
        var split = rules
        split.periods = .split
        split.hours = .literal
        try forEachCase(103, 150) { charge, tariffs, _ in
            let halved = charge.halved
            let (one, other) = try (
                priced(charge, tariffs, split), priced(halved, tariffs, split)
            )
            #expect(parts(one) == parts(other), "\(charge) \(tariffs)")
        }
    }

    @Test func `totals stay between minimum and maximum`() throws {
        try forEachCase(104, 200) { charge, tariffs, _ in
            guard !charge.credit else { return }
            let rated = try priced(charge, tariffs, rules)
            guard let tariff = rated.tariff.map({ tariffs[$0] }) else { return }
            if let net = rated.beforeTax(.total) {
                let most = tariff.maxPrice?.beforeTax.map { ExactAmount($0) }
                if let most { #expect(net <= most) }
                if let least = tariff.minPrice?.beforeTax.map({ ExactAmount($0) }) {
                    #expect(net >= min(least, most ?? least))
                }
            }
            if let gross = rated.afterTax(.total) {
                let most = tariff.maxPrice?.afterTax.map { ExactAmount($0) }
                if let most { #expect(gross <= most) }
            }
        }
    }

    @Test func `the order of CDRs does not matter to a rater`() throws {
        var cases: [(Charge, [CompiledTariff])] = []
        forEachCase(105, 150) { charge, tariffs, _ in
            cases.append((charge, tariffs.map { compile($0) }))
        }
        var rater = Rater(under: rules)
        func price(_ one: (Charge, [CompiledTariff])) throws -> NaivePricer.Parts {
            guard case .priced(let rated) = rater.rate(one.0, by: one.1) else { throw NotPriced() }
            return parts(rated)
        }
        let forward = try cases.map { try price($0) }
        let backward = try cases.reversed().map { try price($0) }
        #expect(forward == backward.reversed())
    }
}

extension Tariff {
    fileprivate func scaled(by factor: ExactDecimal) throws -> Tariff {
        var scaled = self
        func times(_ price: Price?) throws -> Price? {
            try price.map {
                try Price(
                    beforeTax: $0.beforeTax.map { try $0 * factor },
                    afterTax: $0.afterTax.map { try $0 * factor })
            }
        }
        scaled.minPrice = try times(minPrice)
        scaled.maxPrice = try times(maxPrice)
        for element in elements.indices {
            for component in elements[element].components.indices {
                let price = elements[element].components[component].price
                scaled.elements[element].components[component].price = try price * factor
            }
        }
        return scaled
    }
}

extension Charge {
    /// Every period whose length is even becomes two, with half the volumes each.
    fileprivate var halved: Charge {
        var halved = self
        halved.periods = []
        halved.volumes = []
        let order = periods.indices.sorted {
            (periods[$0].start.milliseconds, $0) < (periods[$1].start.milliseconds, $1)
        }
        for (place, index) in order.enumerated() {
            let period = periods[index]
            let until = place + 1 < order.count ? periods[order[place + 1]].start : end
            let length = until.map { $0.milliseconds(since: period.start) } ?? 0
            let isCut = length > 0 && length % 2 == 0
            for half in 0..<(isCut ? 2 : 1) {
                let from = Int32(halved.volumes.count)
                for volume in period.volumes.map({ volumes[Int($0)] }) {
                    halved.volumes.append(isCut ? volume.halved : volume)
                }
                halved.periods.append(
                    ChargingPeriod(
                        start: Instant(
                            milliseconds: period.start.milliseconds + Int64(half) * length / 2),
                        volumes: from..<Int32(halved.volumes.count), tariffID: period.tariffID))
            }
        }
        return halved
    }
}

extension Volume {
    fileprivate var halved: Volume {
        switch kind {
        case .energy, .time, .parkingTime, .reservationTime:
            Volume(
                kind,
                ExactDecimal(coefficient: amount.coefficient * 5, scale: amount.scale + 1))
        default: self
        }
    }
}
