import Amounts
import Roaming
import Settlement
import Testing

/// Foreign amounts keep their value in rupees. A euro is 90 rupees from 1 October and 100 from the 20th.
@Suite struct ForeignTests {
    private let early = "2026-10-02T06:00:00Z"
    private let late = "2026-10-25T06:00:00Z"

    private func books(
        _ rateDate: EntityRule.RateDate = .sessionEnd, daysValid: Int = 31
    ) throws -> SettlementRules {
        try rules(
            entities: [entity(at: rateDate)],
            rates: rates([("2026-10-01", "90"), ("2026-10-20", "100")], daysValid: daysValid))
    }

    private func euros(_ agreed: String, _ before: String, _ end: String, _ side: Side = .cpo)
        throws -> ReconciledLine
    {
        try line(side: side, currency: "EUR", agreed: agreed, before: before, end: end)
    }

    /// `NETTED: accruedRoamingPayable 10.00 (1000.00), …`
    private func valued(_ month: SettledMonth) -> [String] {
        month.journal.map { entry in
            let postings = entry.postings.map { posting in
                "\(posting.account) \(posting.amount.text(decimals: 2))"
                    + " (\(posting.bookAmount?.text(decimals: 2) ?? "none"))"
            }
            return "\(entry.event.rawValue): \(postings.joined(separator: ", "))"
        }
    }

    @Test func `each session has the rate of its day, what is open that of the last day too`()
        throws
    {
        let month = try settled(
            [euros("11.80", "10.00", early), euros("11.80", "10.00", late)], under: books())
        // 11.80 × 90 + 11.80 × 100 = 1062 + 1180 = 2242; before tax 900 + 1000; at 100: 2360.
        #expect(
            valued(month) == [
                "RECEIVABLE_ACCRUED: accruedRoamingReceivable 23.60 (2242.00), "
                    + "roamingRevenue -20.00 (-1900.00), outputTax -3.60 (-342.00)",
                "FX_REVALUED: fxRevaluation 118.00 (118.00), fxUnrealised -118.00 (-118.00)",
            ])
        let book = try #require(month.statements.first?.book)
        #expect("\(book.currency) \(book.amount.text(decimals: 2))" == "INR 2242.00")
        #expect(
            book.rates.map { "\($0.day) \($0.amount) \($0.rate.rate) \($0.rate.quotedOn)" } == [
                "2026-10-02 11.80 90 2026-10-01", "2026-10-25 11.80 100 2026-10-20",
            ])
        #expect(
            month.journal.last?.key == "2026-10/FX_REVALUED/magma/IN-TPC/INR/EUR",
            "the entry is in rupees and says what it is about")
    }

    @Test func `by the statement's date all of it has one rate`() throws {
        let month = try settled(
            [euros("11.80", "10.00", early), euros("11.80", "10.00", late)],
            under: books(.statementDate))
        #expect(
            valued(month) == [
                "RECEIVABLE_ACCRUED: accruedRoamingReceivable 23.60 (2360.00), "
                    + "roamingRevenue -20.00 (-2000.00), outputTax -3.60 (-360.00)"
            ])
        #expect(
            month.statements.first?.book?.rates.map { "\($0.day) \($0.amount) \($0.rate.rate)" }
                == ["2026-10-31 23.60 100"])
    }

    @Test func `setting off what was booked at two rates realises the difference`() throws {
        let month = try settled(
            [euros("30.00", "30.00", early), euros("10.00", "10.00", late, .emsp)],
            under: books())
        // A third of 2700 is 900; the payable was 1000: 100 gained. Left: 20 at 1800, worth 2000.
        #expect(
            valued(month).suffix(2) == [
                "NETTED: accruedRoamingPayable 10.00 (1000.00), "
                    + "accruedRoamingReceivable -10.00 (-900.00), fxRealised 0.00 (-100.00)",
                "FX_REVALUED: fxRevaluation 200.00 (200.00), fxUnrealised -200.00 (-200.00)",
            ])
    }

    @Test func `a value is rounded once, not line by line`() throws {
        let third = try rules(rates: rates([("2026-10-01", "33.333")]))
        let month = try settled(
            [early, early, late].map { try euros("0.05", "0.05", $0) }, under: third)
        // 0.15 × 33.333 = 4.99995; line by line it would be 3 × 1.67 = 5.01.
        #expect(month.statements.first?.book?.amount == (try decimal("5.00")))
    }

    @Test func `without a rate the amounts stand without a value`() throws {
        for (books, end) in [
            (try books(daysValid: 3), "2026-10-15T06:00:00Z"),
            (try books(), "2026-09-30T06:00:00Z"), (try rules(), early),
        ] {
            let month = try settled([euros("11.80", "10.00", end)], under: books)
            #expect(month.statements.first?.book == nil)
            #expect(short(month.positions) == ["IN-TPC EUR 11.80 0.00 11.80 0.00"])
            #expect(
                valued(month) == [
                    "RECEIVABLE_ACCRUED: accruedRoamingReceivable 11.80 (none), "
                        + "roamingRevenue -10.00 (none), outputTax -1.80 (none)"
                ])
        }
    }

    @Test func `the day of a session is told in our zone`() throws {
        // 19 October 18:30 UTC is the first instant of the 20th in India.
        let month = try settled(
            [
                euros("1.00", "1.00", "2026-10-19T18:29:59Z"),
                euros("1.00", "1.00", "2026-10-19T18:30:00Z"),
            ], under: books())
        #expect(month.statements.first?.book?.amount == (try decimal("190.00")))
    }
}
