import Amounts
import Foundation
import Reporting
import Testing

@Suite struct WorkbookTests {
    @Test func `the same rows twice are the same bytes`() throws {
        let rows: [[Cell]] = [
            [.text("IN-TPC"), .text("INR"), try money("1234567.89")],
            [.text("FR-IZI"), .text("EUR"), try money("-5.50")],
        ]
        let first = try WrittenReport(lines, rows)
        // Zip times have two seconds, document times one: a clock in either would show.
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
        }
    }
}
