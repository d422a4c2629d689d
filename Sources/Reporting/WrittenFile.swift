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
