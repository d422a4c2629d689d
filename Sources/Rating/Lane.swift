/// The components chosen for one state: places into the tariff's components, `none` where no
/// element matches, `unasked` where nothing is there to price.
struct Choice: Equatable, BitwiseCopyable {
    static let none: Int32 = -1
    static let unasked: Int32 = -2

    var energy = unasked
    var time = unasked
    var parking = unasked
    var flat = unasked
    var reservedTime = unasked
    var reservedFlat = unasked
    /// The tariff all of them belong to, -1 when none is relevant.
    var tariff: Int32 = -1
}

/// Adds up what one kind of volume costs over a session, with one step budget.
///
/// Consecutive volumes at the same component are added before they are multiplied.
struct Lane<Number: ExactInteger> {
    var tariff: Int32 = -1
    var component: Int32 = -1
    var terms: Terms<Number> = .free
    var pending = Number.zero
    var total = Number.zero
    var net = Number.zero
    var gross = Number.zero
    var netIsUnknown = false

    /// Some component priced a volume other than zero.
    var isUsed: Bool { component >= 0 }

    @inline(__always)
    mutating func add<S: Scale>(
        _ volume: Number, at component: Int32, of tariff: Int32, _ views: [TariffView],
        _ scale: inout S
    ) where S.Number == Number {
        guard !volume.isZero else { return }
        if component != self.component || tariff != self.tariff {
            flush(&scale.overflow)
            self.component = component
            self.tariff = tariff
            terms = scale.terms(views[Int(tariff)], Int(component))
        }
        pending = pending.plus(volume, &scale.overflow)
        total = total.plus(volume, &scale.overflow)
    }

    /// Rounds the total up to the step of the last component, at that component's price.
    /// `cuts` is the factor by which volumes were multiplied for `split`.
    /// Returns what was added.
    mutating func round(_ cuts: Number?, _ overflow: inout Bool) -> Number {
        var step = terms.step
        if let cuts { step = step.times(cuts, &overflow) }
        let surplus = total.missing(toMultipleOf: step, &overflow)
        pending = pending.plus(surplus, &overflow)
        return surplus
    }

    mutating func flush(_ overflow: inout Bool) {
        guard !pending.isZero else { return }
        net = net.plus(terms.net.times(pending, &overflow), &overflow)
        gross = gross.plus(terms.gross.times(pending, &overflow), &overflow)
        if terms.netIsUnknown { netIsUnknown = true }
        pending = .zero
    }
}

/// An amount before and after tax.
struct Pair<Number: ExactInteger> {
    var net = Number.zero
    var gross = Number.zero
    var netIsUnknown = false
    var grossIsUnknown = false

    mutating func add(_ other: Pair, _ overflow: inout Bool) {
        net = net.plus(other.net, &overflow)
        gross = gross.plus(other.gross, &overflow)
        netIsUnknown = netIsUnknown || other.netIsUnknown
        grossIsUnknown = grossIsUnknown || other.grossIsUnknown
    }

    /// Is what is paid the same? After tax where known.
    func exact(over unit: Number) -> ExactAmount {
        (grossIsUnknown ? net : gross).exact(over: unit)
    }
}

/// One CDR's amounts in the units of the scale that priced it.
struct Totals<Number: ExactInteger> {
    var fixed = Pair<Number>()
    var energy = Pair<Number>()
    var time = Pair<Number>()
    var parking = Pair<Number>()
    var reservation = Pair<Number>()
    var total = Pair<Number>()
    /// Units of one currency.
    var unit: Number

    subscript(category: Category) -> Pair<Number> {
        switch category {
        case .fixed: fixed
        case .energy: energy
        case .time: time
        case .parking: parking
        case .reservation: reservation
        case .total: total
        }
    }
}

/// The cost fields of a CDR.
package enum Category: UInt8, Sendable, Hashable, CaseIterable {
    case fixed, energy, time, parking, reservation, total

    /// `total_fixed_cost` …
    package var wireName: String {
        switch self {
        case .fixed: "total_fixed_cost"
        case .energy: "total_energy_cost"
        case .time: "total_time_cost"
        case .parking: "total_parking_cost"
        case .reservation: "total_reservation_cost"
        case .total: "total_cost"
        }
    }
}
