import ArgumentParser
import Foundation
import Roaming
import Store

/// What the stage commands share: options, the database brought up to date, one line of result.
struct StageOptions: ParsableArguments {
    @OptionGroup var month: MonthOption
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    /// Does something for the month while nobody else does.
    func exclusively<Value>(_ work: (JobContext) throws -> Value) throws -> Value {
        let context = try JobContext(month: month.month, rules: rules, database: database)
        let guardian = try context.guardMonth()
        defer { withExtendedLifetime(guardian) {} }
        return try work(context)
    }

    /// Prints what the stage came to.
    func print(_ result: JobResult, _ counts: [(String, Int)] = []) {
        if json.json {
            Swift.print(
                JSONValue.object(
                    [
                        ("month", .string(month.month.description)), ("run", result.json),
                        ("counts", .object(counts.map { ($0.0, .integer($0.1)) })),
                    ]).line)
        } else {
            Swift.print(result.sentence)
            for (name, count) in counts { Swift.print("  \(name): \(count)") }
        }
    }
}

extension JobContext {
    /// Reads the rules and brings the database's schema up to date.
    init(month: Month, rules: RulesOption, database: DatabaseOption) throws {
        self.init(
            databaseURL: try DatabaseAddress.url(database.url),
            rules: try Rules.load(rules.directory),
            month: month, clock: { .now })
        try Connection(databaseURL).migrate(now: now)
    }
}

extension JobContext {
    /// Takes the month for this process until the connection goes.
    /// - Throws: 75 when another process has it.
    func guardMonth() throws -> Connection {
        let guardian = try connect(as: .runs)
        guard try guardian.takeLock(.month, month, patience: 3000) else {
            throw Failure.tryLater("another run is at work on \(month); try again later")
        }
        return guardian
    }
}

extension Instant {
    /// The clock; nothing but the bookkeeping of runs and migrations looks at it.
    static var now: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

extension JobResult {
    var json: JSONValue {
        .object([
            ("run", .integer(Int(run.id))), ("job", .string(run.job.rawValue)),
            ("state", .string(state.rawValue)), ("key", .string(run.identity.key)),
            ("rules", .string(run.identity.rulesHash)), ("build", .string(run.identity.build)),
        ])
    }

    var sentence: String {
        let key = run.identity.key.prefix(12)
        return switch state {
        case .done: "\(run.job.rawValue) \(run.month): done, run \(run.id) (\(key))"
        case .resumed: "\(run.job.rawValue) \(run.month): resumed and done, run \(run.id) (\(key))"
        case .already: "\(run.job.rawValue) \(run.month): already done, run \(run.id) (\(key))"
        }
    }
}

struct RateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "Price every CDR of the month again from its tariff.")
    @OptionGroup var stage: StageOptions

    func run() throws {
        stage.print(try stage.exclusively { try RateJob(context: $0).run() })
    }
}

struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Compare our sessions with the CDRs on both sides.")
    @OptionGroup var stage: StageOptions

    func run() throws {
        let (result, counts) = try stage.exclusively { context in
            let result = try ReconcileJob(context: context).run()
            return (result, try context.connect(as: .reconcile).dispositions(of: result.run))
        }
        stage.print(result, counts)
    }
}

struct SettleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Add the month up: positions, statements, journal, payout previews.",
        discussion: "Nothing is ever paid: payouts are previews.")
    @OptionGroup var stage: StageOptions

    func run() throws {
        stage.print(try stage.exclusively { try SettleJob(context: $0).run() })
    }
}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write the month's workbooks and CSV files.")
    @OptionGroup var output: ReportOptions
    @OptionGroup var stage: StageOptions

    func run() throws {
        let result = try stage.exclusively { try output.job($0).run() }
        stage.print(result, [("files", result.run.files.count)])
        guard !stage.json.json else { return }
        for line in result.run.files { print("  \(WrittenReport.path(of: line))") }
    }
}

struct ReportOptions: ParsableArguments {
    @Option(
        name: .customLong("reports"),
        help:
            "Directory with report definitions (default: $CLEARING_REPORTS, else Reports at home).")
    var reports: String?

    @Option(
        name: .customLong("out"), help: "Where <month>/ is written (default: var/reports at home).")
    var out: String?

    /// - Parameter folder: below the default directory, so that made-up months stay apart.
    func job(_ context: JobContext, in folder: String? = nil) throws -> ReportJob {
        let standard = try Home.directory()
            .appendingPathComponent("var/reports", isDirectory: true)
            .appendingPathComponent(folder ?? "", isDirectory: true)
        let target = out.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? standard
        return ReportJob(
            context: context, reports: try Home.reports(reports), out: target.standardizedFileURL)
    }
}

extension Connection {
    /// Lines a disposition, in the order in which dispositions win; those that do not occur left out.
    func dispositions(of run: Run) throws -> [(String, Int)] {
        let counts = try dispositionCounts(of: run)
        return Disposition.allCases.compactMap { disposition in
            counts.first { $0.disposition == disposition }.map { (disposition.rawValue, $0.lines) }
        }
    }
}
