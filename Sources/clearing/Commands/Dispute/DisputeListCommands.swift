import Amounts
import ArgumentParser
import Reconciliation
import Roaming
import Store

struct DisputeListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List disputes with their age and the deadline that runs.",
        discussion:
            "Days are calendar days in India. Disputes that ended are left out but for --all.")
    @OptionGroup var selection: DisputeSelection
    @Option(help: "Only in this state, like SENT.")
    var state: String?
    @Flag(help: "Those that ended too.")
    var all = false
    @Flag(help: "Only those whose deadline has passed.")
    var overdue = false
    @Option(help: "As of, like 2026-11-05T10:00:00Z (default: now).", transform: Instant.argument)
    var at: Instant?
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        let desk = try setting.desk(by: "", at: at ?? .now)
        let wanted = try state.map { text in
            guard let state = DisputeState(rawValue: text.uppercased()) else {
                let known = DisputeState.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure.usage("no state \(text); there are: \(known)")
            }
            return state
        }
        let files = try selection.files(desk.connection, orAll: true).filter { file in
            guard wanted.map({ file.state == $0 }) ?? (all || !file.isOver) else { return false }
            return try !overdue || desk.standing(of: file).daysLeft.map { $0 < 0 } ?? false
        }
        try setting.print(files, desk)
    }
}

struct DisputeShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a dispute with its history.")
    @OptionGroup var selection: DisputeSelection
    @Option(help: "As of, like 2026-11-05T10:00:00Z (default: now).", transform: Instant.argument)
    var at: Instant?
    @OptionGroup var setting: DisputeSetting

    func run() throws {
        let desk = try setting.desk(by: "", at: at ?? .now)
        let files = try selection.files(desk.connection)
        guard !setting.json.json else { return try setting.print(files, desk) }
        for file in files {
            print(try desk.table([file]), terminator: "")
            print("\(file.dispute.reason.printable)\n")
            var table = TextTable([
                ("when", .left), ("what", .left), ("then", .left), ("in dispute", .right),
                ("released", .right), ("written off", .right), ("who", .left), ("why", .left),
            ])
            for step in file.steps {
                table.add(
                    [
                        step.at.description, step.move.rawValue, step.move.leadsTo.rawValue,
                        step.amount.text(decimals: 2), step.released.text(decimals: 2),
                        step.writtenOff.text(decimals: 2), step.by, step.why,
                    ].map(\.printable))
            }
            print(table.render())
        }
    }
}

extension DisputeDesk {
    /// How old a dispute is and what runs, in calendar days.
    struct Standing {
        /// Since it was opened.
        let age: Int
        let deadline: DisputeDeadline?
        let lastDay: Day?
        /// Until the end of the last day; below zero when it has passed.
        let daysLeft: Int?
    }

    func standing(of file: DisputeFile) throws -> Standing {
        let terms = try terms(of: file)
        let today = terms.day(of: at)
        let opened = file.steps.first.map { terms.day(of: $0.at) } ?? today
        let running = terms.running(file)
        return Standing(
            age: today.daysSince1970 - opened.daysSince1970, deadline: running?.deadline,
            lastDay: running?.lastDay,
            daysLeft: running.map { $0.lastDay.daysSince1970 - today.daysSince1970 })
    }

    func table(_ files: [DisputeFile]) throws -> String {
        var table = TextTable([
            ("dispute", .left), ("month", .left), ("partner", .left), ("side", .left),
            ("CDR", .left), ("finding", .left), ("state", .left), ("in dispute", .right),
            ("", .left), ("age", .right), ("next", .left), ("by", .left), ("days left", .right),
        ])
        for file in files {
            let standing = try standing(of: file)
            let dispute = file.dispute
            table.add(
                [
                    dispute.id, dispute.month.description, dispute.counterparty.description,
                    dispute.side.rawValue, dispute.cdrID ?? "session \(dispute.sessionID ?? "")",
                    dispute.disposition.rawValue, file.state.rawValue,
                    file.amount.text(decimals: 2), dispute.currency.description,
                    "\(standing.age) d", standing.deadline?.rawValue ?? "",
                    standing.lastDay?.description ?? "",
                    standing.daysLeft.map { $0 < 0 ? "\($0) overdue" : "\($0)" } ?? "",
                ].map(\.printable))
        }
        return table.render()
    }

    func json(_ file: DisputeFile) throws -> JSONValue {
        let standing = try standing(of: file)
        guard case .object(let members) = file.json else { return file.json }
        return .object(
            members + [
                ("age_days", .integer(standing.age)),
                ("next_deadline", .text(standing.deadline?.rawValue)),
                ("next_deadline_day", .text(standing.lastDay?.description)),
                ("days_left", standing.daysLeft.map(JSONValue.integer) ?? .null),
            ])
    }
}
