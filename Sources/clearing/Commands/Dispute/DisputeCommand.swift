import ArgumentParser
import Foundation
import Reconciliation
import Roaming
import Store

struct DisputeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "Object to what a partner claims (or does not grant), and see it through.",
        discussion: """
            A dispute is about one CDR (or session) and goes through states; every step is kept with
            who, when and why, and none is ever changed. What each step leads to:

            \(DisputeTableText.lines)

            * credit: a credit CDR that takes the whole CDR back ends a dispute wherever it stands.
            Deadlines and what silence means stand in Rules/disputes.yaml; `advance` does what they, and
            credit CDRs that came, have decided by now.

            Released is what turns out to be owed after all, written off what is not. On the eMSP side
            (we pay) withdrawing or missing a deadline releases the amount, on the CPO side it writes it
            off; a credit CDR releases it, because its own line takes the whole claim back.
            """,
        subcommands: [
            DisputeOpenCommand.self, DisputeSendCommand.self, DisputeAcknowledgeCommand.self,
            DisputeAnswerCommand.self, DisputeEscalateCommand.self, DisputeSettleCommand.self,
            DisputeWithdrawCommand.self, DisputeExpireCommand.self, DisputeAdvanceCommand.self,
            DisputeListCommand.self, DisputeShowCommand.self,
        ])
}

/// The state table, as `--help` prints it.
enum DisputeTableText {
    static var lines: String {
        let names = DisputeState.allCases.filter { !$0.isEnd }.map { state in
            let ways = DisputeMove.allCases.compactMap { move -> String? in
                guard move != .creditCDR || state == .creditExpected else { return nil }
                return switch answer(to: move, in: state) {
                case .refused: nil
                case .to(let next): "\(words(move)) → \(next.rawValue)"
                case .after(let deadline, let next):
                    "\(words(move)) (after \(deadline.rawValue)) → \(next.rawValue)"
                case .until(let deadline, let next):
                    "\(words(move)) (until \(deadline.rawValue)) → \(next.rawValue)"
                }
            }
            return "\(state.rawValue)\n" + ways.map { "    \($0)" }.joined(separator: "\n")
        }
        let ends = DisputeState.allCases.filter(\.isEnd).map(\.rawValue).joined(separator: ", ")
        return names.joined(separator: "\n") + "\n\(ends)\n    nothing: it ended"
    }

    private static func words(_ move: DisputeMove) -> String {
        move.rawValue.lowercased().replacing("_", with: " ")
    }
}

/// Who decides, when and why.
struct DecisionOptions: ParsableArguments {
    @Option(help: "Who decides (default: $CLEARING_USER).")
    var by: String?
    @Option(help: "When, like 2026-11-05T10:00:00Z (default: now).", transform: Instant.argument)
    var at: Instant?
    @Option(help: "Why, in words; kept in the history.")
    var why: String = ""

    /// - Throws: 64 when nobody is named.
    func person() throws -> String {
        guard let name = by ?? Home.environment("CLEARING_USER"),
            !name.allSatisfy(\.isWhitespace)
        else { throw Failure.usage("say who decides: --by NAME, or set CLEARING_USER") }
        return name
    }

    var time: Instant { at ?? .now }

    /// - Throws: 64 when there is no reason.
    func reason() throws -> String {
        guard !why.allSatisfy(\.isWhitespace) else {
            throw Failure.usage("say why: --why TEXT; it is kept in the history")
        }
        return why
    }
}

extension PartyID: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

/// Which disputes are meant: by id, or all of a month, a partner, a state.
struct DisputeSelection: ParsableArguments {
    @Argument(help: ArgumentHelp("Disputes by id.", valueName: "DISPUTE"))
    var ids: [String] = []
    @Option(name: .customLong("month"), help: "All of this month, like 2026-10.")
    var month: Month?
    @Option(help: "All with this partner, like IN-TPC.")
    var partner: PartyID?

    /// - Throws: 64 when nothing is named, 65 when an id is unknown.
    func files(_ connection: Connection, orAll: Bool = false) throws -> [DisputeFile] {
        guard ids.isEmpty else {
            return try ids.map { id in
                guard let file = try connection.disputes(DisputeFilter(id: id)).first else {
                    throw Failure.refused("there is no dispute \(id); `clearing dispute list`")
                }
                return file
            }
        }
        guard orAll || month != nil || partner != nil else {
            throw Failure.usage("name disputes by id, or all with --month or --partner")
        }
        return try connection.disputes(DisputeFilter(month: month, counterparty: partner))
    }
}

/// Rules, database and the form of the answer.
struct DisputeSetting: ParsableArguments {
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func desk(_ decision: DecisionOptions) throws -> DisputeDesk {
        try desk(by: decision.person(), at: decision.time)
    }

    func desk(by: String, at: Instant) throws -> DisputeDesk {
        let url = try DatabaseAddress.url(database.url)
        try Connection(url).migrate(now: .now)
        return try DisputeDesk(
            databaseURL: url, rules: Rules.load(rules.directory), by: by, at: at)
    }

    /// Prints disputes as they now stand.
    func print(_ files: [DisputeFile], _ desk: DisputeDesk) throws {
        guard !json.json else {
            for file in files { Swift.print(try desk.json(file).line) }
            return
        }
        Swift.print(try desk.table(files), terminator: "")
    }
}
