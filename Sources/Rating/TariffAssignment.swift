import Roaming

/// Which tariff each charging period is priced by.
struct TariffAssignment: Sendable {
    /// By period as in the CDR; -1 = none is relevant.
    private(set) var tariffs: [Int32] = []
    private(set) var notes: [Note] = []
    private(set) var needs: Needs = []
    private(set) var fitsRows = true
    private(set) var isClockKnown = true
    /// The first tariff valid at the session's start, -1 when none is.
    private(set) var firstValid: Int32 = -1
    private var hasFindings = false

    mutating func assign(_ charge: Charge, _ given: [CompiledTariff]) -> Refusal? {
        tariffs.removeAll(keepingCapacity: true)
        notes.removeAll(keepingCapacity: true)
        guard let first = charge.periods.first else {
            return Refusal(.periodsMissing, at: "/charging_periods", "There is no charging period.")
        }
        guard !given.isEmpty else {
            return Refusal(.tariffMissing, at: "/tariffs", "No tariff is given for this CDR.")
        }
        isClockKnown = true
        var start = first.start
        var isAnyNamed = false
        for index in charge.periods.indices {
            start = min(start, charge.periods[index].start)
            if charge.periods[index].start.milliseconds == 0 { isClockKnown = false }
            if charge.periods[index].tariffID != nil { isAnyNamed = true }
        }
        if let stated = charge.start, stated.milliseconds != 0 { start = stated }
        if !isClockKnown { notes.append(Note(.clockUnknown)) }
        firstValid = Int32(given.firstIndex { isValid($0, at: start) } ?? -1)
        let refusal = isAnyNamed ? assignNamed(charge, given, start) : assignFirst(charge, given)
        if let refusal { return refusal }
        return settle(charge, given)
    }

    private func isValid(_ tariff: CompiledTariff, at start: Instant) -> Bool {
        guard isClockKnown else { return true }
        if let from = tariff.block.source.validFrom, start < from { return false }
        if let until = tariff.block.source.validUntil, start >= until { return false }
        return true
    }

    private mutating func assignFirst(_ charge: Charge, _ given: [CompiledTariff]) -> Refusal? {
        guard firstValid >= 0 else {
            return Refusal(
                .tariffNotValid, at: "/start_date_time",
                "None of the tariffs given was valid when the session started.")
        }
        notes.append(Note(.tariffAssumed))
        for _ in charge.periods.indices { tariffs.append(firstValid) }
        return nil
    }

    private mutating func assignNamed(
        _ charge: Charge, _ given: [CompiledTariff], _ start: Instant
    ) -> Refusal? {
        var invalid: Int?
        var last = -1
        for index in charge.periods.indices {
            guard let id = charge.periods[index].tariffID else {
                tariffs.append(-1)
                continue
            }
            if last >= 0, charge.periods[last].tariffID == id {
                tariffs.append(tariffs[last])
                continue
            }
            last = index
            switch find(id, given, start) {
            case .found(let place): tariffs.append(Int32(place))
            case .only:
                notes.append(Note(.tariffIDUnknown, period: Int32(index)))
                if firstValid < 0 { invalid = invalid ?? index }
                tariffs.append(0)
            case .notValid:
                invalid = invalid ?? index
                tariffs.append(-1)
            case .unknown:
                return Refusal(
                    .tariffUnknown, at: "/charging_periods/\(index)/tariff_id",
                    "The period names the tariff \(id), which nobody gave.")
            }
        }
        guard let invalid else { return nil }
        return Refusal(
            .tariffNotValid, at: "/charging_periods/\(invalid)/tariff_id",
            "The tariff the period names was not valid when the session started.")
    }

    private enum Search { case found(Int), only, notValid, unknown }

    private func find(_ id: String, _ given: [CompiledTariff], _ start: Instant) -> Search {
        var isKnown = false
        var folded: String?
        for index in given.indices {
            if given[index].block.source.id != id {
                if folded == nil { folded = Identifier.folded(id) }
                guard given[index].block.foldedID == folded else { continue }
            }
            if isValid(given[index], at: start) { return .found(index) }
            isKnown = true
        }
        if isKnown { return .notValid }
        return given.count == 1 ? .only : .unknown
    }

    /// What the tariffs that apply need, and whether they are in the CDR's currency.
    private mutating func settle(_ charge: Charge, _ given: [CompiledTariff]) -> Refusal? {
        needs = []
        fitsRows = true
        hasFindings = false
        var last: Int32 = -1
        var currency = charge.currency
        for index in tariffs.indices {
            let place = tariffs[index]
            guard place != last, place >= 0 else { continue }
            last = place
            needs.formUnion(given[Int(place)].block.view.needs)
            if !given[Int(place)].block.fitsRows { fitsRows = false }
            if !given[Int(place)].block.findings.isEmpty { hasFindings = true }
            guard let expected = currency else {
                notes.append(Note(.currencyAssumed))
                currency = given[Int(place)].block.source.currency
                continue
            }
            guard given[Int(place)].block.source.currency == expected else {
                return Refusal(
                    .currencyMismatch, at: "/currency",
                    "The CDR is in \(expected), its tariff in"
                        + " \(given[Int(place)].block.source.currency). Amounts are never converted."
                )
            }
        }
        return nil
    }

    mutating func note(_ note: Note) { notes.append(note) }

    /// The tariff in force when the session started: of the first period that has one.
    func start<Number>(_ periods: [Prepared<Number>]) -> Int32? {
        for index in periods.indices where periods[index].tariff >= 0 {
            return periods[index].tariff
        }
        return nil
    }

    /// Of the tariffs that apply, with pointers into them.
    func findings(_ given: [CompiledTariff]) -> [Finding] {
        guard hasFindings else { return [] }
        var findings: [Finding] = []
        for place in Set(tariffs).sorted() where place >= 0 {
            for finding in given[Int(place)].findings {
                findings.append(
                    Finding(
                        finding.code, finding.severity, at: "/tariffs/\(place)\(finding.pointer)",
                        finding.text, atStake: finding.atStake))
            }
        }
        return findings
    }
}
