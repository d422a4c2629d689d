import Amounts
import Glibc
import Roaming

// OCPI's own value types (mod_types), with the shapes the field sends for them.
extension JSONReader {
    /// DateTime. Without a zone it is UTC by the specification; offsets and unpadded digits are
    /// taken too, all but the plain form with a finding.
    /// - Throws: `WRONG_TYPE`, `BAD_DATE`.
    mutating func instant() throws(Reject) -> Instant? {
        let here = at
        guard let text = try text() else { return nil }
        if let quick = InstantText.plain(text, &recent) { return quick }
        guard
            let value = Instant(utf8: UnsafeRawBufferPointer(start: text.start, count: text.count))
        else {
            let words = "‘\(text.text.prefix(40))’ is no date and time such as 2026-10-31T18:29:59Z"
            at = here
            throw reject(.badDate, words)
        }
        noteShape(ofDate: text)
        return value
    }

    private mutating func noteShape(ofDate text: JSONKey) {
        let last = text.start[text.count - 1] | 0x20
        let bytes = UnsafeBufferPointer(start: text.start, count: text.count)
        if last == UInt8(ascii: "z") {
            let padded = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "t") } == 10
            guard !padded || text.count < 20 else { return }
            note(.dateFormat, "‘\(text.text)’ is not written as OCPI asks; it is read as it looks.")
        } else if bytes.dropFirst(10).contains(where: {
            $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        }) {
            note(
                .dateFormat,
                "‘\(text.text)’ has an offset, where OCPI wants UTC; it is converted.", .note)
        } else {
            note(
                .dateWithoutZone,
                "‘\(text.text)’ has no zone; it is read as UTC, as the specification says.")
        }
    }

    /// A day of a tariff restriction: `2026-10-31`.
    mutating func day() throws(Reject) -> Day? {
        let here = at
        guard let text = try string() else { return nil }
        guard let day = Day(text) else {
            at = here
            throw reject(.badDate, "‘\(text.prefix(40))’ is no day such as 2026-10-31")
        }
        return day
    }

    /// Minutes after local midnight out of `08:00`; `08:00:00`, `8:00` and `24:00` with a finding.
    mutating func minuteOfDay() throws(Reject) -> Int? {
        let here = at
        guard let word = try text() else { return nil }
        if let quick = ClockText.plain(word) { return quick }
        let text = word.text
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            (1...2).contains(part.utf8.count) && part.utf8.allSatisfy { $0 &- 48 < 10 }
                ? Int(part) : nil
        }
        guard numbers.count == parts.count, (2...3).contains(numbers.count), numbers[1] < 60,
            numbers.count == 2 || numbers[2] == 0,
            numbers[0] < 24 || (numbers[0] == 24 && numbers[1] == 0)
        else {
            at = here
            throw reject(
                .badDate, "‘\(text.prefix(40))’ is no time of day such as 08:00, in whole minutes")
        }
        if text.utf8.count != 5 || numbers[0] == 24 || parts[0].utf8.count != 2 {
            note(
                .timeOfDayFormat,
                "‘\(text)’ is not written as OCPI asks (08:00); it is read as it looks.")
        }
        return numbers[0] * 60 + numbers[1]
    }

    /// ISO 4217.
    mutating func currency() throws(Reject) -> Currency? {
        let here = at
        guard let text = try text() else { return nil }
        guard let currency = recent.currency(text) else {
            let words = text.text.prefix(40)
            at = here
            throw reject(
                .badCurrency, "‘\(words)’ is no ISO 4217 code of three letters")
        }
        return currency
    }

    /// A word of one of OCPI's enums, in upper case: other letter case is taken with a finding.
    /// Valid until the reader moves on.
    mutating func word() throws(Reject) -> JSONKey? {
        guard let text = try text() else { return nil }
        for index in 0..<text.count where text.start[index] &- 97 < 26 {
            return inCapitals(text)
        }
        return text
    }

    private mutating func inCapitals(_ text: JSONKey) -> JSONKey {
        note(.enumCase, "‘\(text.text)’ should be written in capitals; it is read as if it were.")
        return keepName(Array(Identifier.folded(text.text).utf8))
    }

    /// Price: a number before tax (2.1.1), `{excl_vat, incl_vat}` (2.2.1), or
    /// `{before_taxes, taxes[]}` and PriceLimit's `{before_taxes, after_taxes}` (2.3.0).
    mutating func price(_ evidence: inout VersionEvidence) throws(Reject) -> Price? {
        guard byte == UInt8(ascii: "{") else {
            guard let number = try number() else { return nil }
            evidence.v211 = true
            return Price(beforeTax: number, afterTax: nil)
        }
        var price = Price(beforeTax: nil, afterTax: nil)
        var taxes: ExactDecimal?
        var named: StaticString = "excl_vat"
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "excl_vat": price.beforeTax = try number()
            case "incl_vat": price.afterTax = try number()
            case "before_taxes":
                price.beforeTax = try number()
                (evidence.v230, named) = (true, "before_taxes")
            case "after_taxes": price.afterTax = try number()
            case "taxes": taxes = try taxAmounts()
            default: try skip()
            }
        }
        if price.beforeTax == nil, price.afterTax == nil { throw missing(named) }
        guard let taxes, let before = price.beforeTax, price.afterTax == nil else { return price }
        do throws(AmountOverflow) { price.afterTax = try before + taxes } catch {
            throw reject(.badNumber, "the amount and its taxes together are too large")
        }
        return price
    }

    /// The sum of a list of TaxAmount (2.3.0); nil when there is no list.
    private mutating func taxAmounts() throws(Reject) -> ExactDecimal? {
        if try takeNull() { return nil }
        var sum = ExactDecimal.zero
        try enterArray()
        while try nextElement() {
            var amount: ExactDecimal?
            try enterObject()
            while let key = try nextKey() {
                switch key {
                case "amount": amount = try number()
                default: try skip()
                }
            }
            let stated = try required(amount, "amount")
            do throws(AmountOverflow) { sum = try sum + stated } catch {
                throw reject(.badNumber, "the taxes together are too large")
            }
        }
        return sum
    }
}

/// What an object's shape says about the OCPI version it is in.
struct VersionEvidence {
    var v211 = false
    var v230 = false
    /// Something 2.1.1 does not have.
    var after211 = false

    /// The version given, else the one the shape speaks for.
    func version(given: OCPIVersion?) -> OCPIVersion {
        if let given { return given }
        if v230 { return .v230 }
        return v211 && !after211 ? .v211 : .v221
    }
}

enum ClockText {
    /// Minutes of `08:00` and nothing else, which nearly every time of day is.
    static func plain(_ text: JSONKey) -> Int? {
        let at = text.start
        guard text.count == 5, at[2] == 58 else { return nil }
        let digits = (at[0] &- 48, at[1] &- 48, at[3] &- 48, at[4] &- 48)
        guard digits.0 < 10, digits.1 < 10, digits.2 < 6, digits.3 < 10 else { return nil }
        let hour = Int(digits.0) * 10 + Int(digits.1)
        return hour < 24 ? hour * 60 + Int(digits.2) * 10 + Int(digits.3) : nil
    }
}

enum InstantText {
    /// `2026-10-31T18:29:59Z` and nothing else, which nearly every DateTime is.
    @inline(__always)
    static func plain(_ text: JSONKey, _ recent: inout RecentValues) -> Instant? {
        let at = text.start
        guard text.count == 20, at[10] == UInt8(ascii: "T"), at[19] == UInt8(ascii: "Z") else {
            return nil
        }
        let raw = UnsafeRawPointer(at)
        let head = raw.loadUnaligned(as: UInt64.self)
        let tail = raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
        guard let midnight = recent.midnight(head, tail) ?? newMidnight(at, head, tail, &recent),
            let second = second(
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 11, as: UInt64.self)))
        else { return nil }
        return Instant(seconds: midnight &+ second)
    }

    /// Of the day, out of `18:29:59` in one word.
    @inline(__always)
    private static func second(_ word: UInt64) -> Int64? {
        // A digit's byte becomes its value, a colon's zero; whatever else gets its highest bit.
        let clock = word ^ 0x3030_3A30_303A_3030
        let others = (clock & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7F76_767F_7676 | clock
        guard others & 0x8080_8080_8080_8080 == 0 else { return nil }
        let hour = (clock & 15) &* 10 &+ (clock &>> 8 & 15)
        let minute = (clock &>> 24 & 15) &* 10 &+ (clock &>> 32 & 15)
        let second = (clock &>> 48 & 15) &* 10 &+ clock &>> 56
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return Int64(truncatingIfNeeded: hour &* 3600 &+ minute &* 60 &+ second)
    }

    private static func newMidnight(
        _ at: UnsafePointer<UInt8>, _ head: UInt64, _ tail: UInt16, _ recent: inout RecentValues
    ) -> Int64? {
        guard at[4] == 45, at[7] == 45, let century = two(at, 0), let year = two(at, 2),
            let month = two(at, 5), let date = two(at, 8),
            let day = Day(year: Int(century * 100 + year), month: Int(month), day: Int(date))
        else { return nil }
        let midnight = Int64(day.daysSince1970) * 86_400
        recent.remember(head, tail, midnight: midnight)
        return midnight
    }

    @inline(__always)
    private static func two(_ at: UnsafePointer<UInt8>, _ place: Int) -> Int64? {
        let (tens, ones) = (at[place] &- 48, at[place + 1] &- 48)
        guard tens < 10, ones < 10 else { return nil }
        return Int64(tens) &* 10 &+ Int64(ones)
    }
}
