import Amounts

/// Objects of OCPI 2.2.1 in the shape of 2.3.0: amounts before
/// taxes and a list of taxes (types, Price), price limits (mod_tariffs, PriceLimit), and a tariff that says
/// whether its prices include tax. All else is the same.
enum Shape230 {
    /// - Parameter bytes: one object; what is no JSON comes back as it is.
    static func of(_ bytes: [UInt8]) -> [UInt8] {
        RawJSON(bytes).map { shaped($0, named: "").bytes } ?? bytes
    }

    private static func shaped(_ value: RawJSON, named name: String) -> RawJSON {
        switch value {
        case .atom: return value
        case .array(let items): return .array(items.map { shaped($0, named: "") })
        case .object(let members):
            let isLimit = name == "min_price" || name == "max_price"
            if let amount = amount(value, isLimit: isLimit) { return .object(amount) }
            var members = members.map {
                RawJSON.Member(name: $0.name, value: shaped($0.value, named: $0.name))
            }
            if value["elements"] != nil { members.append(atom("tax_included", "\"NO\"")) }
            return .object(members)
        }
    }

    /// A price of 2.2.1 in its new shape; nil for another object.
    private static func amount(_ price: RawJSON, isLimit: Bool) -> [RawJSON.Member]? {
        guard let before = price["excl_vat"] else { return nil }
        let first = RawJSON.Member(name: "before_taxes", value: before)
        guard let after = price["incl_vat"], after != .null else { return [first] }
        guard !isLimit else { return [first, .init(name: "after_taxes", value: after)] }
        guard let net = before.decimal, let gross = after.decimal, let tax = try? gross - net else {
            return nil
        }
        let taxes = RawJSON.object([atom("name", "\"VAT\""), atom("amount", "\(tax)")])
        return [first, .init(name: "taxes", value: .array([taxes]))]
    }

    private static func atom(_ name: String, _ text: String) -> RawJSON.Member {
        RawJSON.Member(name: name, value: .atom(Array(text.utf8)))
    }
}
