import Amounts
import ArgumentParser
import Foundation
import Roaming
import Store

struct DispositionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispositions",
        abstract: "List how every session and CDR of the month came out.")

    @OptionGroup var month: MonthOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption
    @Option(help: "Only this disposition, like PRICE_MISMATCH.")
    var only: String?
    @Flag(help: "Only what is not matched.")
    var exceptions = false

    func run() throws {
        let wanted = try filter()
        let connection = try Connection(DatabaseAddress.url(database.url), as: .settle)
        guard let run = try connection.latestClosedRun(.reconcile, month.month) else {
            throw Failure.tryLater("\(month.month) was not reconciled yet; run `clearing month`")
        }
        let lines = try connection.lines(of: run, withCauses: json.json)
        while let line = try lines.next() {
            guard wanted(line.disposition) else { continue }
            print(json.json ? Self.json(line).line : Self.text(line).printable)
        }
    }

    private func filter() throws -> (Disposition) -> Bool {
        guard let only else { return exceptions ? { !$0.isMatched } : { _ in true } }
        guard let wanted = Disposition(rawValue: only.uppercased()) else {
            let known = Disposition.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.usage("no disposition \(only); there are: \(known)")
        }
        return { $0 == wanted }
    }

    static func json(_ line: ReconciledLine) -> JSONValue {
        .object([
            ("hub", .text(line.hub ?? (line.ownNetwork ? "own" : nil))),
            ("counterparty", .text(line.counterparty?.description)),
            ("side", .string(line.side.rawValue)),
            ("disposition", .string(line.disposition.rawValue)),
            ("session_id", .text(line.sessionID)), ("cdr_id", .text(line.cdrID)),
            ("currency", .text(line.currency?.description)), ("ours", .amount(line.ours)),
            ("theirs", .amount(line.theirs)), ("difference", .amount(line.difference)),
            ("agreed", .amount(line.agreed)), ("disputed", .amount(line.disputed)),
            ("matched_by", .text(line.matchedBy)), ("evidence", .string(line.evidence)),
            ("causes", .causes(line.causes)), ("reason", .string(line.reason)),
            ("severity", .string(line.severity.rawValue)),
            ("service_month", .text(line.serviceMonth?.description)),
        ])
    }

    private static func text(_ line: ReconciledLine) -> String {
        let ids = [line.sessionID.map { "session \($0)" }, line.cdrID.map { "CDR \($0)" }]
        let who = [line.counterparty?.description, line.hub.map { "(\($0))" }]
        return "\(line.disposition.rawValue)  \(line.side.rawValue)"
            + "  \(who.compactMap { $0 }.joined(separator: " "))"
            + "  \(ids.compactMap { $0 }.joined(separator: ", ")): \(line.reason)"
    }
}

struct RejectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects", abstract: "List what the latest ingest could not take in, and why.")

    @Option(
        name: .customLong("month"), help: "The month, like 2026-10 (default: of the latest ingest)."
    )
    var month: Month?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let connection = try Connection(DatabaseAddress.url(database.url), as: .ingest)
        let closed = try connection.runs(of: month).last {
            $0.job == .ingest && $0.status == .closed
        }
        guard let closed else { throw Failure.tryLater("nothing has been taken in yet") }
        for reject in try connection.rejects(of: closed) {
            print(json.json ? Self.json(reject).line : Self.text(reject).printable)
        }
    }

    static func json(_ stored: StoredReject) -> JSONValue {
        .object([
            ("code", .string(stored.reject.code)), ("file", .string(stored.source)),
            ("line", .integer(stored.line)), ("offset", .integer(Int(stored.fileOffset))),
            ("pointer", .string(stored.reject.pointer)),
            ("byte", stored.reject.byte.map(JSONValue.integer) ?? .null),
            ("hub", .string(stored.hub)), ("module", .string(stored.module)),
            ("id", .text(stored.objectID)), ("party", .text(stored.party)),
            ("text", .string(stored.reject.text)),
        ])
    }

    static func text(_ stored: StoredReject) -> String {
        let pointer = stored.reject.pointer.isEmpty ? "" : " \(stored.reject.pointer)"
        let id = stored.objectID.map { " (id \($0))" } ?? ""
        return
            "\(stored.source):\(stored.line)\(pointer): \(stored.reject.code): \(stored.reject.text)\(id)"
    }
}

struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List what ran, when, and how it ended.")

    @Option(name: .customLong("month"), help: "Only this month, like 2026-10.")
    var month: Month?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let connection = try Connection(DatabaseAddress.url(database.url), as: .runs)
        let runs = try connection.runs(of: month)
        guard !json.json else {
            for run in runs { print(Self.json(run).line) }
            return
        }
        var table = TextTable([
            ("run", .right), ("job", .left), ("month", .left), ("status", .left),
            ("started", .left),
            ("finished", .left), ("key", .left), ("rules", .left),
        ])
        for run in runs {
            table.add([
                "\(run.id)", run.job.rawValue, run.month.description, run.status.rawValue,
                run.startedAt.description, run.finishedAt?.description ?? "",
                String(run.identity.key.prefix(12)), String(run.identity.rulesHash.prefix(12)),
            ])
        }
        print(table.render(), terminator: "")
    }

    static func json(_ run: Run) -> JSONValue {
        .object([
            ("run", .integer(Int(run.id))), ("job", .string(run.job.rawValue)),
            ("month", .string(run.month.description)), ("status", .string(run.status.rawValue)),
            ("started_at", .string(run.startedAt.description)),
            ("finished_at", .text(run.finishedAt?.description)),
            ("key", .string(run.identity.key)), ("inputs", .string(run.identity.inputsKey)),
            ("rules", .string(run.identity.rulesHash)), ("build", .string(run.identity.build)),
            ("summary", .text(run.summary)),
            ("files", .array(run.files.map { .string(WrittenReport.path(of: $0)) })),
        ])
    }
}
