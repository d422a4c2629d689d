import Foundation
import Reporting

/// One folder under `Reports/`: its definition and the SQL of its sheets.
struct ReportFolder {
    let definition: ReportDefinition
    /// By file name.
    let queries: [String: String]

    /// Every report of a directory, by name.
    static func all(in directory: URL) throws -> [ReportFolder] {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        return try names.compactMap { name in
            let folder = directory.appendingPathComponent(name, isDirectory: true)
            let file = folder.appendingPathComponent("report.yaml")
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return try ReportFolder(name: name, folder: folder, file: file)
        }
    }

    private init(name: String, folder: URL, file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        definition = try ReportDefinition.read(RuleNode.read(text, file: file.path), name: name)
        var files = definition.sheets.map(\.query)
        if case .perCounterparty(let list) = definition.audience { files.append(list) }
        var queries: [String: String] = [:]
        for query in files {
            let url = folder.appendingPathComponent(query)
            guard let sql = try? String(contentsOf: url, encoding: .utf8) else {
                throw Failure.refused("\(file.path) names \(query), which is not beside it")
            }
            queries[query] = sql
        }
        self.queries = queries
    }

    func sql(_ query: String) -> String { queries[query] ?? "" }
}

extension ReportDefinition {
    /// `Reports/<name>/report.yaml`; keys in Reports/README.md.
    static func read(_ root: RuleNode, name: String) throws(RuleProblem) -> ReportDefinition {
        try root.map { (map) throws(RuleProblem) in
            var sheets: [SheetDefinition] = []
            for sheet in try map.require("sheets").list() {
                sheets.append(try SheetDefinition.read(sheet))
            }
            let (title, grain) = (
                try map.require("title").text(), try map.require("grain").text()
            )
            let audience = try audience(&map)
            var charts: [ChartDefinition] = []
            for chart in try map.optional("charts")?.list() ?? [] {
                charts.append(try ChartDefinition.read(chart))
            }
            do throws(ReportingError) {
                return try ReportDefinition(
                    name: name, title: title, grain: grain, audience: audience, sheets: sheets,
                    charts: charts)
            } catch {
                throw root.problem("\(error)")
            }
        }
    }

    private static func audience(_ map: inout RuleMap) throws(RuleProblem) -> Audience {
        guard let per = map.optional("per") else { return .everyone }
        guard try per.text() == "counterparty" else {
            throw per.problem("a report is for everybody, or `per: counterparty`")
        }
        return .perCounterparty(list: try map.require("list").text())
    }
}

extension SheetDefinition {
    fileprivate static func read(_ node: RuleNode) throws(RuleProblem) -> SheetDefinition {
        try node.map { (map) throws(RuleProblem) in
            var columns: [Column] = []
            for column in try map.require("columns").list() {
                columns.append(try Column.read(column))
            }
            var checks: [String] = []
            for check in try map.optional("checks")?.list() ?? [] {
                checks.append(try check.text())
            }
            return SheetDefinition(
                name: try map.require("name").text(), query: try map.require("query").text(),
                columns: columns, checks: checks)
        }
    }
}

extension Column {
    fileprivate static func read(_ node: RuleNode) throws(RuleProblem) -> Column {
        try node.map { (map) throws(RuleProblem) in
            Column(
                key: try map.require("key").text(), header: try map.require("header").text(),
                type: try map.require("type").choice(ColumnType.self),
                digits: try map.optional("digits")?.integer(in: 0...12),
                currency: try map.optional("currency")?.text(),
                total: try map.optional("total")?.choice(ColumnTotal.self),
                width: try map.optional("width")?.integer(in: 1...255))
        }
    }
}

extension ChartDefinition {
    fileprivate static func read(_ node: RuleNode) throws(RuleProblem) -> ChartDefinition {
        try node.map { (map) throws(RuleProblem) in
            ChartDefinition(
                title: try map.require("title").text(),
                kind: try map.require("kind").choice(Kind.self),
                sheet: try map.require("sheet").text(),
                categories: try texts(map.require("categories")),
                values: try texts(map.require("values")),
                only: try map.optional("only")?.textsByKey().map(Condition.init) ?? [],
                rows: try rows(&map),
                colors: try map.optional("colors")?.choice(Colors.self) ?? .distinct)
        }
    }

    private static func texts(_ node: RuleNode) throws(RuleProblem) -> [String] {
        try node.list().map { (item) throws(RuleProblem) in try item.text() }
    }

    private static func rows(_ map: inout RuleMap) throws(RuleProblem) -> Rows {
        let (rows, top) = (map.optional("rows"), map.optional("top"))
        guard let top else {
            return .first(try rows?.integer(in: 1...rowsMax) ?? rowsUsual)
        }
        if let rows { throw rows.problem("say rows or top, not both") }
        return .top(try top.integer(in: 1...rowsMax))
    }
}
