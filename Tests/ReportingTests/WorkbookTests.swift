import Amounts
import Foundation
import Testing

@testable import Reporting

@Suite struct WorkbookTests {
    @Test func `the same rows twice are the same bytes`() throws {
        let rows: [[Cell]] = [
            [.text("IN-TPC"), .text("INR"), try money("1234567.89")],
            [.text("FR-IZI"), .text("EUR"), try money("-5.50")],
        ]
        let first = try WrittenReport(lines, rows)
        // Times inside a zip have two seconds, document times one: a clock in either would show.
        Thread.sleep(forTimeInterval: 2.1)
        let second = try WrittenReport(lines, rows)
        #expect(first.bytes == second.bytes)
        #expect(first.csv == second.csv)
    }

    @Test func `a text is a text, whatever it looks like`() throws {
        let texts = [
            "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "http://example.org", "12", "{=1}",
        ]
        let written = try WrittenReport(lines, texts.map { [.text($0), .empty, .empty] })
        let xml = try written.sheet(2)
        #expect(!xml.contains("<f>"))
        #expect(!xml.contains("<hyperlink"))
        for row in 2..<(2 + texts.count) {
            #expect(try written.cell("A\(row)").contains("t=\"inlineStr\""))
            // Format 49 is @: the cell stays a text when somebody edits it.
            #expect(try written.format("A\(row)") == "49")
        }
        #expect(try written.cell("A2").contains("<t>=1+1</t>"))
    }

    @Test func `characters that XML or Excel would change arrive as they are`() throws {
        let texts = ["a<b>&\"c\"", " padded ", "nul\0here", "_x000D_", "snow ☃ 🚗", "line\nbreak"]
        let written = try WrittenReport(lines, texts.map { [.text($0), .empty, .empty] })
        #expect(try written.cell("A2").contains("<t>a&lt;b&gt;&amp;\"c\"</t>"))
        #expect(try written.cell("A3").contains("<t xml:space=\"preserve\"> padded </t>"))
        #expect(try written.cell("A4").contains("<t>nul\u{FFFD}here</t>"))
        #expect(try written.cell("A5").contains("<t>_x005F_x000D_</t>"))
        #expect(try written.cell("A6").contains("<t>snow ☃ 🚗</t>"))
        #expect(try written.cell("A7").contains("<t>line\nbreak</t>"))
    }

    @Test(arguments: [
        ("x", 32_767, false), ("x", 32_768, true), ("é", 32_767, false), ("é", 32_768, true),
        // One car is two UTF-16 units.
        ("🚗", 16_383, false), ("🚗", 16_384, true),
    ])
    func `a text longer than a cell is cut there and whole in the CSV`(
        letter: String, length: Int, isCut: Bool
    ) throws {
        let text = String(repeating: letter, count: length)
        let written = try WrittenReport(lines, [[.text(text), .empty, .empty]])
        #expect(try written.cell("A2").contains("…") == isCut)
        #expect(written.csv.contains(text))
        #expect(written.files[0].sheets[0].cutTexts == (isCut ? 1 : 0))
        #expect(try written.sheet(1).contains("whole in the CSV") == isCut)
    }

    @Test func `the header is frozen, filtered and repeated, the totals stand outside the filter`()
        throws
    {
        let written = try WrittenReport(
            lines, [[.text("a"), .text("INR"), try money("1")], [.text("b"), .empty, .empty]])
        let xml = try written.sheet(2)
        #expect(xml.contains("<pane ySplit=\"1\" topLeftCell=\"A2\""))
        #expect(xml.contains("state=\"frozen\""))
        #expect(xml.contains("<autoFilter ref=\"A1:C3\"/>"))
        #expect(xml.contains("<col min=\"3\" max=\"3\""))
        #expect(try written.cell("A1").contains("<t>Party</t>"))
        #expect(!xml.contains("<c r=\"A4\""))
        #expect(try written.cell("A5").contains("<t>Total INR</t>"))
        #expect(try #require(written.parts["xl/workbook.xml"]).contains("Lines!$1:$1"))
    }

    @Test func `the front sheet says what, when and from what`() throws {
        let written = try WrittenReport(lines, [[.text("a"), .text("INR"), try money("12.5")]])
        let xml = try written.sheet(1)
        #expect(written.sheetNames == ["About", "Lines"])
        for text in [
            "Example 2026-10 for IN-TPC", "one line", "2026-10", "IN-TPC", "run-7",
            "abc", "test", "2026-11-01T00:00:00+05:30", "six hubs", "UTC+05:30",
        ] {
            #expect(xml.contains("<t>\(text)</t>"), "\(text) is missing")
        }
        #expect(xml.contains("<v>12.5</v>"))
        let core = try #require(written.parts["docProps/core.xml"])
        #expect(core.matches(of: /2026-10-31T18:30:00Z/).count == 2)
    }

    @Test func `dates, instants and durations are Excel's own kind of number`() throws {
        let sheet = SheetDefinition(
            name: "Times", query: "times.sql",
            columns: [
                Column(key: "day", header: "Day", type: .date),
                Column(key: "at", header: "At", type: .instant),
                Column(key: "took", header: "Took", type: .duration, total: .sum),
                Column(key: "count", header: "Count", type: .integer, total: .sum),
            ])
        // 2026-10-31 is day 46326 of Excel's calendar; 06:30Z is noon in Kolkata.
        let written = try WrittenReport(
            sheet,
            [
                [
                    .day(daysSince1970: 20_757), .instant(milliseconds: 1_793_428_200_000),
                    .duration(seconds: 129_600), .integer(1_234_567),
                ],
                [
                    .day(daysSince1970: -30_000), .instant(milliseconds: 1_793_428_200_123),
                    .duration(seconds: -61), .empty,
                ],
            ])
        #expect(try written.cell("A2").contains("<v>46326</v>"))
        #expect(try written.format("A2") == "yyyy-mm-dd")
        #expect(try written.cell("B2").contains("<v>46326.5</v>"))
        #expect(try written.format("B2") == "yyyy-mm-dd hh:mm:ss")
        #expect(try written.cell("C2").contains("<v>1.5</v>"))
        #expect(try written.format("C2") == "[h]:mm:ss")
        #expect(try written.format("D2") == "#,##0")
        #expect(try written.cell("A3").contains("<t>1887-11-12</t>"))
        #expect(try written.cell("C3").contains("<t>-0:01:01</t>"))
        #expect(
            written.csvLines == [
                "Day,At,Took,Count",
                "2026-10-31,2026-10-31T12:00:00+05:30,36:00:00,1234567",
                "1887-11-12,2026-10-31T12:00:00.123+05:30,-0:01:01,", "",
            ])
        #expect(
            written.files[1].totals.map(\.value) == [
                .duration(seconds: 129_539), .integer(1_234_567),
            ])
    }
}
