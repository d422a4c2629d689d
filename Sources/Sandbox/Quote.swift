import Amounts
import Roaming

/// A stretch of a stay in which nothing that bears on the price changes.
struct Segment {
    var start: Int
    var seconds: Int
    /// Wh
    var energy: Int
    var parking: Bool
}

/// What a stay costs by its plan, in hundredths, each total rounded half-up once.
struct Quote {
    struct Cost {
        var before: Int
        /// Equal to `before` when the plan states no VAT.
        var after: Int
    }

    var total: Cost
    var fixed: Cost
    var energy: Cost
    var time: Cost
    var parking: Cost
}

/// Cuts a stay where its plan's price may change; energy flows evenly while charging.
func segments(start: Int, charging: Int, parking: Int, energy: Int, plan: TariffPlan) -> [Segment] {
    let (unplugged, end) = (start + charging, start + charging + parking)
    let changes = plan.changes(between: start, and: end)
    var result: [Segment] = []
    var delivered = 0
    let chargingStarts = [start] + changes.filter { $0 < unplugged }
    for (index, from) in chargingStarts.enumerated() {
        let until = index + 1 < chargingStarts.count ? chargingStarts[index + 1] : unplugged
        let sofar = energy * (until - start) / charging
        result.append(
            Segment(start: from, seconds: until - from, energy: sofar - delivered, parking: false))
        delivered = sofar
    }
    guard parking > 0 else { return result }
    let parkingStarts = [unplugged] + changes.filter { $0 > unplugged }
    for (index, from) in parkingStarts.enumerated() {
        let until = index + 1 < parkingStarts.count ? parkingStarts[index + 1] : end
        result.append(Segment(start: from, seconds: until - from, energy: 0, parking: true))
    }
    return result
}

/// Prices segments in closed form, the second method beside `Rating`: whole Wh and seconds times
/// ten-thousandths, over one common denominator, rounded once at the end (tariffs.md).
func quote(_ segments: [Segment], by plan: TariffPlan) -> Quote {
    var (energy, time, parking) = (Meter(), Meter(), Meter())
    for segment in segments {
        if segment.energy > 0 {
            energy.add(segment.energy, plan.component(.energy, at: segment.start))
        }
        if segment.parking {
            parking.add(segment.seconds, plan.component(.parkingTime, at: segment.start))
        } else {
            time.add(segment.seconds, plan.component(.time, at: segment.start))
        }
    }
    energy.roundUp()
    // step_size counts once for TIME and PARKING_TIME together: on parking when there is any
    // that is billed, else on charging (mod_cdrs, step_size).
    if parking.billed > 0 { parking.roundUp() } else { time.roundUp() }
    let flat = segments.lazy.compactMap { plan.component(.flat, at: $0.start) }.first
    let parts = Parts(
        fixed: (flat?.price.tenThousandths ?? 0) * Parts.perUnit,
        energy: energy.amount * (Parts.perUnit / 1_000),
        time: time.amount * (Parts.perUnit / 3_600),
        parking: parking.amount * (Parts.perUnit / 3_600))
    return parts.quote(vat: plan.vat, minimum: plan.minimum)
}

/// Billable volume of one dimension, and what it costs in ten-thousandths of price × unit.
private struct Meter {
    private(set) var billed = 0
    private(set) var amount = 0
    private var last: TariffPlan.Component?

    mutating func add(_ volume: Int, _ component: TariffPlan.Component?) {
        guard let component else { return }
        billed += volume
        amount += volume * component.price.tenThousandths
        last = component
    }

    /// Up to a multiple of the last component's step, at that component's price.
    mutating func roundUp() {
        guard let last, last.step > 0, billed > 0, billed % last.step > 0 else { return }
        let surplus = last.step - billed % last.step
        billed += surplus
        amount += surplus * last.price.tenThousandths
    }
}

/// Amounts before tax over the common denominator `10_000 × perUnit`.
private struct Parts {
    /// Both Wh (1,000) and seconds (3,600) divide it.
    static let perUnit = 18_000
    static let denominator = 10_000 * perUnit

    var fixed: Int
    var energy: Int
    var time: Int
    var parking: Int

    func quote(vat: Int?, minimum: (before: Int, after: Int)?) -> Quote {
        let percent = 100 + (vat ?? 0)
        func cost(_ before: Int, atLeast least: (before: Int, after: Int) = (0, 0)) -> Quote.Cost {
            let hundredth = Self.denominator / 100
            let base = max(before, least.before * hundredth)
            let gross = max(before * percent, least.after * hundredth * 100)
            return Quote.Cost(
                before: Self.rounded(base, over: hundredth),
                after: Self.rounded(gross, over: hundredth * 100))
        }
        return Quote(
            total: cost(fixed + energy + time + parking, atLeast: minimum ?? (0, 0)),
            fixed: cost(fixed), energy: cost(energy), time: cost(time), parking: cost(parking))
    }

    /// Half-up; amounts here are never negative.
    private static func rounded(_ amount: Int, over unit: Int) -> Int { (amount + unit / 2) / unit }
}
