import Amounts
import Roaming
import TestSupport
import Testing

@testable import Store

@Suite struct RateTests {
    @Test func `the CDRs of the month come back with the bytes that were received`() throws {
        let scratch = try ScratchDatabase()
        var early = Sample.cdr("early")
        early.charge.start = Sample.span.from.advanced(bySeconds: -7200)
        early.charge.end = Sample.span.from.advanced(bySeconds: -1)
        try Sample.ingest([Sample.cdr("a"), early, Sample.cdr("b")], in: scratch)
        try Sample.ingest([Sample.cdr("c")], in: scratch)
        let connection = try scratch.connect(as: .rate)
        let numbers = try connection.pagesWithCDRs(of: 1, in: Sample.span)
        #expect(numbers == [1, 2])
        var seen: [String] = []
        let pages = try connection.readCDRs(of: 1, onPages: 1...2, in: Sample.span)
        while let page = try pages.next() {
            for object in page.objects {
                let text = String(decoding: page.bytes[object.range], as: UTF8.self)
                seen.append("\(page.hub) \(object.number) \(object.version.rawValue) \(text)")
            }
        }
        #expect(
            seen == [
                "hubject 65536 2.2.1 a 118.00", "hubject 65538 2.2.1 b 118.00",
                "hubject 131072 2.2.1 c 118.00",
            ])
        let second = try connection.readCDRs(of: 1, onPages: 2...9, in: Sample.span)
        #expect(try second.next()?.objects.map(\.number) == [131_072])
        #expect(try second.next() == nil)
    }

    @Test func `a reader that is dropped halfway leaves the connection usable`() throws {
        let scratch = try ScratchDatabase()
        for id in ["a", "b", "c"] { try Sample.ingest([Sample.cdr(id)], in: scratch) }
        let connection = try scratch.connect(as: .rate)
        do {
            let pages = try connection.readCDRs(of: 1, onPages: 1...9, in: Sample.span)
            _ = try pages.next()
        }
        #expect(try connection.pagesWithCDRs(of: 1, in: Sample.span).count == 3)
    }

    @Test func `prices are stored with their findings, and a refusal with its words`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .rate)
        let run = try Sample.open(.rate, on: connection)
        var rows = PricedRows(of: run)
        let total = Price(beforeTax: Sample.decimal("100.00"), afterTax: Sample.decimal("118.00"))
        rows.add(
            PricedCDR(
                object: 65_536, tariffID: "T", tariffObject: nil,
                outcome: .priced(
                    .init(
                        currency: Sample.inr, total: total, energy: total,
                        exactBeforeTax: "300/3", exactAfterTax: "118")),
                findings: [
                    Finding("Z", .note, at: "/a", "one", atStake: Sample.decimal("0.50")),
                    Finding("A", .warning, "two"), Finding("Z", .note, "three"),
                ]))
        rows.add(
            PricedCDR(
                object: 65_537, tariffID: nil, tariffObject: nil,
                outcome: .unpriceable(code: "TARIFF_MISSING", text: "no tariff"), findings: []))
        let transaction = try connection.begin()
        try transaction.save(rows)
        try transaction.commit()
        #expect(
            try texts(
                scratch,
                """
                SELECT concat_ws(' ', object, currency, after_tax, energy_before_tax,
                    exact_before_tax, unpriceable, findings, finding_codes)
                FROM rating.priced_cdr ORDER BY object
                """)
                == [
                    "65536 INR 118.00 100.00 300/3 3 {A,Z}", "65537 TARIFF_MISSING 0 {}",
                ])
        #expect(
            try texts(
                scratch,
                """
                SELECT concat_ws(' ', object, ordinal, code, severity, pointer, text, at_stake)
                FROM rating.finding ORDER BY ordinal
                """)
                == [
                    "65536 0 Z note /a one 0.50", "65536 1 A warning  two", "65536 2 Z note  three",
                ])
    }

    @Test func `of a location the version updated last is given`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let run = try Sample.open(.ingest, on: connection)
        var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
        var page = PageRows(
            book: 1, page: shard.firstPage, hub: "own", kind: .locations, source: "l")
        for (ordinal, name) in ["old", "new", "older"].enumerated() {
            let age: Int64 = [0, 100, -100][ordinal]
            page.add(
                Location(
                    party: Sample.magma, id: "loc1", name: name, city: nil, state: "KA",
                    country: "IND", timeZone: nil, evses: [],
                    lastUpdated: Sample.start.advanced(bySeconds: age)),
                version: .v221, at: Sample.place(ordinal, content: name))
        }
        page.seal([])
        try shard.write(page)
        _ = try shard.merge()
        try shard.commit()
        let locations = try scratch.connect(as: .rate).locations(of: 1)
        #expect(locations.map(\.name) == ["new"])
        #expect(locations.map(\.id) == ["LOC1"])
    }
}

/// One column of text of a statement run as the owner.
func texts(_ scratch: ScratchDatabase, _ sql: String) throws -> [String] {
    let query = Query("test", Array(sql.utf8), gives: ["text": .text])
    return try scratch.connect().rows(query) { $0.text(0) }
}
