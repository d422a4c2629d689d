import ArgumentParser
import Foundation

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "Check the rules that finance keeps.",
        subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read every rule file, run its worked cases, and say what is wrong.",
            discussion: "Exits with 1 when anything is wrong.")

        @OptionGroup var rules: RulesOption
        @OptionGroup var json: JSONOption

        func run() throws {
            let directory = try Home.rules(rules.directory)
            let reading = try Rules.read(directory)
            if json.json {
                print(
                    JSONValue.object([
                        ("rules", .string(directory.path)), ("hash", .text(reading.rules?.hash)),
                        ("files", .array(reading.files.map(JSONValue.string))),
                        (
                            "problems",
                            .array(
                                reading.problems.map { problem in
                                    .object([
                                        ("file", .string(problem.file)),
                                        ("line", .integer(problem.line)),
                                        ("column", .integer(problem.column)),
                                        ("text", .string(problem.text)),
                                    ])
                                })
                        ),
                    ]).line)
            } else {
                for problem in reading.problems { print(problem) }
                if let rules = reading.rules {
                    print("\(reading.files.count) rule files are right; hash \(rules.hash)")
                }
            }
            guard reading.problems.isEmpty else {
                throw Failure.found("\(reading.problems.count) rule files need mending")
            }
        }
    }
}
