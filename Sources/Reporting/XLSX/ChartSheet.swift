import Amounts
import CXLSXWriter

/// The page of charts behind the front sheet, and the sheet at the end with the numbers they show.
struct ChartSheet {
    private let page: Worksheet
    private let workbook: Workbook

    static let name = "Charts"
    static let dataName = "Chart data"

    /// Pixels. Two beside each other and two below fill a page of A4.
    private static let (width, height) = (624, 432)
    /// In cells of the usual 64 by 20 pixels, a little space included.
    private static let (columnsWide, rowsHigh) = (10, 22)

    /// Takes its place; drawn when all rows are known.
    init(in workbook: Workbook) throws(ReportingError) {
        self.workbook = workbook
        page = try workbook.addSheet(Self.name)
        page.setPage()
        page.hideGridlines()
    }

    func write(_ charts: [ChartRows]) throws(ReportingError) {
        // Kept in memory, so that the charts carry their numbers and every viewer shows them.
        let data = try workbook.addSheet(Self.dataName, kept: .inMemory)
        data.setPage()
        try data.setWidth(36, column: 0)
        for column in 1...ChartDefinition.seriesMax { try data.setWidth(18, column: column) }
        var row = 0
        for (number, chart) in charts.enumerated() {
            let at = (number / 2 * Self.rowsHigh, number % 2 * Self.columnsWide)
            try write(chart, in: data, at: row)
            if chart.rows.isEmpty {
                let text = "\(chart.definition.title): no rows"
                try page.write(text: text, row: at.0, column: at.1, workbook.format(.text, .note))
            } else {
                let drawing = try draw(chart, from: data, at: row)
                try page.insert(
                    drawing, row: at.0, column: at.1, width: Self.width, height: Self.height)
            }
            row += chart.rows.count + 3
        }
        page.breakPages(every: 2 * Self.rowsHigh, until: (charts.count + 1) / 2 * Self.rowsHigh)
    }

    // MARK: - Numbers

    /// Title, header, rows; the header is at `top + 1`.
    private func write(
        _ chart: ChartRows, in data: Worksheet, at top: Int
    ) throws(ReportingError) {
        let body = workbook.format(.text, .body)
        try data.write(
            text: chart.titleWithRest, row: top, column: 0, workbook.format(.text, .label))
        let names = chart.definition.categories.joined(separator: ", ")
        try data.write(text: names, row: top + 1, column: 0, workbook.format(.text, .header))
        for (position, column) in chart.columns.enumerated() {
            try data.write(
                text: column.header, row: top + 1, column: position + 1,
                workbook.format(.text, .numberHeader))
        }
        for (number, row) in chart.rows.enumerated() {
            try data.write(text: row.name, row: top + 2 + number, column: 0, body)
            for (position, cell) in row.values.enumerated() {
                // What no double can hold is left out: a bar cannot show its sixteenth digit.
                guard let exact = cell.exact, let value = ExactNumber(exact) else { continue }
                let format = chart.columns[position].format(of: exact, chart.currency)
                try data.write(
                    number: value, row: top + 2 + number, column: position + 1,
                    workbook.format(format, .body))
            }
        }
    }

    // MARK: - Drawing

    private func draw(
        _ chart: ChartRows, from data: Worksheet, at top: Int
    ) throws(ReportingError) -> Drawing {
        let drawing = try workbook.addChart(chart.definition.kind)
        let range = (top + 2, top + 1 + chart.rows.count)
        for position in chart.columns.indices {
            drawing.addSeries(
                in: data.title, header: top + 1, rows: range, column: position + 1,
                color: chart.color(of: position))
        }
        drawing.setTitle(chart.titleWithRest)
        drawing.setAxes(
            kind: chart.definition.kind, numbers: chart.axisFormat,
            name: chart.columns.count == 1 ? chart.columns[0].header : nil,
            isShare: chart.columns[0].type == .percent)
        return drawing
    }
}

extension ChartRows {
    /// Says so when there were more rows than it shows.
    fileprivate var titleWithRest: String {
        count > rows.count ? "\(definition.title) (\(rows.count) of \(count))" : definition.title
    }

    fileprivate var axisFormat: String {
        switch columns[0].type {
        case .percent: NumberFormat.percent(digits: 0).pattern
        case .integer: NumberFormat.integer.pattern
        case .money: NumberFormat.money(.zero, currency, digits: 0).pattern
        default: NumberFormat.plain(digits: 0).pattern
        }
    }

    fileprivate func color(of series: Int) -> UInt32 {
        switch definition.colors {
        case .distinct: Self.distinct[series % Self.distinct.count]
        case .goodToBad:
            columns.count == 1
                ? Self.scale[0] : Self.scale[series * (Self.scale.count - 1) / (columns.count - 1)]
        }
    }

    private static let distinct: [UInt32] = [
        0x2F6DB5, 0xE08A3C, 0x5B9E6F, 0x8A6BB1, 0xC9504B, 0x4BA3B5, 0x8C8C8C, 0xC7A93F,
    ]
    private static let scale: [UInt32] = [
        0x2E8B57, 0x8CC084, 0xC9D77E, 0xF2D16B, 0xF0A04B, 0xD9573F, 0x8E2F2F,
    ]
}
