import Roaming

/// What `Retry-After` asks for (RFC 9110 §10.2.3): a number of seconds, or the moment from which on
/// another try is welcome, in any of the three forms of an HTTP date (§5.6.7).
enum RetryAfter {
    /// Whole seconds to wait from `now` on, rounded up; 0 when the moment is over. Nil for anything that
    /// is neither, which asks for nothing.
    static func seconds(_ text: String, now: Instant) -> Int? {
        let trimmed = text.split(separator: " ").joined(separator: " ")
        if !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (48...57).contains($0) }) {
            // A number too long for us is longer than anybody waits.
            return Int(trimmed) ?? Int.max
        }
        guard let moment = date(trimmed, now: now) else { return nil }
        let milliseconds = max(0, moment.milliseconds(since: now))
        return Int((milliseconds + 999) / 1000)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    private static func date(_ text: String, now: Instant) -> Instant? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        guard parts.count == 5 || parts.count == 6 && parts[5] == "GMT" else { return nil }
        // Day, month, year and time of day stand in another order without the zone.
        let (day, name, year, time) =
            parts.count == 6
            ? (parts[1], parts[2], parts[3], parts[4]) : (parts[2], parts[1], parts[4], parts[3])
        guard let month = months.firstIndex(of: name), let number = Int(day),
            let wholeYear = fourDigits(year, now: now), time.utf8.count == 8
        else { return nil }
        return Instant("\(wholeYear)-\(month + 1)-\(number)T\(time)Z")
    }

    /// Two digits mean the year that is at most fifty years ahead (RFC 9110 §5.6.7).
    private static func fourDigits(_ text: String, now: Instant) -> Int? {
        guard let value = Int(text), value >= 0 else { return nil }
        switch text.utf8.count {
        case 4: return value
        case 2:
            let earliest = Day(containing: now, offsetSeconds: 0).yearMonthDay.year - 49
            return earliest + ((value - earliest) % 100 + 100) % 100
        default: return nil
        }
    }
}
