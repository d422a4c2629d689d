/// One report being written: a workbook and one CSV per sheet, from the same rows.
///
/// Rows stream through; memory does not grow with them. Nothing has its final name before `close`;
/// a book that is dropped before removes what it began. A class, because it owns open files and is
/// handed into the closures that bring the rows. Not for two threads at once; two books are.
package final class ReportBook {
    package let definition: ReportDefinition
    private let front: FrontPage
    private let directory: String
    private let name: String
    private let rowLimit: Int
    private let workbook: Workbook
    private var frontSheet: FrontSheet
    private let chartSheet: ChartSheet?
    private var open: OpenSheet?
    private var done: [(sheet: WrittenSheet, csv: FileName)] = []
    private var charts: [ChartRows] = []
    private var unfinished: [FileName] = []

    /// Rows of an Excel sheet, header included.
    package static let rowLimitOfExcel = 1_048_576

    /// - Parameters:
    ///   - directory: exists; gets `<name>.xlsx` and `<name>-<sheet>.csv`.
    ///   - name: without extension; made of `fileName(_:)` where a partner's text is in it.
    ///   - scratch: an existing directory on a disk with room for the unzipped sheets (about 60
    ///     bytes a cell); the files in it have no names, so nothing stays behind. Nil = `directory`.
    ///   - rowLimit: rows of one sheet, header included; smaller in tests only.
    package init(
        directory: String, name: String, definition: ReportDefinition, front: FrontPage,
        scratch: String? = nil, rowLimit: Int = ReportBook.rowLimitOfExcel
    ) throws(ReportingError) {
        precondition((4...Self.rowLimitOfExcel).contains(rowLimit), "a sheet has a header and rows")
        self.definition = definition
        self.front = front
        self.directory = directory
        self.name = name
        self.rowLimit = rowLimit
        let file = FileName(directory: directory, name: name + ".xlsx")
        workbook = try Workbook(
            file, title: definition.title(for: front),
            createdSeconds: front.dataAsOfMilliseconds / 1000, scratch: scratch ?? directory)
        frontSheet = try FrontSheet(in: workbook)
        chartSheet = definition.charts.isEmpty ? nil : try ChartSheet(in: workbook)
        unfinished = [file]
    }

    deinit {
        for file in unfinished { file.discard() }
    }

    /// - Precondition: `sheet` is one of the definition's, and no other is open.
    package func beginSheet(_ sheet: SheetDefinition) throws(ReportingError) {
        precondition(open == nil, "a sheet begins after the one before it has ended")
        precondition(definition.sheets.contains(sheet), "a sheet of another report")
        let file = FileName(directory: directory, name: "\(name)-\(slug(sheet.name)).csv")
        unfinished.append(file)
        open = try OpenSheet(
            xlsx: SheetWriter(
                sheet, in: workbook, offsetMinutes: front.offsetMinutes, rowLimit: rowLimit),
            csv: CSVSheet(file, columns: sheet.columns, offsetMinutes: front.offsetMinutes),
            charts: definition.charts.filter { $0.sheet == sheet.name })
    }

    /// Adds a row: one cell for each column of the open sheet, in its order.
    /// - Throws: `ReportingError.row` when a cell is missing, of another type, or totalled money
    ///   without a currency (zero may have none); `.totalTooLarge`; `.file`.
    package func append(row: [Cell]) throws(ReportingError) {
        precondition(open != nil, "rows belong to a sheet")
        try open?.append(row)
    }

    package func endSheet() throws(ReportingError) {
        guard var sheet = open else { preconditionFailure("only an open sheet ends") }
        open = nil
        done.append((try sheet.finish(), sheet.csv.file.name))
        charts += sheet.charts
    }

    /// Writes the front sheet and gives all files their names.
    /// - Returns: the workbook, then the CSVs in the order of the sheets.
    package func close() throws(ReportingError) -> [WrittenFile] {
        precondition(open == nil, "the last sheet must end first")
        try frontSheet.write(definition, front, done.map(\.sheet))
        try chartSheet?.write(
            definition.charts.flatMap { chart in charts.filter { $0.definition == chart } })
        try workbook.close()
        for file in unfinished { try file.complete() }
        unfinished = []
        let book = WrittenFile(path: workbook.name.path, kind: .xlsx, sheets: done.map(\.sheet))
        return [book]
            + done.map { WrittenFile(path: $0.csv.path, kind: .csv, sheets: [$0.sheet]) }
    }
}
