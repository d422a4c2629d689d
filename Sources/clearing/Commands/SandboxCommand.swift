import ArgumentParser
import Foundation
import Roaming
import Sandbox

struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "A made-up month of six hubs, with the truth about it.",
        subcommands: [Generate.self, Serve.self])

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a sandbox month into a directory; same seed, same bytes.",
            discussion: """
                Six hubs (one OCPI 2.1.1), our five stations, many partner stations, realistic tariffs,
                and a known share of every kind of discrepancy. truth.json says what must come out:
                for every line its disposition, figures, service month and, where one thing was
                changed, the pass that matches it and the causes of its difference.
                """)

        @Option(help: "Decides everything that is drawn.")
        var seed: UInt64 = 1
        @Option(name: .customLong("month"), help: "The month, like 2026-10.")
        var month: Month = SandboxMonths.standard
        @Option(help: "How many charging sessions.")
        var sessions = 2000
        @Option(
            help: """
                standard (as in the field), all (every kind and many combinations, for tests), none, \
                or names with commas, on half of the sessions: late,tax-rounding,…
                """)
        var mishaps: MishapChoice = .standard
        @Argument(help: "The directory; made if need be, must be empty.")
        var directory: String

        func validate() throws {
            guard (1...10_000_000).contains(sessions) else {
                throw ValidationError("--sessions is a number from 1 to 10000000")
            }
        }

        func run() throws {
            let truth = try SandboxMonths.write(
                SandboxOrder(seed: seed, month: month, sessions: sessions, mishaps: mishaps),
                to: URL(fileURLWithPath: directory, isDirectory: true))
            let lines = truth.counts.values.reduce(0, +)
            print(
                "\(directory): \(sessions) sessions of \(month), seed \(seed); \(lines) lines to come"
            )
        }
    }
}

extension MishapChoice: ExpressibleByArgument {
    /// A list with a name that nobody knows is no choice.
    package init?(argument: String) {
        switch argument {
        case "standard": self = .standard
        case "all": self = .all
        case "none": self = .none
        default:
            let names = argument.split(separator: ",")
            let mishaps = names.compactMap { Mishap(name: String($0)) }
            guard !mishaps.isEmpty, mishaps.count == names.count, !mishaps.contains(.none) else {
                return nil
            }
            self = .only(mishaps)
        }
    }

    package static var allValueStrings: [String] {
        ["standard", "all", "none"] + Mishap.allCases.dropFirst().map(\.name)
    }
}

enum SandboxMonths {
    static let standard: Month = {
        guard let month = Month(year: 2026, month: 10) else {
            preconditionFailure("October is a month")
        }
        return month
    }()

    /// Writes the month; a directory with something in it is refused.
    static func write(_ order: SandboxOrder, to directory: URL) throws -> Truth {
        let manager = FileManager.default
        try manager.createDirectory(at: directory, withIntermediateDirectories: true)
        guard try manager.contentsOfDirectory(atPath: directory.path).isEmpty else {
            throw Failure.usage("\(directory.path) is not empty; give a new directory")
        }
        var open: [String: FileHandle] = [:]
        defer { for handle in open.values { try? handle.close() } }
        return try generate(order) { path, bytes in
            if open[path] == nil {
                let file = directory.appendingPathComponent(path)
                try manager.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                _ = manager.createFile(atPath: file.path, contents: nil)
                open[path] = try FileHandle(forWritingTo: file)
            }
            try open[path]?.write(contentsOf: Data(bytes))
        }
    }

    /// The standard month of the sandbox, written once: half-written ones are begun anew.
    static func standardDirectory(_ order: SandboxOrder) throws -> URL {
        let folder = try Home.directory().appendingPathComponent("var/sandbox", isDirectory: true)
        let name = "\(order.month)-\(order.sessions)-seed-\(order.seed)"
        let directory = folder.appendingPathComponent(name, isDirectory: true)
        let manager = FileManager.default
        if manager.fileExists(atPath: directory.appendingPathComponent("truth.json").path) {
            return directory
        }
        // A process id keeps two starts apart; the last one to rename finds it done.
        let draft = folder.appendingPathComponent(
            ".\(name)-\(ProcessInfo.processInfo.processIdentifier)")
        try? manager.removeItem(at: draft)
        _ = try write(order, to: draft)
        do {
            try manager.moveItem(at: draft, to: directory)
        } catch {
            try? manager.removeItem(at: draft)
            guard manager.fileExists(atPath: directory.path) else { throw error }
        }
        return directory
    }
}
