import Amounts
import Roaming

/// The differences of a month that are too small to mind, kept until their sum is known: small ones
/// that all go one way must not pass unseen (settlement practice §2.3).
struct Tolerated {
    private struct Small {
        let matter: Matter
        let place: Int
        let currency: Currency
        let difference: ExactDecimal
    }

    private var all: [Small] = []

    /// - Parameter place: of the line among the month's.
    mutating func note(
        _ matter: Matter, _ line: ReconciledLine, at place: Int
    ) throws(AmountOverflow) {
        guard line.disposition == .matchedWithinTolerance, let currency = line.currency else {
            return
        }
        all.append(
            Small(
                matter: matter, place: place, currency: currency,
                difference: line.difference ?? .zero))
    }

    /// Where a currency's sum exceeds its cap, what differs in the direction of the sum is not
    /// tolerated after all.
    /// - Returns: the sums before that, by currency.
    func applyCaps(
        of desk: Desk, to lines: inout [ReconciledLine]
    ) throws(AmountOverflow) -> [ToleratedSum] {
        let caps = desk.rules.tolerances(at: desk.homeHub).monthlyCap
        var sums: [ToleratedSum] = []
        for currency in Set(all.map(\.currency)).sorted() {
            let own = all.filter { $0.currency == currency }
            var sum = ExactDecimal.zero
            for small in own { sum = try sum + small.difference }
            let cap = caps[currency]
            sums.append(ToleratedSum(currency: currency, lines: own.count, sum: sum, cap: cap))
            guard let cap, try sum.magnitude() > cap else { continue }
            for small in own
            where !small.difference.isZero && small.difference.isNegative == sum.isNegative {
                lines[small.place] = try small.matter.line(beyond: Cap(sum: sum, amount: cap))
            }
        }
        return sums
    }
}

/// What a month's small differences come to, and what was agreed that they may.
struct Cap {
    let sum: ExactDecimal
    let amount: ExactDecimal
}
