import Amounts
import Roaming

extension RandomCharges {
    /// A tariff that looks at nothing but the local time, has a price for everything and nothing odd.
    mutating func plainTariff(_ id: String) -> Tariff {
        var plain = tariff(id)
        (plain.version, plain.taxIncluded) = (.v221, nil)
        (plain.minPrice, plain.maxPrice) = (nil, nil)
        plain.elements.append(
            TariffElement(
                components: TariffDimension.allCases.map {
                    PriceComponent($0, price: random.decimal(0...999, 2), stepSize: 60)
                }))
        for index in plain.elements.indices {
            var element = plain.elements[index]
            (element.restrictions.minEnergy, element.restrictions.maxEnergy) = (nil, nil)
            (element.restrictions.minDuration, element.restrictions.maxDuration) = (nil, nil)
            (element.restrictions.minPower, element.restrictions.maxPower) = (nil, nil)
            element.restrictions.maxCurrent = nil
            element.restrictions.unknown = []
            for place in element.components.indices {
                element.components[place].price = random.decimal(-50...999, 3)
                element.components[place].stepSize = random.one(of: [0, 1, 60, 300, 500, 1800])
            }
            plain.elements[index] = element
        }
        return plain
    }

    /// Periods in order that all name `tariff`, with hours near the clock's.
    mutating func plainCharge(_ tariff: Tariff) -> Charge {
        var charge = Charge(version: .v221)
        charge.currency = tariff.currency
        var now = Int64(random.one(of: Self.days) + 900 * Int.random(in: 0..<110, using: &random))
        charge.start = random.chance(80) ? Instant(seconds: now) : nil
        for _ in 0...Int.random(in: 0...6, using: &random) {
            let length = Int64(random.one(of: [0, 300, 1201, 3600, 5407, 9000, 30_000, 90_000]))
            let first = Int32(charge.volumes.count)
            let printed = (Int128(length) * 10_000 + 1800) / 3600 - (random.chance(10) ? 3 : 0)
            let hours = ExactDecimal(coefficient: printed, scale: 4)
            if random.chance(70) {
                charge.volumes.append(Volume(.energy, random.decimal(0...40_000, 3)))
            }
            charge.volumes.append(Volume(random.chance(70) ? .time : .parkingTime, hours))
            if random.chance(50) { charge.volumes.append(Volume(.maxPower, ExactDecimal(11))) }
            charge.periods.append(
                ChargingPeriod(
                    start: Instant(milliseconds: now * 1000 + (random.chance(3) ? 250 : 0)),
                    volumes: first..<Int32(charge.volumes.count), tariffID: tariff.id))
            now += length
        }
        charge.end = Instant(seconds: now + (random.chance(50) ? 1 : 0))
        charge.credit = random.chance(5)
        return charge
    }
}
