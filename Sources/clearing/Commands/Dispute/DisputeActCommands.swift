import Amounts
import ArgumentParser
import Reconciliation
import Roaming
import Store

extension ExactDecimal {
    /// For `@Option(transform:)`.
    static func argument(_ text: String) throws -> ExactDecimal {
        guard let amount = ExactDecimal(text) else {
            throw ValidationError("‘\(text)’ is no amount like 1234.50")
        }
        return amount
    }
}

/// What the commands share that do one thing to each dispute named.
private func act(
    _ selection: DisputeSelection, _ decision: DecisionOptions, _ setting: DisputeSetting,
    why: String, _ requests: (DisputeFile) throws -> [DisputeRequest]
) throws {
    let desk = try setting.desk(decision)
    var results: [DisputeFile] = []
    for file in try selection.files(desk.connection) {
        results += try desk.act(requests(file), on: file, why: why)
    }
    try setting.print(results, desk)
}

struct DisputeAcknowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acknowledge", abstract: "Note that the partner has the claim.")
    @OptionGroup var selection: DisputeSelection
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        try act(selection, decision, setting, why: decision.why) { _ in [.plain(.acknowledge)] }
    }
}

struct DisputeAnswerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer",
        abstract: "Note what the partner answered.",
        discussion: """
            An answer to a claim that was not acknowledged acknowledges it. What a partial acceptance
            leaves over goes on as a dispute of its own, rejected.
            """)
    @OptionGroup var selection: DisputeSelection
    @Flag(help: "The partner accepts it all.")
    var accept = false
    @Option(
        help: ArgumentHelp("The partner accepts this much of it.", valueName: "AMOUNT"),
        transform: ExactDecimal.argument)
    var acceptPart: ExactDecimal?
    @Flag(help: "The partner rejects it.")
    var reject = false
    @Flag(help: "The partner credits it on paper: no credit CDR will come.")
    var creditNote = false
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func validate() throws {
        let given = [accept, acceptPart != nil, reject, creditNote].filter { $0 }.count
        guard given == 1 else {
            throw ValidationError("say one: --accept, --accept-part, --reject or --credit-note")
        }
    }

    func run() throws {
        let why = try decision.reason()
        try act(selection, decision, setting, why: why) { file in
            if creditNote { return [.plain(.creditNote)] }
            let request: DisputeRequest =
                acceptPart.map { .acceptPart($0) } ?? .plain(accept ? .accept : .reject)
            var requests = file.state == .sent ? [.plain(.acknowledge), request] : [request]
            // On the CPO side acceptance is the end: the amount is owed.
            if request.move != .reject, file.dispute.side == .emsp {
                requests.append(.plain(.expectCredit))
            }
            return requests
        }
    }
}

struct DisputeEscalateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate", abstract: "Take a rejection, or silence, to those who may settle.")
    @OptionGroup var selection: DisputeSelection
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        try act(selection, decision, setting, why: decision.why) { _ in [.plain(.escalate)] }
    }
}

struct DisputeSettleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "End an escalated dispute: split it or write it off.")
    @OptionGroup var selection: DisputeSelection
    @Option(
        help: ArgumentHelp("This much of it is owed after all.", valueName: "AMOUNT"),
        transform: ExactDecimal.argument)
    var split: ExactDecimal?
    @Flag(help: "Nothing of it is owed.")
    var writeOff = false
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func validate() throws {
        guard (split != nil) != writeOff else {
            throw ValidationError("say one: --split AMOUNT or --write-off")
        }
        guard split == nil || selection.ids.count == 1 else {
            throw ValidationError("--split is for one dispute at a time")
        }
    }

    func run() throws {
        let why = try decision.reason()
        try act(selection, decision, setting, why: why) { _ in
            [split.map { .split(released: $0) } ?? .plain(.writeOff)]
        }
    }
}

struct DisputeWithdrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "End a dispute because we no longer object.")
    @OptionGroup var selection: DisputeSelection
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        let why = try decision.reason()
        try act(selection, decision, setting, why: why) { _ in [.plain(.withdraw)] }
    }
}

struct DisputeExpireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire", abstract: "End a dispute whose deadline on our side has passed.")
    @OptionGroup var selection: DisputeSelection
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        try act(selection, decision, setting, why: decision.why) { _ in [.plain(.expire)] }
    }
}

struct DisputeAdvanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Do what deadlines, silence and credit CDRs have decided by now.",
        discussion: "Done again, it finds nothing more to do.")
    @OptionGroup var selection: DisputeSelection
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        let desk = try setting.desk(decision)
        let changed = try desk.advance(selection.files(desk.connection, orAll: true))
        try setting.print(changed.map(\.after), desk)
        Meter.say("dispute", "\(changed.count) went on")
    }
}
