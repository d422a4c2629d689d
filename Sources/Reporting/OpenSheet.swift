import Amounts

/// The sheet that takes rows now: each row is checked, summed, and goes to both files.
struct OpenSheet {
    private(set) var xlsx: SheetWriter
    let csv: CSVSheet
    /// Of the charts that show this sheet.
    private(set) var charts: [ChartRows]
    private var totals: SheetTotals
    private var checks: [(check: RowCheck, failed: Int, first: Int?)]
    /// Column position of each column's currency.
    private let currencyAt: [Int?]
    private var rows = 0

    init(
        xlsx: SheetWriter, csv: CSVSheet, charts: [ChartDefinition]
    ) throws(ReportingError) {
        let definition = xlsx.definition
        self.xlsx = xlsx
        self.charts = charts.map { ChartRows($0, of: definition) }
        self.csv = csv
        totals = SheetTotals(definition.columns)
        currencyAt = definition.columns.map { $0.currency.flatMap(definition.position) }
        checks = []
        for text in definition.checks {
            guard let check = try? RowCheck(text, in: definition) else {
                preconditionFailure("a definition does not come to be with a malformed check")
            }
            checks.append((check, 0, nil))
        }
    }

    mutating func append(_ row: [Cell]) throws(ReportingError) {
        rows += 1
        let currencies = try currencies(of: row)
        do { try totals.add(row, currencies: currencies) } catch {
            let column = xlsx.definition.columns[error.position].header
            throw .totalTooLarge(sheet: xlsx.definition.name, column: column)
        }
        try verify(row)
        try xlsx.append(row, currencies: currencies)
        try csv.append(row, currencies: currencies)
        for index in charts.indices { charts[index].append(row) }
    }

    private func currencies(of row: [Cell]) throws(ReportingError) -> [Currency?] {
        let columns = xlsx.definition.columns
        guard row.count == columns.count else {
            throw problem("has \(row.count) cells for \(columns.count) columns")
        }
        var currencies = [Currency?](repeating: nil, count: columns.count)
        for (position, column) in columns.enumerated() {
            guard row[position].fits(column.type) else {
                throw problem(
                    "column \(column.key) is \(column.type.rawValue), got \(row[position])")
            }
            guard let at = currencyAt[position], let amount = row[position].exact else { continue }
            if case .text(let code) = row[at] { currencies[position] = Currency(code) }
            // What no total would count must not look as if it did.
            if currencies[position] == nil, !amount.isZero, column.total == .sumByCurrency {
                throw problem(
                    "\(column.key) is \(amount), but \(column.currency ?? "") is no currency")
            }
        }
        return currencies
    }

    private mutating func verify(_ row: [Cell]) throws(ReportingError) {
        for index in checks.indices {
            let holds: Bool?
            do { holds = try checks[index].check.holds(for: row) } catch {
                throw problem("check \(checks[index].check.text) has too many digits")
            }
            guard holds == false else { continue }
            checks[index].failed += 1
            checks[index].first = checks[index].first ?? rows
        }
    }

    private func problem(_ text: String) -> ReportingError {
        .row(sheet: xlsx.definition.name, row: rows, problem: text)
    }

    mutating func finish() throws(ReportingError) -> WrittenSheet {
        let totals = totals.results(xlsx.definition.columns)
        try xlsx.finish(totals)
        try csv.file.close()
        return WrittenSheet(
            name: xlsx.definition.name, rows: rows, totals: totals,
            checks: checks.map {
                CheckResult(check: $0.check.text, failedRows: $0.failed, firstFailedRow: $0.first)
            },
            longNumbers: xlsx.longNumbers, cutTexts: xlsx.cutTexts, parts: xlsx.parts)
    }
}
