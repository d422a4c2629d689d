/// A file that a run of the report stage wrote.
package struct ReportFile: Sendable, Hashable {
    /// Within the folder of the month.
    package let name: String
    /// The report that it belongs to.
    package let report: String
    /// xlsx or csv.
    package let kind: String
    package let sha256: [UInt8]
    package let bytes: Int64
    /// Rows of data, of all sheets.
    package let rows: Int64
    /// Whom it is for; nil for everybody's.
    package let counterparty: String?
    /// Of a CSV: the sheet it holds.
    package let sheet: String?

    package init(
        name: String, report: String, kind: String, sha256: [UInt8], bytes: Int64, rows: Int64,
        counterparty: String?, sheet: String?
    ) {
        self.name = name
        self.report = report
        self.kind = kind
        self.sha256 = sha256
        self.bytes = bytes
        self.rows = rows
        self.counterparty = counterparty
        self.sheet = sheet
    }
}

extension Transaction {
    /// Notes the files of a run that is about to be closed.
    package borrowing func save(_ files: [ReportFile], of run: Run) throws(StoreError) {
        for file in files {
            try connection.execute(
                .insertReportFile,
                [
                    .int8(run.id), .text(file.name), .text(file.kind), .bytea(file.sha256),
                    .text(file.report), .int8(file.bytes), .int8(file.rows),
                    .text(file.counterparty), .text(file.sheet),
                ])
        }
    }
}
