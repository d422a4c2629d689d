package import Amounts
package import Roaming

/// What remains to be paid of a statement after netting, as the ledger carries it: above zero they
/// owe us.
/// - Parameter due: of the statement, zero or above on both sides unless credits exceed charges.
/// - Parameter book: the value of `due` in the books.
/// - Parameter setOff: what netting takes off it.
package func openAfterNetting(
    _ side: Side, due: ExactDecimal, book: ExactDecimal, setOff: ExactDecimal,
    _ rounding: Rounding
) throws(SettlementError) -> (amount: ExactDecimal, book: ExactDecimal) {
    try exact { () throws(AmountOverflow) in
        let whole = Valued(amount: due, book: book)
        let rest = try whole - whole.part(setOff, rounding)
        let signed = side == .cpo ? rest : try rest.negated()
        return (signed.amount, signed.book ?? .zero)
    }
}

/// The entry of the ledger for one allocation of a bank entry (settlement practice §2.9): bank and
/// bank fees against the account that holds the statement, or what is on account. What a foreign
/// amount is worth more or less than when the statement was booked is realised.
/// - Parameter ordinal: of the allocation within its entry, from 1.
/// - Parameter day: on which it is booked; the bank's day, unless that month is closed.
/// - Returns: nil when a rate is missing for the bank's day.
package func journalEntry(
    for allocation: Allocation, _ ordinal: Int, of payment: Payment, on day: Day,
    under settlement: SettlementRules, _ rules: PaymentRules
) throws(SettlementError) -> JournalEntry? {
    guard let entity = settlement.entities.first(where: { $0.id == payment.entity }) else {
        return nil
    }
    let entry = payment.entry
    let values: (bank: Valued, fee: Valued, gain: Valued)? =
        try exact { () throws(AmountOverflow) in
            let moved = try allocation.amount - allocation.fee
            guard
                let bank = try rules.book(
                    moved, entry.currency, of: entity.id, on: entry.bookedOn),
                let fee = try rules.book(
                    allocation.fee, entry.currency, of: entity.id, on: entry.bookedOn)
            else { return nil }
            let gain = try bank + fee - allocation.book
            return (
                Valued(amount: moved, book: bank), Valued(amount: allocation.fee, book: fee),
                Valued(amount: .zero, book: gain)
            )
        }
    guard let values else { return nil }
    let books = Bookkeeping(
        day: day, entity: entity,
        valuation: Valuation(
            bookCurrency: entity.bookCurrency, rateDate: .statementDate, closing: day,
            table: rules.rates, rounding: rules.bookRounding), rules: settlement)
    return try books.entry(
        Bookkeeping.Draft(
            allocation.item == nil ? .paymentOnAccount : .paymentAllocated,
            Bookkeeping.Head(
                counterparty: allocation.counterparty, hub: allocation.hub,
                currency: entry.currency,
                serviceMonth: allocation.item?.month ?? Month(containing: day),
                reference: "\(entry.id)/\(ordinal)"),
            allocation.statement.map { "Bank entry \(entry.id) for \($0)" }
                ?? "Bank entry \(entry.id), on account",
            debit: [(.bank, values.bank), (.bankFees, values.fee)],
            credit: [
                (
                    allocation.controlAccount,
                    Valued(amount: allocation.amount, book: allocation.book)
                ),
                (.fxRealised, values.gain),
            ]))
}

extension Allocation {
    /// The account that holds what is paid.
    fileprivate var controlAccount: AccountRole {
        guard let item else { return .onAccount }
        if hub != nil { return .hubClearing }
        return item.side == .cpo ? .accruedRoamingReceivable : .accruedRoamingPayable
    }
}

extension AccountRole {
    /// Those whose balance with a partner is the sum of its open items.
    package static let ofOpenItems: [AccountRole] = [
        .accruedRoamingReceivable, .accruedRoamingPayable, .hubClearing, .onAccount,
    ]
}

extension StatementItem {
    /// A part of what is open, with its part of the value in the books.
    package func allocation(
        of part: ExactDecimal, by basis: AllocationBasis, fee: ExactDecimal = .zero,
        _ rounding: Rounding
    ) throws(AmountOverflow) -> Allocation {
        let carried = Valued(amount: try open(), book: try book - bookPaid)
        return Allocation(
            item: key, statement: number, counterparty: key.counterparty, basis: basis,
            amount: part, fee: fee, book: try carried.part(part, rounding).book ?? .zero, hub: hub)
    }
}
