/// The finished rows of an ingest as psql would load them, for `clearing bench`: what the server can
/// do at best, against which intake is measured.
package struct CopyCommands: Sendable {
    /// Tables that an ingest fills, as far as they count.
    package static let tables = ["cdr", "session", "tariff", "location", "token", "page"]

    private let table: String
    private let rows: String
    private let file: String

    /// - Parameters:
    ///   - book: whose rows.
    ///   - file: where the rows wait between out and in.
    package init(table: String, book: Int64, file: String) {
        precondition(Self.tables.contains(table), "names come from the list, never from data")
        self.table = table
        self.file = file
        rows =
            table == "page"
            ? "TABLE intake.page" : "SELECT * FROM intake.\(table) WHERE book = \(book)"
    }

    /// A table with the same columns and indexes, and the rows written to the file.
    package var prepare: [String] {
        [
            "CREATE TABLE public.bench_\(table) (LIKE intake.\(table) INCLUDING INDEXES)",
            "\\copy (\(rows)) TO '\(file)' (FORMAT binary)",
        ]
    }

    /// What is timed.
    package var load: [String] { ["\\copy public.bench_\(table) FROM '\(file)' (FORMAT binary)"] }

    package var cleanUp: [String] { ["DROP TABLE public.bench_\(table)"] }
}
