import Roaming

// TariffRestrictions (mod_tariffs).
extension JSONReader {
    mutating func readRestrictions(_ found: inout Restrictions) throws(Reject) {
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "start_time": found.startMinute = try minuteOfDay()
            case "end_time": found.endMinute = try minuteOfDay()
            case "start_date": found.startDate = try day()
            case "end_date": found.endDate = try day()
            case "min_kwh": found.minEnergy = try number()
            case "max_kwh": found.maxEnergy = try number()
            case "min_current": found.minCurrent = try number()
            case "max_current": found.maxCurrent = try number()
            case "min_power": found.minPower = try number()
            case "max_power": found.maxPower = try number()
            case "min_duration": found.minDuration = try positiveWhole("a duration")
            case "max_duration": found.maxDuration = try positiveWhole("a duration")
            case "day_of_week": found.weekdays = try weekdays()
            case "reservation": try reservation(&found)
            default: try unknownRestriction(key, &found)
            }
        }
        if found.unknown.count > 1 { found.unknown.sort() }
    }

    /// An empty list is an absent one.
    private mutating func weekdays() throws(Reject) -> UInt8 {
        if try takeNull() { return 0 }
        var days: UInt8 = 0
        try enterArray()
        while try nextElement() {
            let here = at
            guard let word = try word() else { continue }
            switch word {
            case "MONDAY": days |= 1
            case "TUESDAY": days |= 2
            case "WEDNESDAY": days |= 4
            case "THURSDAY": days |= 8
            case "FRIDAY": days |= 16
            case "SATURDAY": days |= 32
            case "SUNDAY": days |= 64
            default:
                let words = word.text.prefix(40)
                at = here
                throw reject(.unknownValue, "‘\(words)’ is no day of the week")
            }
        }
        return days
    }

    private mutating func reservation(_ found: inout Restrictions) throws(Reject) {
        guard let word = try word()?.text.prefix(40) else { return }
        guard let kind = Restrictions.Reservation(rawValue: String(word)) else {
            found.unknown.append("reservation=\(word)")
            return noteUnknown("reservation \(word)")
        }
        found.reservation = kind
    }

    private mutating func unknownRestriction(
        _ key: JSONKey, _ found: inout Restrictions
    ) throws(Reject) {
        let name = key.text
        guard try !takeNull() else { return }
        try skipUnlessMisnamed(key, NearMiss.restrictions)
        found.unknown.append(name)
        noteUnknown(name)
    }

    private mutating func noteUnknown(_ name: String) {
        note(
            .restrictionUnknown,
            "OCPI has no restriction ‘\(name)’; the element it is on never applies.")
    }
}
