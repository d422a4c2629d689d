import Foundation
import Hashing
import Intake
import Reporting
import Roaming
import Store

/// Writes the month's workbooks. The files are a function of what is published, so they are simply
/// written again when one is missing or was touched.
struct ReportJob {
    let context: JobContext
    /// The directory with the definitions.
    let reports: URL
    /// Where `<month>/` is made.
    let out: URL

    func run() throws -> JobResult {
        let connection = try context.connect(as: .runs)
        let settled = try connection.upstream(.settle, of: context.month)
        let reconciled = try connection.upstream(.reconcile, of: context.month)
        let folders = try ReportFolder.all(in: reports)
        // Disputes go on after the month was settled.
        let disputes = try context.connect(as: .reader).disputesDigest(of: context.month)
        let identity = RunIdentity(
            .report, context.month, inputs: settled.identity.key, rules: context.rules,
            book: settled.book,
            also: [try digestOfDefinitions(), out.path, try connection.paymentState()]
                + (disputes.map { [$0] } ?? []))
        let single = SingleRun(context: context, connection: connection)
        let asOf = reconciled.summary.flatMap { Instant($0) }
        func write() throws -> [NotedReport] {
            try self.write(folders, settled: settled, asOf: asOf)
        }
        var noted: [ReportFile] = []
        let before = try connection.latestClosedRun(.report, context.month)?.files ?? []
        let result = try single.perform(
            identity, closing: { transaction, run in try transaction.save(noted, of: run) },
            { _, _ in
                let reports = try write()
                noted = reports.map(\.noted)
                return (summary: "", files: reports.map(\.written.manifestLine))
            })
        try removeStale(before, keeping: result.run.files)
        // A file that was deleted or changed by hand since comes back as it was.
        if result.state == .already, !result.run.files.allSatisfy(WrittenReport.isIntact) {
            let lines = try write().map(\.written.manifestLine)
            guard lines == result.run.files else {
                throw Failure.bug("the reports came out differently than before")
            }
            Meter.say("report", "files were missing or changed; written again")
        }
        return result
    }

    private func write(
        _ folders: [ReportFolder], settled: Run, asOf: Instant?
    ) throws -> [NotedReport] {
        let directory = folder
        // libxlsxwriter's temporary files: beside the result, where there is room, and swept at both
        // ends, since a killed run leaves them.
        let scratch = directory.appendingPathComponent(".scratch", isDirectory: true)
        try? FileManager.default.removeItem(at: scratch)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let books = try folders.flatMap { folder in
            try counterparties(of: folder).map { (folder, $0) }
        }
        let meter = Meter("report", unit: "workbooks")
        let written = WrittenReports()
        let rule = try context.rules.month(context.month)
        let source = try self.source()
        try Workers.run(
            books.count, prepare: { try context.connect(as: .reader) },
            { connection, index in
                let (folder, counterparty) = books[index]
                let front = front(counterparty, settled, asOf, rule, source: source)
                let files = try book(
                    folder, front, in: directory, scratch: scratch, from: connection)
                try written.add(
                    files.map {
                        try NotedReport($0, of: folder.definition.name, for: counterparty)
                    })
                meter.add(1)
            })
        meter.finish()
        return written.sorted
    }

    private func front(
        _ counterparty: String?, _ settled: Run, _ asOf: Instant?, _ rule: MonthRule,
        source: String
    ) -> FrontPage {
        FrontPage(
            month: context.month.description, counterparty: counterparty,
            run: String(settled.identity.key.prefix(16)),
            rulesHash: settled.identity.rulesHash, build: settled.identity.build,
            dataAsOfMilliseconds: (asOf ?? rule.window(of: context.month).cutOff).milliseconds,
            source: source, offsetMinutes: rule.utcOffsetMinutes)
    }

    /// A workbook with its CSVs.
    private func book(
        _ folder: ReportFolder, _ front: FrontPage, in directory: URL, scratch: URL,
        from connection: Connection
    ) throws -> [WrittenFile] {
        let files = try render(
            folder.definition, front: front, in: directory.path, scratch: scratch.path
        ) { sheet, book in
            try fill(sheet, book, folder, front.counterparty, from: connection)
        }
        for sheet in files.flatMap(\.sheets) {
            for check in sheet.checks where check.failedRows > 0 {
                throw Failure.bug(
                    "\(folder.definition.name), \(sheet.name): \"\(check.check)\" does not"
                        + " hold in \(check.failedRows) rows")
            }
        }
        return files
    }

    /// One report of one counterparty, of the runs that stand, for someone who asks for it: written to
    /// `out` and noted nowhere.
    func book(named name: String, of counterparty: String) throws -> [WrittenFile] {
        let runs = try context.connect(as: .runs)
        let settled = try runs.upstream(.settle, of: context.month)
        let asOf = try runs.upstream(.reconcile, of: context.month).summary.flatMap { Instant($0) }
        guard
            let folder = try ReportFolder.all(in: reports).first(where: {
                $0.definition.name == name
            })
        else { throw Failure.unavailable("there is no report \(name)") }
        let rule = try context.rules.month(context.month)
        return try book(
            folder, front(counterparty, settled, asOf, rule, source: try source()), in: out,
            scratch: out, from: try context.connect(as: .reader))
    }

    /// From what: how much was taken in, and the SHA-256 that names it.
    private func source() throws -> String {
        let ingest = try context.connect(as: .runs).upstream(.ingest, of: context.month)
        let totals = IngestTotals(ingest.summary)
        return "\(totals.received) objects taken in, \(totals.rejects) refused; input SHA-256"
            + " \(ingest.identity.inputsKey)"
    }

    /// A workbook of an earlier result whose partner is no longer in the month would pass for a part
    /// of this one. Only files in the folder written now go, and only as we wrote them: what lies
    /// elsewhere is somebody's copy.
    private func removeStale(_ before: [String], keeping now: [String]) throws {
        let kept = Set(now.map(WrittenReport.path(of:)))
        for line in before {
            let path = WrittenReport.path(of: line)
            guard !kept.contains(path), path.hasPrefix(folder.path + "/"),
                WrittenReport.isIntact(line)
            else { continue }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    /// Where this month's files go.
    private var folder: URL {
        out.appendingPathComponent(context.month.description, isDirectory: true)
    }

    private func counterparties(of folder: ReportFolder) throws -> [String?] {
        guard case .perCounterparty(let list) = folder.definition.audience else { return [nil] }
        let connection = try context.connect(as: .reader)
        let rows = try connection.reportRows(
            folder.sql(list), name: list, month: context.month)
        var names: [String?] = []
        while let row = try rows.next() {
            if case .text(let name) = row.first { names.append(name) }
        }
        return names
    }

    private func fill(
        _ sheet: SheetDefinition, _ book: ReportBook, _ folder: ReportFolder,
        _ counterparty: String?, from connection: Connection
    ) throws {
        let rows = try connection.reportRows(
            folder.sql(sheet.query), name: sheet.query, month: context.month,
            counterparty: counterparty)
        guard rows.columns.map(\.name) == sheet.columns.map(\.key) else {
            throw Failure.refused(
                "Reports/\(folder.definition.name)/\(sheet.query) gives the columns"
                    + " \(rows.columns.map(\.name).joined(separator: ", ")); report.yaml wants"
                    + " \(sheet.columns.map(\.key).joined(separator: ", "))")
        }
        while let row = try rows.next() {
            try book.append(row: zip(row, sheet.columns).map { Cell($0, for: $1.type) })
        }
    }

    private func digestOfDefinitions() throws -> String {
        var bytes: [UInt8] = []
        for folder in try ReportFolder.all(in: reports) {
            let yaml = reports.appendingPathComponent(folder.definition.name)
                .appendingPathComponent("report.yaml")
            bytes += Array(try Data(contentsOf: yaml))
            for (name, sql) in folder.queries.sorted(by: { $0.key < $1.key }) {
                bytes += Array("\(name)\0\(sql)\0".utf8)
            }
        }
        return digest(of: bytes).description
    }
}

extension Cell {
    init(_ value: ReportValue, for type: ColumnType) {
        switch value {
        case .none: self = .empty
        case .text(let text): self = .text(text)
        case .integer(let whole):
            self = type == .duration ? .duration(seconds: whole) : .integer(whole)
        case .decimal(let number): self = .number(number)
        case .bool(let truth): self = .text(truth ? "yes" : "no")
        case .day(let day): self = .day(daysSince1970: day.daysSince1970)
        case .instant(let instant): self = .instant(milliseconds: instant.milliseconds)
        case .texts(let texts): self = .text(texts.joined(separator: ", "))
        }
    }
}

/// A file of a report and what is in it.
struct WrittenReport {
    let path: String
    let digest: Digest

    init(_ path: String) throws {
        self.path = path
        digest = try Intake.digest(ofFile: path)
    }

    /// `sha256  path`, as sha256sum prints it.
    var manifestLine: String { "\(digest)  \(path)" }

    static func path(of line: String) -> String { String(line.dropFirst(66)) }

    static func isIntact(_ line: String) -> Bool {
        guard let report = try? WrittenReport(path(of: line)) else { return false }
        return report.manifestLine == line
    }
}

/// A file that was just written, and what is noted of it.
private struct NotedReport {
    let written: WrittenReport
    let noted: ReportFile

    init(_ file: WrittenFile, of report: String, for counterparty: String?) throws {
        written = try WrittenReport(file.path)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        guard let size = attributes[.size] as? Int else {
            throw Failure.unavailable("\(file.path) has no size")
        }
        noted = ReportFile(
            name: URL(fileURLWithPath: file.path).lastPathComponent, report: report,
            kind: file.kind.rawValue, sha256: written.digest.bytes, bytes: Int64(size),
            rows: Int64(file.rows), counterparty: counterparty,
            sheet: file.kind == .csv ? file.sheets.first?.name : nil)
    }
}

/// The files that the threads wrote. A class, because they share it.
private final class WrittenReports: @unchecked Sendable {
    // @unchecked: `files` is only touched under `lock`.
    private let lock = NSLock()
    private var files: [NotedReport] = []

    func add(_ more: [NotedReport]) {
        lock.lock()
        files += more
        lock.unlock()
    }

    var sorted: [NotedReport] {
        lock.lock()
        defer { lock.unlock() }
        return files.sorted { $0.written.path < $1.written.path }
    }
}
