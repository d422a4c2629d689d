import Amounts
import Roaming

extension Engine {
    /// Why the elements that stand before the chosen one, and have the dimension, did not apply.
    /// All of them when none was chosen.
    mutating func skipped(
        _ dimension: BilledDimension, _ component: Int32, _ moment: Moment<Number>, _ tariff: Int,
        _ tariffs: [CompiledTariff], _ charge: Charge
    ) -> [WorkingLine.Skipped] {
        let view = views[tariff]
        let chosen = component >= 0 ? Int(view.components[Int(component)].element) : view.rows.count
        let elements = tariffs[tariff].source.elements
        var skipped: [WorkingLine.Skipped] = []
        for index in view.rows.indices where index < chosen {
            let row = view.rows[index]
            guard row.dimensions & dimension.bit != 0 else { continue }
            let given = elements[index].restrictions
            let why = reason(row, index, moment, view, given, charge, dimension.isReserved)
            skipped.append(WorkingLine.Skipped(element: index, reason: why))
        }
        return skipped
    }

    private mutating func reason(
        _ row: ElementRow, _ index: Int, _ moment: Moment<Number>, _ view: TariffView,
        _ given: Restrictions, _ charge: Charge, _ isReserved: Bool
    ) -> String {
        if isReserved != (row.audience != .session) {
            return isReserved ? "is not for reservations" : "is for reservations only"
        }
        if row.audience == .expiredReservation, !isExpired {
            return "is for reservations that expire"
        }
        if row.kinds.contains(.unknown) {
            return "has a restriction nobody knows (\(given.unknown.joined(separator: ", ")))"
        }
        if let outside = clockReason(row, moment, given) { return outside }
        guard !row.kinds.isDisjoint(with: .bounded),
            let mismatch = mismatch(row, index, moment, view, charge)
        else { return "RESERVATION_EXPIRES goes before it" }
        return mismatch.words(given)
    }

    private func clockReason(
        _ row: ElementRow, _ moment: Moment<Number>, _ given: Restrictions
    ) -> String? {
        if row.kinds.contains(.minutes) {
            var past = moment.minute - row.startMinute
            if past < 0 { past += 1440 }
            if past >= row.minuteSpan {
                let end = (row.startMinute + row.minuteSpan) % 1440
                let window = "\(clock(row.startMinute))-\(clock(end))"
                return "\(clock(moment.minute)) local time is outside \(window)"
            }
        }
        if row.kinds.contains(.weekdays), row.weekdays & moment.weekday == 0 {
            return "does not apply on a \(weekday(moment.weekday))"
        }
        guard row.kinds.contains(.dates) else { return nil }
        let day = Day(daysSince1970: Int(moment.day))
        if moment.day < row.startDay { return "\(day) is before \(given.startDate ?? day)" }
        if moment.day >= row.endDay { return "\(day) is not before \(given.endDate ?? day)" }
        return nil
    }

    private func clock(_ minute: Int32) -> String {
        let (hours, rest) = (minute / 60, minute % 60)
        return (hours < 10 ? "0" : "") + "\(hours):" + (rest < 10 ? "0" : "") + "\(rest)"
    }

    private func weekday(_ bit: UInt8) -> String {
        let names = [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ]
        return names[min(bit.trailingZeroBitCount, 6)]
    }
}

extension Mismatch {
    /// Plain words, with the bound as the tariff has it.
    func words(_ given: Restrictions) -> String {
        func bound(_ name: String, _ value: (some CustomStringConvertible)?) -> String {
            "\(name) \(value.map(\.description) ?? "") does not hold"
        }
        return switch self {
        case .minDuration: bound("min_duration", given.minDuration)
        case .maxDuration: bound("max_duration", given.maxDuration)
        case .minEnergy: bound("min_kwh", given.minEnergy)
        case .maxEnergy: bound("max_kwh", given.maxEnergy)
        case .minCurrent: bound("min_current", given.minCurrent)
        case .maxCurrent: bound("max_current", given.maxCurrent)
        case .minPower: bound("min_power", given.minPower)
        case .maxPower: bound("max_power", given.maxPower)
        case .noData: "needs power or current, which the period does not state"
        }
    }
}
