import Amounts
import Roaming

// What the elements say together, state by state.
extension Linter {
    mutating func checkStates() {
        let states = TariffStates(tariff)
        let work = states.count.multipliedReportingOverflow(by: max(tariff.elements.count, 1))
        guard !work.overflow, work.partialValue <= TariffStates.most * 10 else {
            return report(
                .tooManyStates, at: "/elements", "The restrictions have too many different bounds.")
        }
        var survey = TariffSurvey(tariff, states)
        states.forEach { survey.visit($0) }
        reportUnreachable(survey)
        reportOverlaps(survey)
        for dimension in TariffDimension.allCases where dimension != .flat {
            reportGap(dimension, survey)
        }
    }

    private mutating func reportUnreachable(_ survey: TariffSurvey) {
        for index in tariff.elements.indices {
            let element = tariff.elements[index]
            guard survey.isEverMatched[index] else {
                reportNeverMatched(index)
                continue
            }
            let idle = TariffDimension.allCases.filter { dimension in
                element.components.contains { $0.dimension == dimension }
                    && element.canBill(dimension)
                    && !survey.isUsed[index].contains(dimension)
            }
            guard !idle.isEmpty else { continue }
            let dimensions = idle.map(\.wireName).joined(separator: ", ")
            if survey.isUsed[index].isEmpty {
                report(
                    .elementUnreachable, at: "/elements/\(index)",
                    "Whenever it applies, an element before it has priced \(dimensions).")
            } else {
                report(
                    .componentNeverBills, at: "/elements/\(index)",
                    "Its \(dimensions) is always priced by an element before it.")
            }
        }
    }

    /// Bounds that exclude each other are reported where they stand.
    private mutating func reportNeverMatched(_ index: Int) {
        let pointer = "/elements/\(index)"
        let isKnown = findings.contains {
            ($0.code == .restrictionNeverHolds || $0.code == .restrictionUnknown)
                && $0.pointer.hasPrefix(pointer + "/restrictions")
        }
        guard !isKnown else { return }
        report(.elementUnreachable, at: pointer, "There is no time at which it applies.")
    }

    private mutating func reportOverlaps(_ survey: TariffSurvey) {
        for pair in survey.pairs where pair.isPartial {
            guard let state = pair.example else { continue }
            report(
                .elementsOverlap, at: "/elements/\(pair.second)",
                "It and element \(pair.first) both price \(pair.dimension.wireName),"
                    + " for example on \(WeekText.name(state.weekday)) from"
                    + " \(WeekText.clock(state.minutes.lowerBound)).")
        }
    }

    private mutating func reportGap(_ dimension: TariffDimension, _ survey: TariffSurvey) {
        guard
            let pointer = tariff.places(where: { $0.dimension == dimension })
                .first(where: { tariff.elements[$0.0].restrictions.reservation == nil })
        else { return }
        let gap = survey.gaps[Int(dimension.rawValue)]
        let code: LintCode = dimension == .parkingTime ? .freeAtTimes : .gap
        let place = "/elements/\(pointer.0)/price_components/\(pointer.1)"
        if let hours = gap.hours(survey.states) {
            report(code, at: place, "\(dimension.wireName) has no price on \(hours).")
        } else if let state = gap.example {
            report(code, at: place, "\(dimension.wireName) has no price \(state.words).")
        }
    }
}

extension TariffElement {
    /// Reservations have time and a fee, nothing else.
    fileprivate func canBill(_ dimension: TariffDimension) -> Bool {
        restrictions.reservation == nil || dimension == .time || dimension == .flat
    }
}

extension TariffState {
    /// Where on the axes of volume: `from 10 kWh on`.
    var words: String {
        var parts: [String] = []
        if !energy.isZero { parts.append("from \(energy) kWh on") }
        if duration > 0 { parts.append("after \(duration) seconds") }
        if let current, !current.isZero { parts.append("from \(current) A on") }
        if let power, !power.isZero { parts.append("from \(power) kW on") }
        if dates.lowerBound > -1_000_000 {
            parts.append("from \(Day(daysSince1970: dates.lowerBound)) on")
        } else if dates.upperBound < 1_000_000 {
            parts.append("before \(Day(daysSince1970: dates.upperBound))")
        }
        return parts.isEmpty ? "in some states" : parts.joined(separator: ", ")
    }
}
