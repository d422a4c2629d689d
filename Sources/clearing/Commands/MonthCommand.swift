import Amounts
import ArgumentParser
import Foundation
import Roaming
import Sandbox
import Store

struct MonthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "month",
        abstract: "Clear a month: ingest, rate, reconcile, settle and report, in order.",
        discussion: """
            Clears exactly what is in the directory. Without --from it is the sandbox's six hubs on the
            port that Rules/hubs names, registers with them, pulls over HTTP and clears that month; their
            tokens are stored under the key in \(SecretBox.variable).
            Killed and started again it goes on where it stopped; once done it says so.
            """)

    @Option(
        name: .customLong("from"), help: "Directory with own/… and hubs/… (default: the sandbox).")
    var from: String?
    @Option(name: .customLong("month"), help: "The month, like 2026-10 (needed with --from).")
    var month: Month?
    @Option(help: "Of the sandbox month: decides everything that is drawn.")
    var seed: UInt64 = 1
    @Option(help: "Of the sandbox month: how many charging sessions.")
    var sessions = 2000
    @OptionGroup var rules: RulesOption
    @OptionGroup var output: ReportOptions
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func validate() throws {
        guard from == nil || month != nil else {
            throw ValidationError("say which month: --month YYYY-MM")
        }
        guard (1...10_000_000).contains(sessions) else {
            throw ValidationError("--sessions is a number from 1 to 10000000")
        }
    }

    func run() throws {
        let month = self.month ?? SandboxMonths.standard
        let context = try JobContext(month: month, rules: rules, database: database)
        let guardian = try context.guardMonth()
        defer { withExtendedLifetime(guardian) {} }
        if let close = try guardian.standingClose(of: month) {
            Meter.say("month", "\(close.sentence); nothing changed")
            if json.json { print(close.json.line) }
            return
        }
        let reports = try output.job(context, in: from == nil ? "sandbox" : nil)
        let ingest = try ingest(context)
        let totals = IngestTotals(ingest.run.summary)
        guard totals.received > 0 else {
            try MonthResult(context, [ingest]).print(json.json)
            try totals.requireSomethingUsable(in: from ?? "the sandbox's hubs")
            return
        }
        let rate = try RateJob(context: context).run()
        let reconcile = try ReconcileJob(context: context).run()
        let settle = try SettleJob(context: context).run()
        let report = try reports.run()
        let results = [ingest, rate, reconcile, settle, report]
        if results.allSatisfy({ $0.state == .already }) {
            Meter.say("month", "\(month) was already cleared from this input; nothing changed")
        }
        try MonthResult(context, results).print(json.json)
    }

    private func ingest(_ context: JobContext) throws -> JobResult {
        guard let from else {
            let order = SandboxOrder(seed: seed, month: context.month, sessions: sessions)
            return try SandboxIntake(context: context, order: order).run()
        }
        let input = try InputDirectory(
            URL(fileURLWithPath: from, isDirectory: true),
            hubs: Set(context.rules.hubs.map(\.name)))
        return try IngestJob(context: context, input: input).run(into: .ofInput)
    }
}

/// What a cleared month prints.
private struct MonthResult {
    let month: Month
    let results: [JobResult]
    var counts: [(String, Int)] = []
    var positions: [Position] = []
    var rejects: [(code: String, rejects: Int)] = []
    var files: [String] = []

    init(_ context: JobContext, _ results: [JobResult]) throws {
        month = context.month
        self.results = results
        for result in results {
            switch result.run.job {
            case .ingest:
                rejects = try context.connect(as: .ingest).rejectCounts(of: result.run)
            case .reconcile:
                counts = try context.connect(as: .reconcile).dispositions(of: result.run)
            case .settle:
                positions = try context.connect(as: .settle).positions(of: result.run)
            case .report: files = result.run.files.map(WrittenReport.path(of:))
            case .rate, .month: break
            }
        }
    }

    func print(_ json: Bool) throws {
        Swift.print(json ? self.json.line : text, terminator: json ? "\n" : "")
    }

    private var json: JSONValue {
        .object([
            ("month", .string(month.description)),
            ("runs", .object(results.map { ($0.run.job.rawValue, $0.json) })),
            ("counts", .object(counts.map { ($0.0, .integer($0.1)) })),
            (
                "positions",
                .array(
                    positions.map { position in
                        .object(
                            entityIfNeeded(position).map { ("entity", .string($0)) } + [
                                ("counterparty", .string(position.counterparty.description)),
                                ("currency", .string(position.currency.description)),
                                ("receivable", .amount(position.receivable)),
                                ("payable", .amount(position.payable)),
                                ("net", .amount(position.net)),
                                ("disputed", .amount(position.disputed)),
                            ])
                    })
            ),
            ("rejects", .object(rejects.map { ($0.code, .integer($0.rejects)) })),
            ("files", .array(files.map(JSONValue.string))),
        ])
    }

    /// Nobody with one legal entity needs its name in each row.
    private var hasSeveralEntities: Bool { Set(positions.map(\.entity)).count > 1 }

    private func entityIfNeeded(_ position: Position) -> [String] {
        hasSeveralEntities ? [position.entity] : []
    }

    private var text: String {
        var text = ""
        if !counts.isEmpty {
            var table = TextTable([("Disposition", .left), ("Lines", .right)])
            for (name, count) in counts { table.add([name, "\(count)"]) }
            text += table.render() + "\n"
        }
        if !rejects.isEmpty {
            var table = TextTable([("Refused at intake", .left), ("Objects", .right)])
            for reject in rejects { table.add([reject.code, "\(reject.rejects)"]) }
            text +=
                table.render() + "(`clearing rejects` lists each with file, line and reason)\n\n"
        }
        if !positions.isEmpty {
            var table = TextTable(
                (hasSeveralEntities ? [("Entity", .left)] : []) + [
                    ("Counterparty", .left), ("Currency", .left), ("Receivable", .right),
                    ("Payable", .right), ("Net", .right), ("Disputed", .right),
                ])
            for position in positions {
                table.add(
                    entityIfNeeded(position)
                        + [position.counterparty.description, position.currency.description]
                        + [position.receivable, position.payable, position.net, position.disputed]
                        .map { $0.text(decimals: 2) })
            }
            text += table.render() + "\n"
        }
        let workbooks = files.filter { $0.hasSuffix(".xlsx") }
        text += workbooks.map { $0 + "\n" }.joined()
        if !workbooks.isEmpty { text += "(every sheet also as CSV beside its workbook)\n" }
        return text
    }
}
