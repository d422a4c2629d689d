import Roaming

extension Matter {
    /// The claim is in another currency than its tariff, our session or the hub's copy.
    func currencyMismatch() -> Ruling? {
        guard let pair else { return nil }
        let record = pair.record
        let claim = record.stands.currency
        if case .priced(let price, let tariff) = record.stands.rated, tariff != claim {
            let ours = price.payable.map { Words.amount($0, tariff) } ?? "\(tariff)"
            return mismatch("the tariff is in \(tariff) (our rating: \(ours))")
        }
        if case .unpriceable(let code, let text) = record.stands.rated,
            Self.meansCurrencyMismatch(code)
        {
            // A sentence of its own, unlike the others.
            return Ruling(.currencyMismatch, .nothing, "\(claimInWords). \(text)")
        }
        if let currency = pair.session.currency, currency != claim {
            return mismatch("our session is in \(currency)")
        }
        if let held = record.held, held.currency != claim {
            return mismatch("the hub's copy is in \(held.currency)")
        }
        return nil
    }

    /// Rating spells its codes in its own way: `currencyMismatch`, `CURRENCY_MISMATCH`.
    static func meansCurrencyMismatch(_ code: String) -> Bool {
        Identifier.compact(code).hasSuffix("CURRENCYMISMATCH")
    }

    private func mismatch(_ what: String) -> Ruling {
        Ruling(.currencyMismatch, .nothing, "\(claimInWords), but \(what).")
    }
}
