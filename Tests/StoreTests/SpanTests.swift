import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

/// Which records of other months are loaded with a month: only what may bear on it.
@Suite struct SpanTests {
    private static let day: Int64 = 86_400
    /// 14 September, 30 days before the sample's day in October.
    private static let september = Sample.start.advanced(bySeconds: -30 * day)

    @Test func `a CDR of an earlier month comes along when it was updated in this one`() throws {
        let scratch = try ScratchDatabase()
        let cdrs = [
            Self.cdr("late", updated: Sample.start),
            // In time for September, of another session at another EVSE.
            Self.cdr("early", evse: "evse9", updated: Self.september.advanced(bySeconds: 7200)),
            // In time for September, and of the same session as the late one.
            Self.cdr("rival", session: "late", evse: "evse8", updated: Self.september),
            // At the same EVSE at about the same time, and half a day later.
            Self.cdr("near", updated: Self.september),
            Self.cdr("far", shift: 43_200, updated: Self.september),
            // Too late even for October.
            Self.cdr("later", evse: "evse7", updated: Sample.span.graceEnd),
        ]
        try Sample.ingest(cdrs, in: scratch)
        let span = try scratch.connect(as: .rate).span(of: Sample.window, in: 1)
        #expect(try ids(span, scratch) == ["LATE", "NEAR", "RIVAL"])
        // Both roles see the same.
        #expect(try scratch.connect(as: .reconcile).span(of: Sample.window, in: 1) == span)
        #expect(try scratch.connect(as: .rate).span(of: Sample.window, in: 2).otherCDRs == [])
    }

    @Test func `with it come its session, its original and its credit`() throws {
        let scratch = try ScratchDatabase()
        var late = Self.cdr("late-credit", evse: nil, updated: Sample.start)
        (late.charge.credit, late.charge.creditReferenceID) = (true, "Original")
        var october = Sample.cdr("october-credit")
        (october.charge.credit, october.charge.creditReferenceID) = (true, "august")
        var sessions = ["ses-original", "ses-late-credit", "ses-other"].map { Sample.session($0) }
        for index in sessions.indices {
            sessions[index].start = Self.september
            sessions[index].end = Self.september.advanced(bySeconds: 3600)
            sessions[index].authorizationReference = nil
            sessions[index].place = Self.place("evse\(index + 3)")
        }
        try Sample.ingest(
            [
                late, Self.cdr("original", evse: nil, updated: Self.september), october,
                Self.cdr("august", evse: nil, shift: -20 * Self.day, updated: Self.september),
                Self.cdr("other", evse: nil, updated: Self.september),
            ], sessions: sessions, in: scratch)
        let span = try scratch.connect(as: .reconcile).span(of: Sample.window, in: 1)
        #expect(try ids(span, scratch) == ["AUGUST", "LATE-CREDIT", "ORIGINAL"])
        let names = try texts(
            scratch,
            """
            SELECT session_id AS text FROM intake.session
            WHERE object IN (\(span.otherSessions.map(String.init).joined(separator: ",")))
            ORDER BY session_id
            """)
        #expect(names == ["SES-LATE-CREDIT", "SES-ORIGINAL"])
    }

    @Test func `a CDR whose clock was reset is never lost`() throws {
        let scratch = try ScratchDatabase()
        var reset = Sample.cdr("reset")
        reset.charge.start = Instant(seconds: 0)
        reset.charge.end = Instant(seconds: 3600)
        var future = Sample.cdr("future")
        future.charge.end = Sample.start.advanced(bySeconds: 400 * Self.day)
        try Sample.ingest([reset, future], in: scratch)
        let span = try scratch.connect(as: .rate).span(of: Sample.window, in: 1)
        #expect(try ids(span, scratch) == ["FUTURE", "RESET"])
        #expect(try scratch.connect(as: .reconcile).partners(of: 1, in: span).count == 1)
        #expect(try scratch.connect(as: .rate).pagesWithCDRs(of: 1, in: span) == [1])
    }

    private func ids(_ span: MonthSpan, _ scratch: ScratchDatabase) throws -> [String] {
        try texts(
            scratch,
            """
            SELECT cdr_id AS text FROM intake.cdr
            WHERE object IN (\(span.otherCDRs.map(String.init).joined(separator: ",")))
            ORDER BY cdr_id
            """)
    }

    /// Of 14 September, `shift` seconds later.
    private static func cdr(
        _ id: String, session: String? = nil, evse: String? = "evse1", shift: Int64 = 0,
        updated: Instant
    ) -> CDR {
        var cdr = Sample.cdr(id)
        if let session { cdr.sessionID = "ses-\(session)" }
        cdr.charge.start = september.advanced(bySeconds: shift)
        cdr.charge.end = september.advanced(bySeconds: shift + 3600)
        cdr.place = place(evse)
        cdr.lastUpdated = updated
        return cdr
    }

    private static func place(_ evse: String?) -> ChargingPlace {
        ChargingPlace(locationID: "loc1", evseUID: evse, evseID: nil, connectorID: "1")
    }
}
