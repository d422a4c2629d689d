import Amounts
import ArgumentParser
import Roaming

struct PaymentsAllocateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allocate",
        abstract: "Say what a bank entry pays.",
        discussion: """
            clearing payments allocate B-0123 MG26270000001 --by asha --why "called them"
            clearing payments allocate B-0123 MG26270000001 500.00 --by …   only this much of it
            clearing payments allocate B-0123 --on-account IN-TPC --by …    it stands for the partner
            clearing payments allocate B-0123 --returns B-4567 --by …       it takes that one back
            """)

    @Argument(help: ArgumentHelp("The entry's id, or the beginning of it.", valueName: "ENTRY"))
    var entry: String
    @Argument(help: ArgumentHelp("The statement's number.", valueName: "STATEMENT"))
    var statement: String?
    @Argument(
        help: ArgumentHelp("How much, without sign (default: all there is).", valueName: "AMOUNT"),
        transform: ExactDecimal.argument)
    var amount: ExactDecimal?
    @Option(help: "Leave it on account of this partner, like IN-TPC.")
    var onAccount: PartyID?
    @Option(help: ArgumentHelp("It takes back what this entry had paid.", valueName: "ENTRY"))
    var returns: String?
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: PaymentSetting

    func validate() throws {
        guard [statement, onAccount?.description, returns].count(where: { $0 != nil }) == 1 else {
            throw ValidationError(
                "say one: the number of a statement, --on-account PARTY or --returns ENTRY")
        }
    }

    func run() throws {
        let (who, why) = (try decision.person(), try decision.reason())
        let books = try setting.books(at: decision.time)
        let target: PaymentBooks.Target =
            if let statement {
                .statement(statement, amount)
            } else if let onAccount {
                .onAccount(onAccount, amount)
            } else if let returns {
                .returnOf(returns)
            } else {
                throw Failure.usage("say what it pays")
            }
        let payment = try books.allocate(entry, target, by: who, why: why)
        try setting.print(payment)
    }
}

struct PaymentsReleaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Take back what a bank entry was said to pay; its postings are reversed.",
        discussion: "From then on only people decide about the entry.")

    @Argument(help: ArgumentHelp("The entry's id, or the beginning of it.", valueName: "ENTRY"))
    var entry: String
    @Option(help: "Only what it pays of this statement.")
    var statement: String?
    @Flag(help: "Only what stands on account.")
    var onAccount = false
    @OptionGroup var decision: DecisionOptions
    @OptionGroup var setting: PaymentSetting

    func validate() throws {
        guard statement == nil || !onAccount else {
            throw ValidationError("say one: --statement or --on-account")
        }
    }

    func run() throws {
        let (who, why) = (try decision.person(), try decision.reason())
        let books = try setting.books(at: decision.time)
        let part: PaymentBooks.ReleasedPart =
            onAccount ? .onAccount : statement.map { .statement($0) } ?? .all
        try setting.print(books.release(entry, part, by: who, why: why))
    }
}

extension PaymentSetting {
    fileprivate func print(_ payment: Payment) throws {
        let rest = try payment.rest()
        Swift.print(
            json.json ? payment.json(rest: rest, nil).line : payment.text(rest: rest, nil))
    }
}
