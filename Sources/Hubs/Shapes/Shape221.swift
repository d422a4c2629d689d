import Amounts

/// Objects of OCPI 2.3.0 in the shape of 2.2.1, which knows one VAT and prices before it: amounts before and
/// after all taxes (types, Price), price limits likewise, and no `tax_included`.
enum Shape221 {
    static func of(_ value: RawJSON) throws(Unsayable) -> RawJSON {
        switch value {
        case .atom: return value
        case .array(let items):
            var shaped: [RawJSON] = []
            for item in items { shaped.append(try of(item)) }
            return .array(shaped)
        case .object(let members):
            if let amount = try amount(value) { return .object(amount) }
            var shaped: [RawJSON.Member] = []
            for member in members {
                guard member.name != "tax_included" else {
                    guard member.value != .string("YES") else {
                        throw Unsayable("2.2.1 has no prices that include taxes")
                    }
                    continue
                }
                // A tariff that 2.2.1 would read otherwise is no help to a CDR, whose costs are said.
                let value: RawJSON =
                    member.name == "tariffs"
                    ? .array(member.value.items.compactMap { try? of($0) })
                    : try of(member.value)
                shaped.append(.init(name: member.name, value: value))
            }
            return .object(shaped)
        }
    }

    /// A Price or PriceLimit of 2.3.0 in its old shape; nil for another object.
    private static func amount(_ price: RawJSON) throws(Unsayable) -> [RawJSON.Member]? {
        guard let before = price["before_taxes"] else { return nil }
        let first = RawJSON.Member(name: "excl_vat", value: before)
        if let after = price["after_taxes"], after != .null {
            return [first, .init(name: "incl_vat", value: after)]
        }
        guard let taxes = price["taxes"], taxes != .null else { return [first] }
        guard var gross = before.decimal else { throw Unsayable("an amount is no number") }
        for tax in taxes.items {
            guard let amount = tax["amount"]?.decimal, let sum = try? gross + amount else {
                throw Unsayable("a tax has no amount")
            }
            gross = sum
        }
        return [first, .init(name: "incl_vat", value: .atom(Array("\(gross)".utf8)))]
    }
}

extension RawJSON {
    /// Exact; nil for what is no number, or too long.
    var decimal: ExactDecimal? { ExactDecimal(String(decoding: bytes, as: UTF8.self)) }
}
