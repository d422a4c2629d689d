import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

/// What the partner scorecard reads: latencies and the rounding of claims, by hand.
@Suite struct ScorecardViewTests {
    private static let end = Sample.start.advanced(bySeconds: 3600)

    @Test func `latencies fall into buckets whose bounds belong to the next one`() throws {
        let (cutOff, graceEnd) = (Sample.window.cutOff, Sample.window.graceEnd)
        let updates =
            [1800, 3599, 3600, 86_399, 86_400, 172_799, 172_800].map {
                Self.end.advanced(bySeconds: $0)
            } + [cutOff, graceEnd].flatMap { [$0.advanced(bySeconds: -1), $0] }
        var lines = updates.map { _ in Self.end }
        // The clock of the twelfth was reset, and we know no session.
        lines.append(Instant(seconds: 86_400))
        let scratch = try month(
            claims: (updates + [cutOff]).map { Claim(updated: $0) }, ends: lines)
        #expect(
            try scratch.texts(
                """
                SELECT concat_ws(' ', side, counterparty, cdrs, under_1h, under_24h, under_48h,
                    before_cut_off, in_grace, after_grace, unknown, median_ms, p95_ms)
                FROM published.latency
                """) == [
                    // Eleven are known: the sixth is the median, ceil(10.45) = the eleventh is p95,
                    // from 2026-10-14 at 18:46:40 UTC to the end of the grace.
                    "emsp IN-ZEO 12 2 2 2 2 2 1 1 172799000 1899800000"
                ])
    }

    @Test func `the rounding is the one that gives most of the claims that can tell`() throws {
        let scratch = try month(
            claims: [
                // 100 comes out in every way; ties, thirds and a credit tell; 55 is no rounding.
                Claim("INR", "100", "100.00"), Claim("INR", "10.005", "10.01"),
                Claim("INR", "31/3", "10.33"), Claim("INR", "20/3", "6.67"),
                Claim("INR", "-10.005", "-10.01"), Claim("INR", "50.123", "55.00"),
                Claim("USD", "2.345", "2.34"), Claim("USD", "20/3", "6.67"),
                Claim("EUR", "5.125", "5.125"), Claim("EUR", "5.12345", "5.12345"),
                // Truncated, but once by a rupee's hundredth too much: not near.
                Claim("SEK", "20/3", "6.66"), Claim("SEK", "-20/3", "-6.66"),
                Claim("SEK", "20/3", "6.65"),
                Claim("CHF", "20/3", "6.6634"), Claim("NOK", "1", "1"),
                // Only after tax is said: 1.1835 is 1.184 by three of four ways to three decimals.
                Claim("GBP", after: "1.1835", "1.184"),
            ])
        #expect(
            try scratch.texts(
                """
                SELECT concat_ws('|', currency, cdrs, off, can_tell, explained,
                    coalesce(style, 'none'), array_to_string(also, ', '))
                FROM published.rounding ORDER BY currency COLLATE "C"
                """) == [
                    "CHF|1|0|1|0|none|",
                    "EUR|2|0|2|2|not rounded|",
                    "GBP|1|0|1|1|half-up to 3 decimals|half-even to 3 decimals, up to 3 decimals",
                    "INR|6|1|4|4|half-up to 2 decimals|",
                    "NOK|1|0|0|0|none|",
                    "SEK|3|1|2|2|down to 2 decimals|",
                    "USD|2|0|2|2|half-even to 2 decimals|",
                ])
    }

    /// A CDR of IN-ZEO: what rating comes to before rounding, and what it claims.
    private struct Claim {
        var currency = "INR"
        var beforeTax: String? = "100"
        var afterTax: String?
        var claimed = "100.00"
        var updated = ScorecardViewTests.end

        init(updated: Instant) { self.updated = updated }

        init(_ currency: String, _ beforeTax: String, _ claimed: String) {
            (self.currency, self.beforeTax, self.claimed) = (currency, beforeTax, claimed)
        }

        init(_ currency: String, after: String, _ claimed: String) {
            (self.currency, beforeTax, afterTax) = (currency, nil, after)
            self.claimed = claimed
        }

        var price: Price {
            let amount = Sample.decimal(claimed)
            return beforeTax == nil
                ? Price(beforeTax: nil, afterTax: amount) : Price(beforeTax: amount, afterTax: nil)
        }
    }

    /// Taken in, rated and listed, a line each; `ends` are those of the lines.
    private func month(claims: [Claim], ends: [Instant]? = nil) throws -> ScratchDatabase {
        let scratch = try ScratchDatabase()
        try Sample.ingest(
            claims.enumerated().map { number, claim in
                var cdr = Sample.cdr("c\(number)")
                cdr.charge.currency = Currency(claim.currency)
                cdr.charge.claimed.cost = claim.price
                cdr.lastUpdated = claim.updated
                return cdr
            }, in: scratch)
        let rate = try scratch.connect(as: .rate)
        let rating = try Sample.open(.rate, on: rate)
        var priced = PricedRows(of: rating)
        let reconcile = try scratch.connect(as: .reconcile)
        let reconciliation = try Sample.open(.reconcile, on: reconcile)
        var lines = LineRows(of: reconciliation, shard: 0)
        for (number, claim) in claims.enumerated() {
            let object = 65_536 + Int64(number)
            let currency = try #require(Currency(claim.currency))
            priced.add(
                PricedCDR(
                    object: object, tariffID: "T", tariffObject: nil,
                    outcome: .priced(
                        .init(
                            currency: currency, total: claim.price,
                            exactBeforeTax: claim.beforeTax ?? "", exactAfterTax: claim.afterTax)),
                    findings: []))
            var line = Sample.line("C\(number)")
            (line.cdrObject, line.currency) = (object, currency)
            line.end = ends?[number] ?? Self.end
            lines.add(line)
        }
        let rated = try rate.begin()
        try rated.save(priced)
        try rated.closeRun(rating, summary: "{}", now: ScratchDatabase.now)
        try rated.commit()
        let reconciled = try reconcile.begin()
        try reconciled.save(lines)
        try reconciled.save([Sample.window], of: reconciliation, shard: 0)
        try reconciled.closeRun(reconciliation, summary: "{}", now: ScratchDatabase.now)
        try reconciled.commit()
        return scratch
    }
}
