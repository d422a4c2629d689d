import Amounts
import Foundation
import Testing

@testable import Reporting

/// A directory that is gone when the test is over.
final class ScratchDirectory {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "reporting-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

func decimal(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

func money(_ text: String) throws -> Cell { .number(try decimal(text)) }

let front = FrontPage(
    month: "2026-10", counterparty: "IN-TPC", run: "run-7", rulesHash: "abc", build: "test",
    // 2026-10-31T18:30:00Z, midnight in Kolkata
    dataAsOfMilliseconds: 1_793_471_400_000, source: "six hubs")

let lines = SheetDefinition(
    name: "Lines", query: "lines.sql",
    columns: [
        Column(key: "party", header: "Party", type: .text),
        Column(key: "currency", header: "Currency", type: .text),
        Column(
            key: "amount", header: "Amount", type: .money, currency: "currency",
            total: .sumByCurrency),
    ])

func report(
    _ sheets: SheetDefinition..., charts: [ChartDefinition] = []
) throws -> ReportDefinition {
    try ReportDefinition(
        name: "example", title: "Example {month} for {counterparty}", grain: "one line",
        audience: .everyone, sheets: sheets, charts: charts)
}

/// Writes `rows` as the only sheet of a report and gives the workbook's parts and the CSV's text.
struct WrittenReport {
    let files: [WrittenFile]
    let parts: [String: String]
    let csv: String
    let bytes: Data

    init(
        _ sheet: SheetDefinition, _ rows: [[Cell]], charts: [ChartDefinition] = [],
        rowLimit: Int = ReportBook.rowLimitOfExcel,
        in directory: ScratchDirectory? = nil
    ) throws {
        let directory = try directory ?? ScratchDirectory()
        let book = try ReportBook(
            directory: directory.path, name: "example",
            definition: report(sheet, charts: charts), front: front,
            rowLimit: rowLimit)
        try book.beginSheet(sheet)
        for row in rows { try book.append(row: row) }
        try book.endSheet()
        files = try book.close()
        bytes = try Data(contentsOf: URL(fileURLWithPath: files[0].path))
        parts = try ZipArchive(path: files[0].path).files
        csv = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: files[1].path)), as: UTF8.self)
    }

    /// Sheet 1 is the front sheet, 2 the first of the report.
    func sheet(_ number: Int) throws -> String {
        try #require(parts["xl/worksheets/sheet\(number).xml"])
    }

    /// The last one is empty, since the file ends with a line end.
    var csvLines: [String] { csv.components(separatedBy: "\r\n") }

    var sheetNames: [String] {
        (parts["xl/workbook.xml"] ?? "").matches(of: /<sheet name="([^"]*)"/).map { String($0.1) }
    }

    /// The cell's XML, for instance `<c r="A2" t="inlineStr"><is><t>x</t></is></c>`.
    func cell(_ reference: String, sheet number: Int = 2) throws -> String {
        let xml = try sheet(number)
        let start = try #require(xml.range(of: "<c r=\"\(reference)\""))
        let rest = xml[start.lowerBound...]
        let end = try #require(rest.range(of: "</c>") ?? rest.range(of: "/>"))
        return String(rest[..<end.upperBound])
    }

    /// The number format of a cell.
    func format(_ reference: String, sheet number: Int = 2) throws -> String {
        let cell = try cell(reference, sheet: number)
        let style = try #require(cell.firstMatch(of: /\ss="(\d+)"/)?.1)
        let styles = try #require(parts["xl/styles.xml"])
        let xfs = try #require(styles.range(of: "<cellXfs"))
        let index = try #require(Int(style))
        let xf = styles[xfs.upperBound...].matches(of: /<xf numFmtId="(\d+)"/)[index].1
        let code = styles.matches(of: /<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/)
            .first { $0.1 == xf }?.2
        return String(code ?? xf).replacingOccurrences(of: "&quot;", with: "\"")
            .replacingOccurrences(of: "&gt;", with: ">")
    }
}
