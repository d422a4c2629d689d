import Roaming

/// Local time of a station. The generator knows two rules, both fixed by law: India has one offset
/// all year, the European Union changes on the last Sundays of March and October at 01:00 UTC.
struct Zone {
    /// IANA name.
    let name: String
    private let winterOffset: Int
    /// Seconds since 1970 in which one more hour is added; nil where summer time is unknown.
    private let summer: Range<Int>?

    static let india = Zone(name: "Asia/Kolkata", winterOffset: 19_800, summer: nil)

    /// Central European Time as it holds around `month`.
    static func centralEurope(_ name: String, around month: Month) -> Zone {
        let begins = lastSunday(year: month.year, month: 3) + 3_600
        let ends = lastSunday(year: month.year, month: 10) + 3_600
        return Zone(name: name, winterOffset: 3_600, summer: begins..<ends)
    }

    /// Seconds east of UTC.
    func offset(at second: Int) -> Int {
        guard let summer, summer.contains(second) else { return winterOffset }
        return winterOffset + 3_600
    }

    /// Offsets that can hold at all.
    var offsets: [Int] { summer == nil ? [winterOffset] : [winterOffset, winterOffset + 3_600] }

    private static func lastSunday(year: Int, month: Int) -> Int {
        let length = Day.length(ofMonth: month, year: year)
        guard let last = Day(year: year, month: month, day: length) else {
            preconditionFailure("a month has a last day")
        }
        return last.advanced(by: -(last.weekday % 7)).daysSince1970 * 86_400
    }
}
