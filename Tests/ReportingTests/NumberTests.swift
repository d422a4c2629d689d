import Amounts
import Foundation
import Testing

@testable import Reporting

@Suite struct NumberTests {
    static let lakhByCondition =
        ###"[>=10000000]"₹"##\,##\,##\,##0.00;[>=100000]"₹"##\,##\,##0.00;"₹"##,##0.00"###

    @Test(arguments: [
        ("INR", "0", lakhByCondition), ("INR", "99999.99", lakhByCondition),
        ("INR", "100000", lakhByCondition), ("INR", "10000000", lakhByCondition),
        ("INR", "999999999.99", lakhByCondition),
        ("INR", "1000000000", ###""₹"##\,##\,##\,##\,##0.00"###),
        ("INR", "123456789012.34", ###""₹"##\,##\,##\,##\,##\,##0.00"###),
        ("INR", "-0.01", ###""₹"##0.00"###), ("INR", "-999.99", ###""₹"##0.00"###),
        ("INR", "-1000", ###""₹"##\,##0.00"###), ("INR", "-99999.99", ###""₹"##\,##0.00"###),
        ("INR", "-100000", ###""₹"##\,##\,##0.00"###),
        ("INR", "-9999999.99", ###""₹"##\,##\,##0.00"###),
        ("INR", "-10000000", ###""₹"##\,##\,##\,##0.00"###),
        ("EUR", "1234.5", ###""€"#,##0.00"###), ("EUR", "-1234.5", ###""€"#,##0.00"###),
        ("SEK", "1", ###""SEK "#,##0.00"###), ("JPY", "1", ###""JPY "#,##0"###),
        ("KWD", "1", ###""KWD "#,##0.000"###),
    ])
    func `an amount is shown as its currency is written`(
        currency: String, amount: String, pattern: String
    ) throws {
        let written = try WrittenReport(
            lines, [[.empty, .text(currency), try money(amount)]])
        #expect(try written.format("C2") == pattern)
        let value = try written.cell("C2").firstMatch(of: /<v>(.*)<\/v>/)?.1
        #expect(try Double(#require(value)) == Double(amount))
    }

    /// What a program makes of a format with literal commas: digits fill the placeholders from the
    /// right, the rest stands before the first comma.
    @Test(arguments: [
        ("-1", "1"), ("-1000", "1,000"), ("-12345", "12,345"), ("-123456", "1,23,456"),
        ("-12345678", "1,23,45,678"), ("1234567890", "1,23,45,67,890"),
        ("-123456789012", "1,23,45,67,89,012"),
    ])
    func `the literal commas of a rupee amount fall between lakhs and crores`(
        amount: String, shown: String
    ) throws {
        let rupees: Currency? = Currency("INR")
        let format = NumberFormat.money(try decimal(amount), rupees, digits: 0)
        var digits = Array(amount.filter(\.isNumber))
        var text = ""
        for group in format.pattern.dropFirst(3).components(separatedBy: "\\,").reversed() {
            text = String(digits.suffix(group.count)) + (text.isEmpty ? "" : "," + text)
            digits.removeLast(min(group.count, digits.count))
        }
        #expect(String(digits) + text == shown)
    }

    @Test(arguments: [
        ("999999999999999", true), ("1000000000000000", true), ("1000000000000001", false),
        ("9999999999999.99", true), ("-9999999999999.99", true), ("99999999999999.99", false),
        ("0.000000000000000123456789012345", true), ("0.1234567890123456", false),
        ("12345678901234500.00", true), ("170141183460469231731687303715884105727", false),
    ])
    func `a number of up to 15 digits is a number, a longer one a text in full`(
        text: String, isNumber: Bool
    ) throws {
        let sheet = SheetDefinition(
            name: "N", query: "n.sql", columns: [Column(key: "n", header: "N", type: .energy)])
        let written = try WrittenReport(sheet, [[try money(text)]])
        let cell = try written.cell("A2")
        #expect(cell.contains("<v>") == isNumber)
        #expect(try cell.contains("<t>\(decimal(text).text(decimals: 3))</t>") == !isNumber)
        #expect(written.files[0].sheets[0].longNumbers == (isNumber ? 0 : 1))
        #expect(try written.sheet(1).contains("more than 15 digits") == !isNumber)
        #expect(written.csv == "N\r\n\(try decimal(text).text(decimals: 3))\r\n")
    }

    @Test func `every amount of cents is read back from its cell to the cent`() throws {
        var seed: UInt64 = 20_261_031
        for _ in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let amount = ExactDecimal(
                coefficient: Int128(seed >> 14) % 1_000_000_000_000_000, scale: Int(seed % 7))
            // %.16G is how libxlsxwriter prints a cell.
            let number = try #require(ExactNumber(amount)).double
            let printed = String(format: "%.16G", number)
            let back = try #require(Double(printed))
            #expect(back == Double(amount.description))
        }
    }
}
