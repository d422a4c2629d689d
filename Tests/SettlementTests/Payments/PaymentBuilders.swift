import Amounts
import Roaming
import Settlement
import Testing

// Statements of October 2026, out on 6 November, due on 6 December: number n is MG2627000000n.

func item(
    _ number: Int, _ amount: String, partner: String = "IN-TPC", month: String = "2026-10",
    hub: String? = nil, currency code: String = "INR", book: String? = nil,
    due: String = "2026-12-06", former: [String] = []
) throws -> StatementItem {
    let owed = try decimal(amount)
    return StatementItem(
        key: StatementItem.Key(
            month: try #require(Month(month)), entity: "magma", counterparty: try party(partner),
            side: owed.isNegative ? .emsp : .cpo, currency: try currency(code)),
        number: "MG2627000000\(number)", formerNumbers: former, issuedOn: try day("2026-11-06"),
        dueOn: try day(due), amount: owed, book: try decimal(book ?? amount), hub: hub)
}

/// Booked on 10 November; its id is its reference.
func paid(
    _ amount: String, _ text: String, id: String = "A", on booked: String = "2026-11-10",
    currency code: String = "INR", charges: String = "0", from account: String? = nil,
    named name: String? = nil, returns: Bool = false, reference: String = ""
) throws -> Payment {
    Payment(
        entry: BankEntry(
            id: id, account: "50200012345678", reference: reference, bookedOn: try day(booked),
            currency: try currency(code), amount: try decimal(amount),
            charges: try decimal(charges), remittance: text, partyName: name,
            partyAccount: account, isReturn: returns), entity: "magma")
}

/// IN-TPC is known by an account and a name, IN-ZEO by a name, the hub by a name; banks may keep 5, and a tenth.
func paymentRules(
    tolerance: String = "5.00", rates: ExchangeTable = .empty
) throws -> PaymentRules {
    PaymentRules(
        feeTolerance: [try currency("INR"): try decimal(tolerance)],
        feePercent: try decimal("10"),
        payers: [
            Payer(who: .party(try party("IN-TPC")), names: ["Tata Power"], accounts: ["0004035"]),
            Payer(who: .party(try party("IN-ZEO")), names: ["Zeon Charging"], accounts: []),
            Payer(who: .hub("bharat-roaming"), names: ["Bharat Roaming"], accounts: []),
        ], bookCurrencies: ["magma": try currency("INR")], rates: rates)
}

/// `MATCHED 1=118.00 fee 5.00 account 2.00 rest 0` for each entry.
func outcome(_ payments: [Payment], _ items: [StatementItem]) throws -> String {
    try outcome(match(payments, with: items, under: paymentRules()))
}

func outcome(_ results: [MatchedPayment]) -> String {
    results.map { result in
        let paid = result.allocations.map { one in
            let what = one.statement.map { "\($0.last ?? "?")=" } ?? "account "
            return " \(what)\(one.amount)" + (one.fee.isZero ? "" : " fee \(one.fee)")
        }
        let named = result.candidates.compactMap(\.last).map { " \($0)" }.joined()
        let candidates = named.isEmpty ? "" : " candidates\(named)"
        return "\(result.outcome.rawValue)\(paid.joined()) rest \(result.rest)\(candidates)"
    }.joined(separator: "; ")
}
