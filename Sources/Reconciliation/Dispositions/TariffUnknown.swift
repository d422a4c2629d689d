import Roaming

extension Matter {
    /// No tariff, or none that can be priced: we have no figure to hold against the claim.
    func tariffUnknown() -> Ruling? {
        guard let record = pair?.record, figures.ours == nil else { return nil }
        switch record.stands.rated {
        case .unpriceable(let code, let text):
            guard !Self.meansCurrencyMismatch(code) else { return nil }
            return Ruling(
                .tariffUnknown, .nothing,
                "\(claimInWords), but we cannot price it (\(code)): \(text)")
        case .priced(_, let tariff):
            guard tariff == figures.currency else { return nil }
            return Ruling(
                .tariffUnknown, .nothing,
                "\(claimInWords), but our rating gives no total to compare with.")
        }
    }
}
