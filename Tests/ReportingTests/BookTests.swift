import Amounts
import Testing

@testable import Reporting

@Suite struct BookTests {
    func rows(_ count: Int) throws -> [[Cell]] {
        try (1...count).map { [.text("r\($0)"), .text("INR"), try money("\($0)")] }
    }

    @Test(arguments: [
        // Header and five rows fill a sheet of six; the totals need an empty row and their own.
        (3, ["Lines"]), (4, ["Lines", "Lines (2)"]), (5, ["Lines", "Lines (2)"]),
        (6, ["Lines", "Lines (2)"]), (8, ["Lines", "Lines (2)"]),
        (9, ["Lines", "Lines (2)", "Lines (3)"]), (11, ["Lines", "Lines (2)", "Lines (3)"]),
    ])
    func `rows beyond the limit continue on the next sheet, totals after the last`(
        count: Int, names: [String]
    ) throws {
        let written = try WrittenReport(lines, rows(count), rowLimit: 6)
        #expect(written.sheetNames == ["About"] + names)
        #expect(written.files[0].sheets[0].parts == names.count)
        var seen: [String] = []
        for number in 2..<(2 + names.count) {
            let xml = try written.sheet(number)
            #expect(try written.cell("A1", sheet: number).contains("<t>Party</t>"))
            seen += xml.matches(of: /<t>(r\d+)<\/t>/).map { String($0.1) }
            #expect(xml.contains("Total INR") == (number == 1 + names.count))
            #expect(!xml.contains("<row r=\"7\""))
        }
        #expect(seen == (1...count).map { "r\($0)" })
        #expect(written.csvLines.count == count + 2)
        #expect(try written.files[0].totals.map(\.value) == [money("\(count * (count + 1) / 2)")])
    }

    @Test func `files appear only when all is written`() throws {
        let directory = try ScratchDirectory()
        let book = try ReportBook(
            directory: directory.path, name: "x", definition: report(lines), front: front)
        try book.beginSheet(lines)
        try book.append(row: [.text("a"), .text("INR"), money("1")])
        try book.endSheet()
        #expect(try directory.names.allSatisfy { $0.hasPrefix(".x") })
        let files = try book.close()
        #expect(try directory.names == ["x-lines.csv", "x.xlsx"])
        #expect(files.map(\.path) == ["x.xlsx", "x-lines.csv"].map { "\(directory.path)/\($0)" })
        #expect(files.map(\.kind) == [.xlsx, .csv])
    }

    @Test func `a report that fails on the way leaves nothing`() throws {
        struct Broken: Error {}
        let directory = try ScratchDirectory()
        #expect(throws: Broken.self) {
            try render(report(lines), front: front, in: directory.path) { _, book in
                try book.append(row: [.text("a"), .text("INR"), money("1")])
                throw Broken()
            }
        }
        #expect(try directory.names == [])
    }

    @Test func `a rendered report is named after the report, the month and the counterparty`()
        throws
    {
        let directory = try ScratchDirectory()
        let files = try render(report(lines), front: front, in: directory.path) { sheet, book in
            #expect(sheet == lines)
            try book.append(row: [.text("a"), .text("INR"), money("1")])
        }
        #expect(files.map(\.rows) == [1, 1])
        #expect(
            try directory.names == [
                "example-2026-10-IN-TPC-lines.csv", "example-2026-10-IN-TPC.xlsx",
            ])
    }

    @Test func `a directory that is not there is named in the error`() throws {
        #expect {
            try ReportBook(
                directory: "/nowhere", name: "x", definition: report(lines), front: front
            )
            .beginSheet(lines)
        } throws: {
            "\($0)".hasPrefix("/nowhere/x")
        }
    }

    @Test func `sizes inside a zip are told, and half a zip is none`() throws {
        let directory = try ScratchDirectory()
        let written = try WrittenReport(lines, rows(1000), in: directory)
        let path = written.files[0].path
        let expected = written.parts.mapValues(\.utf8.count)
        #expect(ZipDirectory(path: path)?.sizes == expected)
        #expect(ZipDirectory(path: written.files[1].path)?.sizes == nil)
        #expect(ZipDirectory(path: directory.path + "/none")?.sizes == nil)
    }

    @Test func `a cell of another type than its column is refused`() throws {
        #expect(
            throws: ReportingError.row(
                sheet: "Lines", row: 1, problem: "column amount is money, got integer(1)")
        ) { try WrittenReport(lines, [[.text("a"), .text("INR"), .integer(1)]]) }
        #expect(
            throws: ReportingError.row(
                sheet: "Lines", row: 1, problem: "has 1 cells for 3 columns")
        ) { try WrittenReport(lines, [[.text("a")]]) }
    }
}

@Suite struct NameTests {
    @Test(arguments: [
        (["CDR lines"], ["CDR lines"]), (["a[b]:*?/\\c"], ["a_b______c"]),
        (["'quoted'"], ["quoted"]), ([""], ["Sheet"]), (["History"], ["History_"]),
        (["Lines", "LINES"], ["Lines", "LINES (2)"]),
        (["About"], ["About (2)"]),
        (
            [
                "A name of more than thirty-one characters",
                "A name of more than thirty-one letters",
            ],
            ["A name of more than thirty-one", "A name of more than thirty- (2)"]
        ),
    ])
    func `a sheet name is one that Excel takes`(texts: [String], names: [String]) {
        var taken = SheetNames()
        if texts == ["About"] { _ = taken.take("About") }
        #expect(texts.map { taken.take($0) } == names)
    }

    @Test(arguments: [
        ("settlement-statement-2026-10-IN-TPC", "settlement-statement-2026-10-IN-TPC"),
        ("../../etc/passwd", "_._.._etc_passwd"), ("A/B\\C:D", "A_B_C_D"), ("-rf", "_rf"),
        (".hidden", "_hidden"), ("", "_"), ("Zürich 1", "Z_rich_1"),
    ])
    func `a file name cannot leave its directory`(text: String, name: String) {
        #expect(fileName(text) == name)
    }
}

@Suite struct DefinitionTests {
    func problem(_ columns: [Column], checks: [String] = []) -> String? {
        do {
            _ = try report(
                SheetDefinition(name: "S", query: "s.sql", columns: columns, checks: checks))
            return nil
        } catch { return "\(error)" }
    }

    @Test func `a definition that cannot be is refused with its reason`() {
        let text = Column(key: "t", header: "T", type: .text)
        let number = Column(key: "n", header: "N", type: .energy)
        #expect(problem([text, number], checks: ["n - n = n"]) == nil)
        let wrong: [([Column], [String], String)] = [
            ([], [], "at least one column"), ([text, text], [], "two columns have the key t"),
            (
                [Column(key: "x", header: "X", type: .text, total: .sum)], [],
                "a text cannot be summed"
            ),
            (
                [Column(key: "x", header: "X", type: .money, total: .sum)], [],
                "with sum_by_currency"
            ),
            (
                [Column(key: "x", header: "X", type: .money, total: .sumByCurrency)], [],
                "sum_by_currency needs"
            ),
            (
                [number, Column(key: "x", header: "X", type: .money, currency: "n")], [],
                "n is none"
            ),
            ([Column(key: "x", header: "X", type: .date, digits: 2)], [], "digits is"),
            ([Column(key: "x", header: "X", type: .date, width: 0)], [], "width is"),
            ([text, number], ["n = t"], "t is no number column"),
            ([text, number], ["n + n"], "exactly one ="), ([text, number], ["n n = n"], "missing"),
            ([text, number], ["n + = n"], "ends too early"),
            ([text, number], ["n + - n = n"], "stray"),
        ]
        for (columns, checks, reason) in wrong {
            let found = problem(columns, checks: checks) ?? "nothing"
            #expect(found.contains(reason))
            #expect(found.hasPrefix("Reports/example/report.yaml: "))
        }
    }
}
