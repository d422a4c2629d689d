// Dates as ISO 8601 text. Reporting knows sheets, not roaming, so it does not see Roaming's Day.

/// Writes `2026-10-31`. Proleptic Gregorian; years 0 to 9999.
func isoDay(_ daysSince1970: Int) -> String {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))"
        + "-\(padded(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2))"
}

/// Reads `2026-10-31`; nil for anything else, also for days that do not exist.
func daysSince1970(iso utf8: UnsafeRawBufferPointer) -> Int? {
    guard utf8.count == 10, utf8[4] == UInt8(ascii: "-"), utf8[7] == UInt8(ascii: "-") else {
        return nil
    }
    func number(_ range: Range<Int>) -> Int? {
        var value = 0
        for byte in utf8[range] {
            guard byte &- 48 < 10 else { return nil }
            value = value * 10 + Int(byte &- 48)
        }
        return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
        return nil
    }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    // The arithmetic accepts 31 February; writing the day again tells.
    let result = days - 719_468
    return isoDay(result).utf8.elementsEqual(utf8) ? result : nil
}

/// Writes `2026-10-31T23:59:59+05:30` (`Z` at offset 0), with `.123` only when there are
/// milliseconds.
func isoInstant(_ milliseconds: Int64, offsetMinutes: Int) -> String {
    let (days, rest) = daysAndRest(milliseconds, offsetMinutes: offsetMinutes)
    let fraction = rest % 1000 == 0 ? "" : "." + padded(Int(rest % 1000), 3)
    return isoDay(days) + "T" + clock(Int(rest / 1000)) + fraction
        + offsetText(minutes: offsetMinutes)
}

/// Local days since 1970 and milliseconds since local midnight.
func daysAndRest(_ milliseconds: Int64, offsetMinutes: Int) -> (days: Int, rest: Int64) {
    let local = milliseconds + Int64(offsetMinutes) * 60_000
    let (quotient, remainder) = local.quotientAndRemainder(dividingBy: 86_400_000)
    return remainder < 0
        ? (Int(quotient) - 1, remainder + 86_400_000) : (Int(quotient), remainder)
}

/// `Z` or `+05:30`.
func offsetText(minutes: Int) -> String {
    guard minutes != 0 else { return "Z" }
    let size = abs(minutes)
    return "\(minutes < 0 ? "-" : "+")\(padded(size / 60, 2)):\(padded(size % 60, 2))"
}

/// Hours may pass 24: `31:05:00`; a negative duration starts with a minus.
func durationText(seconds: Int64) -> String {
    let size = seconds.magnitude
    let text = "\(size / 3600):\(padded(Int(size / 60 % 60), 2)):\(padded(Int(size % 60), 2))"
    return seconds < 0 ? "-" + text : text
}

private func clock(_ seconds: Int) -> String {
    "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
