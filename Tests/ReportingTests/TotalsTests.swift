import Amounts
import Testing

@testable import Reporting

@Suite struct TotalsTests {
    let sheet = SheetDefinition(
        name: "Lines", query: "lines.sql",
        columns: [
            Column(key: "party", header: "Party", type: .text),
            Column(key: "cdr", header: "CDR", type: .text, total: .count),
            Column(key: "energy", header: "kWh", type: .energy, total: .sum),
            Column(key: "currency", header: "Currency", type: .text),
            Column(
                key: "net", header: "Net", type: .money, currency: "currency", total: .sumByCurrency
            ),
            Column(
                key: "tax", header: "Tax", type: .money, currency: "currency", total: .sumByCurrency
            ),
            Column(key: "gross", header: "Gross", type: .money, currency: "currency"),
        ], checks: ["net + tax = gross"])

    func row(
        _ cdr: String?, _ energy: String, _ currency: String?, _ amounts: String...
    ) throws -> [Cell] {
        try [
            .text("p"), cdr.map { .text($0) } ?? .empty, money(energy),
            currency.map { .text($0) } ?? .empty,
        ] + amounts.map { try money($0) }
    }

    @Test func `sums are exact and kept apart by currency`() throws {
        // Ten times 0.1 is 1 exactly, which a sum of doubles misses.
        let tenth = try row("c", "0.1", "INR", "0.1", "0", "0.1")
        let written = try WrittenReport(
            sheet,
            [[Cell]](repeating: tenth, count: 10) + [
                try row(nil, "2.345", "EUR", "-7.25", "-1.30", "-8.55"),
                try row("d", "0", nil, "0", "0", "0"),
            ])
        let summary = written.files[0].sheets[0]
        #expect(summary.rows == 12)
        #expect(
            summary.totals.map { "\($0.column) \($0.currency?.description ?? "")" } == [
                "cdr ", "energy ", "net EUR", "net INR", "tax EUR", "tax INR",
            ])
        #expect(
            try summary.totals.map(\.value) == [
                .integer(11), money("3.345"), money("-7.25"), money("1"), money("-1.30"),
                money("0"),
            ])
        // Header and 12 rows, an empty one, then the totals.
        #expect(try written.cell("A15").contains("<t>Total</t>"))
        #expect(try written.cell("B15").contains("<v>11</v>"))
        #expect(try written.cell("C15").contains("<v>3.345</v>"))
        #expect(try written.cell("A16").contains("<t>Total EUR</t>"))
        #expect(try written.cell("D16").contains("<t>EUR</t>"))
        #expect(try written.cell("E16").contains("<v>-7.25</v>"))
        #expect(try written.cell("E17").contains("<v>1</v>"))
        #expect(!written.csv.contains("Total"))
    }

    @Test func `a sheet without rows still has its header, filter and a total of zero`() throws {
        let written = try WrittenReport(sheet, [])
        #expect(try written.sheet(2).contains("<autoFilter ref=\"A1:G1\"/>"))
        #expect(try written.cell("B3").contains("<v>0</v>"))
        #expect(written.csv == "Party,CDR,kWh,Currency,Net,Tax,Gross\r\n")
        #expect(written.files.map(\.rows) == [0, 0])
    }

    @Test func `a sum too long for the exact type stops the report`() throws {
        let most = "170141183460469231731687303715884105727"
        let expected = ReportingError.totalTooLarge(sheet: "Lines", column: "kWh")
        #expect(throws: expected) {
            try WrittenReport(
                sheet,
                [
                    row("c", most, "INR", "0", "0", "0"), row("c", "1", "INR", "0", "0", "0"),
                ])
        }
    }

    @Test func `a check tells how many rows fail and which is first`() throws {
        let written = try WrittenReport(
            sheet,
            [
                row("c", "1", "INR", "1.00", "0.18", "1.18"),
                row("c", "1", "INR", "1.00", "0.18", "1.19"),
                row("c", "1", "INR", "1.00", "0.18", "1.181"),
                [.empty, .empty, .empty, .text("INR"), money("1"), .empty, money("1")],
            ])
        #expect(
            written.files[0].sheets[0].checks == [
                CheckResult(check: "net + tax = gross", failedRows: 2, firstFailedRow: 2)
            ])
        #expect(try written.sheet(1).contains("FAILS in 2 rows, first in data row 2"))
    }

    @Test func `money without a currency is refused where it is totalled, unless it is zero`()
        throws
    {
        let written = try WrittenReport(sheet, [row("c", "1", nil, "0", "0", "1.5")])
        #expect(try written.format("G2") == "#,##0.00")
        #expect(throws: ReportingError.self) {
            try WrittenReport(sheet, [row("c", "1", nil, "0.01", "0", "0.01")])
        }
        #expect(throws: ReportingError.self) {
            try WrittenReport(sheet, [row("c", "1", "RUPEES", "1", "0", "1")])
        }
    }
}
