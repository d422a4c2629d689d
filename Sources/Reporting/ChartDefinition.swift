/// A chart of some columns of a sheet, as `charts:` of report.yaml says it; keys in Reports/README.md.
/// It shows what the sheet says, row by row: nothing is added up for it.
package struct ChartDefinition: Sendable, Hashable {
    package let title: String
    package let kind: Kind
    /// The name of the sheet that has the rows.
    package let sheet: String
    /// Keys of text columns; together they name a bar or point.
    package let categories: [String]
    /// Keys of number columns of one type, a series each.
    package let values: [String]
    /// Only rows in which these text columns say this.
    package let only: [Condition]
    package let rows: Rows
    package let colors: Colors

    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Upright bars, series side by side.
        case column
        /// Lying bars, for long names.
        case bar
        /// One lying bar a row, divided into the series.
        case stacked
        case line
    }

    package struct Condition: Sendable, Hashable {
        package let key: String
        package let text: String

        package init(key: String, text: String) {
            self.key = key
            self.text = text
        }
    }

    package enum Rows: Sendable, Hashable {
        /// The first so many, in the order of the sheet.
        case first(Int)
        /// Those with the largest first value, largest first; equal ones in the order of the sheet.
        case top(Int)

        var limit: Int {
            switch self {
            case .first(let limit), .top(let limit): limit
            }
        }
    }

    package enum Colors: String, Sendable, Hashable, CaseIterable {
        /// Told apart easily, without a meaning.
        case distinct
        /// From green to red, for values that go from best to worst.
        case goodToBad = "good_to_bad"
    }

    package static let rowsMax = 40
    package static let rowsUsual = 20
    static let seriesMax = 8

    package init(
        title: String, kind: Kind, sheet: String, categories: [String], values: [String],
        only: [Condition] = [], rows: Rows = .first(rowsUsual), colors: Colors = .distinct
    ) {
        self.title = title
        self.kind = kind
        self.sheet = sheet
        self.categories = categories
        self.values = values
        self.only = only
        self.rows = rows
        self.colors = colors
    }

    /// What makes it impossible to draw; nil when nothing does.
    func problem(in sheets: [SheetDefinition]) -> String? {
        if title.isEmpty { return "the title may not be empty" }
        guard let sheet = sheets.first(where: { $0.name == sheet }) else {
            return "there is no sheet \"\(sheet)\""
        }
        if categories.isEmpty || values.isEmpty { return "it needs categories and values" }
        if values.count > Self.seriesMax { return "more than \(Self.seriesMax) values" }
        if !(1...Self.rowsMax).contains(rows.limit) {
            return "rows and top are 1 to \(Self.rowsMax)"
        }
        for key in categories + only.map(\.key) {
            guard sheet.column(key)?.type == .text else { return "\(key) is no text column" }
        }
        let columns = values.compactMap(sheet.column)
        guard columns.count == values.count, columns.allSatisfy({ $0.type.canBeDrawn }) else {
            let wrong = values.first { sheet.column($0)?.type.canBeDrawn != true }
            return "\(wrong ?? "") is no number column"
        }
        guard Set(columns.map(\.type)).count == 1 else {
            return "values of different types do not share an axis"
        }
        let currencies = Set(columns.compactMap(\.currency))
        guard currencies.isSubset(of: only.map(\.key)) else {
            return "amounts of several currencies do not share an axis; say in `only` which"
        }
        return nil
    }
}

extension SheetDefinition {
    func column(_ key: String) -> Column? { position(of: key).map { columns[$0] } }
}

extension ColumnType {
    fileprivate var canBeDrawn: Bool { hasDecimals || self == .integer }
}
