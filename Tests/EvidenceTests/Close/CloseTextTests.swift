import Hashing
import Roaming
import Testing

@testable import Evidence

@Suite struct CloseTextTests {
    @Test func `fields cannot run into each other`() {
        let rows: [[String?]] = [
            ["a", "b"], ["a\tb"], ["a\\tb"], ["a", nil], ["a", "\\N"], ["a", ""], ["a\nb"],
            ["a\\nb"], [nil, "a"], ["a\rb"], [nil], ["N"],
        ]
        let texts = rows.map { CanonicalText($0).bytes }
        #expect(Set(texts).count == rows.count)
        #expect(String(decoding: texts[3], as: UTF8.self) == "a\t\\N")
        #expect(String(decoding: texts[2], as: UTF8.self) == "a\\\\tb")
    }

    @Test func `a seal names the columns that changed`() {
        let before = RowSeal(["1", nil, "x"])
        #expect(before.differences(from: RowSeal(["1", nil, "x"])) == [])
        #expect(before.differences(from: RowSeal(["1", "\\N", "y"])) == [1, 2])
        #expect(before.differences(from: RowSeal(["1"])) == [0, 1, 2])
    }

    @Test func `every field of the header changes the hash`() throws {
        let month = try #require(Month("2026-10"))
        let header = CloseHeader(
            month: month, version: 1, previous: CloseHeader.beginning, rulesHash: "r",
            build: "b", fxHash: "f", lines: 2, linesRoot: digest(of: [1]),
            booksRoot: digest(of: [2]))
        let changes: [(inout CloseHeader) -> Void] = [
            { $0.month = month.next }, { $0.version = 2 }, { $0.previous = digest(of: []) },
            { $0.rulesHash = "s" }, { $0.build = "c" }, { $0.fxHash = "g" }, { $0.lines = 3 },
            { $0.linesRoot = digest(of: [3]) }, { $0.booksRoot = digest(of: [3]) },
        ]
        var hashes: Set = [header.hash]
        for change in changes {
            var other = header
            change(&other)
            hashes.insert(other.hash)
        }
        #expect(hashes.count == changes.count + 1)
        #expect(
            header.text.hasPrefix("magma-clearing close 1\nmonth 2026-10\nversion 1\nprevious 00"))
    }

    /// India's year begins in April: March 2027 still belongs to 2026-27.
    @Test(arguments: [
        ("2026-03", 4, "2526"), ("2026-04", 4, "2627"), ("2027-03", 4, "2627"),
        ("2027-04", 4, "2728"), ("2026-01", 1, "2626"), ("2026-12", 1, "2626"),
        ("1999-12", 4, "9900"), ("2009-06", 4, "0910"),
    ])
    func `a month falls into its financial year`(_ text: String, _ start: Int, _ code: String)
        throws
    {
        let month = try #require(Month(text))
        #expect(FinancialYear(of: month, startMonth: start).code == code)
    }

    @Test func `a number has at most sixteen characters`() throws {
        let year = FinancialYear(of: try #require(Month("2026-10")), startMonth: 4)
        func number(_ series: String, _ sequence: Int) -> String? {
            StatementNumber(series: series, financialYear: year, sequence: sequence)?.description
        }
        #expect(number("RS29", 123) == "RS2926270000123")
        #expect(number("RS29A", 1) == "RS29A26270000001")
        #expect(number("RS29AB", 1) == nil)
        #expect(number("RS29A", 9_999_999) == "RS29A26279999999")
        #expect(number("RS29A", 10_000_000) == nil)
        #expect(number("RS29", 10_000_000) == "RS29262710000000")
        #expect(number("RS-9", 1) == nil)
        #expect(number("", 1) == nil)
        #expect(number("RS29", 0) == nil)
    }
}
