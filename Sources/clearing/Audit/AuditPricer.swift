import Intake
import Rating
import Roaming
import Store

/// A CDR's price with its working, both ways: by the tariff that counts, and by the CDR's own.
struct AuditedPrice {
    let cdr: CDR
    /// By the tariff that counts, held against what the CDR claims.
    let ours: PriceAnswer
    /// By the tariffs that came in the CDR, when others count.
    let embedded: PriceAnswer?
    /// Objects of the published tariffs that count; empty when the CDR's own do.
    let applied: [Int64]
}

/// Makes the working of CDRs again, choosing the tariff as rating did.
struct AuditPricer {
    private let rules: Rules
    private let rating: RatingRules
    private let tariffs: TariffBook
    private let zones: ZoneBook
    private let powers: PowerBook

    init(_ connection: Connection, rules: Rules, month: Month, book: Int64) throws {
        let rule = try rules.month(month)
        let policy = try rules.rounding(rule.rounding, on: month.firstDay)
        self.rules = rules
        rating = RatingRules(rounding: policy, detail: .working)
        tariffs = try TariffBook(connection.readTariffs(of: book))
        zones = ZoneBook(try connection.locations(of: book))
        powers = try PowerBook(connection.readLocations(of: book))
    }

    /// Nil when the document is no CDR that can be read.
    func price(_ document: StoredDocument) -> AuditedPrice? {
        guard let version = document.version else { return nil }
        var reader = JSONReader()
        let decoded = document.bytes.withUnsafeBytes { raw in
            try? decodeCDR(raw, as: version, using: &reader)
        }
        guard let decoded else { return nil }
        let cdr = decoded.value
        let zone = zones.zone(of: cdr.place.locationID, party: cdr.cpo, hub: document.hub)
        let pricer = CDRPricer(tariffs, zones, powers, rules, rating)
        let published = pricer.published(for: cdr, hub: document.hub)
        let embedded = cdr.charge.tariffs.map { compile($0) }
        func answer(_ tariffs: [CompiledTariff]) -> PriceAnswer {
            price(cdr.charge, by: tariffs, zone: zone, decoded.findings)
        }
        guard let published, published.isCertain || embedded.isEmpty else {
            return AuditedPrice(cdr: cdr, ours: answer(embedded), embedded: nil, applied: [])
        }
        return AuditedPrice(
            cdr: cdr, ours: answer(published.tariffs),
            embedded: embedded.isEmpty ? nil : answer(embedded),
            applied: published.versions.map(\.object))
    }

    private func price(
        _ charge: Charge, by tariffs: [CompiledTariff], zone: String?, _ findings: [Finding]
    ) -> PriceAnswer {
        var rater = Rater(under: rating)
        switch rater.rate(charge, by: tariffs, knownTimeZone: zone) {
        case .unpriceable(let refusal): return .refused(PriceRefusal(refusal))
        case .priced(let rated):
            let verification = verify(charge, by: tariffs, under: rating, knownTimeZone: zone)
            return .priced(
                PricedCharge(
                    rated: rated, readingFindings: findings, verification: verification))
        }
    }
}
