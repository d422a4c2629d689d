import Amounts
import Roaming

/// Amounts that are booked together, apart by day where each day has its own rate.
struct Parts {
    struct Sums {
        var agreed = ExactDecimal.zero
        var beforeTax = ExactDecimal.zero
        var disputed = ExactDecimal.zero
        /// Disputed, credits added up like charges.
        var held = ExactDecimal.zero

        mutating func add(_ line: ReconciledLine) throws(AmountOverflow) {
            agreed = try agreed + line.agreed
            beforeTax = try beforeTax + line.agreedBeforeTax
            disputed = try disputed + line.disputed
            held = try held + line.disputed.magnitude()
        }
    }

    private(set) var total = Sums()
    /// Empty unless amounts are kept by day.
    private(set) var byDay: [Day: Sums] = [:]

    mutating func add(_ line: ReconciledLine, on day: Day?) throws(AmountOverflow) {
        try total.add(line)
        guard let day, !(line.agreed.isZero && line.disputed.isZero) else { return }
        try byDay[day, default: Sums()].add(line)
    }

    static func + (a: Parts, b: Parts) throws(AmountOverflow) -> Parts {
        var sum = a
        try sum.total.add(b.total)
        for (day, sums) in b.byDay { try sum.byDay[day, default: Sums()].add(sums) }
        return sum
    }
}

extension Parts.Sums {
    fileprivate mutating func add(_ other: Parts.Sums) throws(AmountOverflow) {
        agreed = try agreed + other.agreed
        beforeTax = try beforeTax + other.beforeTax
        disputed = try disputed + other.disputed
        held = try held + other.held
    }
}
