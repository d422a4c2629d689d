import Amounts
import Evidence
import Foundation
import Hashing
import Reporting
import Roaming
import Store

/// What one partner gets about the disputes of a month: a list as CSV, XLSX and JSON, and an evidence
/// pack for each. Nothing is mailed; the files are for whoever does.
struct ClaimFile {
    struct Entry {
        let dispute: DisputeFile
        let audit: AuditFile
        let answerBy: Day
        /// Name and manifest digest of its pack.
        let pack: (name: String, digest: String, zip: [UInt8])
    }

    let month: Month
    let counterparty: PartyID
    /// 1 for the first claim of the month to the partner.
    let number: Int
    let at: Instant
    let by: String
    let entries: [Entry]
    let run: Run
    let offsetMinutes: Int

    /// `claim-2026-10-IN-ZEO-1`
    var name: String { "claim-\(month)-\(counterparty)-\(number)" }

    /// The claim for machines; its SHA-256 is kept with the dispute.
    var json: [UInt8] {
        let value = JSONValue.object([
            ("claim", .string(name)), ("month", .string(month.description)),
            ("to", .string(counterparty.description)), ("made_at", .string(at.description)),
            ("made_by", .string(by)),
            (
                "disputes",
                .array(
                    entries.map { entry in
                        let dispute = entry.dispute.dispute
                        return .object([
                            ("dispute", .string(dispute.id)), ("cdr_id", .text(dispute.cdrID)),
                            ("session_id", .text(dispute.sessionID)), ("hub", .text(dispute.hub)),
                            ("cdr_sha256", .string(dispute.document)),
                            ("currency", .string(dispute.currency.description)),
                            ("claimed", .amount(entry.audit.found.claimed?.payable)),
                            ("agreed", .amount(entry.audit.line.agreed)),
                            ("disputed", .amount(entry.dispute.amount)),
                            ("disposition", .string(dispute.disposition.rawValue)),
                            ("reason", .string(dispute.reason)),
                            ("answer_by", .string(entry.answerBy.description)),
                            ("evidence", .string(entry.pack.name)),
                            ("manifest_sha256", .string(entry.pack.digest)),
                        ])
                    })
            ),
        ])
        return Array((value.line + "\n").utf8)
    }

    /// Writes everything into a folder and says where.
    func write(below directory: URL) throws -> [String] {
        let folder = directory.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var paths: [String] = []
        func write(_ bytes: [UInt8], _ name: String) throws {
            let file = folder.appendingPathComponent(name)
            try Data(bytes).write(to: file, options: .atomic)
            paths.append(file.path)
        }
        try write(json, "\(name).json")
        let book = try ReportBook(
            directory: folder.path, name: name, definition: Self.definition(), front: front)
        for sheet in try Self.definition().sheets {
            try book.beginSheet(sheet)
            for entry in entries { try book.append(row: entry.row) }
            try book.endSheet()
        }
        paths += try book.close().map(\.path)
        for entry in entries { try write(entry.pack.zip, entry.pack.name) }
        return paths
    }

    private var front: FrontPage {
        FrontPage(
            month: month.description, counterparty: counterparty.description,
            run: String(run.identity.key.prefix(16)), rulesHash: run.identity.rulesHash,
            build: run.identity.build, dataAsOfMilliseconds: at.milliseconds,
            source: "\(entries.count) disputes; evidence packs beside this file",
            offsetMinutes: offsetMinutes)
    }

    private static func definition() throws -> ReportDefinition {
        func column(
            _ key: String, _ header: String, _ type: ColumnType, total: ColumnTotal? = nil
        ) -> Column {
            Column(
                key: key, header: header, type: type,
                digits: nil, currency: type == .money ? "currency" : nil, total: total,
                width: nil)
        }
        return try ReportDefinition(
            name: "claim", title: "Disputed CDRs {month}, {counterparty}",
            grain: "one row a dispute", audience: .everyone,
            sheets: [
                SheetDefinition(
                    name: "Disputes", query: "disputes",
                    columns: [
                        column("dispute", "Dispute", .text), column("cdr", "CDR", .text),
                        column("session", "Session", .text), column("hub", "Hub", .text),
                        column("start", "Start", .instant), column("end", "End", .instant),
                        column("evse", "EVSE", .text),
                        column("energy", "Energy (kWh)", .energy),
                        column("currency", "Currency", .text),
                        column("claimed", "Claimed", .money),
                        column("agreed", "Agreed", .money),
                        column("disputed", "Disputed", .money, total: .sumByCurrency),
                        column("disposition", "Finding", .text),
                        column("reason", "Reason", .text),
                        column("answer_by", "Answer by", .date),
                        column("evidence", "Evidence", .text),
                        column("manifest", "SHA-256 of its MANIFEST.json", .text),
                    ])
            ])
    }
}

extension ClaimFile.Entry {
    fileprivate var row: [Cell] {
        let (dispute, line) = (dispute.dispute, audit.line)
        func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .empty }
        func number(_ value: ExactDecimal?) -> Cell { value.map { .number($0) } ?? .empty }
        func instant(_ value: Instant?) -> Cell {
            value.map { .instant(milliseconds: $0.milliseconds) } ?? .empty
        }
        return [
            .text(dispute.id), text(dispute.cdrID), text(dispute.sessionID), text(dispute.hub),
            instant(line.start), instant(line.end), text(line.evseID), number(line.energy),
            .text(dispute.currency.description), number(audit.found.claimed?.payable),
            .number(line.agreed), .number(self.dispute.amount),
            .text(dispute.disposition.rawValue), .text(dispute.reason),
            .day(daysSince1970: answerBy.daysSince1970), .text(pack.name), .text(pack.digest),
        ]
    }
}
