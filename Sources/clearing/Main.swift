import ArgumentParser
import Foundation

/// The entry point: finds the command, runs it, and turns whatever ends it early into one line and
/// a stable exit code (README, "Exit codes").
@main
enum Main {
    static func main() {
        do {
            var command = try Clearing.parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            complain(failure.text)
            exit(failure.code)
        } catch let problem as RuleProblem {
            complain("\(problem)")
            exit(65)
        } catch {
            if let failure = Failure(any: error) {
                complain(failure.text)
                exit(failure.code)
            }
            Clearing.exit(withError: error)
        }
        guard fflush(nil) == 0 else {
            complain("the result could not be written to standard output")
            exit(69)
        }
        exit(0)
    }

    private static func complain(_ text: String) {
        fflush(nil)
        FileHandle.standardError.write(Data("clearing: \(text)\n".utf8))
    }
}

struct Clearing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clearing",
        abstract: "Settle EV roaming, month by month: ingest, rate, reconcile, settle, report.",
        discussion: """
            Exit codes: 0 done or nothing to do · 1 a check found something · 64 wrong command line ·
            65 data refused · 69 something outside is missing · 70 our bug · 75 try again later.
            """,
        version: Build.version,
        subcommands: [
            MonthCommand.self, IngestCommand.self, RateCommand.self, ReconcileCommand.self,
            SettleCommand.self, ReportCommand.self, JournalCommand.self, DispositionsCommand.self,
            RejectsCommand.self,
            RunsCommand.self, RulesCommand.self, DatabaseCommand.self, SandboxCommand.self,
            PriceCommand.self, LintTariffCommand.self, ExplainTariffCommand.self,
            StatementCommand.self, InvoiceCommand.self, PaymentsCommand.self,
            OpenItemsCommand.self, CloseCommand.self, WhatIfCommand.self, DisputeCommand.self,
            AuditCommand.self, EvidenceCommand.self, BenchCommand.self, HubCommand.self,
            ServeCommand.self, ClientCommand.self,
        ])
}
