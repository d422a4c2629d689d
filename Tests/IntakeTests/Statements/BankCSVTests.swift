import Amounts
import Roaming
import Testing

@testable import Intake

/// Bank exports as CSV, by maps as in Rules/banks.
@Suite struct BankCSVTests {
    @Test func `debit and credit columns, lakhs, two-digit years, preamble and trailer`() throws {
        let reading = try readBankCSV(
            Array(
                """
                HDFC BANK Ltd.,,,,
                Account No : 50200012345678,,,,
                ,,,,
                date,NARRATION,Ref,Out,In,Balance
                31/12/26,"NEFT CR, Tata ""Power"" Co",N1,,"1,23,456.78","5,23,456.78"
                01/01/27,NEFT DR,N2,500.00,0.00,"5,22,956.78"

                STATEMENT SUMMARY,,,,,
                """.utf8), by: try hdfc)
        #expect(reading.notes == [])
        #expect(
            reading.entries.map { "\($0.bookedOn) \($0.amount) \($0.reference) \($0.line)" } == [
                "2026-12-31 123456.78 N1 5", "2027-01-01 -500.00 N2 6",
            ])
        #expect(reading.entries.map(\.account) == ["50200012345678", "50200012345678"])
        #expect(reading.entries.first?.remittance == "NEFT CR, Tata \"Power\" Co")
    }

    @Test func `each bad line is said with its line and column, and the others are taken`() throws {
        let lines = [
            "31/02/26,a,N1,,1.00,", "10/11/26,b,N2,1.00,2.00,", "10/11/26,c,N3,,,",
            "10/11/26,d,N4,,\"1,5\",", "10/11/26,e,N5", "10/11/26,f,N6,,-3.00,",
            "10/11/26,g,N7,,4.00,",
        ]
        let reading = try read(lines)
        #expect(reading.entries.map(\.amount) == [ExactDecimal("4")])
        #expect(
            reading.notes.map { "\($0.code.rawValue) \($0.line) \($0.pointer)" } == [
                "BAD_DATE 3 Date", "BAD_DIRECTION 4 Out", "BAD_DIRECTION 5 Out", "BAD_AMOUNT 6 In",
                "LINE_SHAPE 7 ", "BAD_AMOUNT 8 In",
            ])
        #expect(reading.entries.count + reading.notes.count == lines.count)
    }

    @Test func `balances are checked from line to line`() throws {
        let good = try read(["10/11/26,a,N1,,1.00,101.00", "10/11/26,b,N2,2.00,,99.00"])
        #expect(good.notes == [])
        let bad = try read(["10/11/26,a,N1,,1.00,101.00 Cr", "10/11/26,b,N2,2.00,,99.01 Cr"])
        #expect(bad.notes.map { "\($0.code.rawValue) \($0.line)" } == ["BALANCE_OFF 4"])
        var newest = try hdfc
        newest.isNewestFirst = true
        let back = try read(["10/11/26,b,N2,2.00,,99.00", "10/11/26,a,N1,,1.00,101.00"], newest)
        #expect(back.notes == [])
    }

    @Test func `a mark says the direction, beside the amount or behind it`() throws {
        var beside = try hdfc
        beside.header = ["Date", "Narration", "Ref", "Amount", "Mark", "Balance"]
        beside.amounts = .marked("Amount", mark: "Mark", debit: "DR", credit: "CR")
        let marked = try read(
            ["10/11/26,a,N1,1.00,Cr,", "10/11/26,b,N2,2.00,DR,", "10/11/26,c,N3,3.00,X,"], beside)
        #expect(marked.entries.map(\.amount) == [ExactDecimal("1"), ExactDecimal("-2")])
        #expect(marked.notes.map(\.code) == [.badDirection])
        var behind = beside
        behind.amounts = .marked("Amount", mark: "Amount", debit: "Dr.", credit: "Cr.")
        let inside = try read(
            ["10/11/26,a,N1,\"1,00,000.50 Cr.\",,", "10/11/26,b,N2,2.00 dr.,,"], behind)
        #expect(inside.entries.map(\.amount) == [ExactDecimal("100000.5"), ExactDecimal("-2")])
    }

    @Test func `one signed column with a comma for the point, in another encoding`() throws {
        var signed = try hdfc
        signed.delimiter = .semicolon
        signed.encoding = .windows1252
        signed.header = ["Date", "Narration", "Ref", "Amount", "Mark", "Balance"]
        signed.amounts = .signed("Amount")
        signed.numbers = NumberFormat(mark: .comma, grouping: .point)
        let bytes =
            Array("Account No 7777777\nDate;Narration;Ref;Amount;Mark;Balance\n10/11/26;caf".utf8)
            + [0xE9, 0x80] + Array(";N1;-1.234,50;;\r\n".utf8)
        let entry = try #require(try readBankCSV(bytes, by: signed).entries.first)
        #expect(entry.amount == ExactDecimal("-1234.5"))
        #expect(entry.remittance == "café€")
    }

    @Test func `a file without the bank's header or account is refused`() throws {
        #expect(
            #expect(throws: Reject.self) {
                try readBankCSV(Array("a,b,c\n1,2,3\n".utf8), by: try hdfc)
            }?.code == "HEADER_MISSING")
        let headless = "Date,Narration,Ref,Out,In,Balance\n"
        let refused = #expect(throws: Reject.self) {
            try readBankCSV(Array(headless.utf8), by: try hdfc)
        }
        #expect(refused?.text.contains("Account No") == true)
        let marked = [0xEF, 0xBB, 0xBF] + Array("Account No,12345678\n\(headless)".utf8)
        #expect(try readBankCSV(marked, by: try hdfc).notes == [])
    }

    @Test(arguments: [
        ("1,23,456.78", "123456.78"), ("123,456.78", "123456.78"), ("12,34,567", "1234567"),
        ("0.05", "0.05"), ("-5.00", "-5.00"), ("5.00-", "-5.00"), ("(5.00)", "-5.00"),
        ("₹ 5.00", "5.00"), ("INR5", "5"), ("+5", "5"), ("1,234", "1234"),
        ("1,5", nil), ("1,23,45", nil), ("12,34,56,7", nil), ("1234,567", nil), ("1.2.3", nil),
        ("", nil), (".5", nil), ("5.", nil), ("5e3", nil), ("--5", nil), ("(-5)", nil),
        ("1,23,456,789", nil), ("٣", nil), ("5 6", nil),
    ])
    func `amounts are read as banks in India write them, or not at all`(
        _ text: String, _ value: String?
    ) throws {
        let numbers = NumberFormat(mark: .point, grouping: .comma)
        #expect(numbers.read(text) == value.flatMap { ExactDecimal($0) })
    }

    @Test(arguments: [
        ("dd/MM/yy", "01/02/26", "2026-02-01"), ("dd/MM/yy", "01/02/69", "2069-02-01"),
        ("dd/MM/yy", "01/02/70", "2070-02-01"), ("dd-MMM-yyyy", "09-nov-2026", "2026-11-09"),
        ("yyyyMMdd", "20261109", "2026-11-09"), ("dd.MM.yyyy", "9.11.2026", "2026-11-09"),
        ("dd/MM/yyyy", "09/11/2026 14:55:01", "2026-11-09"), ("dd/MM/yyyy", "11/31/2026", nil),
        ("dd/MM/yyyy", "09/11/26", nil), ("dd/MM/yyyy", "09-11-2026", nil),
        ("dd-MMM-yyyy", "09-XXX-2026", nil), ("dd/MM/yyyy", "09/11/20265", nil),
    ])
    func `days are read in the bank's form only`(
        _ format: String, _ text: String, _ day: String?
    ) throws {
        let format = try #require(DatePattern(format))
        #expect(format.day(text).map { "\($0)" } == day)
    }

    @Test func `a form without a year, or with two, is none`() {
        #expect(DatePattern("dd/MM") == nil)
        #expect(DatePattern("dd/MM/yy yyyy") == nil)
    }

    @Test func `zero bytes are no letters`() throws {
        let refused = #expect(throws: Reject.self) {
            try readBankCSV([0x41, 0, 0x42, 0], by: hdfc)
        }
        #expect(refused?.code == "INVALID_UTF8")
        #expect(throws: Reject.self) { try readMarkup(Array("<a><![CDATA[\u{0}]]></a>".utf8)) }
    }

    @Test func `a quote that never closes costs its own line only`() throws {
        let reading = try read(["10/11/26,\"a,N1,,1.00,", "10/11/26,b,N2,,2.00,"])
        #expect(reading.entries.count + reading.notes.count == 2)
        #expect(reading.entries.map(\.reference).contains("N2"))
    }

    private func read(_ lines: [String], _ map: BankCSVMap? = nil) throws -> BankReading {
        let map = try map ?? hdfc
        let head = ["Account No: 50200012345678", map.header.joined(separator: ",")]
        return try readBankCSV(Array((head + lines).joined(separator: "\r\n").utf8), by: map)
    }

    private var hdfc: BankCSVMap {
        get throws {
            BankCSVMap(
                name: "hdfc", title: "HDFC", encoding: .utf8, delimiter: .comma,
                header: ["Date", "Narration", "Ref", "Out", "In", "Balance"],
                account: .preamble("Account No"), currency: .fixed("INR"), date: "Date",
                valueDate: nil, dates: try #require(DatePattern("dd/MM/yy")),
                numbers: NumberFormat(mark: .point, grouping: .comma),
                amounts: .twoColumns(debit: "Out", credit: "In"), texts: ["Narration"],
                reference: "Ref", partyName: nil, partyAccount: nil, balance: "Balance",
                isNewestFirst: false, trailers: ["STATEMENT SUMMARY"])
        }
    }
}
