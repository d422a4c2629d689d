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

extension ReportDefinition {
    /// The title with the month and the counterparty in it.
    func title(for front: FrontPage) -> String {
        title.replacing("{month}", with: front.month)
            .replacing("{counterparty}", with: front.counterparty ?? "all counterparties")
    }

    /// `settlement-statement-2026-10-IN-TPC`: the files' name without extension.
    package func fileName(for front: FrontPage) -> String {
        let parts = [name, front.month] + (front.counterparty.map { [$0] } ?? [])
        return Reporting.fileName(parts.joined(separator: "-"))
    }
}
