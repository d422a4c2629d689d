import CXLSXWriter
import Glibc

/// One sheet of a workbook. Rows go down only: a row is final when the next one begins.
struct Worksheet {
    let handle: UnsafeMutablePointer<lxw_worksheet>
    let title: String
    let path: String

    /// Excel's limit for one cell, in UTF-16 units.
    static let textUnitsMax = 32_767

    /// Bytes of the rows so far, nil when not all of them could be written.
    var spooledBytes: Int? {
        guard let spool = handle.pointee.optimize_tmpfile else { return 0 }
        return fflush(spool) == 0 && ferror(spool) == 0 ? ftell(spool) : nil
    }

    /// Writes a text as a text: never a formula, link or number, whatever it looks like.
    /// - Returns: whether it was cut to Excel's limit.
    @discardableResult
    func write(
        text: String, row: Int, column: Int, _ format: UnsafeMutablePointer<lxw_format>?
    ) throws(ReportingError) -> Bool {
        let (clean, cut) = cellText(text)
        try check(
            clean.withCString {
                worksheet_write_string(handle, lxw_row_t(row), lxw_col_t(column), $0, format)
            })
        return cut
    }

    func writeBlank(
        row: Int, column: Int, _ format: UnsafeMutablePointer<lxw_format>?
    ) throws(ReportingError) {
        try check(worksheet_write_blank(handle, lxw_row_t(row), lxw_col_t(column), format))
    }

    /// Freezes row 0 and repeats it on every printed page; landscape A4, one page wide.
    func setHeaderRow() {
        worksheet_freeze_panes(handle, 1, 0)
        _ = worksheet_repeat_rows(handle, 0, 0)
        setPage()
    }

    func setPage() {
        worksheet_set_landscape(handle)
        worksheet_set_paper(handle, 9)
        worksheet_fit_to_pages(handle, 1, 0)
        _ = worksheet_set_footer(handle, "&L&F&C&A&R&P / &N")
    }

    func hideGridlines() {
        worksheet_gridlines(handle, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    }

    /// A new printed page after each `rows` rows, up to row `end`.
    func breakPages(every rows: Int, until end: Int) {
        var breaks = stride(from: rows, to: end, by: rows).map { lxw_row_t($0) } + [0]
        _ = worksheet_set_h_pagebreaks(handle, &breaks)
    }

    /// A filter over the header and the rows below it, without the totals.
    func setFilter(columns: Int, lastRow: Int) throws(ReportingError) {
        try check(
            worksheet_autofilter(handle, 0, 0, lxw_row_t(lastRow), lxw_col_t(columns - 1)))
    }

    func check(_ result: lxw_error) throws(ReportingError) {
        guard result != LXW_NO_ERROR else { return }
        throw .file(
            path: path, reason: "sheet \"\(title)\": \(String(cString: lxw_strerror(result)))")
    }
}

/// A text as a cell can hold it: without NUL and the two code points XML has no place for, with
/// `_x000D_` escaped (Excel would read it as a control character), and at most 32,767 UTF-16 units.
func cellText(_ text: String) -> (text: String, cut: Bool) {
    if text.utf8.count <= Worksheet.textUnitsMax, isPlain(text) { return (text, false) }
    var clean = ""
    var units = 0
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
        let piece: String
        switch scalar.value {
        case 0, 0xFFFE, 0xFFFF: piece = "\u{FFFD}"
        case 0x5F where isControlEscape(scalars[index...].prefix(7)): piece = "_x005F_"
        default: piece = String(Character(scalar))
        }
        units += piece.utf16.count
        guard units <= Worksheet.textUnitsMax else {
            while clean.utf16.count >= Worksheet.textUnitsMax { clean.unicodeScalars.removeLast() }
            return (clean + "…", true)
        }
        clean += piece
    }
    return (clean, false)
}

/// Whether nothing in it can need a change; the way that almost all texts take.
private func isPlain(_ text: String) -> Bool {
    var before: UInt8 = 1
    for byte in text.utf8 {
        if byte == 0 || byte == 0xEF { return false }
        if byte == UInt8(ascii: "x"), before == UInt8(ascii: "_") { return false }
        before = byte
    }
    return true
}

/// `_xHHHH_`
private func isControlEscape(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    let text = Array(scalars)
    return text.count == 7 && text[1] == "x" && text[6] == "_"
        && text[2...5].allSatisfy { $0.properties.isASCIIHexDigit }
}
