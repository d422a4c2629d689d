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
