import Amounts
import Roaming

/// Running sums of what came over each hub that charges for it. The terms are those of the month's
/// last day, as on the hub's invoice for the month.
struct HubFeeTally {
    private struct Sums {
        var cdrs = 0
        var energy = ExactDecimal.zero
        var net = ExactDecimal.zero
    }

    private let rules: [HubFeeRule]
    private let terms: [HubFeeTerms?]
    private let rounding: Rounding
    /// Place in `rules` by hub.
    private let places: [String: Int]
    private var sums: [Sums]

    init(month: Month, rules: SettlementRules) {
        let lastDay = month.next.firstDay.advanced(by: -1)
        self.rules = rules.hubFees
        terms = rules.hubFees.map { $0.terms.rule(on: lastDay) }
        rounding = rules.bookRounding
        places = Dictionary(
            uniqueKeysWithValues: rules.hubFees.enumerated().map { ($0.element.hub, $0.offset) })
        sums = Array(repeating: Sums(), count: rules.hubFees.count)
    }

    /// Takes in a line with a CDR that came over a hub. CDRs and energy count where the session is
    /// settled, so a credited one counts with what was issued instead, if anything.
    mutating func add(_ line: ReconciledLine) throws(AmountOverflow) {
        guard !places.isEmpty, let hub = line.hub, line.cdrID != nil, let place = places[hub],
            let terms = terms[place], terms.sides.contains(line.side)
        else { return }
        if line.isSettled {
            sums[place].cdrs += 1
            sums[place].energy = try sums[place].energy + (line.energy ?? .zero)
        }
        if line.currency == terms.currency {
            sums[place].net = try sums[place].net + line.agreedBeforeTax
        }
    }

    /// One fee for each hub whose terms hold, by hub; none where nothing is charged.
    func fees() throws(SettlementError) -> [HubFee] {
        var fees: [HubFee] = []
        for (place, rule) in rules.enumerated() {
            guard let terms = terms[place] else { continue }
            let fee = try terms.fee(
                of: rule, cdrs: sums[place].cdrs, energy: sums[place].energy, net: sums[place].net,
                rounding)
            if !fee.total.isZero { fees.append(fee) }
        }
        return fees.sorted { $0.hub < $1.hub }
    }
}
