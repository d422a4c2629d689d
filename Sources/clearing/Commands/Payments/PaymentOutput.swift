import Amounts
import Roaming
import Settlement

extension Allocation {
    var json: JSONValue {
        .object([
            ("statement", .text(statement)), ("counterparty", .string("\(counterparty)")),
            ("basis", .string(basis.rawValue)), ("amount", .amount(amount)), ("fee", .amount(fee)),
            ("hub", .text(hub)), ("return_of", .text(returnOf)),
        ])
    }

    fileprivate var text: String {
        let what = statement ?? "on account of \(counterparty)"
        let kept = fee.isZero ? "" : " (fee \(fee.text(decimals: 2)))"
        return "\(what) \(amount.text(decimals: 2))\(kept) \(basis.rawValue)"
    }
}

extension BankEntry {
    fileprivate var json: [(String, JSONValue)] {
        [
            ("entry", .string(id)), ("account", .string(account)),
            ("reference", .string(reference)), ("booked_on", .string("\(bookedOn)")),
            ("currency", .string("\(currency)")), ("amount", .amount(amount)),
            ("charges", .amount(charges)), ("remittance", .string(remittance)),
            ("party", .text(partyName)), ("party_account", .text(partyAccount)),
            ("return", .bool(isReturn)),
        ]
    }

    fileprivate var text: String {
        let who = partyName.map { " \($0):" } ?? ""
        return "\(id) \(bookedOn) \(amount.text(decimals: 2)) \(currency)\(who) \(remittance)"
            .printable
    }
}

extension MatchedPayment {
    var json: JSONValue {
        .object(
            entry.json + [
                ("outcome", .string(outcome.rawValue)),
                ("allocations", .array(allocations.map(\.json))), ("rest", .amount(rest)),
                ("candidates", .array(candidates.map { .string($0) })),
                ("reason", .string(reason)),
            ])
    }
}

extension [MatchedPayment] {
    /// A line for each entry, and what it came to.
    var text: String {
        guard !isEmpty else { return "nothing to match\n" }
        return map { result in
            let candidates = result.candidates.joined(separator: ", ")
            let could = candidates.isEmpty ? "" : " Could be: \(candidates)."
            return "\(result.entry.text)\n  \(result.outcome.rawValue) \(result.reason)\(could)\n"
        }.joined()
    }
}

extension Payment {
    func json(rest: ExactDecimal, _ proposal: MatchedPayment?) -> JSONValue {
        .object(
            entry.json + [
                ("entity", .string(entity)),
                ("allocations", .array(allocations.map(\.json))), ("rest", .amount(rest)),
                ("outcome", .text(proposal?.outcome.rawValue)),
                ("candidates", .array((proposal?.candidates ?? []).map { .string($0) })),
                ("reason", .text(proposal?.reason)),
            ])
    }

    func text(rest: ExactDecimal, _ proposal: MatchedPayment?) -> String {
        var lines = [entry.text] + allocations.map { "  \($0.text)" }
        if !rest.isZero { lines.append("  \(rest.text(decimals: 2)) \(entry.currency) left") }
        if let proposal {
            let candidates = proposal.candidates.joined(separator: ", ")
            lines.append(
                "  \(proposal.outcome.rawValue) \(proposal.reason)"
                    + (candidates.isEmpty ? "" : " Could be: \(candidates)."))
        }
        return lines.joined(separator: "\n")
    }
}
