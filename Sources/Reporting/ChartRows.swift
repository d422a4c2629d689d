import Amounts

/// The rows that a chart shows, gathered while its sheet is written.
struct ChartRows {
    let definition: ChartDefinition
    let columns: [Column]
    /// In the order in which they are shown.
    private(set) var rows: [Row] = []
    /// How many there are to choose from.
    private(set) var count = 0
    private let categories: [Int]
    private let only: [(position: Int, text: String)]
    private let positions: [Int]

    struct Row {
        let name: String
        /// A cell for each series; empty where the sheet's is.
        let values: [Cell]
    }

    init(_ definition: ChartDefinition, of sheet: SheetDefinition) {
        self.definition = definition
        columns = definition.values.compactMap(sheet.column)
        categories = definition.categories.compactMap(sheet.position)
        positions = definition.values.compactMap(sheet.position)
        only = definition.only.compactMap { condition in
            sheet.position(of: condition.key).map { ($0, condition.text) }
        }
    }

    /// The one currency of the amounts, if they are amounts.
    var currency: Currency? {
        let key = columns.first?.currency
        return definition.only.first { $0.key == key }.flatMap { Currency($0.text) }
    }

    mutating func append(_ row: [Cell]) {
        guard only.allSatisfy({ row[$0.position] == .text($0.text) }) else { return }
        let values = positions.map { row[$0] }
        guard values.contains(where: { $0.exact != nil }) else { return }
        count += 1
        let names = categories.compactMap { position -> String? in
            if case .text(let text) = row[position] { text } else { nil }
        }
        let new = Row(name: names.joined(separator: " "), values: values)
        switch definition.rows {
        case .first(let limit):
            if rows.count < limit { rows.append(new) }
        case .top(let limit):
            let size = values[0].exact
            let place = rows.firstIndex { Self.isSmaller($0.values[0].exact, than: size) }
            rows.insert(new, at: place ?? rows.endIndex)
            if rows.count > limit { rows.removeLast() }
        }
    }

    /// What is empty is smaller than all that is not.
    private static func isSmaller(_ a: ExactDecimal?, than b: ExactDecimal?) -> Bool {
        guard let b else { return false }
        return a.map { $0 < b } ?? true
    }
}
