import Amounts
import CXLSXWriter

/// Writes one sheet of the definition into the workbook, on as many sheets as its rows need, with
/// the totals below the last row.
struct SheetWriter {
    let definition: SheetDefinition
    private let workbook: Workbook
    private let offsetMinutes: Int
    /// Rows of one sheet, header included.
    private let rowLimit: Int
    private var sheet: Worksheet
    private(set) var parts = 1
    /// The next free row of the current part; 0 is the header.
    private var row = 1
    private(set) var longNumbers = 0
    private(set) var cutTexts = 0

    init(
        _ definition: SheetDefinition, in workbook: Workbook, offsetMinutes: Int, rowLimit: Int
    ) throws(ReportingError) {
        self.definition = definition
        self.workbook = workbook
        self.offsetMinutes = offsetMinutes
        self.rowLimit = rowLimit
        sheet = try workbook.addSheet(definition.name)
        try writeHeader()
    }

    mutating func append(_ cells: [Cell], currencies: [Currency?]) throws(ReportingError) {
        if row == rowLimit { try beginPart() }
        for position in cells.indices {
            try write(
                cells[position], definition.columns[position], at: position,
                currencies[position], .body)
        }
        row += 1
    }

    /// Sets the filter and writes the totals, after an empty row so that no filter or sort takes
    /// them for data.
    mutating func finish(_ totals: [SheetTotal]) throws(ReportingError) {
        try sheet.setFilter(columns: definition.columns.count, lastRow: row - 1)
        let lines = totalLines(totals)
        guard !lines.isEmpty else { return }
        if row + 1 + lines.count > rowLimit {
            try beginPart()
            try sheet.setFilter(columns: definition.columns.count, lastRow: 0)
        }
        row += 1
        for line in lines {
            try write(line)
            row += 1
        }
    }

    private mutating func beginPart() throws(ReportingError) {
        try sheet.setFilter(columns: definition.columns.count, lastRow: row - 1)
        parts += 1
        sheet = try workbook.addSheet(definition.name, part: parts)
        row = 1
        try writeHeader()
    }

    private func writeHeader() throws(ReportingError) {
        sheet.setHeaderRow()
        // What is longer than its column goes on in a second line, beside the filter's button.
        let isLong = definition.columns.contains { $0.header.count + 3 > $0.characters }
        try sheet.setHeaderHeight(lines: isLong ? 2 : 1)
        for (position, column) in definition.columns.enumerated() {
            try sheet.setWidth(column.characters, column: position)
            try sheet.write(
                text: column.header, row: 0, column: position,
                workbook.format(.text, column.type == .text ? .header : .numberHeader))
        }
    }

    private mutating func write(
        _ cell: Cell, _ column: Column, at position: Int, _ currency: Currency?, _ style: CellStyle
    ) throws(ReportingError) {
        let number: ExactNumber?
        let format: NumberFormat
        switch cell {
        case .empty: return
        case .text(let text):
            // Text format too: a cell of General format turns "=1+1" into a formula once edited.
            let format = workbook.format(.text, style)
            if try sheet.write(text: text, row: row, column: position, format) { cutTexts += 1 }
            return
        case .number(let value):
            number = ExactNumber(value)
            format = column.format(of: value, currency)
        case .integer(let value):
            number = ExactNumber(ExactDecimal(coefficient: Int128(value), scale: 0))
            format = .integer
        case .day(let day): (number, format) = (ExactNumber(day: day), .date)
        case .instant(let milliseconds):
            number = ExactNumber(instant: milliseconds, offsetMinutes: offsetMinutes)
            format = .instant
        case .duration(let seconds): (number, format) = (ExactNumber(duration: seconds), .duration)
        }
        if let number {
            try sheet.write(
                number: number, row: row, column: position, workbook.format(format, style))
        } else {
            try write(asText: cell, column, at: position, currency, style)
        }
    }

    /// What no double can hold, in full, as a text at the right.
    private mutating func write(
        asText cell: Cell, _ column: Column, at position: Int, _ currency: Currency?,
        _ style: CellStyle
    ) throws(ReportingError) {
        let text: String
        switch cell {
        case .number(let value): text = value.text(decimals: column.shownDigits(currency))
        case .integer(let value): text = String(value)
        case .day(let day): text = isoDay(day)
        case .instant(let milliseconds):
            text = isoInstant(milliseconds, offsetMinutes: offsetMinutes)
        case .duration(let seconds): text = durationText(seconds: seconds)
        case .empty, .text: preconditionFailure("a text never comes here")
        }
        if cell.exact != nil, column.type != .duration { longNumbers += 1 }
        let style: CellStyle = style == .total ? .longTotal : .longNumber
        try sheet.write(
            text: text, row: row, column: position, workbook.format(.text, style))
    }
}

// MARK: - Totals

extension SheetWriter {
    /// One row below the data.
    private struct TotalLine {
        let label: String
        let currency: Currency?
        let totals: [SheetTotal]
    }

    /// Sums and counts of everything in the first line, then one line per currency.
    private func totalLines(_ totals: [SheetTotal]) -> [TotalLine] {
        let everything = totals.filter { $0.kind != .sumByCurrency }
        let currencies = Set(totals.compactMap(\.currency)).sorted()
        let first = TotalLine(label: "Total", currency: nil, totals: everything)
        return (everything.isEmpty ? [] : [first])
            + currencies.map { currency in
                TotalLine(
                    label: "Total \(currency)", currency: currency,
                    totals: totals.filter { $0.currency == currency })
            }
    }

    private mutating func write(_ line: TotalLine) throws(ReportingError) {
        let labelAt = definition.columns.firstIndex { $0.total == nil }
        let currencyKeys = Set(
            definition.columns.filter { $0.total == .sumByCurrency }.compactMap(\.currency))
        for (position, column) in definition.columns.enumerated() {
            if let total = line.totals.first(where: { $0.column == column.key }) {
                try write(total.value, column, at: position, line.currency, .total)
                continue
            }
            var text = position == labelAt ? line.label : ""
            if let currency = line.currency, position != labelAt, currencyKeys.contains(column.key)
            {
                text = currency.description
            }
            try sheet.write(
                text: text, row: row, column: position, workbook.format(.text, .total))
        }
    }
}

extension Column {
    /// The width of the column: its own, or what its type needs, with room for the header and the
    /// filter's button.
    fileprivate var characters: Int {
        if let width { return width }
        let typical =
            switch type {
            case .text: 16
            case .integer, .date, .duration, .number, .percent: 12
            case .energy: 14
            case .money: 20
            case .instant: 20
            }
        return min(max(typical, header.count + 5), 60)
    }
}
