import ArgumentParser
import Foundation
import Intake
import Reconciliation
import Roaming
import Store

struct StatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Take partners' statements in and compare them with ours, line by line.",
        discussion: """
            How a partner's CSV is to be read stands as `statement_columns` in Rules/hubs/<hub>.yaml. What
            holds a whole month of a partner (a file that cannot be read, another party's lines, a
            statement sent again under another number) is said first.
            """,
        subcommands: [
            StatementImportCommand.self, StatementReconcileCommand.self,
            StatementListCommand.self, StatementWithdrawCommand.self,
        ])
}

/// Whose statements are meant.
struct StatementSubject: ParsableArguments {
    @Option(help: "The hub, as its rule file is named.")
    var hub: String
    @Option(help: "Who sent it, like IN-ZEO.")
    var counterparty: PartyID
    @Option(help: "emsp: they invoice us; cpo: they write out credit for what they owe us.")
    var side: Side = .emsp
    @OptionGroup var month: MonthOption

    var subject: PartnerStatement.Subject {
        PartnerStatement.Subject(
            hub: hub, counterparty: counterparty, side: side, month: month.month)
    }
}

extension Side: ExpressibleByArgument {}

/// Rules, database and the form of the answer.
struct InvoiceSetting: ParsableArguments {
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    /// The database with its schema up to date, and the rules.
    func open() throws -> (databaseURL: String, rules: Rules) {
        let url = try DatabaseAddress.url(database.url)
        try Connection(url).migrate(now: .now)
        return (url, try Rules.load(rules.directory))
    }

    func statements() throws -> StatementDesk {
        let (url, rules) = try open()
        return try StatementDesk(databaseURL: url, rules: rules)
    }
}

struct StatementImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take a partner's statement in, as CSV.",
        discussion: """
            The file is kept as received with its SHA-256. The same file again changes nothing; another
            under the same number is its next version. Lines that cannot be read are listed with line,
            column and words, the rest is taken in.
            """)

    @Argument(help: ArgumentHelp("The statement.", valueName: "FILE.csv"))
    var file: String
    @Option(help: "The partner's number of the statement.")
    var number: String
    @Option(help: "Name of the column map in the hub's rule file.")
    var map = "standard"
    @OptionGroup var subject: StatementSubject
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let number = number.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !number.isEmpty, number.utf8.count <= Limits.textBytes else {
            throw Failure.usage("--number is the number that stands on the statement")
        }
        let url = URL(fileURLWithPath: file)
        let size = try FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int ?? 0
        guard size <= Limits.statementBytes else {
            throw Failure.refused(
                "\(file) has \(size) bytes; a statement has at most \(Limits.statementBytes)")
        }
        let bytes = [UInt8](try Data(contentsOf: url))
        let taken = try setting.statements().take(
            bytes, named: url.lastPathComponent, as: subject.subject, number: number, map: map,
            by: person.name(), at: moment.instant)
        if setting.json.json {
            print(
                JSONValue.object([
                    ("state", .string(taken.isNew ? "taken in" : "already there")),
                    ("statement", taken.stored.json),
                    ("findings", .array(taken.content.findings.map(\.json))),
                ]).line)
        } else {
            print(Self.sentence(taken))
            if !taken.content.findings.isEmpty {
                print(StatementFinding.table(taken.content.findings), terminator: "")
            }
        }
        guard taken.content.findings.allSatisfy({ $0.code.severity < .fatal }) else {
            throw Failure.refused(
                "statement \(number) holds \(subject.counterparty)'s \(subject.month.month); it is kept"
                    + " as it came: send it again under its number, or `clearing statement withdraw`"
            )
        }
    }

    private static func sentence(_ taken: StatementDesk.Taken) -> String {
        let (stored, what) = (taken.stored, taken.isNew ? "taken in" : "was there already")
        let version = stored.version == 1 ? "" : " (version \(stored.version))"
        return "statement \(stored.number.printable)\(version) \(what): \(stored.lines) lines,"
            + " \(stored.refused) refused, SHA-256 \(stored.file)"
    }
}

struct StatementReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Compare partners' statements with our settled or closed lines.",
        discussion: """
            Every line of theirs and of ours comes out once. The differences sum to their total less
            ours, exactly. Exit code 1: something is to be paid otherwise than invoiced, or held.
            """)

    @OptionGroup var month: MonthOption
    @Option(help: "Only this hub.")
    var hub: String?
    @Option(help: "Only this partner, like IN-ZEO.")
    var counterparty: PartyID?
    @Option(help: "Only this side: emsp or cpo.")
    var side: Side?
    @Flag(help: "Show also what agrees.")
    var all = false
    @Option(help: ArgumentHelp("Write a workbook and CSV for each partner.", valueName: "DIR"))
    var out: String?
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let desk = try setting.statements()
        let compared = try desk.compare(
            month.month, hub: hub, counterparty: counterparty, side: side)
        for (index, one) in compared.enumerated() {
            if setting.json.json {
                print(one.json.line)
            } else {
                print((index > 0 ? "\n" : "") + one.text(everything: all), terminator: "")
            }
        }
        if let out {
            let offset = try desk.rules.month(month.month).utcOffsetMinutes
            for one in compared {
                let file = StatementFile(compared: one, offsetMinutes: offset)
                for path in try file.write(to: URL(fileURLWithPath: out, isDirectory: true)) {
                    Meter.say("statement", path)
                }
            }
        }
        let open = compared.filter { !$0.comparison.agrees }.map { "\($0.subject.counterparty)" }
        guard open.isEmpty else {
            throw Failure.found("not as invoiced: \(Set(open).sorted().joined(separator: ", "))")
        }
    }
}

struct StatementListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the statements that were taken in.")

    @Option(name: .customLong("month"), help: "Only of this month, like 2026-10.")
    var month: Month?
    @Option(help: "Only of this partner, like IN-ZEO.")
    var counterparty: PartyID?
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let statements = try setting.statements().connection.partnerStatements(
            month: month, counterparty: counterparty)
        guard setting.json.json else {
            print(StoredStatement.table(statements), terminator: "")
            return
        }
        for statement in statements { print(statement.json.line) }
    }
}

struct StatementWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Note that the partner took a statement back.",
        discussion: "It stays listed, and counts no more.")

    @Argument(help: ArgumentHelp("The partner's number.", valueName: "NUMBER"))
    var number: String
    @OptionGroup var subject: StatementSubject
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let stored = try setting.statements().withdraw(
            number, of: subject.subject, by: decision.person(), at: decision.time,
            why: decision.reason())
        print(
            setting.json.json
                ? stored.json.line
                : "statement \(stored.number.printable) is \(stored.state.rawValue)")
    }
}
