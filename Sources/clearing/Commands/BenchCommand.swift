import ArgumentParser
import Foundation
import Rating

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast this machine clears.",
        subcommands: [Price.self, BenchMonthCommand.self])

    struct Price: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Price a batch over and over, with and without reading its JSON.",
            discussion: """
                The file is one of `clearing price --batch`. To repeat the figures of README:
                `swift build -c release`, a file of 20,000 lines with a tariff each, --passes 10 on an
                idle machine. Each figure is that of the fastest pass. "Price only" starts from decoded
                CDRs and compiled tariffs; reading the file from disk is not measured.
                """)

        @Argument(
            help: ArgumentHelp("Lines {\"cdr\": {…}, \"tariff\": {…}}.", valueName: "F.ndjson"))
        var file: String
        @Option(help: "How many times the file is priced.")
        var passes = 5
        @Option(help: "Threads that price at the same time.")
        var threads = 1
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
            let figures = try PriceBench(path: file, passes: passes, threads: threads).run()
            print(
                json.json ? figures.json.line : figures.table(), terminator: json.json ? "\n" : "")
        }
    }
}
