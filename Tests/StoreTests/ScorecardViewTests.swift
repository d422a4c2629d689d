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
                Claim("INR", .near),
                Claim("INR", .telling([(2, .halfUp), (2, .up), (3, .halfUp), (4, .up)])),
                Claim("INR", .telling([(2, .halfUp), (2, .halfEven), (2, .down)])),
                Claim("INR", .telling([(2, .halfUp), (2, .halfEven), (2, .up)])),
                Claim("INR", .telling([(2, .halfUp), (2, .up)])), Claim("INR", .off),
                Claim("USD", .telling([(2, .halfEven), (2, .down)])),
                Claim("USD", .telling([(2, .halfUp), (2, .halfEven), (2, .up)])),
                Claim("EUR", .telling([(3, .halfUp)], isExact: true)),
                Claim("EUR", .telling([], isExact: true)),
                Claim("SEK", .telling([(2, .down)])), Claim("SEK", .telling([(2, .down)])),
                Claim("SEK", .off), Claim("CHF", .telling([])), Claim("NOK", .near),
                Claim("GBP", .telling([(3, .halfUp), (3, .halfEven), (3, .up)])),
                // Not to be laid side by side: counted nowhere.
                Claim("JPY", nil),
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

    /// A CDR of IN-ZEO: how its claim may be rounded.
    private struct Claim {
        var currency = "INR"
        var fit: RoundingFit?
        var updated = ScorecardViewTests.end

        init(updated: Instant) { self.updated = updated }

        init(_ currency: String, _ fit: RoundingFit?) {
            (self.currency, self.fit) = (currency, fit)
        }
    }

    /// Taken in, rated and listed, a line each; `ends` are those of the lines.
    private func month(claims: [Claim], ends: [Instant]? = nil) throws -> ScratchDatabase {
        let scratch = try ScratchDatabase()
        try Sample.ingest(
            claims.enumerated().map { number, claim in
                var cdr = Sample.cdr("c\(number)")
                cdr.charge.currency = Currency(claim.currency)
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
            var made = PricedCDR(
                object: object, tariffID: "T", tariffObject: nil,
                outcome: .priced(
                    .init(
                        currency: currency,
                        total: Sample.cdr("c").charge.claimed.cost
                            ?? Price(beforeTax: nil, afterTax: nil),
                        exactBeforeTax: "100", exactAfterTax: nil)), findings: [])
            made.roundingFit = claim.fit
            priced.add(made)
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

extension RoundingFit {
    fileprivate static let near = RoundingFit(
        isNear: true, canTell: false, isExact: true, gives: { _ in true })
    fileprivate static let off = RoundingFit(
        isNear: false, canTell: true, isExact: false, gives: { _ in false })

    /// Near an amount with a third decimal, and what of the styles gives it.
    fileprivate static func telling(
        _ styles: [(Int, Rounding.Mode)], isExact: Bool = false
    ) -> RoundingFit {
        RoundingFit(isNear: true, canTell: true, isExact: isExact) { style in
            styles.contains { $0 == (style.decimals, style.mode) }
        }
    }
}
