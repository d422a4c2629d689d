import ArgumentParser
import Foundation
import Intake
import Rating
import Roaming

struct LintTariffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint-tariff",
        abstract: "Say what is odd about a tariff, why it matters, and what to do.",
        discussion: """
            A file holds a bare tariff, a list of them or a response envelope; - is standard input.
            Exits with 1 when anything found is an error.
            """)

    @Argument(help: ArgumentHelp("The tariff.", valueName: "T.json"))
    var file: String
    @Option(help: "Read as this OCPI version (default: judged by its shape).")
    var ocpi: OCPIVersion?
    @Option(
        help: ArgumentHelp(
            "Judge dates as of this day, like 2026-10-31 (default: today).", valueName: "DAY"))
    var on: Day?
    @OptionGroup var json: JSONOption

    func run() throws {
        let now =
            on.map { Instant(seconds: Int64($0.daysSince1970) * 86_400) }
            ?? Instant(seconds: Int64(Date().timeIntervalSince1970))
        var reports: [LintReport] = []
        do {
            for object in try ObjectFile(path: file).objects() {
                reports.append(LintReport(object, as: ocpi, now: now))
            }
        } catch let refusal as PriceRefusal {
            reports.append(LintReport(refusal))
        }
        for report in reports { print(json.json ? report.json.line : report.text) }
        let errors = reports.reduce(0) { $0 + $1.errors }
        guard errors == 0 else {
            throw Failure.found("\(errors) error\(errors == 1 ? "" : "s") in \(file)")
        }
    }
}

extension Day: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}
