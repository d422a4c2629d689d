import Amounts
import Intake
import Metering
import Rating
import Roaming
import Store

/// Prices stored CDRs from their raw bytes. One a thread: it owns a JSON reader and a rater.
struct CDRPricer: ~Copyable {
    private var reader = JSONReader()
    private var rater: Rater
    private let tariffs: TariffBook
    private let zones: ZoneBook
    private let powers: PowerBook
    private let rules: Rules
    private var compiled: [Tariff: CompiledTariff] = [:]
    /// Compiled embedded tariffs kept; a partner that embeds a new one in every CDR costs time only.
    private static let compiledMax = 4096

    init(
        _ tariffs: TariffBook, _ zones: ZoneBook, _ powers: PowerBook, _ rules: Rules,
        _ rating: RatingRules
    ) {
        self.powers = powers
        self.tariffs = tariffs
        self.zones = zones
        self.rules = rules
        rater = Rater(under: rating)
    }

    mutating func price(_ page: StoredPage, into rows: inout PricedRows) {
        page.bytes.withUnsafeBytes { bytes in
            for object in page.objects {
                let raw = UnsafeRawBufferPointer(rebasing: bytes[object.range])
                rows.add(price(raw, object, hub: page.hub))
            }
        }
    }

    private mutating func price(
        _ raw: UnsafeRawBufferPointer, _ object: StoredPage.Object, hub: String
    ) -> PricedCDR {
        let decoded: Decoded<CDR>
        do throws(Reject) {
            decoded = try decodeCDR(raw, as: object.version, using: &reader)
        } catch {
            // Intake accepted it under another version of the program.
            return PricedCDR(
                object: object.number, tariffID: nil, tariffObject: nil,
                outcome: .unpriceable(code: error.code, text: error.text), findings: [])
        }
        let cdr = decoded.value
        let excess = [powers.excess(of: cdr, hub: hub), signatureFinding(of: cdr)].compactMap { $0 }
        let zone = zones.zone(of: cdr.place.locationID, party: cdr.cpo, hub: hub)
        let published = published(for: cdr, hub: hub)
        let embedded = cdr.charge.tariffs.map { compile(embedded: $0) }
        // What was published before the session began is what was agreed; what a CDR brings along
        // counts where nothing was.
        guard let published, published.isCertain || embedded.isEmpty else {
            let outcome = rater.rate(cdr.charge, by: embedded, knownTimeZone: zone)
            let made = priced(cdr, object, outcome, tariff: nil, extra: excess)
            return explained(made, outcome, cdr.charge, by: embedded, zone)
        }
        let outcome = rater.rate(cdr.charge, by: published.tariffs, knownTimeZone: zone)
        var extra = excess
        var byOwnTariff: Price?
        if !embedded.isEmpty, !published.agrees(with: cdr.charge.tariffs) {
            let other = rater.rate(cdr.charge, by: embedded, knownTimeZone: zone)
            extra.append(Self.conflict(outcome, other))
            if case .priced(let ours) = outcome, case .priced(let own) = other,
                ours.currency == own.currency
            {
                byOwnTariff = try? own.price(.total)
            }
        }
        var made = priced(cdr, object, outcome, tariff: published, extra: extra)
        made.byOwnTariff = byOwnTariff
        return explained(made, outcome, cdr.charge, by: published.tariffs, zone)
    }

    /// With how its claimed total may be rounded from ours, and what the difference is made of.
    private func explained(
        _ cdr: PricedCDR, _ outcome: Outcome, _ charge: Charge, by tariffs: [CompiledTariff],
        _ zone: String?
    ) -> PricedCDR {
        guard case .priced(let rated) = outcome, case .priced = cdr.outcome else { return cdr }
        var cdr = cdr
        cdr.roundingFit = Self.roundingFit(of: charge, from: rated)
        guard charge.currency == nil || charge.currency == rated.currency,
            let difference = try? explainDifference(
                of: charge, from: rated, by: tariffs, under: rater.rules, knownTimeZone: zone)
        else { return cdr }
        cdr.causesBeforeTax = difference.beforeTax
        cdr.causesAfterTax = difference.afterTax
        return cdr
    }

    /// Before tax where both know it, since what comes after tax is rounded from that.
    private static func roundingFit(of charge: Charge, from rated: RatedCharge) -> RoundingFit? {
        guard charge.currency == rated.currency, let claimed = charge.claimed.cost else {
            return nil
        }
        if let claim = claimed.beforeTax, let exact = rated.beforeTax(.total) {
            return RoundingFit(of: claim, from: exact)
        }
        guard let claim = claimed.afterTax, let exact = rated.afterTax(.total) else { return nil }
        return RoundingFit(of: claim, from: exact)
    }

    /// The published tariffs that the CDR's periods name, or nil when one of them is not published.
    func published(for cdr: CDR, hub: String) -> PublishedTariffs? {
        var names: [String] = []
        for period in cdr.charge.periods {
            guard let id = period.tariffID else { continue }
            let folded = Identifier.folded(id)
            if !names.contains(folded) { names.append(folded) }
        }
        // 2.1.1 periods name none; then the tariffs that came with the CDR do.
        if names.isEmpty { names = cdr.charge.tariffs.map { Identifier.folded($0.id) } }
        guard !names.isEmpty else { return nil }
        let home = cdr.cpo.flatMap { rules.homeHub(of: $0) }
        var versions: [TariffBook.Version] = []
        for name in names {
            guard
                let version = tariffs.version(
                    name, of: cdr.cpo, hub: hub, home: home, at: cdr.charge.start)
            else { return nil }
            versions.append(version)
        }
        return PublishedTariffs(
            versions: versions,
            isCertain: versions.allSatisfy { TariffBook.isCertain($0, at: cdr.charge.start) })
    }

    private mutating func compile(embedded tariff: Tariff) -> CompiledTariff {
        if let known = compiled[tariff] { return known }
        let fresh = Rating.compile(tariff)
        if compiled.count < Self.compiledMax { compiled[tariff] = fresh }
        return fresh
    }

    private func priced(
        _ cdr: CDR, _ object: StoredPage.Object, _ outcome: Outcome,
        tariff: PublishedTariffs?, extra: [Finding]
    ) -> PricedCDR {
        let name =
            tariff?.versions.first?.tariff.id ?? cdr.charge.periods.lazy.compactMap(\.tariffID)
            .first
            ?? cdr.charge.tariffs.first?.id
        let number = tariff?.versions.first?.object
        switch outcome {
        case .unpriceable(let refusal):
            return PricedCDR(
                object: object.number, tariffID: name, tariffObject: number,
                outcome: .unpriceable(code: refusal.reason.rawValue, text: refusal.text),
                findings: extra)
        case .priced(let rated):
            // Notes are put into words on demand (`clearing price --explain`); what needs an eye is
            // kept.
            let kept = rated.hasFindings ? rated.findings.filter { $0.severity != .note } : []
            do {
                return PricedCDR(
                    object: object.number, tariffID: name, tariffObject: number,
                    outcome: .priced(try Self.amounts(rated)), findings: kept + extra)
            } catch {
                return PricedCDR(
                    object: object.number, tariffID: name, tariffObject: number,
                    outcome: .unpriceable(
                        code: Unpriceable.amountTooLarge.rawValue,
                        text: "The amount has more digits than any currency needs."),
                    findings: kept + extra)
            }
        }
    }

    private static func amounts(_ rated: RatedCharge) throws -> PricedCDR.Figures {
        PricedCDR.Figures(
            currency: rated.currency, total: try rated.price(.total),
            fixed: try rated.price(.fixed), energy: try rated.price(.energy),
            time: try rated.price(.time), parking: try rated.price(.parking),
            reservation: try rated.price(.reservation),
            exactBeforeTax: rated.beforeTax(.total)?.description ?? "",
            exactAfterTax: rated.afterTax(.total)?.description)
    }

    private static func conflict(_ published: Outcome, _ embedded: Outcome) -> Finding {
        func total(_ outcome: Outcome) -> ExactDecimal? {
            guard case .priced(let rated) = outcome else { return nil }
            return try? rated.price(.total).payable
        }
        let (ours, theirs) = (total(published), total(embedded))
        func words(_ amount: ExactDecimal?) -> String { amount?.text(decimals: 2) ?? "no price" }
        var stake: ExactDecimal?
        if let ours, let theirs { stake = try? (theirs - ours).magnitude() }
        return Finding(
            "TARIFF_DIFFERS_FROM_PUBLISHED", .warning, at: "/tariffs",
            "The tariff in the CDR is not the one that was published when the session started:"
                + " \(words(theirs)) by the CDR's, \(words(ours)) by the published one, which counts.",
            atStake: stake)
    }
}

/// The published tariffs that one CDR names.
struct PublishedTariffs {
    let versions: [TariffBook.Version]
    /// All were published before the session started.
    let isCertain: Bool

    var tariffs: [CompiledTariff] { versions.map(\.compiled) }

    func agrees(with embedded: [Tariff]) -> Bool {
        versions.allSatisfy { version in
            embedded.contains {
                Identifier.folded($0.id) == Identifier.folded(version.tariff.id)
                    && $0.pricesLike(version.tariff)
            }
        }
    }
}

/// Time zones of the locations we know.
struct ZoneBook: Sendable {
    private struct Key: Hashable {
        let hub: String
        let party: PartyID?
        let id: String
    }

    private var zones: [Key: String] = [:]

    init(_ locations: [StoredLocation]) {
        for location in locations {
            guard let zone = location.timeZone else { continue }
            zones[Key(hub: location.hub, party: location.party, id: location.id)] = zone
        }
    }

    func zone(of location: String, party: PartyID?, hub: String) -> String? {
        let id = Identifier.folded(location)
        for place in [hub, "own"] {
            for owner in [party, nil] {
                if let zone = zones[Key(hub: place, party: owner, id: id)] { return zone }
            }
        }
        return nil
    }
}
