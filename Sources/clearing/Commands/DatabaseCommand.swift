import ArgumentParser
import Foundation
import Store

/// Which server to talk to.
enum DatabaseAddress {
    /// `--database`, `$DATABASE_URL`, or the private server of the checkout, which is started.
    static func url(_ option: String?) throws -> String {
        if let url = option ?? Home.environment("DATABASE_URL") {
            guard !url.isEmpty else { throw Failure.usage("--database needs a PostgreSQL URL") }
            return url
        }
        let answer = try script("start")
        guard let url = answer.split(separator: "\n").last, url.hasPrefix("postgres") else {
            throw Failure.unavailable("cron/database start did not say where the server is")
        }
        return String(url)
    }

    /// Runs `cron/database` and gives its standard output; what it says to people passes through.
    static func script(_ verb: String) throws -> String {
        let process = Process()
        process.executableURL = try Home.directory().appendingPathComponent("cron/database")
        process.arguments = [verb]
        let output = Pipe()
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw Failure.unavailable("cannot run cron/database: \(error)")
        }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.unavailable(
                "cron/database \(verb) ended with \(process.terminationStatus); it says why above")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Start, stop and look at the private server; migrate a database.",
        subcommands: [Start.self, Stop.self, Status.self, Migrate.self])

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start the private PostgreSQL of this checkout and print its URL.")
        func run() throws { print(try DatabaseAddress.script("start"), terminator: "") }
    }

    struct Stop: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Stop the private PostgreSQL.")
        func run() throws { print(try DatabaseAddress.script("stop"), terminator: "") }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether the private PostgreSQL runs, and where.")
        func run() throws { print(try DatabaseAddress.script("status"), terminator: "") }
    }

    struct Migrate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the database's schema up to this program's.")
        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() throws {
            let applied = try Connection(DatabaseAddress.url(database.url)).migrate(now: .now)
            if json.json {
                print(JSONValue.object([("applied", .array(applied.map(JSONValue.string)))]).line)
            } else if applied.isEmpty {
                print("the schema is up to date")
            } else {
                print("applied: \(applied.joined(separator: ", "))")
            }
        }
    }
}
