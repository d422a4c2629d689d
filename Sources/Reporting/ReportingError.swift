/// Why a report could not be written. Each case says in plain words what to do about it.
package enum ReportingError: Error, Hashable {
    /// `report.yaml` asks for something that cannot be: a column that is not there, a total of texts.
    case definition(report: String, problem: String)
    /// A row does not fit its sheet's columns; `row` counts from 1 below the header.
    case row(sheet: String, row: Int, problem: String)
    /// A total does not fit the exact type. Nothing is written rather than a wrong sum.
    case totalTooLarge(sheet: String, column: String)
    /// A file could not be created, written or renamed; `reason` is the system's or libxlsxwriter's.
    case file(path: String, reason: String)
}

extension ReportingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .definition(let report, let problem):
            "Reports/\(report)/report.yaml: \(problem)"
        case .row(let sheet, let row, let problem):
            "sheet \"\(sheet)\", row \(row): \(problem)"
        case .totalTooLarge(let sheet, let column):
            "sheet \"\(sheet)\": the total of \"\(column)\" has more digits than can be kept exactly"
        case .file(let path, let reason):
            "\(path) could not be written: \(reason)"
        }
    }
}
