import Foundation
import Hubs
import Roaming
import TestSupport
import Testing

@testable import clearing

/// When a hub is asked that nobody named.
@Suite(.serialized) struct PullScheduleTests {
    private func next(_ schedule: PullSchedule, after last: String) throws -> String {
        try schedule.next(after: try #require(Instant(last))).description
    }

    @Test func `always is at once, hourly an hour later`() throws {
        #expect(try next(.always, after: "2026-10-24T10:00:00Z") == "2026-10-24T10:00:00Z")
        #expect(try next(.hourly, after: "2026-10-24T23:30:00Z") == "2026-10-25T00:30:00Z")
    }

    /// Two in the morning in Paris is midnight UTC in summer and one o'clock in winter. On 2026-10-25 the
    /// hour from two to three comes twice; the later one counts.
    @Test(arguments: [
        ("2026-10-23T10:00:00Z", "2026-10-24T00:00:00Z"),
        ("2026-10-23T23:59:59Z", "2026-10-24T00:00:00Z"),
        // What was complete exactly at the cut-off waits for the next one.
        ("2026-10-24T00:00:00Z", "2026-10-25T01:00:00Z"),
        ("2026-10-25T01:00:00Z", "2026-10-26T01:00:00Z"),
    ])
    func `daily is the next cut-off by the hub's clocks`(_ last: String, _ due: String) throws {
        let schedule = PullSchedule.daily(cutOff: 2 * 3600, timeZone: "Europe/Paris")
        #expect(try next(schedule, after: last) == due)
    }

    @Test func `a day of the hub may be another one than in UTC`() throws {
        // 01:00 in Kolkata is 19:30 of the day before; 23:30 in Los Angeles 06:30 of the day after.
        let kolkata = PullSchedule.daily(cutOff: 3600, timeZone: "Asia/Kolkata")
        #expect(try next(kolkata, after: "2026-10-24T10:00:00Z") == "2026-10-24T19:30:00Z")
        #expect(try next(kolkata, after: "2026-10-24T20:00:00Z") == "2026-10-25T19:30:00Z")
        let angeles = PullSchedule.daily(cutOff: 84_600, timeZone: "America/Los_Angeles")
        #expect(try next(angeles, after: "2026-10-24T03:00:00Z") == "2026-10-24T06:30:00Z")
    }

    /// A month whose daily hubs have their cut-off twelve hours from now, whenever now is.
    private func served(sessions: Int) throws -> ServedMonth {
        let served = try ServedMonth(sessions: sessions)
        let far = Instant.now.advanced(bySeconds: 12 * 3600).description.dropFirst(11).prefix(5)
        try served.editRules {
            $0.replacingOccurrences(
                of: #"cut_off: "[0-9:]+""#, with: "cut_off: \"\(far)\"", options: .regularExpression
            ).replacingOccurrences(
                of: #"  time_zone: "(Asia/Kolkata|Europe/Paris)"\n  contact"#,
                with: "  time_zone: \"UTC\"\n  contact", options: .regularExpression)
        }
        return served
    }

    private func hubs(_ result: JSONObject, _ list: String) throws -> [String] {
        try result.objects(list).compactMap { $0.text("hub") }
    }

    @Test func `hubs that are not due are left alone until they are named or all are asked`() throws
    {
        let served = try served(sessions: 100)
        try served.registerAll()
        let ingest = ["ingest", "--month", ServedMonth.month, "--json"]
        try served.clearing.succeed(ingest)
        // The bookmarks stand at the clock's now, so a daily hub waits for its cut-off, an hourly one an
        // hour; the others are asked again.
        let second = try JSONObject(served.clearing.succeed(ingest))
        #expect(
            try Set(hubs(second, "pulled"))
                == ["bharat-roaming", "chargegrid", "volt-link"])
        #expect(
            try hubs(second, "waiting")
                == ["ev-recharge", "gireve", "hubject"])
        let named = try JSONObject(served.clearing.succeed(ingest + ["--hub", "gireve"]))
        #expect(try Set(hubs(named, "pulled")) == ["gireve"])
        let all = try JSONObject(served.clearing.succeed(ingest + ["--all"]))
        #expect(try Set(hubs(all, "pulled")).count == 6)
        #expect(try served.clearing.run(ingest + ["--all", "--hub", "gireve"]).code == 64)
    }

    @Test func `when nobody is due, nothing is asked and that is no failure`() throws {
        let served = try served(sessions: 20)
        try served.clearing.succeed("hub", "register", "gireve")
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        let runs = try served.database.texts("SELECT count(*) FROM runs.run")
        let ended = try served.clearing.run("ingest", "--month", ServedMonth.month)
        #expect(ended.code == 0)
        #expect(ended.output.contains("not asked before"))
        #expect(try served.database.texts("SELECT count(*) FROM runs.run") == runs)
    }

    @Test func `the one who helps is named in the list and with a fault`() throws {
        let served = try ServedMonth(sessions: 20)
        #expect(try served.clearing.succeed("hub", "list").contains("support@gireve.example"))
        var wrong = served.clearing
        wrong.environment["CLEARING_TOKEN_GIREVE"] = "not-the-token"
        let ended = try wrong.run("hub", "register", "gireve")
        #expect(ended.code == 69 && ended.errors.contains("support@gireve.example"))
    }
}
