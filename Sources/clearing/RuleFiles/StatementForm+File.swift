import Amounts
import Intake
import Rating
import Roaming

/// How a partner writes its statements: the column map, and the clock of the times in it.
struct StatementForm: Sendable {
    let map: StatementMap
    let clock: WallClock

    /// `statement_columns` of a hub's file: maps by name, `standard` where none is asked for.
    static func read(_ root: RuleNode) throws(RuleProblem) -> [String: StatementForm] {
        guard let node = root.child("statement_columns") else { return [:] }
        let maps: [String: StatementForm] = try node.map { (map) throws(RuleProblem) in
            var forms: [String: StatementForm] = [:]
            for name in map.entries.keys.sorted() {
                forms[name] = try form(try map.require(name))
            }
            return forms
        }
        guard !maps.isEmpty else { throw node.problem("name at least one map, like `standard:`") }
        return maps
    }

    private static func form(_ node: RuleNode) throws(RuleProblem) -> StatementForm {
        let form = try node.map { (map) throws(RuleProblem) in
            let zone = try map.require("time_zone")
            guard let clock = WallClock(zone: try zone.text()) else {
                throw zone.problem("`\(try zone.text())` is no time zone like \"Europe/Berlin\"")
            }
            return StatementForm(
                map: StatementMap(
                    encoding: try map.require("encoding").choice(TextEncoding.self),
                    delimiter: try map.require("delimiter").choice(CSVText.Delimiter.self),
                    preambleRows: try map.optional("preamble_rows")?.integer(in: 0...100) ?? 0,
                    numbers: try NumberFormat.read(&map),
                    dates: try DatePattern.read(try map.require("date_format")),
                    columns: try columns(try map.require("columns")),
                    currency: try map.optional("currency")?.currency(),
                    totalLabel: try map.optional("total_label")?.text()),
                clock: clock)
        }
        if let lack = form.map.lack { throw node.problem(lack) }
        return form
    }

    private static func columns(
        _ node: RuleNode
    ) throws(RuleProblem) -> [StatementMap.Field: String] {
        try node.map { (map) throws(RuleProblem) in
            var columns: [StatementMap.Field: String] = [:]
            for field in StatementMap.Field.allCases {
                columns[field] = try map.optional(field.rawValue)?.text()
            }
            return columns
        }
    }
}
