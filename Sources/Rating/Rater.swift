import Amounts
package import Roaming

/// Prices CDRs one after another, keeping its scratch space. One per thread.
package struct Rater: Sendable {
    package let rules: RatingRules
    var engine: Engine<FixedScale>
    var assignment = TariffAssignment()
    private var zones = ZoneFinder()

    package init(under rules: RatingRules) {
        self.rules = rules
        engine = Engine(FixedScale(), hours: rules.hours)
    }

    /// Prices one CDR exactly. `tariffs` are the candidates: published versions or explicit ones;
    /// when empty, the CDR's own. `knownTimeZone` is that of the Location, if we know it.
    package mutating func rate(
        _ charge: Charge, by tariffs: [CompiledTariff], knownTimeZone: String? = nil
    ) -> Outcome {
        guard !tariffs.isEmpty || charge.tariffs.isEmpty else {
            return rate(
                charge, by: charge.tariffs.map { compile($0) }, knownTimeZone: knownTimeZone)
        }
        if let refusal = assignment.assign(charge, tariffs) { return .unpriceable(refusal) }
        let needs = assignment.needs
        if !assignment.isClockKnown, !needs.isDisjoint(with: .clock) {
            return .unpriceable(.clockMissing)
        }
        var zone: ZoneTable?
        if needs.contains(.localTime) {
            zone = zones.zone(for: charge, knownTimeZone, rules)
            if zone == nil { return .unpriceable(.timeZoneMissing(charge)) }
        }
        return rate(charge, tariffs, in: zone)
    }

    private mutating func rate(
        _ charge: Charge, _ tariffs: [CompiledTariff], in zone: ZoneTable?
    ) -> Outcome {
        if assignment.fitsRows, rules.detail == .priceOnly, rules.rounding.scope != .line {
            if zones.isChanged || zone == nil {
                engine.zone = zone
                engine.segment = .nowhere
            }
            engine.scale.overflow = false
            let outcome = run(&engine, charge, tariffs) { .fixed($0) }
            if !engine.scale.overflow { return outcome }
            // Hours with many decimals: the same in finer units, while that fits.
            var fine = Engine(FixedScale(extra: 10), hours: rules.hours)
            fine.zone = zone
            let again = run(&fine, charge, tariffs) { .fixed($0) }
            if !fine.scale.overflow { return again }
        }
        var wide = Engine(WideScale(tariffs), hours: rules.hours)
        wide.zone = zone
        if rules.detail == .working || rules.rounding.scope == .line { wide.trace = [] }
        return run(&wide, charge, tariffs) { .wide($0.wide) }
    }

    @inline(__always)
    private func run<S: Scale>(
        _ engine: inout Engine<S>, _ charge: Charge, _ tariffs: [CompiledTariff],
        _ keep: (Totals<S.Number>) -> ExactTotals
    ) -> Outcome {
        engine.prepare(charge, isClockKnown: assignment.isClockKnown)
        engine.notes.append(contentsOf: assignment.notes)
        if zones.isNameUnknown { engine.notes.append(Note(.timeZoneUnknown)) }
        for index in engine.periods.indices {
            engine.periods[index].tariff = assignment.tariffs[Int(engine.periods[index].source)]
        }
        if let refusal = engine.refuseLongPeriods(tariffs, rules) { return .unpriceable(refusal) }
        engine.checkPlausibility(charge)
        engine.price(charge, tariffs)
        engine.close()
        let start = engine.periods.first { $0.tariff >= 0 }.map { Int($0.tariff) }
        let reading = Reading(periods: rules.periods, hours: rules.hours)
        let limiting = start.map { tariffs[$0] }
        var totals = engine.totals(reading, limitedBy: limiting)
        engine.noteOtherReadings(totals, reading, limitedBy: limiting)
        let traced = engine.trace.map { _ in engine.working(charge, tariffs, reading) }
        engine.noteFreePeriods(totals, reading, charge, tariffs, fill: assignment.firstValid)
        let unlimited = totals
        if charge.credit { totals.negate(&engine.scale.overflow) }
        let currency = charge.currency ?? start.map { tariffs[$0].source.currency }
        guard let currency = currency ?? tariffs.first?.source.currency else {
            return .unpriceable(Refusal(.tariffMissing, at: "", "No tariff is given."))
        }
        var rated = RatedCharge(
            currency: currency, tariff: start, exact: keep(totals), notes: engine.notes,
            tariffFindings: assignment.findings(tariffs),
            policy: AppliedRounding(rules.rounding, currency))
        rated.explain(traced, limiting, charge, rules, unlimited: unlimited.wideIfNeeded(traced))
        return .priced(rated)
    }
}

extension Refusal {
    static let clockMissing = Refusal(
        .clockMissing, at: "/charging_periods",
        "A tariff restriction needs the time of day or a duration, and the CDR's times are missing"
            + " or the 1970 placeholder.")

    static func timeZoneMissing(_ charge: Charge) -> Refusal {
        Refusal(
            .timeZoneMissing, at: "/cdr_location/country",
            "A tariff restriction needs local time, and no time zone is known for country"
                + " \(charge.country ?? "(none)"). Give one with --time-zone.")
    }
}

/// Finds a CDR's time zone and remembers the last answer.
struct ZoneFinder: Sendable {
    private(set) var isChanged = true
    private(set) var isNameUnknown = false
    private var zone: ZoneTable?
    private var last: (cdr: String?, known: String?, country: String?)?

    /// In this order: given explicitly, on the CDR's location, of the Location we know, of the
    /// country when it has one zone.
    mutating func zone(
        for charge: Charge, _ known: String?, _ rules: RatingRules
    ) -> ZoneTable? {
        if let last, last.cdr == charge.timeZone, last.known == known,
            last.country == charge.country
        {
            isChanged = false
            return zone
        }
        last = (charge.timeZone, known, charge.country)
        isChanged = true
        isNameUnknown = false
        zone = nil
        for name in [rules.timeZone, charge.timeZone, known] {
            guard let name else { continue }
            if let found = ZoneTable.named(name) {
                zone = found
                return found
            }
            isNameUnknown = true
        }
        guard let country = charge.country?.uppercased() else { return nil }
        zone = (rules.zoneOfCountry[country] ?? CountryZones.zone(ofCountry: country)).flatMap {
            ZoneTable.named($0)
        }
        return zone
    }
}
