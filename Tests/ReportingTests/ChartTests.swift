import Amounts
import Foundation
import Testing

@testable import Reporting

/// Charts as they stand in the file: which cells they show, and what is in those cells.
@Suite struct ChartTests {
    private static let shares = SheetDefinition(
        name: "Shares", query: "shares.sql",
        columns: [
            Column(key: "party", header: "Party", type: .text),
            Column(key: "direction", header: "Direction", type: .text),
            Column(key: "currency", header: "Currency", type: .text),
            Column(key: "good", header: "Good", type: .percent),
            Column(key: "bad", header: "Bad", type: .percent),
            Column(key: "lines", header: "Lines", type: .integer),
            Column(key: "amount", header: "Amount", type: .money, currency: "currency"),
        ])

    private static let stacked = ChartDefinition(
        title: "What became of it", kind: .stacked, sheet: "Shares",
        categories: ["party", "direction"], values: ["good", "bad"], colors: .goodToBad)

    private static func stakes(
        rows: ChartDefinition.Rows, kind: ChartDefinition.Kind = .bar
    ) -> ChartDefinition {
        ChartDefinition(
            title: "At stake", kind: kind, sheet: "Shares", categories: ["party"],
            values: ["amount"], only: [.init(key: "currency", text: "INR")], rows: rows)
    }

    private static func row(
        _ party: String, _ currency: String, good: String, bad: String, lines: Int64,
        amount: String?
    ) throws -> [Cell] {
        [
            .text(party), .text("payable"), .text(currency), .number(try decimal(good)),
            .number(try decimal(bad)), .integer(lines),
            try amount.map { .number(try decimal($0)) } ?? .empty,
        ]
    }

    private static func rows() throws -> [[Cell]] {
        [
            try row("IN-A", "INR", good: "0.75", bad: "0.25", lines: 4, amount: "10.50"),
            try row("IN-B", "EUR", good: "1", bad: "0", lines: 2, amount: "99.00"),
            try row("IN-C", "INR", good: "0.5", bad: "0.5", lines: 8, amount: "20.00"),
            try row("IN-D", "INR", good: "0", bad: "1", lines: 1, amount: nil),
            try row("IN-E", "INR", good: "0.1", bad: "0.9", lines: 9, amount: "20"),
        ]
    }

    private func written(_ charts: [ChartDefinition]) throws -> WrittenReport {
        try WrittenReport(Self.shares, Self.rows(), charts: charts)
    }

    @Test func `a chart refers to the cells with the numbers and carries them`() throws {
        let written = try written([Self.stacked])
        #expect(written.sheetNames == ["About", "Charts", "Shares", "Chart data"])
        let xml = try #require(written.parts["xl/charts/chart1.xml"])
        #expect(xml.contains("<a:t>What became of it</a:t>"))
        #expect(xml.contains("<c:barDir val=\"bar\"/><c:grouping val=\"stacked\"/>"))
        #expect(
            xml.matches(of: /<c:f>([^<]*)<\/c:f>/).map { $0.1 } == [
                "'Chart data'!$B$2", "'Chart data'!$A$3:$A$7", "'Chart data'!$B$3:$B$7",
                "'Chart data'!$C$2", "'Chart data'!$A$3:$A$7", "'Chart data'!$C$3:$C$7",
            ])
        // What a viewer shows that does not calculate: names and values of the points.
        #expect(
            xml.matches(of: /<c:v>([^<]*)<\/c:v>/).map { $0.1 } == [
                "Good", "IN-A payable", "IN-B payable", "IN-C payable", "IN-D payable",
                "IN-E payable", "0.75", "1", "0.5", "0", "0.1",
                "Bad", "IN-A payable", "IN-B payable", "IN-C payable", "IN-D payable",
                "IN-E payable", "0.25", "0", "0.5", "1", "0.9",
            ])
        #expect(xml.contains("formatCode=\"0%\""))
        #expect(xml.contains("<c:max val=\"1\"/>"))
        // Green first, red last.
        #expect(xml.matches(of: /<a:srgbClr val="(\w{6})"\/>/).map { $0.1 }.contains("2E8B57"))
        #expect(try written.cell("B3", sheet: 4).contains("<v>0.75</v>"))
        #expect(try written.format("B3", sheet: 4) == "0.0%")
        #expect(try written.sheet(2).contains("<drawing r:id=\"rId1\"/>"))
    }

    @Test(arguments: [
        // The largest first; equal ones as they come; what has no amount is no bar.
        (ChartDefinition.Rows.top(2), ["IN-C", "IN-E"], "At stake (2 of 3)"),
        (.top(9), ["IN-C", "IN-E", "IN-A"], "At stake"),
        (.first(2), ["IN-A", "IN-C"], "At stake (2 of 3)"),
        (.first(3), ["IN-A", "IN-C", "IN-E"], "At stake"),
    ])
    func `a chart shows the first or the largest rows of those that pass`(
        _ rows: ChartDefinition.Rows, _ names: [String], _ title: String
    ) throws {
        let written = try written([Self.stakes(rows: rows)])
        let xml = try #require(written.parts["xl/charts/chart1.xml"])
        let points = xml.matches(of: /<c:v>(IN-[^<]*)<\/c:v>/).map { String($0.1) }
        #expect(points == names)
        #expect(xml.contains("<a:t>\(title)</a:t>"))
        #expect(xml.contains("₹"))
        #expect(!xml.contains("<c:legend>"))
    }

    @Test(arguments: [
        (ChartDefinition.Kind.column, "<c:barDir val=\"col\"/><c:grouping val=\"clustered\"/>"),
        (.bar, "<c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/>"),
        (.line, "<c:lineChart><c:grouping val=\"standard\"/>"),
    ])
    func `each kind is drawn as such`(_ kind: ChartDefinition.Kind, _ element: String) throws {
        let written = try written([Self.stakes(rows: .first(5), kind: kind)])
        #expect(try #require(written.parts["xl/charts/chart1.xml"]).contains(element))
    }

    @Test func `a chart without rows is a sentence, and the others are where they belong`() throws {
        let none = ChartDefinition(
            title: "In crowns", kind: .column, sheet: "Shares", categories: ["party"],
            values: ["amount"], only: [.init(key: "currency", text: "SEK")])
        let written = try written([none, Self.stacked])
        #expect(written.parts["xl/charts/chart2.xml"] == nil)
        #expect(try written.sheet(2).contains("<t>In crowns: no rows</t>"))
        let xml = try #require(written.parts["xl/charts/chart1.xml"])
        // The title and header of the empty one, and a line between.
        #expect(xml.contains("<c:f>'Chart data'!$A$6:$A$10</c:f>"))
        let place = try #require(written.parts["xl/drawings/drawing1.xml"])
        #expect(place.contains("<xdr:col>10</xdr:col>"))
    }

    @Test func `every sheet prints in landscape on A4, one page wide`() throws {
        let written = try written([Self.stacked])
        for number in 1...4 {
            let xml = try written.sheet(number)
            #expect(xml.contains("<pageSetUpPr fitToPage=\"1\"/>"), "\(number)")
            let page = "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/>"
            #expect(xml.contains(page), "\(number)")
        }
    }

    @Test func `a header longer than its column goes on in a second line`() throws {
        func height(_ width: Int) throws -> String {
            let sheet = SheetDefinition(
                name: "Narrow", query: "n.sql",
                columns: [Column(key: "a", header: "Two words", type: .integer, width: width)])
            let xml = try WrittenReport(sheet, [[.integer(1)]]).sheet(2)
            return String(try #require(xml.firstMatch(of: /<row r="1"[^>]* ht="(\d+)"/)?.1))
        }
        // Nine letters and three for the filter's button.
        #expect(try height(12) == "20")
        #expect(try height(11) == "34")
    }

    @Test func `the same charts twice are the same bytes`() throws {
        let charts = [Self.stacked, Self.stakes(rows: .top(3))]
        let first = try written(charts)
        // Two seconds, as in WorkbookTests: a clock anywhere would show.
        Thread.sleep(forTimeInterval: 2.1)
        #expect(try written(charts).bytes == first.bytes)
    }

    @Test func `shares and plain numbers have their own looks, and no sum`() throws {
        let sheet = SheetDefinition(
            name: "Numbers", query: "n.sql",
            columns: [
                Column(key: "share", header: "Share", type: .percent),
                Column(key: "fine", header: "Fine", type: .percent, digits: 2),
                Column(key: "hours", header: "Hours", type: .number, total: .sum),
            ])
        let written = try WrittenReport(
            sheet,
            [
                [.number(decimal("0.125")), .number(decimal("0.0004")), .number(decimal("1.5"))],
                [.empty, .number(decimal("-1")), .number(decimal("2.125"))],
            ])
        #expect(try written.format("A2") == "0.0%")
        #expect(try written.cell("A2").contains("<v>0.125</v>"))
        #expect(try written.format("B2") == "0.00%")
        #expect(try written.format("C2") == "#,##0.00")
        #expect(
            written.csvLines == [
                "Share,Fine,Hours", "0.125,0.0004,1.50", ",-1.0000,2.125", "",
            ])
        #expect(try written.files[1].totals.map(\.value) == [money("3.625")])
        let summed = Column(key: "s", header: "S", type: .percent, total: .sum)
        #expect(throws: ReportingError.self) {
            try report(SheetDefinition(name: "S", query: "s.sql", columns: [summed]))
        }
    }

    @Test func `a chart that cannot be drawn is refused with its reason`() throws {
        func problem(
            title: String = "T", sheet: String = "Shares", _ categories: [String],
            _ values: [String], only: [String] = [], rows: ChartDefinition.Rows = .first(3),
            times: Int = 1
        ) -> String {
            let chart = ChartDefinition(
                title: title, kind: .column, sheet: sheet, categories: categories, values: values,
                only: only.map { .init(key: $0, text: "x") }, rows: rows)
            do {
                _ = try report(Self.shares, charts: Array(repeating: chart, count: times))
                return "nothing"
            } catch { return "\(error)" }
        }
        #expect(problem(["party"], ["good", "bad"]) == "nothing")
        #expect(problem(["party"], ["amount"], only: ["currency"]) == "nothing")
        let wrong = [
            (problem(title: "", ["party"], ["good"]), "title may not be empty"),
            (problem(sheet: "Other", ["party"], ["good"]), "no sheet \"Other\""),
            (problem([], ["good"]), "needs categories and values"),
            (problem(["party"], []), "needs categories and values"),
            (problem(["good"], ["bad"]), "good is no text column"),
            (problem(["nobody"], ["bad"]), "nobody is no text column"),
            (problem(["party"], ["good"], only: ["lines"]), "lines is no text column"),
            (problem(["party"], ["good", "party"]), "party is no number column"),
            (problem(["party"], ["good", "nobody"]), "nobody is no number column"),
            (problem(["party"], ["good", "lines"]), "do not share an axis"),
            (problem(["party"], ["amount"]), "amounts of several currencies"),
            (problem(["party"], ["amount"], only: ["direction"]), "amounts of several currencies"),
            (problem(["party"], ["good"], rows: .first(0)), "1 to 40"),
            (problem(["party"], ["good"], rows: .top(41)), "1 to 40"),
            (
                problem(["party"], Array(repeating: "good", count: 9)),
                "more than 8 values"
            ),
            (problem(["party"], ["good"], times: 2), "two charts are called \"T\""),
        ]
        for (found, reason) in wrong {
            #expect(found.contains(reason))
            #expect(found.hasPrefix("Reports/example/report.yaml: "))
        }
    }
}
