// Rows and a definition → XLSX and CSV. Knows sheets, not roaming: which columns there are, what
// they are called and what is summed stands in Reports/, the rows come from whoever calls.
// Pure apart from the files it is told to write: no clock, no database, no network.

/// Writes one report: the sheets of `definition` in their order, each filled by `rows`, which gets
/// the sheet and appends to the book. The files are called by `ReportDefinition.fileName`.
/// - Parameters: as for `ReportBook`.
/// - Returns: the workbook, then its CSVs.
/// - Throws: `ReportingError`, and whatever `rows` throws; no file is left behind then.
package func render(
    _ definition: ReportDefinition, front: FrontPage, in directory: String,
    scratch: String? = nil, rows: (SheetDefinition, ReportBook) throws -> Void
) throws -> [WrittenFile] {
    let book = try ReportBook(
        directory: directory, name: definition.fileName(for: front), definition: definition,
        front: front, scratch: scratch)
    for sheet in definition.sheets {
        try book.beginSheet(sheet)
        try rows(sheet, book)
        try book.endSheet()
    }
    return try book.close()
}
