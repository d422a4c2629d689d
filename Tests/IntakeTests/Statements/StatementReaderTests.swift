import Amounts
import Intake
import Roaming
import Testing

/// Statements as partners' spreadsheets write them, by hand.
@Suite struct StatementReaderTests {
    private static let columns: [StatementMap.Field: String] = [
        .cdrID: "CDR", .start: "Start", .energy: "kWh", .net: "Net", .tax: "Tax",
        .gross: "Gross",
    ]

    private func map(
        _ delimiter: CSVText.Delimiter = .comma, mark: NumberFormat.Mark = .point,
        grouping: NumberFormat.Grouping = .none, dates: String = "iso",
        columns: [StatementMap.Field: String] = Self.columns, preamble: Int = 0,
        encoding: TextEncoding = .utf8, currency: String? = "INR",
        total: String? = nil
    ) throws -> StatementMap {
        StatementMap(
            encoding: encoding, delimiter: delimiter, preambleRows: preamble,
            numbers: NumberFormat(mark: mark, grouping: grouping),
            dates: try #require(DatePattern(dates)), columns: columns,
            currency: currency.flatMap { Currency($0) }, totalLabel: total)
    }

    /// In India's time.
    private func read(_ text: String, _ map: StatementMap) throws -> StatementContent {
        try read(Array(text.utf8), map)
    }

    private func read(_ bytes: [UInt8], _ map: StatementMap) throws -> StatementContent {
        readStatement(
            bytes, by: map, from: try #require(PartyID("IN-ZEO")),
            clock: { Instant(seconds: $0 - 19_800) })
    }

    private func amount(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

    @Test func `a German sheet has semicolons, decimal commas and points between thousands`() throws
    {
        let text = """
            \u{FEFF}CDR;Start;kWh;Net;Tax;Gross\r
            K-1;05.10.2026 14:30;1.012,5;"1.234,50";234,56;1.469,06\r
            K-2;06.10.2026 08:05;0,25;-10,00;-1,90;-11,90\r

            """
        let content = try read(
            text, map(.semicolon, mark: .comma, grouping: .point, dates: "dd.MM.yyyy HH:mm"))
        #expect(content.findings.isEmpty)
        #expect(content.basis == .afterTax)
        let first = try #require(content.rows.first)
        #expect(first.cdrID == "K-1" && first.line == 2)
        #expect(first.energy == (try amount("1012.5")))
        #expect(first.beforeTax == (try amount("1234.50")))
        #expect(first.afterTax == (try amount("1469.06")))
        // 14:30 in India is 09:00 UTC, and any second of that minute.
        #expect(first.start?.from == Instant("2026-10-05T09:00:00Z"))
        #expect(first.start?.until == Instant("2026-10-05T09:01:00Z"))
        #expect(content.rows.last?.afterTax == (try amount("-11.90")))
    }

    @Test(arguments: [
        ("1,23,456.78", "123456.78"), ("12,34,567", "1234567"), ("1,234.5", "1234.5"),
        ("1,234,567.00", "1234567.00"), ("999", "999"), ("₹ 1,000.00", "1000.00"),
        ("(1,000.00)", "-1000.00"), ("12.00-", "-12.00"), ("\u{2212}5", "-5"), ("₹ -3.20", "-3.20"),
    ])
    func `Indian and western groups are read`(written: String, meant: String) throws {
        let format = NumberFormat(mark: .point, grouping: .comma)
        #expect(format.read(written) == (try amount(meant)))
    }

    @Test(arguments: [
        "1,2345.00", "12,34.00", "1,23,45", ",123", "1.234,00", "1.2.3", "", "abc", "1e5", "--1",
        "1,234.", "1234567890123456.00", "0.12345678901", "1,23,456,789",
    ])
    func `what is no number in the format is none`(written: String) {
        #expect(NumberFormat(mark: .point, grouping: .comma).read(written) == nil)
    }

    @Test(arguments: [
        ("dd/MM/yyyy HH:mm:ss", "31/10/2026 23:59:59", "2026-10-31T18:29:59Z", Int64(1)),
        ("d/M/yy h:mm a", "1/10/26 12:05 AM", "2026-09-30T18:35:00Z", 60),
        ("MM/dd/yyyy hh:mm a", "10/01/2026 12:05 pm", "2026-10-01T06:35:00Z", 60),
        ("dd.MM.yyyy", "05.10.2026", "2026-10-04T18:30:00Z", 86_400),
        ("iso", "2026-10-05T14:30:00+05:30", "2026-10-05T09:00:00Z", 1),
        ("iso", "2026-10-05T09:00:00Z", "2026-10-05T09:00:00Z", 1),
        ("iso", "2026-10-05 14:30", "2026-10-05T09:00:00Z", 60),
        ("iso", "2026-10-05", "2026-10-04T18:30:00Z", 86_400),
    ])
    func `times are read as exactly as they are written`(
        pattern: String, written: String, from: String, seconds: Int64
    ) throws {
        let content = try read(
            "CDR,Start,Gross\nA,\(written),1\n",
            map(dates: pattern, columns: [.cdrID: "CDR", .start: "Start", .gross: "Gross"]))
        let start = try #require(content.rows.first?.start)
        #expect(start.from == Instant(from))
        #expect(start.until.milliseconds(since: start.from) == seconds * 1000)
    }

    @Test(arguments: [
        ("dd/MM/yyyy", "31/02/2026"), ("dd/MM/yyyy", "10/31/2026"), ("dd/MM/yyyy", "1/1/26"),
        ("dd/MM/yyyy HH:mm", "01/10/2026 24:00"), ("dd/MM/yyyy HH:mm", "01/10/2026"),
        ("h:mm a dd.MM.yyyy", "13:00 PM 01.10.2026"), ("iso", "05/10/2026"),
    ])
    func `what is no time as the map writes it is refused`(pattern: String, written: String) throws
    {
        let content = try read(
            "CDR,Start,Gross\nA,\(written),1\n",
            map(dates: pattern, columns: [.cdrID: "CDR", .start: "Start", .gross: "Gross"]))
        #expect(content.rows.isEmpty)
        #expect(content.findings.first?.code == .badDate)
        #expect(content.findings.first?.column == "Start")
    }

    @Test(arguments: ["yyyy-MM", "dd/dd/yyyy", "dd/MM/yyyy mm", "dd/MM/yyyy h:mm", "QQ", ""])
    func `a pattern that leaves the day or hour open is none`(pattern: String) {
        #expect(DatePattern(pattern) == nil)
    }

    @Test
    func `a quoted cell may hold delimiter, quote and line end, and lines keep their numbers`()
        throws
    {
        let text = #"""
            Invoice of October
            sent by Zeon
            cdr , gross
            "A, ""first""",1.00
            "B
            on two lines",2.00

            C,oops

            """#
        let content = try read(
            text, map(columns: [.cdrID: "CDR", .gross: "Gross"], preamble: 2))
        #expect(content.rows.map(\.cdrID) == ["A, \"first\"", "B\non two lines"])
        #expect(content.rows.map(\.line) == [4, 5])
        #expect(content.findings.map(\.code) == [.badNumber])
        #expect(content.findings.map(\.line) == [8])
        #expect(content.findings.map(\.column) == ["Gross"])
    }

    @Test func `all that is wrong with a line is said, and the others are taken in`() throws {
        let text = """
            CDR,Start,kWh,Net,Tax,Gross
            ,2026-10-05T09:00:00Z,1,1.00,0.18,1.18
            1.23457E+12,yesterday,x,1.00,0.18,1.18
            A,2026-10-05T09:00:00Z,1,,,
            B,2026-10-05T09:00:00Z,1,1.00,0.18
            C,2026-10-05T09:00:00Z,1,1.00,0.18,1.18
            """
        let content = try read(text, map())
        #expect(content.rows.map(\.cdrID) == ["C"])
        #expect(
            content.findings.map { "\($0.line) \($0.code.rawValue) \($0.column)" } == [
                "2 MISSING_CELL CDR", "3 ID_AS_NUMBER CDR", "3 BAD_DATE Start",
                "3 BAD_NUMBER kWh", "3 MISSING_CELL CDR", "4 MISSING_CELL Gross",
                "5 UNEVEN_LINE ",
            ])
    }

    @Test func `what is left out follows from the rest, and a contradiction is noted`() throws {
        let text = """
            CDR,Start,kWh,Net,Tax,Gross
            A,,,100.00,18.00,
            B,,,,18.00,118.00
            C,,,100.00,,118.00
            D,,,100.00,18.00,118.01
            """
        let content = try read(text, map())
        #expect(content.rows.prefix(3).allSatisfy { $0.afterTax == ExactDecimal(118) })
        #expect(content.rows.prefix(3).allSatisfy { $0.beforeTax == ExactDecimal(100) })
        #expect(content.rows.prefix(3).allSatisfy { $0.tax == ExactDecimal(18) })
        #expect(content.findings.map(\.code) == [.netTaxGross])
        #expect(content.findings.first?.atStake == (try amount("0.01")))
    }

    @Test func `net alone is compared before tax`() throws {
        let content = try read("CDR,Net\nA,5\n", map(columns: [.cdrID: "CDR", .net: "Net"]))
        #expect(content.basis == .beforeTax)
        #expect(content.rows.first?.amount(on: .beforeTax) == ExactDecimal(5))
    }

    @Test func `the total is checked against the lines, and what follows it is left`() throws {
        let text = """
            CDR,Start,kWh,Net,Tax,Gross
            A,,1.5,100.00,18.00,118.00
            B,,2,50.00,9.00,59.00
            TOTAL,,3.5,150.00,27.00,177.10
            Thank you,,,,,
            """
        let content = try read(text, map(total: "Total"))
        #expect(content.rows.count == 2)
        #expect(content.findings.map(\.code) == [.totalDiffers])
        #expect(content.findings.first?.column == "Gross")
        #expect(content.findings.first?.atStake == (try amount("0.10")))
        let without = try read(
            "CDR,Gross\nA,1\n", map(columns: [.cdrID: "CDR", .gross: "Gross"], total: "Sum"))
        #expect(without.findings.map(\.code) == [.totalMissing])
    }

    @Test func `files in other encodings are read, by their mark where they have one`() throws {
        let columns: [StatementMap.Field: String] = [.cdrID: "Nr", .gross: "Betrag €"]
        let western: [UInt8] =
            Array("Nr;Betrag ".utf8) + [0x80] + Array("\nM".utf8) + [0xFC] + Array(";5\n".utf8)
        let first = try read(
            western, map(.semicolon, columns: columns, encoding: .windows1252))
        #expect(first.rows.map(\.cdrID) == ["Mü"])
        let wide = Array("Nr\tBetrag €\nMü\t5\n".utf16).flatMap {
            [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)]
        }
        let second = try read([0xFF, 0xFE] + wide, map(.tab, columns: columns))
        #expect(second.rows.map(\.cdrID) == ["Mü"])
        let third = try read(
            Array("\u{FEFF}sep=;\nNr;Betrag €\nMü;5".utf8),
            map(.semicolon, columns: columns, encoding: .windows1252))
        #expect(third.rows.map(\.cdrID) == ["Mü"])
    }

    @Test(arguments: [
        [UInt8](), Array("PK\u{3}\u{4}\u{0}".utf8), [0x43, 0xFF, 0x44],
        Array("CDR,Brutto\nA,1".utf8),
        Array("CDR,Gross\n".utf8), Array("CDR,Gross\n\"A,1\n".utf8), Array("CDR,Gross\nA,x".utf8),
    ])
    func `a file that is no such table is unreadable as a whole`(bytes: [UInt8]) throws {
        let content = try read(bytes, map(columns: [.cdrID: "CDR", .gross: "Gross"]))
        #expect(content.rows.isEmpty)
        #expect(content.findings.contains { $0.code == .unreadable })
        #expect(content.findings.contains { $0.code.severity == .fatal })
    }

    @Test func `a line of another party makes the whole doubtful`() throws {
        let columns: [StatementMap.Field: String] = [
            .cdrID: "CDR", .gross: "Gross", .party: "CPO",
        ]
        let good = try read("CDR,Gross,CPO\nA,1,in-zeo\nB,1,\n", map(columns: columns))
        #expect(good.findings.isEmpty)
        let bad = try read("CDR,Gross,CPO\nA,1,IN-ZEO\nB,1,IN-TPC\n", map(columns: columns))
        #expect(bad.findings.map(\.code) == [.wrongParty])
        #expect(bad.findings.map(\.line) == [3])
    }

    @Test func `ids keep their zeros, and a currency of its own counts before the map's`() throws {
        let columns: [StatementMap.Field: String] = [
            .cdrID: "CDR", .gross: "Gross", .currency: "Cur",
        ]
        let content = try read(
            "CDR,Gross,Cur\n\"=\"\"00123\"\"\",1,eur\n'0045,2,\nX,3,Rupees\n",
            map(columns: columns))
        #expect(content.rows.map(\.cdrID) == ["00123", "0045"])
        #expect(content.rows.map(\.currency.description) == ["EUR", "INR"])
        #expect(content.findings.map(\.code) == [.badCurrency])
    }
}
