/// What `Reports/<name>/report.yaml` says: which sheets, which columns, which totals. Right by
/// construction: `init` refuses what no sheet could be written from.
package struct ReportDefinition: Sendable, Hashable {
    /// The folder's name; names the files and the report in messages.
    package let name: String
    /// For the front sheet; `{month}` and `{counterparty}` are replaced.
    package let title: String
    /// What one row is, in words.
    package let grain: String
    package let audience: Audience
    package let sheets: [SheetDefinition]
    /// In the order in which they stand on the page of charts; none, and there is no page.
    package let charts: [ChartDefinition]

    /// One workbook for all, or one for each of a list.
    package enum Audience: Sendable, Hashable {
        case everyone
        /// One workbook per counterparty ($2 of every sheet's query); `list` is the query file that
        /// gives the counterparties, one text column, $1 = first day of the month.
        case perCounterparty(list: String)
    }

    /// - Throws: `ReportingError.definition` for the first thing that cannot be.
    package init(
        name: String, title: String, grain: String, audience: Audience, sheets: [SheetDefinition],
        charts: [ChartDefinition] = []
    ) throws(ReportingError) {
        self.name = name
        self.title = title
        self.grain = grain
        self.audience = audience
        self.sheets = sheets
        self.charts = charts
        if let problem = Self.problem(in: sheets) ?? Self.problem(in: charts, of: sheets) {
            throw .definition(report: name, problem: problem)
        }
    }

    private static func problem(in sheets: [SheetDefinition]) -> String? {
        if sheets.isEmpty { return "a report needs at least one sheet" }
        var names: Set<String> = []
        for sheet in sheets {
            guard names.insert(slug(sheet.name)).inserted else {
                return "two sheets are called \"\(sheet.name)\""
            }
            if let problem = sheet.problem { return "sheet \"\(sheet.name)\": \(problem)" }
        }
        return nil
    }
}

extension ReportDefinition {
    private static func problem(
        in charts: [ChartDefinition], of sheets: [SheetDefinition]
    ) -> String? {
        var titles: Set<String> = []
        for chart in charts {
            guard titles.insert(chart.title).inserted else {
                return "two charts are called \"\(chart.title)\""
            }
            if let problem = chart.problem(in: sheets) {
                return "chart \"\(chart.title)\": \(problem)"
            }
        }
        return nil
    }
}

package struct SheetDefinition: Sendable, Hashable {
    package let name: String
    /// The `.sql` file beside `report.yaml`; its columns come in the order of `columns`.
    package let query: String
    package let columns: [Column]
    /// As written, `net + tax = gross`; see `RowCheck`.
    package let checks: [String]

    package init(name: String, query: String, columns: [Column], checks: [String] = []) {
        self.name = name
        self.query = query
        self.columns = columns
        self.checks = checks
    }

    func position(of key: String) -> Int? { columns.firstIndex { $0.key == key } }

    fileprivate var problem: String? {
        if columns.isEmpty { return "a sheet needs at least one column" }
        if columns.count > Column.countMax { return "more than \(Column.countMax) columns" }
        var keys: Set<String> = []
        for column in columns {
            guard keys.insert(column.key).inserted else {
                return "two columns have the key \(column.key)"
            }
            if let problem = column.problem(in: self) { return "column \(column.key): \(problem)" }
        }
        for check in checks {
            do { _ = try RowCheck(check, in: self) } catch { return error.problem }
        }
        return nil
    }
}

package struct Column: Sendable, Hashable {
    /// The name of the query's column.
    package let key: String
    package let header: String
    package let type: ColumnType
    /// Decimals shown; nil = the type's own (energy 3, money by currency, number 2, percent 1). Nothing is rounded: a
    /// number with more decimals keeps them in the cell and in the CSV.
    package let digits: Int?
    /// The key of the column with the currency code of this money column; nil = plain numbers.
    package let currency: String?
    package let total: ColumnTotal?
    /// In characters; nil = the type's own, but never narrower than the header.
    package let width: Int?

    static let countMax = 200

    package init(
        key: String, header: String, type: ColumnType, digits: Int? = nil,
        currency: String? = nil, total: ColumnTotal? = nil, width: Int? = nil
    ) {
        self.key = key
        self.header = header
        self.type = type
        self.digits = digits
        self.currency = currency
        self.total = total
        self.width = width
    }

    fileprivate func problem(in sheet: SheetDefinition) -> String? {
        if key.isEmpty || header.isEmpty { return "key and header may not be empty" }
        if let digits, !type.hasDecimals || !(0...12).contains(digits) {
            return "digits is 0 to 12, for money, energy, number and percent only"
        }
        if let width, !(1...255).contains(width) { return "width is 1 to 255 characters" }
        if let currency {
            guard type == .money else { return "only a money column has a currency" }
            guard let at = sheet.position(of: currency), sheet.columns[at].type == .text else {
                return "its currency must be the key of a text column, and \(currency) is none"
            }
        }
        switch total {
        case nil, .count: return nil
        case .sum where type == .money: return "money is totalled with sum_by_currency"
        case .sum: return type.canBeSummed ? nil : "a \(type.rawValue) cannot be summed"
        case .sumByCurrency:
            return currency != nil ? nil : "sum_by_currency needs a money column with a currency"
        }
    }
}

/// How a column's values are read, shown and written.
package enum ColumnType: String, Sendable, Hashable, CaseIterable {
    case text
    case integer
    case money
    /// kWh
    case energy
    /// A decimal of any other kind.
    case number
    /// A share: 0.125 is shown as 12.5 %.
    case percent
    case date
    /// A moment, shown at the report's offset from UTC.
    case instant
    /// Seconds, shown as h:mm:ss.
    case duration

    var hasDecimals: Bool {
        switch self {
        case .money, .energy, .number, .percent: true
        case .text, .integer, .date, .instant, .duration: false
        }
    }

    /// Shares of different wholes have no sum.
    var canBeSummed: Bool {
        hasDecimals && self != .percent || self == .integer || self == .duration
    }
}

/// What stands below a column.
package enum ColumnTotal: String, Sendable, Hashable, CaseIterable {
    case sum
    case sumByCurrency = "sum_by_currency"
    /// Of the cells that are not empty.
    case count
}
