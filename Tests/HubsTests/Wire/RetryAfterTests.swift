import Roaming
import Testing

@testable import Hubs

/// RFC 9110: Retry-After is a number of seconds or a date in one of three forms.
@Suite struct RetryAfterTests {
    /// The moment of the RFC's own examples.
    private func now(_ text: String = "1994-11-06T08:49:07Z") throws -> Instant {
        try #require(Instant(text))
    }

    @Test(arguments: [
        ("120", 120), ("0", 0), (" 7 ", 7), ("99999999999999999999999", Int.max),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 30), ("Sunday, 06-Nov-94 08:49:37 GMT", 30),
        ("Sun Nov  6 08:49:37 1994", 30), ("Mon, 07 Nov 1994 08:49:07 GMT", 86_400),
        // Over already.
        ("Sun, 06 Nov 1994 08:49:07 GMT", 0), ("Sat, 05 Nov 1994 00:00:00 GMT", 0),
        // Two digits that would lie more than fifty years ahead are of the past.
        ("Sunday, 06-Nov-44 08:49:07 GMT", 1_577_923_200), ("Sunday, 06-Nov-45 08:49:07 GMT", 0),
    ])
    func `seconds and all forms of a date are read`(_ text: String, _ seconds: Int) throws {
        #expect(RetryAfter.seconds(text, now: try now()) == seconds)
    }

    @Test func `a begun second is waited to its end`() throws {
        let now = try now("1994-11-06T08:49:36.001Z")
        #expect(RetryAfter.seconds("Sun, 06 Nov 1994 08:49:37 GMT", now: now) == 1)
    }

    @Test(arguments: [
        "", "soon", "-5", "1.5", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 194 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
    ])
    func `anything else asks for nothing`(_ text: String) throws {
        #expect(RetryAfter.seconds(text, now: try now()) == nil)
    }
}
