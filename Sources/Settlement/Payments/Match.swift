import Amounts
package import Roaming

/// Matches bank entries with statements. The passes, each over all entries before the next:
///
/// 1. an entry that takes an earlier one back takes back what that one paid;
/// 2. statement numbers in the remittance text, whatever stands between their letters;
/// 3. the netting reference of a month with a partner or hub;
/// 4. a payer known by account or name, where exactly one answer comes to the amount: one statement,
///    all of one month, or all that is open.
///
/// What remains is for a person, with the statements that could be meant. Entries are taken by
/// booking day, account and id, so their order does not matter; entries about which something was
/// decided before are left alone.
///
/// - Parameter payments: new entries, and those that were allocated before (returns refer to them).
/// - Parameter items: with what earlier payments took off them.
/// - Returns: one result for each entry about which nothing was decided, in the order above.
package func match(
    _ payments: [Payment], with items: [StatementItem], under rules: PaymentRules
) throws(SettlementError) -> [MatchedPayment] {
    var matching = PaymentMatching(payments, items, rules)
    return try exact { () throws(AmountOverflow) in try matching.match() }
}

/// What an entry takes back, as a person says: all that another had paid.
/// - Returns: nil when the two are not of one size (but for charges), or go the same way.
package func takeBack(
    _ origin: Payment, with payment: Payment, under rules: PaymentRules
) throws(SettlementError) -> MatchedPayment? {
    try exact { () throws(AmountOverflow) in
        guard try payment.entry.isOpposite(of: origin.entry) else { return nil }
        var desk = PaymentDesk(items: [], rules: rules)
        return try desk.reverse(origin, with: payment)
    }
}

private struct PaymentMatching {
    private var desk: PaymentDesk
    private let rules: PaymentRules
    /// In the order in which they are taken.
    private let payments: [Payment]
    private var results: [String: MatchedPayment] = [:]

    init(_ payments: [Payment], _ items: [StatementItem], _ rules: PaymentRules) {
        self.payments = payments.sorted { BankEntry.precedes($0.entry, $1.entry) }
        self.rules = rules
        desk = PaymentDesk(items: items, rules: rules)
    }

    mutating func match() throws(AmountOverflow) -> [MatchedPayment] {
        let open = payments.filter { !$0.isDecided }
        for payment in open { try setAside(payment) }
        var returned: Set<String> = []
        for payment in payments {
            for allocation in payment.allocations {
                if let id = allocation.returnOf { returned.insert(id) }
            }
        }
        for payment in open where payment.entry.isReturn && results[payment.entry.id] == nil {
            try takeBack(payment, besides: &returned)
        }
        for pass in [AllocationBasis.reference, .netting, .amount] {
            for payment in open where results[payment.entry.id] == nil {
                results[payment.entry.id] = try desk.match(payment, by: pass)
            }
        }
        var answers: [MatchedPayment] = []
        for payment in open {
            if let result = results[payment.entry.id] {
                answers.append(result)
            } else {
                answers.append(try desk.unmatched(payment))
            }
        }
        return answers
    }

    /// What moves no money, and what cannot be booked.
    private mutating func setAside(_ payment: Payment) throws(AmountOverflow) {
        let entry = payment.entry
        guard !entry.amount.isZero else {
            results[entry.id] = desk.nothing(payment, .unmatched, "It moves no money.")
            return
        }
        let book = try rules.book(
            entry.amount, entry.currency, of: payment.entity, on: entry.bookedOn)
        guard book == nil else { return }
        results[entry.id] = desk.nothing(
            payment, .unmatched,
            "No rate of \(entry.currency) is known for \(entry.bookedOn); add it to Rules/fx.")
    }

    /// The entry that is taken back is of the same account, the other way, earlier, of the same size
    /// (but for charges); among several the one with the same reference or text.
    private mutating func takeBack(
        _ payment: Payment, besides returned: inout Set<String>
    ) throws(AmountOverflow) {
        let back = payment.entry
        var origins: [Payment] = []
        for origin in payments {
            let entry = origin.entry
            guard !entry.isReturn, !returned.contains(entry.id),
                try back.isOpposite(of: entry)
            else { continue }
            origins.append(origin)
        }
        let close = origins.filter { $0.entry.isLike(back) }
        let choice = close.isEmpty ? origins : close
        guard let origin = choice.first, choice.count == 1 else {
            let ids = choice.map(\.entry.id).sorted().prefix(PaymentDesk.candidatesMax)
            let names = ids.joined(separator: ", ")
            results[back.id] = desk.nothing(
                payment, choice.isEmpty ? .unmatched : .ambiguous,
                choice.isEmpty
                    ? "It takes an entry back, but there is none of this size."
                    : "It takes back one of \(names); which one cannot be told.")
            return
        }
        returned.insert(origin.entry.id)
        if !origin.isDecided {
            results[origin.entry.id] = desk.nothing(
                origin, .returned, "It was taken back by \(back.id).")
        }
        guard !origin.allocations.isEmpty else {
            results[back.id] = desk.nothing(
                payment, .returned, "It takes back \(origin.entry.id), which paid nothing.")
            return
        }
        results[back.id] = try desk.reverse(origin, with: payment)
    }
}

extension BankEntry {
    /// Of the same account, not before the other, and its size the other way but for charges.
    fileprivate func isOpposite(of other: BankEntry) throws(AmountOverflow) -> Bool {
        guard account == other.account, currency == other.currency, other.bookedOn <= bookedOn
        else { return false }
        let sum = try amount + other.amount
        let withCharges = try sum + charges
        return sum.isZero || withCharges.isZero
    }

    /// Has the reference or the text of the other.
    fileprivate func isLike(_ other: BankEntry) -> Bool {
        if !reference.isEmpty, reference == other.reference { return true }
        let (a, b) = (Identifier.compact(remittance), Identifier.compact(other.remittance))
        return !a.isEmpty && !b.isEmpty && (b.contains(a) || a.contains(b))
    }
}
