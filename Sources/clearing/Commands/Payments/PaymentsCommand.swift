import Amounts
import ArgumentParser
import Intake
import Roaming
import Settlement
import Store

struct PaymentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments",
        abstract: "Take bank statements in and match them with the statements of closed months.",
        discussion: """
            clearing payments import FILE… [--map hdfc]     camt.053, or CSV as Rules/banks says
            clearing payments match                         by number, netting reference, payer and amount
            clearing payments list --open                   what is left, with what could be meant
            clearing payments allocate ENTRY STATEMENT      a person decides
            clearing open-items                             what is not paid yet, by age

            Nothing is paid and nothing is guessed: what has several answers is for a person. Every
            allocation is one entry of the ledger; one that was wrong is released, which reverses it.
            """,
        subcommands: [
            PaymentsImportCommand.self, PaymentsMatchCommand.self, PaymentsListCommand.self,
            PaymentsRejectsCommand.self, PaymentsAllocateCommand.self, PaymentsReleaseCommand.self,
        ])
}

/// Rules, database and the form of the answer.
struct PaymentSetting: ParsableArguments {
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func books(at: Instant) throws -> PaymentBooks {
        let url = try DatabaseAddress.url(database.url)
        try Connection(url).migrate(now: .now)
        return try PaymentBooks(
            databaseURL: url, rules: Rules.load(rules.directory), at: at)
    }
}

struct PaymentsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take bank statements in: camt.053 documents and CSV exports.",
        discussion: """
            An entry that is there already, from this file or another, brings nothing. What cannot be
            read is listed by `clearing payments rejects`; the rest is taken. Exit code 65: nothing
            usable was in a file; 1: a balance does not fit its entries.
            """)

    @Argument(help: ArgumentHelp("Files as the bank gave them.", valueName: "FILE"))
    var files: [String]
    @Option(help: "How CSV files are to be read: the name of a file in Rules/banks.")
    var map: String?
    @OptionGroup var setting: PaymentSetting

    func run() throws {
        let books = try setting.books(at: .now)
        let bank = try map.map { name in
            guard let bank = books.rules.banks.first(where: { $0.name == name }) else {
                let known = books.rules.banks.map(\.name).joined(separator: ", ")
                throw Failure.usage("no map \(name) in Rules/banks; there are: \(known)")
            }
            return bank
        }
        let taking = BankImport(rules: books.rules, map: bank, now: books.at)
        let results = try files.map { try taking.take($0, on: books.connection) }
        if setting.json.json {
            for result in results { print(result.json.line) }
        } else {
            for result in results { print(result.text, terminator: "") }
        }
        if let bad = results.first(where: { $0.entries == 0 && $0.rejects > 0 }) {
            throw Failure.refused("\(bad.name.printable): nothing usable in it")
        }
        let codes = results.flatMap(\.notes).map(\.code)
        guard !codes.contains(BankNoteCode.balanceOff.rawValue) else {
            throw Failure.found("balances and entries do not fit; see BALANCE_OFF above")
        }
    }
}

extension BankImport.Result {
    var json: JSONValue {
        .object([
            ("file", .string(name)), ("entries", .integer(entries)), ("new", .integer(fresh)),
            ("rejects", .integer(rejects)), ("notes", .array(notes.map(\.json))),
        ])
    }

    var text: String {
        let head = "\(name.printable): \(entries) entries, \(fresh) new, \(rejects) refused\n"
        return head + notes.map { "  \($0.text(withFile: false))\n" }.joined()
    }
}

extension BankFileNote {
    var json: JSONValue {
        .object([
            ("file", .string(file)), ("reject", .bool(isReject)), ("code", .string(code)),
            ("line", .integer(line)), ("pointer", .string(pointer)), ("text", .string(text)),
        ])
    }

    func text(withFile: Bool) -> String {
        let place = [withFile ? file : "", line > 0 ? "line \(line)" : "", pointer]
            .filter { !$0.isEmpty }.joined(separator: " ")
        return "\(code) \(place): \(text)".printable
    }
}

struct PaymentsRejectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects",
        abstract:
            "List what banks' files held that was refused or is odd, with file, line and reason.")
    @OptionGroup var setting: PaymentSetting

    func run() throws {
        let notes = try setting.books(at: .now).connection.bankNotes()
        for note in notes {
            print(setting.json.json ? note.json.line : note.text(withFile: true))
        }
    }
}

struct PaymentsMatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Match bank entries with statements and book what is sure.",
        discussion: """
            By statement number, by netting reference (NET-2026-10-IN-TPC), by a payer that
            Rules/counterparties knows and an amount that only one answer comes to. The rest is listed
            with what could be meant. Done again, it finds nothing more to do.
            """)

    @Option(name: .customLong("as-of"), help: "Entries booked until this day (default: all).")
    var asOf: Day?
    @OptionGroup var moment: MomentOption
    @OptionGroup var setting: PaymentSetting

    func run() throws {
        let books = try setting.books(at: moment.instant)
        let results = try books.match(until: asOf ?? books.lastKnownDay())
        if setting.json.json {
            for result in results { print(result.json.line) }
        } else {
            print(results.text, terminator: "")
        }
    }
}

struct PaymentsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List bank entries with what they pay.")

    @Flag(help: "Only those of which something pays nothing yet, with what could be meant.")
    var open = false
    @OptionGroup var setting: PaymentSetting

    func run() throws {
        let books = try setting.books(at: .now)
        let day = try books.lastKnownDay()
        let proposals = try books.proposals(until: day)
        for payment in try books.connection.payments(until: PaymentBooks.always) {
            let rest = try payment.rest()
            guard !open || !rest.isZero else { continue }
            let proposal = proposals.first { $0.entry.id == payment.entry.id }
            print(
                setting.json.json
                    ? payment.json(rest: rest, proposal).line
                    : payment.text(rest: rest, proposal))
        }
    }
}
