import Amounts
package import Roaming

/// Prices CDRs one after another, keeping its scratch space. One per thread.
package struct Rater: Sendable {
    package let rules: RatingRules
    var engine: Engine<FixedScale>
    var assignment = TariffAssignment()
    private var plain: PlainPricer
    private var zones = ZoneFinder()

    package init(under rules: RatingRules) {
        self.rules = rules
        engine = Engine(FixedScale(), hours: rules.hours)
        plain = PlainPricer(rules)
    }

    /// Prices one CDR exactly. `tariffs` are the candidates: published versions or explicit ones;
    /// when empty, the CDR's own. `knownTimeZone` is that of the Location, if we know it.
    package mutating func rate(
        _ charge: Charge, by tariffs: [CompiledTariff], knownTimeZone: String? = nil
    ) -> Outcome {
        var rated = RatedCharge()
        if let refusal = rate(charge, by: tariffs, knownTimeZone: knownTimeZone, into: &rated) {
            return .unpriceable(refusal)
        }
        return .priced(rated)
    }

    /// The same into memory that serves for CDR after CDR. Where it is refused, `rated` means
    /// nothing.
    package mutating func rate(
        _ charge: borrowing Charge, by tariffs: [CompiledTariff], knownTimeZone: String? = nil,
        into rated: inout RatedCharge
    ) -> Refusal? {
        if tariffs.count == 1, ratePlain(charge, tariffs[0], knownTimeZone, &rated) {
            return nil
        }
        let own = tariffs.isEmpty ? charge.tariffs.map { compile($0) } : []
        guard own.isEmpty else {
            return rate(charge, by: own, knownTimeZone: knownTimeZone, into: &rated)
        }
        return rateAny(copy charge, by: tariffs, knownTimeZone, &rated)
    }

    /// The same with one candidate.
    package mutating func rate(
        _ charge: borrowing Charge, by tariff: borrowing CompiledTariff,
        knownTimeZone: String? = nil, into rated: inout RatedCharge
    ) -> Refusal? {
        ratePlain(charge, tariff, knownTimeZone, &rated)
            ? nil : rateAny(copy charge, by: [copy tariff], knownTimeZone, &rated)
    }

    private mutating func rateAny(
        _ charge: Charge, by tariffs: [CompiledTariff], _ knownTimeZone: String?,
        _ rated: inout RatedCharge
    ) -> Refusal? {
        if let refusal = assignment.assign(charge, tariffs) { return refusal }
        let needs = assignment.needs
        if !assignment.isClockKnown, !needs.isDisjoint(with: .clock) { return .clockMissing }
        if needs.contains(.localTime) {
            findZone(charge, knownTimeZone)
            if !zones.isFound { return .timeZoneMissing(charge) }
            if zones.isNameUnknown { assignment.note(Note(.timeZoneUnknown)) }
        }
        switch rate(charge, tariffs) {
        case .priced(let price):
            rated = price
            return nil
        case .unpriceable(let refusal): return refusal
        }
    }

    /// False when the CDR is not plain.
    @inline(__always)
    private mutating func ratePlain(
        _ charge: borrowing Charge, _ tariff: borrowing CompiledTariff,
        _ knownTimeZone: String?, _ rated: inout RatedCharge
    ) -> Bool {
        guard plain.takes(charge, tariff) else { return false }
        if tariff.front.pointee.plain.looksAtClock {
            findZone(charge, knownTimeZone)
            guard zones.isFound, !zones.isNameUnknown else { return false }
        }
        return plain.price(charge, by: tariff.front, into: &rated)
    }

    private mutating func findZone(_ charge: borrowing Charge, _ known: String?) {
        guard zones.find(for: charge, known, rules) else { return }
        engine.zone = zones.zone
        engine.segment = .nowhere
        plain.use(zones.zone)
    }

    private mutating func rate(
        _ charge: Charge, _ tariffs: [CompiledTariff]
    ) -> Outcome {
        let isPlain = rules.detail == .priceOnly && rules.rounding.scope != .line
        if assignment.fitsRows, isPlain {
            engine.scale.overflow = false
            let outcome = engine.run(charge, tariffs, rules, assignment) { .fixed($0) }
            if !engine.scale.overflow { return outcome }
            // Hours with many decimals: the same in finer units, while that fits.
            var fine = Engine(FixedScale(extra: 10), hours: rules.hours)
            fine.zone = engine.zone
            let again = fine.run(charge, tariffs, rules, assignment) { .fixed($0) }
            if !fine.scale.overflow { return again }
        }
        var wide = Engine(WideScale(tariffs), hours: rules.hours)
        wide.zone = engine.zone
        wide.explains = !isPlain
        return wide.run(charge, tariffs, rules, assignment) { .wide($0.wide) }
    }
}

extension Engine {
    /// Prices one CDR whose tariffs are assigned. `keep` brings the totals into the result's form.
    @inline(__always)
    mutating func run(
        _ charge: Charge, _ tariffs: [CompiledTariff], _ rules: RatingRules,
        _ assignment: TariffAssignment, _ keep: (Totals<Number>) -> ExactTotals
    ) -> Outcome {
        prepare(charge, isClockKnown: assignment.isClockKnown, tariffs: assignment.tariffs)
        if !assignment.notes.isEmpty { notes.append(contentsOf: assignment.notes) }
        views.removeAll(keepingCapacity: true)
        for index in tariffs.indices {
            views.append(tariffs[index].block.view)
            views[index].place = Int32(index)
        }
        if let refusal = refuseLongPeriods(rules) { return .unpriceable(refusal) }
        checkPlausibility(charge)
        price(charge)
        close()
        let start = assignment.start(periods)
        let reading = Reading(periods: rules.periods, hours: rules.hours)
        var totals = totals(reading, limitedBy: start)
        noteOtherReadings(totals, reading, limitedBy: start)
        let lines = explains ? working(charge, tariffs, reading) : []
        noteFreePeriods(totals, reading, charge, fill: assignment.firstValid)
        let unlimited = explains ? totals.wide : []
        if charge.credit { totals.negate(&scale.overflow) }
        let given = tariffs[Int(start ?? 0)].block
        let currency = charge.currency ?? given.source.currency
        var rated = RatedCharge(
            currency: currency, tariff: start.map { Int($0) }, exact: keep(totals), notes: notes,
            tariffFindings: assignment.findings(tariffs),
            policy: AppliedRounding(rules.rounding, currency))
        do throws(AmountOverflow) {
            let limiting = start == nil ? nil : given.source
            let rounding = rules.rounding.rounding(in: currency)
            // What did not fit is worthless, and the caller prices again in wider numbers.
            if !scale.overflow {
                try rated.roundParts(lines, limiting, rounding, isCredit: charge.credit)
            }
        } catch {
            return .unpriceable(.amountTooLarge)
        }
        if explains { rated.explain(lines, unlimited) }
        return .priced(rated)
    }
}

extension Refusal {
    static let amountTooLarge = Refusal(
        .amountTooLarge, at: "", "The amount has more digits than a price can be written with.")

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
    private(set) var zone: ZoneTable?
    private(set) var isFound = false
    private(set) var isNameUnknown = false
    private var cdr: String?
    private var known: String?
    private var country: String?
    private var isAsked = false

    /// In this order: given explicitly, on the CDR's location, of the Location we know, of the
    /// country when it has one zone. True when the answer is another than the last one.
    mutating func find(for charge: borrowing Charge, _ known: String?, _ rules: RatingRules) -> Bool
    {
        if isAsked, cdr == charge.timeZone, self.known == known, country == charge.country {
            return false
        }
        (isAsked, cdr, self.known, country) = (true, charge.timeZone, known, charge.country)
        isNameUnknown = false
        zone = search(rules)
        isFound = zone != nil
        return true
    }

    private mutating func search(_ rules: RatingRules) -> ZoneTable? {
        for name in [rules.timeZone, cdr, known] {
            guard let name else { continue }
            if let found = ZoneTable.named(name) { return found }
            isNameUnknown = true
        }
        guard let country = country?.uppercased() else { return nil }
        return (rules.zoneOfCountry[country] ?? CountryZones.zone(ofCountry: country)).flatMap {
            ZoneTable.named($0)
        }
    }
}
