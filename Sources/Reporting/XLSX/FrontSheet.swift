import Amounts
import CXLSXWriter

/// The first sheet: what this is, from what it was made, what it adds up to, and what to mind.
struct FrontSheet {
    private let sheet: Worksheet
    private let workbook: Workbook
    private var row = 0

    static let name = "About"

    /// Takes its place in front; its rows are written when all others are known.
    init(in workbook: Workbook) throws(ReportingError) {
        self.workbook = workbook
        sheet = try workbook.addSheet(Self.name)
        sheet.setPage()
    }

    mutating func write(
        _ definition: ReportDefinition, _ front: FrontPage, _ sheets: [WrittenSheet]
    ) throws(ReportingError) {
        for (column, width) in [26, 14, 34, 12, 24].enumerated() {
            try sheet.setWidth(width, column: column)
        }
        try line([(0, definition.title(for: front))], .title)
        try line([(0, definition.grain)], .note)
        row += 1
        try writeFacts(front)
        row += 1
        try text("Rows", 1, .numberHeader)
        try text("Total", 4, .numberHeader)
        try line([(0, "Sheet"), (2, "Total of"), (3, "Currency")], .header)
        for written in sheets { try write(written, definition) }
        try writeChecks(sheets)
        try writeNotes(sheets)
    }

    private mutating func writeFacts(_ front: FrontPage) throws(ReportingError) {
        let asOf = isoInstant(front.dataAsOfMilliseconds, offsetMinutes: front.offsetMinutes)
        let zone =
            front.offsetMinutes == 0 ? "UTC" : "UTC" + offsetText(minutes: front.offsetMinutes)
        var facts = [("Month", front.month)]
        if let counterparty = front.counterparty { facts.append(("Counterparty", counterparty)) }
        facts += [
            ("Run", front.run), ("Rules", front.rulesHash), ("Build", front.build),
            ("Data as of", asOf), ("Source", front.source), ("Times are in", zone),
        ]
        for (label, value) in facts {
            try text(label, 0, .label)
            try text(value, 1, .body)
            row += 1
        }
    }

    private mutating func write(
        _ written: WrittenSheet, _ definition: ReportDefinition
    ) throws(ReportingError) {
        let columns = definition.sheets.first { $0.name == written.name }?.columns ?? []
        try text(written.name, 0, .body)
        try number(.integer(Int64(written.rows)), nil, nil, 1)
        if written.totals.isEmpty { row += 1 }
        for total in written.totals {
            try text(total.kind == .count ? "\(total.header) (count)" : total.header, 2, .body)
            if let currency = total.currency { try text(currency.description, 3, .body) }
            try number(
                total.value, total.currency, columns.first { $0.key == total.column }, 4)
            row += 1
        }
    }

    private mutating func writeChecks(_ sheets: [WrittenSheet]) throws(ReportingError) {
        guard sheets.contains(where: { !$0.checks.isEmpty }) else { return }
        row += 1
        try line([(0, "Sheet"), (1, "Check"), (2, ""), (3, "Result"), (4, "")], .header)
        for written in sheets {
            for check in written.checks {
                try text(written.name, 0, .body)
                try text(check.check, 1, .body)
                let result = check.firstFailedRow.map {
                    "FAILS in \(check.failedRows) rows, first in data row \($0)"
                }
                try text(result ?? "holds", 3, result == nil ? .body : .label)
                row += 1
            }
        }
    }

    private mutating func writeNotes(_ sheets: [WrittenSheet]) throws(ReportingError) {
        let notes = sheets.flatMap { written -> [String] in
            var notes: [String] = []
            if written.longNumbers > 0 {
                notes.append(
                    "\(written.name): \(written.longNumbers) numbers have more than 15 digits, more"
                        + " than Excel keeps; they are written as text, in full, and Excel's own"
                        + " sums leave them out. The totals here include them.")
            }
            if written.cutTexts > 0 {
                notes.append(
                    "\(written.name): \(written.cutTexts) texts are longer than a cell can be and"
                        + " end in …; they are whole in the CSV.")
            }
            if written.parts > 1 {
                notes.append(
                    "\(written.name): continues on \(written.parts - 1) more sheets; the totals"
                        + " are on the last.")
            }
            return notes
        }
        guard !notes.isEmpty else { return }
        row += 1
        try line([(0, "Notes")], .label)
        for note in notes { try line([(0, note)], .body) }
    }

    private mutating func line(
        _ texts: [(Int, String)], _ style: CellStyle
    ) throws(ReportingError) {
        for (column, value) in texts { try text(value, column, style) }
        row += 1
    }

    private func text(_ text: String, _ column: Int, _ style: CellStyle) throws(ReportingError) {
        try sheet.write(
            text: text, row: row, column: column, workbook.format(.text, style))
    }

    private func number(
        _ cell: Cell, _ currency: Currency?, _ column: Column?, _ at: Int
    ) throws(ReportingError) {
        let format: NumberFormat
        switch cell {
        case .number(let value) where currency != nil:
            format = .money(value, currency, digits: column?.digits)
        case .number: format = .plain(digits: column?.shownDigits(nil) ?? 2)
        case .duration(let seconds):
            return try self.text(durationText(seconds: seconds), at, .longNumber)
        default: format = .integer
        }
        guard let value = cell.exact else { return }
        guard let number = ExactNumber(value) else {
            let digits = column?.shownDigits(currency) ?? 2
            return try self.text(value.text(decimals: digits), at, .longNumber)
        }
        try sheet.write(
            number: number, row: row, column: at, workbook.format(format, .body))
    }
}
