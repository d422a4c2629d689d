import Amounts
import BigInt
import Roaming

/// What one unit of a component's volume costs, in a scale's units.
struct Terms<Number: ExactInteger> {
    var net: Number
    var gross: Number
    /// In volume units; zero = no rounding.
    var step: Number
    var netIsUnknown: Bool

    static var free: Terms { Terms(net: .zero, gross: .zero, step: .zero, netIsUnknown: false) }
}

/// Minimum and maximum of a whole session, as prices of one volume unit of 1.
struct Limits<Number: ExactInteger> {
    var minNet: Number?
    var minGross: Number?
    var maxNet: Number?
    var maxGross: Number?
}

enum BoundKind { case minEnergy, maxEnergy, minCurrent, maxCurrent, minPower, maxPower }

/// How numbers of a CDR and its tariffs become integers that add and multiply exactly.
///
/// Volumes are in `1/unit` of a kWh, A, kW or second; amounts in `1/(unit × priceUnit)` currency.
protocol Scale: Sendable {
    associatedtype Number: ExactInteger
    var unit: Number { get }
    var priceUnit: Number { get }
    /// Units in a millionth.
    var perMillionth: Number { get }
    /// Set when anything did not fit; every result is then worthless.
    var overflow: Bool { get set }
    mutating func quantity(_ decimal: ExactDecimal) -> Number
    mutating func seconds(hours: ExactDecimal) -> Number
    mutating func seconds(milliseconds: Int64) -> Number
    mutating func terms(_ tariff: TariffView, _ component: Int) -> Terms<Number>
    mutating func limits(_ tariff: TariffView) -> Limits<Number>
    mutating func bound(_ tariff: TariffView, _ element: Int, _ kind: BoundKind) -> Number?
}

/// Fixed point in 128 bits: exact, or it says that it does not fit.
///
/// `extra` decimals beyond the millionth serve CDRs whose hours have many digits.
struct FixedScale: Scale {
    static let unit: Int128 = 1_000_000
    /// 3600·10^8: prices with up to eight decimals (before and after tax), per kWh or hour.
    static let priceUnit: Int128 = 360_000_000_000

    let unit: Int128
    let decimals: Int
    var overflow = false
    let perMillionth: Int128
    var priceUnit: Int128 { Self.priceUnit }

    init(extra: Int = 0) {
        decimals = 6 + extra
        unit = Tens.value(decimals)
        perMillionth = unit / Self.unit
    }

    @inline(__always)
    mutating func quantity(_ decimal: ExactDecimal) -> Int128 {
        guard decimal.scale <= decimals, let short = decimal.short else {
            return divided(decimal, by: unit)
        }
        return Int128(short).times(Int128(Tens.short(decimals - decimal.scale)), &overflow)
    }

    @inline(__always)
    mutating func seconds(hours: ExactDecimal) -> Int128 {
        guard hours.scale <= decimals, let short = hours.short else {
            return divided(hours, by: unit * 3600)
        }
        let finer = Tens.short(decimals - hours.scale)
        guard decimals == 6 else {
            return (Int128(short) * 3600).times(Int128(finer), &overflow)
        }
        return Int128(short).times(Int128(finer &* 3600), &overflow)
    }

    private mutating func divided(_ decimal: ExactDecimal, by unit: Int128) -> Int128 {
        let (product, flag) = decimal.coefficient.multipliedReportingOverflow(by: unit)
        let (quotient, rest) = product.quotientAndRemainder(
            dividingBy: Tens.value(decimal.scale))
        if flag || rest != 0 { overflow = true }
        return quotient
    }

    @inline(__always)
    mutating func seconds(milliseconds: Int64) -> Int128 {
        Int128(milliseconds).times(decimals == 6 ? 1000 : unit / 1000, &overflow)
    }

    @inline(__always)
    mutating func terms(_ tariff: TariffView, _ component: Int) -> Terms<Int128> {
        let row = tariff.components[component]
        let perStep = row.isEnergy ? (decimals == 6 ? 1000 : unit / 1000) : unit
        return Terms(
            net: Int128(row.net), gross: Int128(row.gross),
            step: Int128(row.step).times(perStep, &overflow), netIsUnknown: row.netIsUnknown)
    }

    mutating func limits(_ tariff: TariffView) -> Limits<Int128> {
        let row = tariff.limits
        return Limits(
            minNet: row.minNet.map { Int128($0) }, minGross: row.minGross.map { Int128($0) },
            maxNet: row.maxNet.map { Int128($0) }, maxGross: row.maxGross.map { Int128($0) })
    }

    mutating func bound(_ tariff: TariffView, _ element: Int, _ kind: BoundKind) -> Int128? {
        let row = tariff.bounds[Int(tariff.rows[element].bounds)]
        let value =
            switch kind {
            case .minEnergy: row.minEnergy
            case .maxEnergy: row.maxEnergy
            case .minCurrent: row.minCurrent
            case .maxCurrent: row.maxCurrent
            case .minPower: row.minPower
            case .maxPower: row.maxPower
            }
        guard value != .min, value != .max else { return nil }
        return decimals == 6 ? Int128(value) : Int128(value).times(unit / Self.unit, &overflow)
    }
}

/// Integers of any size: forty decimals of volume, eighty of price, and every tax divisor.
struct WideScale: Scale {
    let unit: BigInt
    let priceUnit: BigInt
    var perMillionth: BigInt { unit / 1_000_000 }
    let tariffs: [CompiledTariff]
    var overflow = false
    private static let volumeDecimals = 40
    private static let priceDecimals = 80

    /// Prices that include tax are divided by their rate: all rates go into the unit.
    init(_ tariffs: [CompiledTariff]) {
        self.tariffs = tariffs
        unit = BigInt(10).power(Self.volumeDecimals)
        var divisor: BigInt = 1
        for tariff in tariffs where TaxReading(tariff.source) == .included {
            for component in tariff.source.elements.flatMap(\.components) {
                guard let down = Self.taxed(component.vat), down > .zero,
                    divisor % down != .zero
                else { continue }
                divisor *= down
            }
        }
        priceUnit = 3600 * divisor * BigInt(10).power(Self.priceDecimals)
    }

    /// `100 + vat`, times the power of ten that makes it whole.
    private static func taxed(_ vat: ExactDecimal?) -> BigInt? {
        guard let vat else { return nil }
        return 100 * BigInt(10).power(vat.scale) + BigInt(vat.coefficient)
    }

    func quantity(_ decimal: ExactDecimal) -> BigInt { whole(decimal, unit) }
    func seconds(hours: ExactDecimal) -> BigInt { whole(hours, unit * 3600) }
    func seconds(milliseconds: Int64) -> BigInt { BigInt(milliseconds) * unit / 1000 }

    /// Units have more decimals than any `ExactDecimal`, so the division leaves nothing.
    private func whole(_ decimal: ExactDecimal, _ unit: BigInt) -> BigInt {
        BigInt(decimal.coefficient) * unit / BigInt(10).power(decimal.scale)
    }

    func terms(_ tariff: TariffView, _ component: Int) -> Terms<BigInt> {
        let row = tariff.components[component]
        let given = tariffs[Int(tariff.place)].source
        let source = given.elements[Int(row.element)].components[Int(row.component)]
        let isFlatOrEnergy = source.dimension == .flat || source.dimension == .energy
        let asked = whole(source.price, isFlatOrEnergy ? priceUnit : priceUnit / 3600)
        let step = BigInt(row.step) * (source.dimension == .energy ? unit / 1000 : unit)
        var terms = Terms(net: asked, gross: asked, step: step, netIsUnknown: row.netIsUnknown)
        guard let vat = source.vat, let down = Self.taxed(vat) else { return terms }
        let hundred = 100 * BigInt(10).power(vat.scale)
        switch TaxReading(given) {
        case .none: break
        case .onTop: terms.gross = asked * down / hundred
        case .included where down > .zero: terms.net = asked * hundred / down
        case .included: break
        }
        return terms
    }

    func limits(_ tariff: TariffView) -> Limits<BigInt> {
        let given = tariffs[Int(tariff.place)].source
        let (low, high) = (given.minPrice, given.maxPrice)
        return Limits(
            minNet: low?.beforeTax.map { whole($0, priceUnit) },
            minGross: low?.afterTax.map { whole($0, priceUnit) },
            maxNet: high?.beforeTax.map { whole($0, priceUnit) },
            maxGross: high?.afterTax.map { whole($0, priceUnit) })
    }

    func bound(_ tariff: TariffView, _ element: Int, _ kind: BoundKind) -> BigInt? {
        let given = tariffs[Int(tariff.place)].source.elements[element].restrictions
        let value =
            switch kind {
            case .minEnergy: given.minEnergy
            case .maxEnergy: given.maxEnergy
            case .minCurrent: given.minCurrent
            case .maxCurrent: given.maxCurrent
            case .minPower: given.minPower
            case .maxPower: given.maxPower
            }
        return value.map { quantity($0) }
    }
}
