import Amounts
import ArgumentParser
import Foundation
import Roaming
import Store

struct CloseStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show where the close of a month stands.")

    @OptionGroup var month: MonthOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let connection = try Connection(DatabaseAddress.url(database.url), as: .close)
        let desk = try CloseDesk(month.month, on: connection)
        let status = CloseStatus(
            desk: desk, numbers: try connection.numbers(of: month.month),
            open: try openExceptions(desk, on: connection))
        print(json.json ? status.json.line + "\n" : status.text, terminator: "")
    }

    /// Nil when the month is closed or has no result yet.
    private func openExceptions(
        _ desk: CloseDesk, on connection: Connection
    ) throws -> (exceptions: [OpenException], count: Int)? {
        guard desk.standing == nil,
            let run = try connection.latestClosedRun(.reconcile, month.month)
        else { return nil }
        return try connection.openExceptions(
            of: run.id, in: month.month, limit: json.json ? 1_000_000 : CloseJob.exceptionsShown)
    }
}

private struct CloseStatus {
    let desk: CloseDesk
    let numbers: [StoredNumber]
    let open: (exceptions: [OpenException], count: Int)?

    private var state: String {
        if desk.standing != nil { return "closed" }
        if desk.draft != nil { return "draft" }
        return desk.closes.contains { $0.month == desk.month } ? "reopened" : "open"
    }

    private var versions: [StoredClose] { desk.closes.filter { $0.month == desk.month } }

    var json: JSONValue {
        .object([
            ("month", .string(desk.month.description)), ("state", .string(state)),
            ("versions", .array(versions.map(\.json))),
            ("without_owner", open.map { .integer($0.count) } ?? .null),
            ("exceptions", .array((open?.exceptions ?? []).map(\.json))),
            ("history", .array(desk.events.compactMap { $0.event?.json })),
            ("numbers", .array(numbers.map(\.json))),
        ])
    }

    var text: String {
        var text = "\(desk.month): \(state)\n"
        for close in versions {
            text +=
                "version \(close.version), \(close.stands ? "closed" : "reopened"):"
                + " \(close.lines) lines, hash \(close.hashText)\n"
        }
        if let open, open.count > 0 {
            text += "\(open.count) exceptions have neither a dispute nor an owner:\n"
            text += open.exceptions.listed(of: open.count)
        }
        for event in desk.events { text += "\(event.event?.text ?? "an event that was changed")\n" }
        guard !numbers.isEmpty else { return text }
        var table = TextTable([
            ("Statement", .left), ("Entity", .left), ("Counterparty", .left), ("Side", .left),
            ("Currency", .left), ("", .left),
        ])
        for number in numbers {
            let statement = number.statement
            table.add([
                number.number, statement.entity, statement.counterparty.description,
                statement.side.rawValue, statement.currency.description,
                number.isCancelled ? "cancelled" : "",
            ])
        }
        return text + table.render()
    }
}

extension StoredNumber {
    fileprivate var json: JSONValue {
        .object([
            ("number", .string(number)), ("version", .integer(version)),
            ("entity", .string(statement.entity)),
            ("counterparty", .string(statement.counterparty.description)),
            ("side", .string(statement.side.rawValue)),
            ("currency", .string(statement.currency.description)),
            ("cancelled", .bool(isCancelled)),
        ])
    }
}

struct CloseListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the closed months and their hashes.")

    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let connection = try Connection(DatabaseAddress.url(database.url), as: .close)
        let closes = try connection.closes()
        guard !json.json else {
            print(JSONValue.array(closes.map(\.json)).line)
            return
        }
        var table = TextTable([
            ("Month", .left), ("Version", .right), ("State", .left), ("Lines", .right),
            ("Hash", .left),
        ])
        for close in closes {
            table.add([
                close.month.description, "\(close.version)", close.stands ? "closed" : "reopened",
                "\(close.lines)", close.hashText,
            ])
        }
        print(table.render(), terminator: "")
    }
}

struct CloseVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Make closed months again from what was received, and compare every row.",
        discussion: """
            Without --month every close is verified. The month is made again in a database that is
            made for it on the same server (or in --scratch) and dropped afterwards. Names each row
            and column that is not as it was closed, and exits with 1.
            """)

    @Option(name: .customLong("month"), help: "Only this month's newest version.")
    var month: Month?
    @Option(help: "An empty database to make the month again in.")
    var scratch: String?
    @Option(help: "The hash you kept; must be that of the last close verified.")
    var expect: String?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let job = VerifyJob(
            databaseURL: try DatabaseAddress.url(database.url), scratchURL: scratch, now: .now)
        var (closes, damages) = try job.run(month: month)
        if let expect, let last = closes.last, last.hashText != expect.lowercased() {
            damages.add(
                "closing.close", ChainCheck.row(last.month, last.version), "hash",
                "is \(last.hashText), and \(expect) was expected")
        }
        print(
            json.json ? Self.json(closes, damages) + "\n" : Self.text(closes, damages),
            terminator: "")
        guard damages.isEmpty else { throw ExitCode(1) }
    }

    private static func text(_ closes: [StoredClose], _ damages: DamageList) -> String {
        var text = damages.notes.map { "note: \($0)\n" }.joined()
        text += damages.damages.map { "\($0.text)\n" }.joined()
        text += damages.unlisted.map { "\($0.relation): \($0.more) more\n" }.joined()
        guard damages.isEmpty else { return text }
        for close in closes {
            text += "\(close.month) version \(close.version): as closed, hash \(close.hashText)\n"
        }
        return closes.isEmpty ? text + "no month is closed\n" : text
    }

    private static func json(_ closes: [StoredClose], _ damages: DamageList) -> String {
        JSONValue.object([
            ("verified", .array(closes.map(\.json))), ("intact", .bool(damages.isEmpty)),
            ("notes", .array(damages.notes.map(JSONValue.string))),
            (
                "damages",
                .array(
                    damages.damages.map {
                        .object([
                            ("table", .string($0.relation)), ("row", .string($0.row)),
                            ("column", .text($0.column)), ("text", .string($0.words)),
                        ])
                    })
            ),
        ]).line
    }
}

struct CloseReopenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Take the newest close back, with a reason.",
        discussion: """
            The closed version stays as it is, its statement numbers count as cancelled, and the
            next close makes version n+1. Refused once a tax document is out.
            """)

    @Option(help: "The reason.")
    var why: String
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var stage: StageOptions

    func run() throws {
        guard why.contains(where: { !$0.isWhitespace }) else {
            throw Failure.usage("--why needs a reason")
        }
        let decision = Decision(who: try person.name(), at: moment.instant, why: why)
        let close = try stage.exclusively { try ReopenJob(context: $0).reopen(decision) }
        guard !stage.json.json else {
            print(
                JSONValue.object([
                    ("month", .string(close.month.description)),
                    ("reopened_version", .integer(close.version)),
                    ("next_version", .integer(close.version + 1)),
                ]).line)
            return
        }
        print(
            "\(close.month) version \(close.version) is reopened; it stays as it was, and the next"
                + " close makes version \(close.version + 1)")
    }
}

struct CloseTaxDocumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tax-document",
        abstract: "Note that a tax document was issued from a closed month.",
        discussion: "From then on the month cannot be reopened; corrections are notes.")

    @Option(help: "Its number.")
    var number: String
    @Option(help: "What for.")
    var why = ""
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var stage: StageOptions

    func run() throws {
        guard number.contains(where: { !$0.isWhitespace }) else {
            throw Failure.usage("--number needs the document's number")
        }
        let decision = Decision(who: try person.name(), at: moment.instant, why: why)
        let close = try stage.exclusively {
            try ReopenJob(context: $0).record(taxDocument: number, decision)
        }
        guard !stage.json.json else {
            print(
                JSONValue.object([
                    ("month", .string(close.month.description)), ("document", .string(number)),
                ]).line)
            return
        }
        print("\(number.printable) is out; \(close.month) cannot be reopened any more")
    }
}
