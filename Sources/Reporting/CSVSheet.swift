import Amounts

/// One sheet as CSV: UTF-8 without BOM, CRLF, RFC 4180 quoting, a header line, no totals (so that
/// the file can be loaded as it is). Decimals have at least the column's digits and a point, dates
/// and instants are ISO 8601, durations h:mm:ss.
///
/// A text that begins with `=`, `+`, `-`, `@`, tab or carriage return gets an apostrophe in front,
/// headers too, because spreadsheet programs run such a text as a formula (OWASP, CSV injection).
/// Number, date and duration columns hold only what we printed, so `-12.50` stays as it is.
struct CSVSheet {
    let file: OutputFile
    private let columns: [Column]
    private let offsetMinutes: Int

    init(
        _ name: FileName, columns: [Column], offsetMinutes: Int
    ) throws(ReportingError) {
        file = try OutputFile(name)
        self.columns = columns
        self.offsetMinutes = offsetMinutes
        try line { position, bytes in Self.append(text: columns[position].header, to: &bytes) }
    }

    func append(_ row: [Cell], currencies: [Currency?]) throws(ReportingError) {
        try line { position, bytes in
            append(row[position], in: columns[position], currencies[position], to: &bytes)
        }
    }

    private func line(_ cell: (Int, inout [UInt8]) -> Void) throws(ReportingError) {
        try file.write { bytes in
            for position in columns.indices {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                cell(position, &bytes)
            }
            bytes.append(13)
            bytes.append(10)
        }
    }

    private func append(
        _ cell: Cell, in column: Column, _ currency: Currency?, to bytes: inout [UInt8]
    ) {
        switch cell {
        case .empty: break
        case .text(let text): Self.append(text: text, to: &bytes)
        case .number(let value):
            let digits = column.shownDigits(currency)
            bytes.append(contentsOf: value.text(decimals: digits).utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .day(let day): bytes.append(contentsOf: isoDay(day).utf8)
        case .instant(let milliseconds):
            let text = isoInstant(milliseconds, offsetMinutes: offsetMinutes)
            bytes.append(contentsOf: text.utf8)
        case .duration(let seconds): bytes.append(contentsOf: durationText(seconds: seconds).utf8)
        }
    }

    static func append(text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        let guarded: Bool =
            switch utf8.first {
            case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13:
                true
            default: false
            }
        let quoted = utf8.contains {
            $0 == UInt8(ascii: ",") || $0 == quote || $0 == 10 || $0 == 13
        }
        if quoted { bytes.append(quote) }
        if guarded { bytes.append(UInt8(ascii: "'")) }
        if quoted {
            for byte in utf8 {
                if byte == quote { bytes.append(quote) }
                bytes.append(byte)
            }
            bytes.append(quote)
        } else {
            bytes.append(contentsOf: utf8)
        }
    }

    private static let quote = UInt8(ascii: "\"")
}

extension Column {
    /// Decimals of a number in this column: its own, else the currency's, else the type's.
    /// A share is 0.125 in text, so it has two more than its percentage.
    func shownDigits(_ currency: Currency?) -> Int {
        switch type {
        case .energy: digits ?? 3
        case .percent: (digits ?? 1) + 2
        default: digits ?? currency?.minorDigits ?? 2
        }
    }

    /// How a decimal of this column looks in a workbook.
    func format(of value: ExactDecimal, _ currency: Currency?) -> NumberFormat {
        switch type {
        case .integer: .integer
        case .money: .money(value, currency, digits: digits)
        case .percent: .percent(digits: digits ?? 1)
        default: .plain(digits: shownDigits(nil))
        }
    }
}
