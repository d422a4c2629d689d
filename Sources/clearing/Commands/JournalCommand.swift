import ArgumentParser
import Foundation
import Roaming
import Settlement
import Store

struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "The books: what was posted, for other programs.",
        subcommands: [Export.self])

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the ledger, or what stands to be posted, for an accounting program.",
            discussion: """
                hledger and beancount get every entry with its source event; foreign amounts carry
                their value in book currency as cost. csv has one line a posting. Without a month or
                dates it is the whole ledger.
                """)

        @Option(help: "hledger, beancount or csv.")
        var format: JournalFormat
        @Option(help: "Only this month, like 2026-10.")
        var month: Month?
        @Option(name: .customLong("from"), help: "First day, like 2026-04-01.")
        var first: Day?
        @Option(name: .customLong("to"), help: "Last day, included.")
        var last: Day?
        @Option(help: "Only this legal entity, by its id.")
        var entity: String?
        @Flag(help: "What the newest runs settled, instead of what was posted for good.")
        var draft = false
        @Option(help: "The file to write (default: standard output).")
        var out: String?
        @OptionGroup var database: DatabaseOption

        func validate() throws {
            if month != nil, first != nil || last != nil {
                throw ValidationError("give a month or dates, not both")
            }
            if let first, let last, last < first {
                throw ValidationError("--to is before --from")
            }
        }

        func run() throws {
            let connection = try Connection(DatabaseAddress.url(database.url), as: .reader)
            let (first, last) = try days()
            let booked = try connection.bookedLines(
                of: draft ? .draft : .ledger, from: first, through: last)
            let lines = entity.map { entity in booked.filter { $0.entity == entity } } ?? booked
            guard !lines.isEmpty else {
                throw Failure.tryLater(
                    draft
                        ? "nothing is settled there; run `clearing settle` first"
                        : "nothing is posted there; `--draft` exports what stands to be posted")
            }
            let text = journalText(lines, as: format)
            guard let out else {
                print(text, terminator: "")
                return
            }
            try Data(text.utf8).write(to: URL(fileURLWithPath: out), options: .atomic)
        }

        private func days() throws -> (Day, Day) {
            if let month { return (month.firstDay, month.next.firstDay.advanced(by: -1)) }
            guard let earliest = Day(year: 1970, month: 1, day: 1),
                let latest = Day(year: 9999, month: 12, day: 31)
            else { throw Failure.bug("the calendar has no first or last day") }
            return (first ?? earliest, last ?? latest)
        }
    }
}

extension JournalFormat: ExpressibleByArgument {}
