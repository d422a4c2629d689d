import Foundation
import TestSupport

/// Runs the built `clearing` for commands that need no database, with standard input if given.
enum PriceProcess {
    struct Ended {
        let code: Int32
        let output: String
        let errors: String
    }

    static func run(_ arguments: String..., input: String? = nil) throws -> Ended {
        try run(arguments, input: input)
    }

    static func run(_ arguments: [String], input: String? = nil) throws -> Ended {
        let folder = try TemporaryFolder()
        try folder.write(input ?? "", to: "in")
        try folder.write("", to: "out")
        try folder.write("", to: "err")
        let process = Process()
        process.executableURL = Checkout.binary
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment
        variables["CLEARING_HOME"] = Checkout.home.path
        variables["DATABASE_URL"] = nil
        variables["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = variables
        process.standardInput = try FileHandle(forReadingFrom: folder.url("in"))
        process.standardOutput = try FileHandle(forWritingTo: folder.url("out"))
        process.standardError = try FileHandle(forWritingTo: folder.url("err"))
        try process.run()
        process.waitUntilExit()
        return Ended(
            code: process.terminationStatus,
            output: try String(contentsOf: folder.url("out"), encoding: .utf8),
            errors: try String(contentsOf: folder.url("err"), encoding: .utf8))
    }
}
