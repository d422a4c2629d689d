/// What stands on the first sheet of a workbook besides what the rows add up to. Everything is
/// given, nothing is looked up, so that the same input gives the same bytes.
package struct FrontPage: Sendable, Hashable {
    /// `2026-10`
    package var month: String
    /// Nil for a report about everyone.
    package var counterparty: String?
    /// Names the run: which input under which rules.
    package var run: String
    package var rulesHash: String
    package var build: String
    /// The last moment the data knows about, in milliseconds since 1970; also the creation date in
    /// the file's properties.
    package var dataAsOfMilliseconds: Int64
    /// Where the data came from, in words.
    package var source: String
    /// Minutes east of UTC in which instants are shown; the month's own (Asia/Kolkata: 330).
    package var offsetMinutes: Int

    package init(
        month: String, counterparty: String? = nil, run: String, rulesHash: String, build: String,
        dataAsOfMilliseconds: Int64, source: String, offsetMinutes: Int = 330
    ) {
        self.month = month
        self.counterparty = counterparty
        self.run = run
        self.rulesHash = rulesHash
        self.build = build
        self.dataAsOfMilliseconds = dataAsOfMilliseconds
        self.source = source
        self.offsetMinutes = offsetMinutes
    }
}

/// A file that is complete and has its final name.
package struct WrittenFile: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable { case xlsx, csv }

    package let path: String
    package let kind: Kind
    /// All sheets of a workbook; the one sheet of a CSV.
    package let sheets: [WrittenSheet]

    package var rows: Int { sheets.reduce(0) { $0 + $1.rows } }
    package var totals: [SheetTotal] { sheets.flatMap(\.totals) }
}

package struct WrittenSheet: Sendable, Hashable {
    package let name: String
    package let rows: Int
    package let totals: [SheetTotal]
    /// The report's own checks in its order, also the ones that hold everywhere.
    package let checks: [CheckResult]
    /// Numbers of more than 15 significant digits, written as text in the workbook.
    package let longNumbers: Int
    /// Texts longer than a cell can be, cut in the workbook, whole in the CSV.
    package let cutTexts: Int
    /// How many sheets of the workbook it takes (Excel's limit of rows).
    package let parts: Int
}

package struct CheckResult: Sendable, Hashable {
    package let check: String
    package let failedRows: Int
    /// Counted from 1 below the header.
    package let firstFailedRow: Int?
}
