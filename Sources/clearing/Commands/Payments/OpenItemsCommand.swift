import ArgumentParser
import Roaming
import Store

struct OpenItemsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open-items",
        abstract: "List what is not paid yet, by age.",
        discussion: """
            Statements of closed months, less netting and less what bank entries booked until the day
            pay; what they paid too much stands on account, below zero when it is ours to give back.
            Above zero a partner owes us, below zero we owe it. An item ages from its due day.
            """)

    @Option(name: .customLong("as-of"), help: "On this day, like 2026-12-31 (default: today).")
    var asOf: Day?
    @Option(help: "Only with this partner, like IN-TPC.")
    var counterparty: PartyID?
    @OptionGroup var setting: PaymentSetting

    func run() throws {
        let books = try setting.books(at: .now)
        let items = try OpenItems(books, on: asOf ?? books.today, with: counterparty)
        print(setting.json.json ? try items.json().line + "\n" : try items.text(), terminator: "")
    }
}
