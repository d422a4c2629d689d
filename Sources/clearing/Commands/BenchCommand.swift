import ArgumentParser
import Foundation
import Rating

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast this machine clears.",
        subcommands: [
            Price.self, BenchMonthCommand.self, BenchPullCommand.self, BenchAPICommand.self,
            BareServerCommand.self,
        ])

    struct Price: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Price a batch over and over, with and without reading its JSON.",
            discussion: """
                Measured in memory, from the bytes of a line to its exact price with all findings, the
                working left out; reading the file from disk is not. "Price only" starts from decoded
                CDRs and compiled tariffs. Figures are those of the median pass, the fastest beside it.

                To repeat the figures of README: `swift build -c release`; a file of 20,000 lines with
                CDRs of 3 to 8 periods and a tariff of its own each, 2.8 KB a line;
                `clearing bench price F.ndjson --passes 11 --json` on an idle machine, and again with
                --threads 2. --stages says where the time goes. Allocations: with a copy of the program
                that valgrind can read (`strip -g -o clearing-bare clearing`) run
                `valgrind ./clearing-bare bench price F.ndjson` with --passes 1 and with --passes 2; the
                difference of "total heap usage", over the number of CDRs, is that of a CDR parsed and
                priced and once more only priced.
                """)

        @Argument(
            help: ArgumentHelp("Lines {\"cdr\": {…}, \"tariff\": {…}}.", valueName: "F.ndjson"))
        var file: String
        @Option(help: "How many times the file is priced.")
        var passes = 5
        @Option(help: "Threads that price at the same time.")
        var threads = 1
        @Flag(help: "Also measure reading alone and compiling, to say where the time goes.")
        var stages = false
        @OptionGroup var json: JSONOption

        func validate() throws {
            guard (1...10_000).contains(passes) else {
                throw ValidationError("--passes is a number from 1 to 10000")
            }
            guard (1...256).contains(threads) else {
                throw ValidationError("--threads is a number from 1 to 256")
            }
        }

        func run() throws {
            let figures = try PriceBench(
                path: file, passes: passes, threads: threads, withStages: stages
            ).run()
            print(
                json.json ? figures.json.line : figures.table(), terminator: json.json ? "\n" : "")
        }
    }
}
