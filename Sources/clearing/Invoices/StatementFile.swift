import Amounts
import Foundation
import Reconciliation
import Reporting
import Roaming
import Store

/// A comparison with a partner's statements as a workbook with its CSV, for the one who pays or writes
/// to the partner.
struct StatementFile {
    let compared: StatementDesk.Compared
    let offsetMinutes: Int

    /// `statement-comparison-2026-10-IN-ZEO-emsp`
    var name: String {
        let subject = compared.subject
        return "statement-comparison-\(subject.month)-\(subject.counterparty)-"
            + subject.side.rawValue
    }

    /// - Returns: paths of what was written.
    func write(to directory: URL) throws -> [String] {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let definition = try Self.definition()
        let book = try ReportBook(
            directory: directory.path, name: name, definition: definition, front: front)
        for sheet in definition.sheets {
            try book.beginSheet(sheet)
            for row in sheet.query == "lines" ? lines : sums { try book.append(row: row) }
            try book.endSheet()
        }
        return try book.close().map(\.path)
    }

    private var front: FrontPage {
        let newest = compared.statements.map(\.receivedAt).max()
        return FrontPage(
            month: compared.subject.month.description,
            counterparty: compared.subject.counterparty.description,
            run: String(compared.run.identity.key.prefix(16)),
            rulesHash: compared.run.identity.rulesHash, build: compared.run.identity.build,
            dataAsOfMilliseconds: newest?.milliseconds ?? 0,
            source: compared.statements
                .map { "statement \($0.number) (SHA-256 \($0.file.prefix(16)))" }
                .joined(separator: ", "),
            offsetMinutes: offsetMinutes)
    }

    private var lines: [[Cell]] {
        func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .empty }
        func number(_ value: ExactDecimal?) -> Cell { value.map { .number($0) } ?? .empty }
        return compared.comparison.entries.flatMap { entry -> [[Cell]] in
            let currencies = [entry.theirs?.currency, entry.ours?.currency].compactMap { $0 }
            // One row a currency, so that each adds up.
            return (currencies.isEmpty ? [nil] : Set(currencies).sorted().map { $0 }).map {
                (currency: Currency?) in
                let theirs = entry.theirs.flatMap { $0.currency == currency ? $0.amount : nil }
                let ours = entry.ours.flatMap { $0.currency == currency ? $0.amount : nil }
                let apart = entry.differences.first { $0.currency == currency }?.amount
                return [
                    .text(entry.disposition.rawValue), .text(entry.severity.rawValue),
                    text(entry.statement), entry.fileLine.map { .integer(Int64($0)) } ?? .empty,
                    text(entry.cdrID), text(entry.sessionID),
                    entry.start.map { .instant(milliseconds: $0.milliseconds) } ?? .empty,
                    text(entry.matchedBy), text(currency?.description), number(theirs),
                    currencies.count == 1 || entry.ours?.currency == currency
                        ? number(entry.claimed) : .empty,
                    number(ours), number(currency == nil ? nil : apart ?? .zero),
                    text(entry.reconciled?.rawValue), .text(entry.reason),
                ]
            }
        }
    }

    private var sums: [[Cell]] {
        compared.comparison.sums.map {
            [
                .text($0.currency.description), .number($0.theirs), .number($0.ours),
                .number($0.difference),
            ]
        }
    }

    private static func definition() throws -> ReportDefinition {
        func column(
            _ key: String, _ header: String, _ type: ColumnType, total: ColumnTotal? = nil,
            digits: Int? = nil
        ) -> Column {
            Column(
                key: key, header: header, type: type, digits: digits,
                currency: type == .money ? "currency" : nil, total: total, width: nil)
        }
        let amounts = [
            column("theirs", "Theirs", .money, total: .sumByCurrency),
            column("ours", "Ours", .money, total: .sumByCurrency),
            column("difference", "Difference", .money, total: .sumByCurrency),
        ]
        return try ReportDefinition(
            name: "statement-comparison", title: "Statements of {counterparty}, {month}",
            grain: "one row a line of theirs or of ours", audience: .everyone,
            sheets: [
                SheetDefinition(
                    name: "Lines", query: "lines",
                    columns: [
                        column("finding", "Finding", .text), column("severity", "Severity", .text),
                        column("statement", "Statement", .text),
                        column("line", "Line", .integer), column("cdr", "CDR", .text),
                        column("session", "Session", .text), column("start", "Start", .instant),
                        column("matched_by", "Matched by", .text),
                        column("currency", "Currency", .text), amounts[0],
                        column("claim", "Claim", .money), amounts[1], amounts[2],
                        column("reconciled", "CDR came out as", .text),
                        column("reason", "Why", .text),
                    ]),
                SheetDefinition(
                    name: "Sums", query: "sums",
                    columns: [column("currency", "Currency", .text)]
                        + amounts.map { column($0.key, $0.header, .money) }),
            ])
    }
}
