import Amounts
import Testing

@testable import Reporting

@Suite struct CSVTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""), ("a=b", "a=b"),
        ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
        ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        ("'=1", "'=1"), (" =1", " =1"), ("₹ ☃", "₹ ☃"),
    ])
    func `a text is quoted when it must be and never starts a formula`(
        text: String, written: String
    ) throws {
        let report = try WrittenReport(lines, [[.text(text), .text("INR"), try money("1")]])
        #expect(report.csv == "Party,Currency,Amount\r\n\(written),INR,1.00\r\n")
    }

    @Test func `a header is guarded like a text`() throws {
        let sheet = SheetDefinition(
            name: "N", query: "n.sql", columns: [Column(key: "n", header: "=N", type: .integer)])
        #expect(try WrittenReport(sheet, []).csv == "'=N\r\n")
    }

    @Test func `numbers keep their sign, their scale and every decimal`() throws {
        let amounts = ["-12.5", "0", "1234567.891", "10.100", "-0.004"]
        let report = try WrittenReport(
            lines, amounts.map { [.empty, .text("INR"), try money($0)] })
        #expect(
            report.csvLines.dropFirst().map { String($0.dropFirst(5)) }
                == ["-12.50", "0.00", "1234567.891", "10.10", "-0.004", ""])
    }
}
