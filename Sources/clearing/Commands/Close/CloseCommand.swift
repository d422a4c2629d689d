import ArgumentParser
import Roaming
import Store

struct CloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Close a month for good: draft, approval by a second person, proof.",
        discussion: """
            clearing close --month 2026-10 --by asha            the draft; lists what lacks an owner
            clearing close assign --month 2026-10 --owner …     somebody takes care of exceptions
            clearing close --month 2026-10 --approve-as ravi    a second person approves: closed
            clearing close verify                               makes the month again and compares
            """,
        subcommands: [
            CloseDraftCommand.self, CloseAssignCommand.self, CloseApproveCommand.self,
            CloseStatusCommand.self, CloseVerifyCommand.self, CloseReopenCommand.self,
            CloseListCommand.self, CloseTaxDocumentCommand.self,
        ], defaultSubcommand: CloseDraftCommand.self)
}

/// When something was decided.
struct MomentOption: ParsableArguments {
    @Option(
        help: "When it was decided, like 2026-11-05T10:00:00Z (default: now).",
        transform: Instant.argument)
    var at: Instant?

    var instant: Instant { at ?? .now }
}

extension Instant {
    /// For `@Option(transform:)`.
    static func argument(_ text: String) throws -> Instant {
        guard let instant = Instant(text) else {
            throw ValidationError("‘\(text)’ is no date and time like 2026-11-05T10:00:00Z")
        }
        return instant
    }
}

/// Who decides.
struct PersonOption: ParsableArguments {
    @Option(help: "Who decides (default: $CLEARING_USER).")
    var by: String?

    func name() throws -> String {
        let name = by ?? Home.environment("CLEARING_USER") ?? ""
        guard name.contains(where: { !$0.isWhitespace }) else {
            throw Failure.usage("say who decides: --by NAME, or set CLEARING_USER")
        }
        return name
    }
}

struct CloseDraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft", abstract: "Note that the month's result is to be closed.",
        discussion: """
            Another person then approves it, with `clearing close --month … --approve-as NAME` or
            `clearing close approve`. Severe exceptions need a dispute or an owner before that.
            """)

    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @Option(
        name: .customLong("approve-as"),
        help: "Approve the draft that somebody else made, and close the month.")
    var approver: String?
    @OptionGroup var stage: StageOptions

    func validate() throws {
        guard approver == nil || person.by == nil else {
            throw ValidationError(
                "--by makes the draft and --approve-as approves it: one person at a time")
        }
    }

    func run() throws {
        if let approver {
            let decision = Decision(
                who: try PersonOption(name: approver).name(), at: moment.instant)
            try stage.close { try $0.approve(decision) }
        } else {
            let decision = Decision(who: try person.name(), at: moment.instant)
            try stage.close { try $0.draft(decision) }
        }
    }
}

extension PersonOption {
    init(name: String) { by = name }
}

struct CloseApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve the draft as a second person: the month closes.")

    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var stage: StageOptions

    func run() throws {
        let decision = Decision(who: try person.name(), at: moment.instant)
        try stage.close { try $0.approve(decision) }
    }
}

extension StageOptions {
    fileprivate func close(_ work: (CloseJob) throws -> CloseResult) throws {
        let result = try exclusively { try work(CloseJob(context: $0)) }
        Swift.print(json.json ? result.json.line + "\n" : result.text, terminator: "")
    }
}

struct CloseAssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Say who takes care of exceptions.",
        discussion: "Options narrow down which; those left out mean any.")

    @Option(help: "Who takes care of them.")
    var owner: String
    @Option(help: "Only on this side: cpo or emsp.")
    var side: String?
    @Option(help: "Only of this partner, like IN-TPC.")
    var counterparty: String?
    @Option(help: "Only of this disposition, like PRICE_MISMATCH.")
    var disposition: String?
    @Option(help: "Only this CDR.")
    var cdr: String?
    @Option(help: "Only this session.")
    var session: String?
    @Flag(help: "All of the month.")
    var all = false
    @Option(help: "Why, or what is being done.")
    var why: String
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var stage: StageOptions

    func validate() throws {
        let isNarrow = [side, counterparty, disposition, cdr, session].contains { $0 != nil }
        guard isNarrow != all else {
            throw ValidationError("say which exceptions: --cdr, --counterparty, … or --all")
        }
    }

    func run() throws {
        let scope = try scope()
        let decision = Decision(who: try person.name(), at: moment.instant, why: why)
        guard owner.contains(where: { !$0.isWhitespace }) else {
            throw Failure.usage("--owner needs a name")
        }
        let left = try stage.exclusively {
            try CloseJob(context: $0).assign(scope, to: owner, decision)
        }
        if stage.json.json {
            print(
                JSONValue.object([
                    ("month", .string(stage.month.month.description)),
                    ("owner", .string(owner)), ("without_owner", .integer(left)),
                ]).line)
        } else {
            print("assigned to \(owner); \(left) exceptions are without an owner")
        }
    }

    private func scope() throws -> CloseEvent.Scope {
        var scope = CloseEvent.Scope(cdrID: cdr, sessionID: session)
        if let side {
            guard let known = Side(rawValue: side) else {
                throw Failure.usage("--side is cpo or emsp")
            }
            scope.side = known
        }
        if let counterparty {
            guard let party = PartyID(counterparty) else {
                throw Failure.usage("--counterparty is a party like IN-TPC")
            }
            scope.counterparty = party
        }
        if let disposition {
            guard let known = Disposition(rawValue: disposition.uppercased()) else {
                throw Failure.usage("no disposition \(disposition)")
            }
            scope.disposition = known
        }
        return scope
    }
}
