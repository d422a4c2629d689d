import Amounts
import Roaming

/// SplitMix64: the same charges for the same seed everywhere.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func one<T>(of choices: [T]) -> T {
        choices[Int.random(in: choices.indices, using: &self)]
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func decimal(_ range: ClosedRange<Int>, _ scale: Int) -> ExactDecimal {
        ExactDecimal(coefficient: Int128(Int.random(in: range, using: &self)), scale: scale)
    }
}

/// Odd but legal tariffs and CDRs: few values each, so that bounds are hit often.
struct RandomCharges {
    var random: Seeded
    static let zones = ["UTC", "Europe/Amsterdam", "Asia/Kolkata", "America/New_York"]
    /// Ordinary days and both DST changes of 2024 in Europe and America.
    static let days = [
        1_705_276_800, 1_706_745_600, 1_711_843_200, 1_710_028_800, 1_729_987_200, 1_730_592_000,
        1_709_164_800,
    ]

    init(seed: UInt64) { random = Seeded(state: seed) }

    mutating func tariff(_ id: String) -> Tariff {
        let version = random.one(of: [OCPIVersion.v221, .v221, .v221, .v230, .v211])
        var tariff = Tariff(
            party: nil, id: id, currency: eur, elements: [], version: version)
        if version == .v230 {
            tariff.taxIncluded = random.one(of: [.yes, .yes, .no, .notApplicable])
        }
        for _ in 0...Int.random(in: 0...4, using: &random) { tariff.elements.append(element()) }
        if random.chance(25) { tariff.minPrice = limit(0...1500) }
        if random.chance(25) { tariff.maxPrice = limit(100...4000) }
        return tariff
    }

    private mutating func limit(_ range: ClosedRange<Int>) -> Price {
        let before = random.decimal(range, 2)
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: Price(beforeTax: nil, afterTax: before)
        case 1: Price(beforeTax: before, afterTax: random.decimal(range, 2))
        default: Price(beforeTax: before, afterTax: nil)
        }
    }

    private mutating func element() -> TariffElement {
        var components: [PriceComponent] = []
        for dimension in TariffDimension.allCases where random.chance(55) {
            let digits = random.one(of: [0, 1, 2, 3, 4, 9, 12])
            components.append(
                PriceComponent(
                    dimension, price: random.decimal(0...9999, digits),
                    vat: random.one(of: [nil, nil, "21", "19.0", "5.2", "0", "33.333"]).flatMap {
                        ExactDecimal($0)
                    },
                    stepSize: random.one(of: [nil, 0, 1, 1, 60, 100, 300, 500, 900, 1800])))
        }
        if components.isEmpty { components.append(PriceComponent(.flat, price: .zero)) }
        return TariffElement(components: components, restrictions: restrictions())
    }

    private mutating func restrictions() -> Restrictions {
        var given = Restrictions()
        if random.chance(35) { return given }
        if random.chance(30) {
            given.startMinute = random.one(of: [nil, 0, 120, 420, 720, 1020, 1320])
            given.endMinute = random.one(of: [nil, 0, 150, 480, 720, 1140, 1440])
        }
        if random.chance(20) { given.weekdays = UInt8.random(in: 0...127, using: &random) }
        if random.chance(10) {
            let day = Int(random.one(of: Self.days)) / 86_400
            if random.chance(60) { given.startDate = Day(daysSince1970: day) }
            if random.chance(60) { given.endDate = Day(daysSince1970: day + 1) }
        }
        if random.chance(20) {
            if random.chance(60) { given.minEnergy = decimal(0...20, [0, 1]) }
            if random.chance(60) { given.maxEnergy = random.decimal(0...30, 0) }
        }
        if random.chance(20) {
            if random.chance(60) { given.minDuration = random.one(of: [0, 900, 1800, 3601]) }
            if random.chance(60) { given.maxDuration = random.one(of: [900, 1800, 3600, 7200]) }
        }
        if random.chance(12) {
            if random.chance(60) { given.minPower = random.decimal(1...20, 0) }
            if random.chance(60) { given.maxPower = random.decimal(1...30, 0) }
        }
        if random.chance(8) { given.maxCurrent = random.decimal(10...32, 0) }
        if random.chance(25) { given.reservation = random.one(of: [.reservation, .expires]) }
        if random.chance(3) { given.unknown = ["booking"] }
        return given
    }

    mutating func charge(_ tariffs: [Tariff]) -> Charge {
        var charge = Charge(version: .v221)
        charge.currency = eur
        var now = Int64(random.one(of: Self.days) + 900 * Int.random(in: 0..<110, using: &random))
        charge.start = Instant(seconds: now)
        let naming = random.one(of: [0, 1, 1, 2])
        for _ in 0...Int.random(in: 0...5, using: &random) {
            let length = Int64(random.one(of: [0, 300, 1200, 2400, 3600, 5407, 9000, 30_000]))
            let from = Int32(charge.volumes.count)
            addVolumes(&charge, length)
            let named = naming == 1 || (naming == 2 && random.chance(70))
            charge.periods.append(
                ChargingPeriod(
                    start: Instant(milliseconds: now * 1000 + Int64(random.chance(5) ? 250 : 0)),
                    volumes: from..<Int32(charge.volumes.count),
                    tariffID: named ? random.one(of: tariffs).id : nil))
            now += length
        }
        if random.chance(95) { charge.end = Instant(seconds: now) }
        if random.chance(5) { charge.periods.reverse() }
        charge.credit = random.chance(3)
        charge.reservationExpired = random.chance(3)
        return charge
    }

    private mutating func addVolumes(_ charge: inout Charge, _ length: Int64) {
        func hours(_ digits: Int, _ isOff: Bool) -> ExactDecimal {
            let exact = Int128(length) * powerOfTen(digits)
            let printed = (exact + 1800) / 3600 + (isOff ? 1 : 0)
            return ExactDecimal(coefficient: printed, scale: digits)
        }
        let digits = random.one(of: [4, 4, 4, 2, 3, 7, 16])
        let kind = Int.random(in: 0..<10, using: &random)
        if kind < 6 {
            let energy = decimal(-2000...15_000, [3, 3, 4, 8])
            charge.volumes.append(Volume(.energy, kind < 5 && energy.isNegative ? .zero : energy))
            if random.chance(80) {
                charge.volumes.append(Volume(.time, hours(digits, random.chance(10))))
            }
            if random.chance(5) {
                charge.volumes.append(Volume(.energy, random.decimal(0...900, 2)))
            }
        }
        if kind == 6 || kind == 7 || random.chance(5) {
            charge.volumes.append(Volume(.parkingTime, hours(digits, random.chance(10))))
        }
        if kind >= 8 || random.chance(3) {
            charge.volumes.append(Volume(.reservationTime, hours(digits, random.chance(10))))
        }
        if random.chance(50) { charge.volumes.append(Volume(.maxPower, random.decimal(1...40, 0))) }
        if random.chance(40) { charge.volumes.append(Volume(.minPower, random.decimal(1...30, 0))) }
        if random.chance(20) {
            charge.volumes.append(Volume(.minCurrent, random.decimal(8...40, 0)))
        }
    }

    private mutating func decimal(_ range: ClosedRange<Int>, _ scales: [Int]) -> ExactDecimal {
        let scale = random.one(of: scales)
        return random.decimal(range, scale)
    }

    private func powerOfTen(_ exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
