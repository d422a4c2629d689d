import Roaming

/// How a partner or a bank writes times: `iso`, or a pattern of `yyyy yy MMM M d H h m s a` with what stands
/// between them, as in `dd/MM/yyyy HH:mm`. A doubled letter takes one digit or two, MMM a name like
/// `Nov`; years of two digits are of this century.
package struct DatePattern: Sendable, Hashable {
    private enum Part: Hashable {
        case year, shortYear, month, monthName, day, hour, hour12, minute, second, half
        case text(Character)
    }

    private let parts: [Part]
    /// ISO 8601, with an offset or without.
    package static let iso = DatePattern(parts: [])

    private init(parts: [Part]) { self.parts = parts }

    /// Nil for a pattern without year, month and day, or with a part twice or unknown.
    package init?(_ text: String) {
        guard text != "iso" else {
            self = .iso
            return
        }
        var parts: [Part] = []
        var rest = text[...]
        while let letter = rest.first {
            let run = rest.prefix { $0 == letter }
            rest = rest.dropFirst(run.count)
            guard letter.isASCII, letter.isLetter else {
                parts += run.map { .text($0) }
                continue
            }
            switch (letter, run.count) {
            case ("y", 4): parts.append(.year)
            case ("y", 2): parts.append(.shortYear)
            case ("M", 1...2): parts.append(.month)
            case ("M", 3): parts.append(.monthName)
            case ("d", 1...2): parts.append(.day)
            case ("H", 1...2): parts.append(.hour)
            case ("h", 1...2): parts.append(.hour12)
            case ("m", 1...2): parts.append(.minute)
            case ("s", 1...2): parts.append(.second)
            case ("a", 1): parts.append(.half)
            case ("T", 1): parts.append(.text("T"))
            default: return nil
            }
        }
        func has(_ part: Part) -> Bool { parts.contains(part) }
        let named = parts.filter { if case .text = $0 { false } else { true } }
        guard Set(named).count == named.count, has(.year) != has(.shortYear),
            has(.month) != has(.monthName), has(.day), has(.hour12) == has(.half),
            !(has(.hour) && has(.hour12)),
            has(.minute) == (has(.hour) || has(.hour12)), !has(.second) || has(.minute)
        else { return nil }
        self.parts = parts
    }

    /// A time as it was written, before anybody knows where.
    struct Local {
        /// Seconds since 1970 as if it were UTC; nil when the text names its offset.
        var seconds: Int64
        /// 1, 60 or 86,400.
        var precision: Int64
        var isUTC = false
    }

    /// Nil for what does not follow the pattern, or is no time there is.
    func read(_ text: String) -> Local? {
        let text = text.trimmed
        return parts.isEmpty ? Self.readISO(text) : readParts(text)
    }

    private static func readISO(_ text: String) -> Local? {
        if let day = Day(text) {
            return Local(seconds: Int64(day.daysSince1970) * 86_400, precision: 86_400)
        }
        guard let split = text.firstIndex(where: { "Tt ".contains($0) }) else { return nil }
        let clock = text[split...].dropFirst()
        let isUTC = clock.contains { "Zz+-".contains($0) }
        guard let instant = Instant(text) else { return nil }
        let digits = clock.prefix { !"Zz+-".contains($0) }
        let precision: Int64 = digits.filter { $0 == ":" }.count > 1 ? 1 : 60
        return Local(seconds: instant.seconds, precision: precision, isUTC: isUTC)
    }

    private func readParts(_ text: String) -> Local? {
        var values: [Part: Int] = [:]
        var rest = text[...]
        for part in parts {
            switch part {
            case .text(let character):
                guard rest.first == character else { return nil }
                rest.removeFirst()
            case .half:
                let word = rest.prefix(2).uppercased()
                guard word == "AM" || word == "PM" else { return nil }
                values[.half] = word == "PM" ? 12 : 0
                rest = rest.dropFirst(2)
            case .monthName:
                let word = Identifier.folded(String(rest.prefix(3)))
                guard let place = Self.monthNames.firstIndex(of: word) else { return nil }
                values[.month] = place + 1
                rest = rest.dropFirst(3)
            default:
                let most = part == .year ? 4 : 2
                let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(most)
                guard let value = Int(digits), part != .year || digits.count == 4,
                    part != .shortYear || digits.count == 2
                else { return nil }
                values[part] = value
                rest = rest.dropFirst(digits.count)
            }
        }
        guard rest.isEmpty else { return nil }
        return Self.local(values, precision: precision)
    }

    private static let monthNames = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// The day of a text, of which words at the end that the pattern does not have are passed over,
    /// like a time of day.
    func day(_ text: String) -> Day? {
        var rest = text.trimmed
        while !rest.isEmpty {
            if let local = read(rest) {
                return Day(containing: Instant(seconds: local.seconds), offsetSeconds: 0)
            }
            guard let blank = rest.lastIndex(of: " ") else { return nil }
            rest = String(rest[..<blank]).trimmed
        }
        return nil
    }

    private var precision: Int64 {
        parts.contains(.second) ? 1 : parts.contains(.minute) ? 60 : 86_400
    }

    private static func local(_ values: [Part: Int], precision: Int64) -> Local? {
        let year = values[.year] ?? values[.shortYear].map { 2000 + $0 } ?? 0
        guard let day = Day(year: year, month: values[.month] ?? 0, day: values[.day] ?? 0) else {
            return nil
        }
        var hour = values[.hour] ?? 0
        if let hour12 = values[.hour12] {
            guard (1...12).contains(hour12) else { return nil }
            hour = hour12 % 12 + (values[.half] ?? 0)
        }
        let (minute, second) = (values[.minute] ?? 0, values[.second] ?? 0)
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return Local(
            seconds: Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second),
            precision: precision)
    }
}
