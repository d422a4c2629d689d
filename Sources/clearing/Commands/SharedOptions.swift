import ArgumentParser
import Roaming

/// Options that many commands share.
struct RulesOption: ParsableArguments {
    @Option(
        name: .customLong("rules"),
        help: "Directory with the rules (default: $CLEARING_RULES, else Rules at home).")
    var directory: String?
}

struct DatabaseOption: ParsableArguments {
    @Option(
        name: .customLong("database"),
        help: "PostgreSQL URL (default: $DATABASE_URL, else the private server).")
    var url: String?
}

struct JSONOption: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON for machines instead of a table.")
    var json = false
}

struct MonthOption: ParsableArguments {
    @Option(name: .customLong("month"), help: "The month, like 2026-10.")
    var month: Month
}

extension Month: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
