import Roaming
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("2026-10-31T18:29:59Z", "2026-10-31T18:29:59Z"),
        ("2026-10-31T18:29:59", "2026-10-31T18:29:59Z"),
        ("2026-10-31T23:59:59+05:30", "2026-10-31T18:29:59Z"),
        ("2026-11-01T00:00:00.5+0530", "2026-10-31T18:30:00.500Z"),
        ("2026-10-31T18:29:59.123456Z", "2026-10-31T18:29:59.123Z"),
        ("1970-1-1T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("1969-12-31T23:59:59.250Z", "1969-12-31T23:59:59.250Z"),
        ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"),
    ])
    func `an OCPI DateTime is read as the UTC instant it means`(_ text: String, _ utc: String)
        throws
    {
        #expect(try #require(Instant(text)).description == utc)
    }

    @Test func `years of more than four digits are written as they are`() {
        #expect(Day(daysSince1970: 2_932_896).description == "9999-12-31")
        #expect(Day(daysSince1970: 2_932_897).description == "10000-01-01")
        #expect(Instant(seconds: 2_932_897 * 86_400).description == "10000-01-01T00:00:00Z")
        #expect(Instant(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    }

    @Test(arguments: [
        "", "2026-10-31", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-10-31T24:00:00Z",
        "2026-10-31T18:29:59ZZ", "2026-10-31T18:60:00Z", "31.10.2026 18:29",
        "2026-10-31T18:29:59+5",
    ])
    func `what is no DateTime is refused`(_ text: String) { #expect(Instant(text) == nil) }

    @Test func `days count through leap years and centuries`() throws {
        var day = try #require(Day("1899-12-30"))
        for _ in 0..<80_000 {
            let next = day.advanced(by: 1)
            let (year, month, dayOfMonth) = day.yearMonthDay
            let (nextYear, nextMonth, nextDay) = next.yearMonthDay
            if nextDay == 1 {
                #expect(dayOfMonth == Day.length(ofMonth: month, year: year))
                #expect(nextMonth == month % 12 + 1 && nextYear == year + (month == 12 ? 1 : 0))
            } else {
                #expect((nextYear, nextMonth, nextDay) == (year, month, dayOfMonth + 1))
            }
            #expect(next.weekday == day.weekday % 7 + 1)
            #expect(Day(day.description) == day)
            day = next
        }
        #expect(try #require(Day("2026-11-01")).weekday == 7)
    }
}

@Suite struct MonthWindowTests {
    @Test func `October ends at midnight in India, and its grace five days later`() throws {
        let window = MonthWindow(
            try #require(Month("2026-10")), offsetSeconds: 19_800, graceDays: 5)
        #expect(window.start.description == "2026-09-30T18:30:00Z")
        #expect(window.cutOff.description == "2026-10-31T18:30:00Z")
        #expect(window.graceEnd.description == "2026-11-05T18:30:00Z")
        #expect(window.contains(try #require(Instant("2026-10-31T18:29:59.999Z"))))
        #expect(!window.contains(window.cutOff))
        #expect(window.contains(window.start))
    }

    @Test func `December is followed by January`() throws {
        let december = try #require(Month("2026-12"))
        #expect(december.next.description == "2027-01")
        #expect(december.next.previous == december)
        #expect(Month("2026-13") == nil)
        #expect(Month("26-01") == nil)
    }
}
