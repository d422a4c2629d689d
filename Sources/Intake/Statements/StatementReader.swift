import Amounts
package import Roaming

/// What a statement's file says.
package struct StatementContent: Sendable, Hashable {
    package var basis: PartnerStatement.Basis
    package var rows: [StatementRow] = []
    /// In the order of the file.
    package var findings: [StatementFinding] = []
}

/// Reads a partner's statement by its column map. Never refuses anything itself: a line that cannot be
/// read is a finding with line, column and words, and so is a file that cannot.
/// - Parameters:
///   - partner: who sent it; a line that names somebody else makes the whole of it doubtful.
///   - clock: seconds since 1970 of a local time, as if it were UTC, to the moment it was.
package func readStatement(
    _ bytes: [UInt8], by map: StatementMap, from partner: PartyID,
    clock: (Int64) -> Instant
) -> StatementContent {
    var content = StatementContent(basis: map.statesTotalAfterTax ? .afterTax : .beforeTax)
    let lines: [CSVText.Line]
    do throws(CSVText.Fault) {
        lines = try CSVText(bytes, map.encoding, map.delimiter).lines
    } catch {
        content.findings.append(error.finding)
        return content
    }
    // Excel's hint to itself, which it does not show.
    let isHinted = lines.first?.cells.first?.lowercased().hasPrefix("sep=") ?? false
    let rest = lines.dropFirst((isHinted ? 1 : 0) + map.preambleRows).drop { $0.isEmpty }
    guard let header = rest.first else {
        content.findings.append(
            StatementFinding(.unreadable, "The file has no line with the column headers."))
        return content
    }
    let columns = StatementColumns(map, header)
    guard columns.missing.isEmpty else {
        let names = columns.missing.map { "`\($0)`" }.joined(separator: ", ")
        content.findings.append(
            StatementFinding(
                .unreadable, line: header.number,
                "The header has no column \(names); the map in the hub's rule file names it."))
        return content
    }
    var reading = StatementReading(columns: columns, content: content, partner: partner)
    for line in rest.dropFirst() where !line.isEmpty { reading.read(line, clock: clock) }
    reading.finish(header)
    return reading.content
}

/// Where the fields stand.
private struct StatementColumns {
    let map: StatementMap
    /// Cells of the header.
    let count: Int
    private var places: [StatementMap.Field: Int] = [:]
    private(set) var missing: [String] = []

    init(_ map: StatementMap, _ header: CSVText.Line) {
        self.map = map
        count = header.cells.count
        let titles = header.cells.map { $0.trimmed.lowercased() }
        for field in StatementMap.Field.allCases {
            guard let name = map.columns[field] else { continue }
            if let place = titles.firstIndex(of: name.trimmed.lowercased()) {
                places[field] = place
            } else {
                missing.append(name)
            }
        }
    }

    func name(_ field: StatementMap.Field) -> String { map.columns[field] ?? field.rawValue }

    /// Nil when the field has no column or the cell nothing in it.
    func text(_ field: StatementMap.Field, _ line: CSVText.Line) -> String? {
        guard let place = places[field], line.cells.indices.contains(place) else { return nil }
        let text = line.cells[place].trimmed
        return text.isEmpty ? nil : text
    }
}

/// The reading of one statement, line by line.
private struct StatementReading {
    let columns: StatementColumns
    var content: StatementContent
    let partner: PartyID
    private var total: CSVText.Line?
    private var refused = 0
    private var foreign: StatementFinding?

    init(columns: StatementColumns, content: StatementContent, partner: PartyID) {
        self.columns = columns
        self.content = content
        self.partner = partner
    }

    private var map: StatementMap { columns.map }

    mutating func read(_ line: CSVText.Line, clock: (Int64) -> Instant) {
        if let label = map.totalLabel?.lowercased(),
            let first = line.cells.first(where: { !$0.trimmed.isEmpty })?.trimmed.lowercased(),
            first.hasPrefix(label.trimmed)
        {
            if total == nil { total = line }
            return
        }
        // Below the total stand page numbers and thanks.
        if total != nil, ![.net, .tax, .gross].contains(where: { columns.text($0, line) != nil }) {
            return
        }
        var draft = RowDraft(columns: columns, line: line)
        let row = draft.row(on: content.basis, clock: clock)
        content.findings += draft.findings
        if let row { content.rows.append(row) } else { refused += 1 }
        if foreign == nil, let text = columns.text(.party, line), PartyID(text) != partner {
            foreign = StatementFinding(
                .wrongParty, line: line.number, column: columns.name(.party),
                "The line is of \(text.prefix(40)), the statement of \(partner).")
        }
    }

    mutating func finish(_ header: CSVText.Line) {
        if let foreign { content.findings.append(foreign) }
        if content.rows.isEmpty {
            content.findings.append(
                StatementFinding(
                    .unreadable, line: header.number,
                    refused == 0
                        ? "There is no line below the header."
                        : "None of the \(refused) lines can be read."))
        }
        checkTotal()
    }

    private mutating func checkTotal() {
        guard let label = map.totalLabel else { return }
        guard let total else {
            content.findings.append(
                StatementFinding(
                    .totalMissing, "No line begins with `\(label)`; the total was not checked."))
            return
        }
        for (field, part) in StatementReading.summed {
            guard let text = columns.text(field, total) else { continue }
            guard let stated = map.numbers.read(text) else {
                note(field, total, "`\(text.prefix(40))` is no number.", nil)
                continue
            }
            // Amounts of a row have so few digits that no file's sum overflows.
            let sum = content.rows.compactMap(part).reduce(ExactDecimal.zero) {
                (try? $0 + $1) ?? $0
            }
            guard stated != sum, let apart = try? stated - sum else { continue }
            let lost = refused == 0 ? "" : " \(refused) lines could not be read."
            note(
                field, total,
                "The total says \(stated.text(decimals: 2)), its lines come to "
                    + "\(sum.text(decimals: 2)).\(lost)", apart)
        }
    }

    private mutating func note(
        _ field: StatementMap.Field, _ line: CSVText.Line, _ text: String, _ apart: ExactDecimal?
    ) {
        content.findings.append(
            StatementFinding(
                .totalDiffers, line: line.number, column: columns.name(field), text, atStake: apart)
        )
    }

    private static let summed: [(StatementMap.Field, @Sendable (StatementRow) -> ExactDecimal?)] = [
        (.energy, { $0.energy }), (.net, { $0.beforeTax }), (.tax, { $0.tax }),
        (.gross, { $0.afterTax }),
    ]
}

/// One line on its way to a row; collects all that is wrong with it.
private struct RowDraft {
    let columns: StatementColumns
    let line: CSVText.Line
    private(set) var findings: [StatementFinding] = []

    init(columns: StatementColumns, line: CSVText.Line) {
        self.columns = columns
        self.line = line
    }

    /// Nil when anything in it cannot be read.
    mutating func row(
        on basis: PartnerStatement.Basis, clock: (Int64) -> Instant
    ) -> StatementRow? {
        guard line.cells.count == columns.count else {
            refuse(
                .unevenLine, nil,
                "The line has \(line.cells.count) cells, the header \(columns.count): a delimiter "
                    + "inside a cell needs quotes around it.")
            return nil
        }
        guard let currency = currency() else { return nil }
        var row = StatementRow(line: line.number, currency: currency)
        row.cdrID = identifier(.cdrID)
        row.sessionID = identifier(.sessionID)
        row.evseID = identifier(.evse)
        row.token = identifier(.token)
        row.start = time(.start, clock)
        row.end = time(.end, clock)
        row.energy = number(.energy)
        row.beforeTax = number(.net)
        row.tax = number(.tax)
        row.afterTax = number(.gross)
        complete(&row, basis)
        return findings.contains { $0.code.severity > .warning } ? nil : row
    }

    /// What follows from what is there, and whether enough is.
    private mutating func complete(_ row: inout StatementRow, _ basis: PartnerStatement.Basis) {
        if row.cdrID == nil, row.sessionID == nil, row.evseID == nil || row.start == nil {
            refuse(
                .missingCell, columns.map.columns[.cdrID] == nil ? .sessionID : .cdrID,
                "Nothing says which session the line is about.")
        }
        if row.afterTax == nil, let net = row.beforeTax, let tax = row.tax {
            row.afterTax = try? net + tax
        } else if row.beforeTax == nil, let gross = row.afterTax, let tax = row.tax {
            row.beforeTax = try? gross - tax
        } else if row.tax == nil, let gross = row.afterTax, let net = row.beforeTax {
            row.tax = try? gross - net
        } else if let net = row.beforeTax, let tax = row.tax, let gross = row.afterTax,
            let sum = try? net + tax, sum != gross
        {
            findings.append(
                StatementFinding(
                    .netTaxGross, line: line.number, column: columns.name(.gross),
                    "Net and tax come to \(sum.text(decimals: 2)), not "
                        + "\(gross.text(decimals: 2)); the gross amount counts.",
                    atStake: try? gross - sum))
        }
        let isRefused = findings.contains { $0.code == .badNumber }
        if row.amount(on: basis) == nil, !isRefused {
            refuse(
                .missingCell, columns.map.columns[.gross] == nil ? .net : .gross,
                "The line has no amount.")
        }
    }

    private mutating func currency() -> Currency? {
        guard columns.map.columns[.currency] != nil else { return columns.map.currency }
        guard let text = columns.text(.currency, line) else {
            if let standing = columns.map.currency { return standing }
            refuse(.missingCell, .currency, "The line has no currency.")
            return nil
        }
        guard let currency = Currency(text.uppercased()) else {
            refuse(.badCurrency, .currency, "`\(text.prefix(40))` is no currency like INR.")
            return nil
        }
        return currency
    }

    private mutating func identifier(_ field: StatementMap.Field) -> String? {
        // Excel's way to keep a number from being shortened: ="00123".
        guard var text = columns.text(field, line) else { return nil }
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.count > 3 {
            text = String(text.dropFirst(2).dropLast())
        } else if text.hasPrefix("'") {
            text.removeFirst()
        }
        guard text.utf8.count <= Limits.textBytes else {
            refuse(.textTooLong, field, "An id has at most \(Limits.textBytes) bytes.")
            return nil
        }
        guard !Self.isShortened(text) else {
            refuse(
                .idAsNumber, field,
                "`\(text)` is what a spreadsheet makes of a long number; export the column as text."
            )
            return nil
        }
        return text
    }

    /// `1.23457E+12`
    private static func isShortened(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasPrefix("+"),
            parts[1].dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }), parts[1].count > 1
        else { return false }
        let digits = parts[0].filter { $0 != "." && $0 != "," }
        return !digits.isEmpty && digits.count < parts[0].count
            && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }

    private mutating func number(_ field: StatementMap.Field) -> ExactDecimal? {
        guard let text = columns.text(field, line) else { return nil }
        guard let value = columns.map.numbers.read(text) else {
            let format = columns.map.numbers
            let grouping = format.grouping == .none ? "none" : "`\(format.grouping.rawValue)`"
            refuse(
                .badNumber, field,
                "`\(text.prefix(40))` is no number with decimal mark `\(format.mark.rawValue)` and "
                    + "grouping \(grouping).")
            return nil
        }
        return value
    }

    private mutating func time(
        _ field: StatementMap.Field, _ clock: (Int64) -> Instant
    ) -> WrittenTime? {
        guard let text = columns.text(field, line) else { return nil }
        guard let local = columns.map.dates.read(text) else {
            refuse(
                .badDate, field, "`\(text.prefix(40))` is no time as the map writes them.")
            return nil
        }
        let until = local.seconds + local.precision
        return local.isUTC
            ? WrittenTime(from: Instant(seconds: local.seconds), until: Instant(seconds: until))
            : WrittenTime(from: clock(local.seconds), until: clock(until))
    }

    private mutating func refuse(
        _ code: StatementFinding.Code, _ field: StatementMap.Field?, _ text: String
    ) {
        findings.append(
            StatementFinding(
                code, line: line.number, column: field.map { columns.name($0) } ?? "", text))
    }
}

extension CSVText.Fault {
    fileprivate var finding: StatementFinding {
        switch self {
        case .notText(let fault):
            StatementFinding(
                .unreadable,
                "The file is not \(fault.encoding.rawValue) text (byte \(fault.byte)); a spreadsheet has to be "
                    + "exported as CSV, in the encoding that the map names.")
        case .quoteOpen(let line):
            StatementFinding(
                .unreadable, line: line, "A quote that opens here is never closed.")
        }
    }
}
