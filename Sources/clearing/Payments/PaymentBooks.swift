import Amounts
import Foundation
import Roaming
import Settlement
import Store

/// Payments as they stand, and what rules and people do about them.
struct PaymentBooks {
    let connection: Connection
    let rules: Rules
    let at: Instant

    init(databaseURL: String, rules: Rules, at: Instant) throws {
        connection = try Connection(databaseURL, as: .payment)
        self.rules = rules
        self.at = at
    }

    /// A day far ahead: all that is known.
    static var always: Day { Month.last.firstDay }

    /// The day it is where the books are kept.
    var today: Day { Day(containing: at, offsetSeconds: offsetSeconds) }

    /// Of the newest bank entry, or today.
    func lastKnownDay() throws -> Day {
        try connection.payments(until: Self.always).map(\.entry.bookedOn).max() ?? today
    }

    private var offsetSeconds: Int {
        let day = Day(containing: at, offsetSeconds: 0)
        return (rules.months.rule(on: day)?.utcOffsetMinutes ?? 0) * 60
    }

    /// Statements with what entries booked until a day paid of them, whether out by then or not.
    func items(until day: Day) throws -> [StatementItem] {
        let rounding = PaymentRules().bookRounding
        var paid: [StatementItem.Key: (ExactDecimal, ExactDecimal)] = [:]
        for stored in try connection.allocations(until: day) {
            guard let key = stored.allocation.item else { continue }
            let before = paid[key] ?? (.zero, .zero)
            paid[key] = (
                try before.0 + stored.allocation.amount, try before.1 + stored.allocation.book
            )
        }
        return try connection.statementItems().map { stored in
            let open = try openAfterNetting(
                stored.key.side, due: stored.due, book: stored.book ?? stored.due,
                setOff: stored.setOff, rounding)
            let days = try rules.paymentDays(
                stored.key.month, with: stored.key.counterparty, hub: stored.hub)
            let (amount, book) = paid[stored.key] ?? (.zero, .zero)
            return StatementItem(
                key: stored.key, number: stored.number, formerNumbers: stored.formerNumbers,
                issuedOn: stored.issuedOn ?? days.issued, dueOn: stored.dueOn ?? days.due,
                amount: open.amount, book: open.book, hub: stored.hub, paid: amount,
                bookPaid: book)
        }
    }

    /// What matching would do with entries booked until a day, without doing it.
    func proposals(until day: Day) throws -> [MatchedPayment] {
        try Settlement.match(
            connection.payments(until: day), with: items(until: Self.always),
            under: rules.payments(on: day))
    }

    /// Matches, keeps and books. Done again, it finds nothing more to do.
    func match(until day: Day) throws -> [MatchedPayment] {
        let transaction = try connection.begin()
        try transaction.lockLedger()
        let results = try proposals(until: day)
        for result in results {
            let payment = Payment(entry: result.entry, entity: result.entity)
            for allocation in result.allocations {
                try add(
                    allocation, of: payment, by: nil, why: result.reason, in: transaction)
            }
        }
        try transaction.commit()
        return results
    }

    private func add(
        _ allocation: Allocation, of payment: Payment, by who: String?, why: String,
        in transaction: borrowing Transaction
    ) throws {
        let ordinal = try transaction.nextOrdinal(of: payment.entry.id)
        let day = try postingDay(payment.entry.bookedOn)
        let entry = payment.entry
        guard
            let journal = try journalEntry(
                for: allocation, ordinal, of: payment, on: day,
                under: rules.settlement(Month(containing: day)),
                rules.payments(on: entry.bookedOn))
        else {
            throw Failure.refused(
                "no rate of \(entry.currency) is known for \(entry.bookedOn); add it to Rules/fx")
        }
        try transaction.add(
            allocation, ordinal, of: entry.id, bookedAs: journal, at: at, by: who, why: why)
    }

    /// The bank's day, or the first after the months that are closed, which take nothing more.
    private func postingDay(_ day: Day) throws -> Day {
        guard let open = try connection.firstOpenDay() else { return day }
        return max(day, open)
    }
}

// What people decide.
extension PaymentBooks {
    /// What an entry pays, as a person says it.
    enum Target {
        case statement(String, ExactDecimal?)
        case onAccount(PartyID, ExactDecimal?)
        /// Takes back what another entry had paid.
        case returnOf(String)
    }

    /// - Throws: 65 when the entry or statement is unknown, or the amount is more than there is.
    func allocate(_ id: String, _ target: Target, by who: String, why: String) throws -> Payment {
        let transaction = try connection.begin()
        try transaction.lockLedger()
        let payment = try payment(id)
        let rest = try payment.rest()
        guard !rest.isZero else {
            throw Failure.refused(
                "nothing of \(payment.entry.id) is left; release some of it first")
        }
        let allocations =
            switch target {
            case .statement(let number, let amount):
                [try self.allocation(of: number, amount, from: payment, rest: rest)]
            case .onAccount(let party, let amount):
                [try onAccount(party, amount, from: payment, rest: rest)]
            case .returnOf(let origin): try takingBack(origin, with: payment)
            }
        for allocation in allocations {
            try add(allocation, of: payment, by: who, why: why, in: transaction)
        }
        try transaction.commit()
        return try self.payment(payment.entry.id)
    }

    private func allocation(
        of number: String, _ amount: ExactDecimal?, from payment: Payment, rest: ExactDecimal
    ) throws -> Allocation {
        let wanted = Identifier.compact(number)
        let items = try items(until: Self.always)
        guard
            let item = items.first(where: { item in
                ([item.number] + item.formerNumbers).contains { Identifier.compact($0) == wanted }
            })
        else { throw Failure.refused("there is no statement \(number); `clearing open-items`") }
        let entry = payment.entry
        guard item.key.entity == payment.entity, item.key.currency == entry.currency else {
            throw Failure.refused(
                "\(item.number) is \(item.key.entity)'s in \(item.key.currency), and the entry"
                    + " \(payment.entity)'s in \(entry.currency)")
        }
        let open = try item.open()
        guard open.isNegative == rest.isNegative, !open.isZero else {
            throw Failure.refused(
                open.isZero
                    ? "\(item.number) is paid"
                    : "\(item.number) is owed the other way round")
        }
        let most = rest.isNegative ? max(open, rest) : min(open, rest)
        let part = try signed(amount, like: rest) ?? most
        guard part.isNegative ? part >= most : part <= most else {
            throw Failure.refused(
                "at most \(most) \(entry.currency): \(item.number) has \(open) open, and"
                    + " \(rest) of the entry are left")
        }
        return try item.allocation(
            of: part, by: .person, rules.payments(on: today).bookRounding)
    }

    private func onAccount(
        _ party: PartyID, _ amount: ExactDecimal?, from payment: Payment, rest: ExactDecimal
    ) throws -> Allocation {
        let part = try signed(amount, like: rest) ?? rest
        guard part.isNegative ? part >= rest : part <= rest else {
            throw Failure.refused("at most \(rest) of the entry are left")
        }
        let entry = payment.entry
        guard
            let book = try rules.payments(on: entry.bookedOn).book(
                part, entry.currency, of: payment.entity, on: entry.bookedOn)
        else {
            throw Failure.refused(
                "no rate of \(entry.currency) is known for \(entry.bookedOn); add it to Rules/fx")
        }
        return Allocation(
            item: nil, statement: nil, counterparty: party, basis: .person, amount: part,
            book: book)
    }

    private func takingBack(_ id: String, with payment: Payment) throws -> [Allocation] {
        let origin = try self.payment(id)
        guard payment.allocations.isEmpty, !origin.allocations.isEmpty else {
            throw Failure.refused(
                "a return is all of its entry, and \(origin.entry.id) has to pay something")
        }
        let all = try connection.allocations(until: Self.always)
        if let back = all.first(where: { $0.allocation.returnOf == origin.entry.id }) {
            throw Failure.refused("\(origin.entry.id) was taken back by \(back.entry) already")
        }
        guard
            let result = try takeBack(
                origin, with: payment, under: rules.payments(on: payment.entry.bookedOn))
        else {
            throw Failure.refused(
                "\(payment.entry.id) is not the size of \(origin.entry.id), the other way, on the"
                    + " same account and not before it")
        }
        return result.allocations
    }

    /// A person gives amounts without sign; the entry has one.
    private func signed(
        _ amount: ExactDecimal?, like rest: ExactDecimal
    ) throws -> ExactDecimal? {
        guard let amount else { return nil }
        guard !amount.isZero, !amount.isNegative else {
            throw Failure.usage("an amount is above zero; the entry says the direction")
        }
        return rest.isNegative ? try amount.negated() : amount
    }

    /// Which allocations of an entry are meant.
    enum ReleasedPart {
        case all, onAccount
        case statement(String)

        func isMeant(_ allocation: Allocation) -> Bool {
            switch self {
            case .all: true
            case .onAccount: allocation.statement == nil
            case .statement(let number):
                Identifier.compact(allocation.statement ?? "") == Identifier.compact(number)
            }
        }
    }

    /// Takes back what an entry pays: all of it, or a part. From then on only people decide
    /// about the entry.
    func release(
        _ id: String, _ part: ReleasedPart, by who: String, why: String
    ) throws -> Payment {
        let transaction = try connection.begin()
        try transaction.lockLedger()
        let entry = try payment(id).entry
        let all = try connection.allocations(until: Self.always)
        let own = all.filter { $0.entry == entry.id && part.isMeant($0.allocation) }
        guard !own.isEmpty else { throw Failure.refused("\(entry.id) pays nothing of the kind") }
        if let back = all.first(where: { $0.allocation.returnOf == entry.id }) {
            throw Failure.refused("\(entry.id) was taken back by \(back.entry); release that first")
        }
        let day = try postingDay(max(today, entry.bookedOn))
        for stored in own {
            try transaction.release(
                stored.ordinal, of: entry.id, on: day, at: at, by: who, why: why)
        }
        try transaction.commit()
        return try payment(entry.id)
    }

    /// - Parameter id: or the beginning of one.
    func payment(_ id: String) throws -> Payment {
        let found = try connection.payments(until: Self.always).filter { $0.entry.id.hasPrefix(id) }
        guard let payment = found.first else {
            throw Failure.refused("there is no bank entry \(id); `clearing payments list`")
        }
        guard found.count == 1 else {
            throw Failure.refused("\(found.count) bank entries begin with \(id); write more of it")
        }
        return payment
    }
}
