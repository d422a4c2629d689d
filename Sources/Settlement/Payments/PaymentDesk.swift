import Amounts
import Roaming

/// The open items while payments come in.
struct PaymentDesk {
    /// Statements named to a person as candidates.
    static let candidatesMax = 10

    /// By due day and number.
    private(set) var items: [StatementItem]
    private let rules: PaymentRules
    /// The numbers of each item as they are looked for in texts: capitals and digits only.
    private let numbers: [[[UInt8]]]
    private let nettingReferences: [[[UInt8]]]

    init(items: [StatementItem], rules: PaymentRules) {
        self.items = items.sorted(by: StatementItem.precedes)
        self.rules = rules
        numbers = self.items.map { item in
            ([item.number] + item.formerNumbers).map { Array(Identifier.compact($0).utf8) }
        }
        nettingReferences = self.items.map { [Array(Identifier.compact($0.nettingReference).utf8)] }
    }

    /// Nil when the pass says nothing about the entry.
    mutating func match(
        _ payment: Payment, by pass: AllocationBasis
    ) throws(AmountOverflow) -> MatchedPayment? {
        switch pass {
        case .reference:
            let named = named(in: payment, by: numbers)
            return named.isEmpty ? nil : try pay(named, with: payment, by: pass)
        case .netting:
            let named = named(in: payment, by: nettingReferences)
            return named.isEmpty ? nil : try pay(named, with: payment, by: pass)
        case .amount: return try matchAmount(payment)
        case .returned, .onAccount, .person: return nil
        }
    }

    /// Whether an item belongs to the account's owner and is in the entry's currency.
    private func concerns(_ place: Int, _ payment: Payment) -> Bool {
        items[place].key.entity == payment.entity
            && items[place].key.currency == payment.entry.currency
    }
}

// Finding what is meant.
extension PaymentDesk {
    /// Places of the items of which a needle stands in the text. One that is part of a longer one
    /// which stands there as a whole does not count.
    private func named(in payment: Payment, by needles: [[[UInt8]]]) -> [Int] {
        let text = Array(Identifier.compact(payment.entry.remittance).utf8)
        var found: [(place: Int, range: Range<Int>)] = []
        for place in items.indices where concerns(place, payment) {
            for needle in needles[place] {
                if let range = firstRange(of: needle, in: text) { found.append((place, range)) }
            }
        }
        let whole = found.filter { one in
            !found.contains { other in
                other.range.count > one.range.count
                    && other.range.clamped(to: one.range) == one.range
            }
        }
        return Set(whole.map(\.place)).sorted()
    }

    /// The sets of statements of known payers that come to the amount: to the last digit, else but
    /// for what banks keep.
    private mutating func matchAmount(
        _ payment: Payment
    ) throws(AmountOverflow) -> MatchedPayment? {
        let sets = try possibleSets(payment)
        var fitting: [[Int]] = []
        for set in sets where try openSum(set) == payment.entry.amount { fitting.append(set) }
        if fitting.isEmpty {
            for set in sets where try fee(payment.entry, for: set) != nil { fitting.append(set) }
        }
        guard let first = fitting.first else { return nil }
        guard fitting.count == 1 else {
            let places = Set(fitting.joined()).sorted()
            return nothing(
                payment, .ambiguous,
                "It names no statement, and several answers come to its amount.", places)
        }
        return try pay(first, with: payment, by: .amount)
    }

    /// One statement, all of a month, or all, of each payer that the entry is known to be from; only
    /// what is open and was out when the entry was booked.
    private func possibleSets(_ payment: Payment) throws(AmountOverflow) -> [[Int]] {
        var sets: Set<[Int]> = []
        for payer in rules.payers where payer.isKnown(in: payment.entry) {
            var all: [Int] = []
            var byMonth: [Month: [Int]] = [:]
            for place in items.indices
            where concerns(place, payment) && payer.pays(items[place])
                && items[place].issuedOn <= payment.entry.bookedOn
            {
                guard try !items[place].open().isZero else { continue }
                sets.insert([place])
                byMonth[items[place].key.month, default: []].append(place)
                all.append(place)
            }
            sets.formUnion(byMonth.values)
            if !all.isEmpty { sets.insert(all) }
        }
        return sets.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func openSum(_ places: [Int]) throws(AmountOverflow) -> ExactDecimal {
        var sum = ExactDecimal.zero
        for place in places { sum = try sum + items[place].open() }
        return sum
    }

    /// What banks kept, when the entry with it comes to the sum of the items: as much as the bank
    /// says at most, or within the rule's tolerance. On what we pay they only keep what they say.
    private func fee(
        _ entry: BankEntry, for places: [Int]
    ) throws(AmountOverflow) -> ExactDecimal? {
        let open = try openSum(places)
        let missing = try open - entry.amount
        guard !missing.isZero else { return .zero }
        guard missing > .zero, !entry.amount.isZero else { return nil }
        if missing <= entry.charges { return missing }
        guard entry.amount > .zero, let tolerance = rules.feeTolerance[entry.currency],
            missing <= tolerance, try missing * ExactDecimal(100) <= open * rules.feePercent
        else { return nil }
        return missing
    }
}

// Paying.
extension PaymentDesk {
    /// Pays items: all of them when the entry comes to their sum (receivables and payables set off
    /// against each other), else one after the other those that go the entry's way. What is left
    /// stands on account of the partner they are of, if it is one.
    private mutating func pay(
        _ places: [Int], with payment: Payment, by basis: AllocationBasis
    ) throws(AmountOverflow) -> MatchedPayment {
        let entry = payment.entry
        var open: [Int] = []
        for place in places where try !items[place].open().isZero { open.append(place) }
        if !open.isEmpty, let fee = try fee(entry, for: open) {
            let paid = try payInFull(open, fee: fee, by: basis)
            return result(.matched, payment, paid, rest: .zero)
        }
        let charges = try openSum(open) - entry.amount > entry.charges ? entry.charges : .zero
        var left = try entry.amount + charges
        var fee = charges
        var paid: [Allocation] = []
        for place in open {
            let due = try items[place].open()
            guard !left.isZero, due.isNegative == left.isNegative else { continue }
            let part = left.isNegative ? max(due, left) : min(due, left)
            left = try left - part
            paid.append(try take(part, fee: fee, off: place, by: basis))
            fee = .zero
        }
        return try finish(payment, paid, left, fee, named: places)
    }

    /// - Parameter left: of the entry and its charges, what pays nothing that is open.
    private func finish(
        _ payment: Payment, _ paid: [Allocation], _ left: ExactDecimal, _ fee: ExactDecimal,
        named places: [Int]
    ) throws(AmountOverflow) -> MatchedPayment {
        let entry = payment.entry
        let rest = try left - fee
        let owners = Set(places.map { items[$0].key.counterparty })
        let goesItsWay = places.contains { items[$0].amount.isNegative == entry.amount.isNegative }
        guard !rest.isZero else { return result(.partPayment, payment, paid, rest: rest) }
        guard goesItsWay, owners.count == 1, let owner = owners.first,
            places.allSatisfy({ items[$0].hub == nil }), fee.isZero,
            let book = try rules.book(
                rest, entry.currency, of: payment.entity, on: entry.bookedOn)
        else {
            if paid.isEmpty {
                return nothing(
                    payment, .unmatched,
                    "What it names is paid, or owed the other way round.", places)
            }
            return result(.overpayment, payment, paid, rest: rest)
        }
        let onAccount = Allocation(
            item: nil, statement: nil, counterparty: owner, basis: .onAccount, amount: rest,
            book: book)
        return result(.overpayment, payment, paid + [onAccount], rest: .zero)
    }

    private mutating func payInFull(
        _ places: [Int], fee: ExactDecimal, by basis: AllocationBasis
    ) throws(AmountOverflow) -> [Allocation] {
        // The fee goes with the first item that can bear it.
        var fee = fee
        var paid: [Allocation] = []
        for place in places {
            let open = try items[place].open()
            let own = try open.magnitude() > fee ? fee : .zero
            fee = try fee - own
            paid.append(try take(open, fee: own, off: place, by: basis))
        }
        if !fee.isZero, let last = paid.indices.last {
            paid[last].fee = try paid[last].fee + fee
        }
        return paid
    }

    private mutating func take(
        _ amount: ExactDecimal, fee: ExactDecimal, off place: Int, by basis: AllocationBasis
    ) throws(AmountOverflow) -> Allocation {
        let taken = try items[place].allocation(of: amount, by: basis, fee: fee, rules.bookRounding)
        items[place].paid = try items[place].paid + amount
        items[place].bookPaid = try items[place].bookPaid + taken.book
        return taken
    }

    /// What an entry paid is open again; what banks now keep is a fee.
    mutating func reverse(
        _ origin: Payment, with payment: Payment
    ) throws(AmountOverflow) -> MatchedPayment {
        var sum = ExactDecimal.zero
        var back: [Allocation] = []
        for allocation in origin.allocations {
            var opposite = allocation
            opposite.amount = try allocation.amount.negated()
            opposite.fee = try allocation.fee.negated()
            opposite.book = try allocation.book.negated()
            opposite.basis = .returned
            opposite.returnOf = origin.entry.id
            back.append(opposite)
            sum = try sum + (opposite.amount - opposite.fee)
            if let place = items.firstIndex(where: { $0.key == allocation.item }) {
                items[place].paid = try items[place].paid + opposite.amount
                items[place].bookPaid = try items[place].bookPaid + opposite.book
            }
        }
        let moved = try payment.entry.amount + origin.entry.amount
        if !moved.isZero, !back.isEmpty {
            let kept = try moved.negated()
            back[0].fee = try back[0].fee + kept
            sum = try sum - kept
        }
        return MatchedPayment(
            entry: payment.entry, entity: payment.entity, outcome: .returned, allocations: back,
            rest: try payment.entry.amount - sum, candidates: [],
            reason: "It takes back \(origin.entry.id).")
    }
}

// Saying it.
extension PaymentDesk {
    /// Nothing is known for sure: what could be meant, for a person.
    func unmatched(_ payment: Payment) throws(AmountOverflow) -> MatchedPayment {
        let entry = payment.entry
        var fitting: [Int] = []
        var ofPayer: [Int] = []
        let payers = rules.payers.filter { $0.isKnown(in: entry) }
        for place in items.indices where concerns(place, payment) {
            let open = try items[place].open()
            if open == entry.amount { fitting.append(place) }
            if !open.isZero, open.isNegative == entry.amount.isNegative,
                payers.contains(where: { $0.pays(items[place]) })
            {
                ofPayer.append(place)
            }
        }
        guard payers.isEmpty else {
            return nothing(
                payment, .unmatched,
                "The payer is known, but it names no statement, and nothing open comes to its"
                    + " amount.", fitting + ofPayer)
        }
        return nothing(
            payment, .unmatched,
            fitting.isEmpty
                ? "It names no statement and no payer in Rules/counterparties."
                : "It names no statement and no payer in Rules/counterparties; only an amount is the"
                    + " same.", fitting)
    }

    func nothing(
        _ payment: Payment, _ outcome: MatchedPayment.Outcome, _ reason: String,
        _ places: [Int] = []
    ) -> MatchedPayment {
        let numbers = Set(places).sorted().map { items[$0].number }
        return MatchedPayment(
            entry: payment.entry, entity: payment.entity, outcome: outcome, allocations: [],
            rest: payment.entry.amount, candidates: Array(numbers.prefix(Self.candidatesMax)),
            reason: reason)
    }

    private func result(
        _ outcome: MatchedPayment.Outcome, _ payment: Payment, _ paid: [Allocation],
        rest: ExactDecimal
    ) -> MatchedPayment {
        let words = paid.map { one -> String in
            let currency = payment.entry.currency
            guard let statement = one.statement else {
                return "\(one.amount) \(currency) stands on account of \(one.counterparty)."
            }
            let fee = one.fee.isZero ? "" : ", of which banks kept \(one.fee)"
            let how =
                switch one.basis {
                case .reference: "by its number"
                case .netting: "by the netting reference"
                default: "by payer and amount"
                }
            return "\(statement): \(one.amount) \(currency)\(fee), \(how)."
        }
        return MatchedPayment(
            entry: payment.entry, entity: payment.entity, outcome: outcome, allocations: paid,
            rest: rest, candidates: [], reason: words.joined(separator: " "))
    }
}

/// Place of the needle in the text.
private func firstRange(of needle: [UInt8], in text: [UInt8]) -> Range<Int>? {
    guard !needle.isEmpty, text.count >= needle.count else { return nil }
    for start in 0...(text.count - needle.count)
    where text[start..<(start + needle.count)].elementsEqual(needle) {
        return start..<(start + needle.count)
    }
    return nil
}
