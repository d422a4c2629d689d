package import Foundation

/// Runs the built `clearing` as its user would, on a database.
package struct ClearingProcess {
    package struct Ended {
        package let code: Int32
        package let output: String
        package let errors: String
    }

    /// Kept as long as someone may start a process on it.
    package let database: ScratchDatabase
    package var environment: [String: String]

    package init(_ database: ScratchDatabase) throws {
        self.database = database
        environment = ["DATABASE_URL": try database.url]
    }

    /// Starts it; the caller waits or kills.
    package func start(_ arguments: [String], output: URL, errors: URL) throws -> Process {
        try start(Checkout.binary, arguments, output: output, errors: errors)
    }

    private func start(
        _ program: URL, _ arguments: [String], output: URL, errors: URL
    ) throws -> Process {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment
        variables["CLEARING_HOME"] = Checkout.home.path
        variables["SWIFT_BACKTRACE"] = "enable=no"
        variables.merge(environment) { $1 }
        process.environment = variables
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        return process
    }

    /// Runs it to its end.
    package func run(_ arguments: String...) throws -> Ended { try run(arguments) }

    package func run(_ arguments: [String]) throws -> Ended {
        try run(Checkout.binary, arguments)
    }

    /// Runs it to its end, which must be a good one.
    /// - Returns: what it printed.
    @discardableResult
    package func succeed(_ arguments: String...) throws -> String {
        let ended = try run(arguments)
        guard ended.code == 0 else {
            throw Unsuccessful(arguments: arguments, code: ended.code, errors: ended.errors)
        }
        return ended.output
    }

    /// Runs it to its end with at most so much address space, as the shell's `ulimit -v` counts it.
    package func run(withinKilobytes limit: Int, _ arguments: [String]) throws -> Ended {
        try run(
            URL(fileURLWithPath: "/bin/sh"),
            ["-c", "ulimit -v \(limit) && exec \"$@\"", "sh", Checkout.binary.path] + arguments)
    }

    private func run(_ program: URL, _ arguments: [String]) throws -> Ended {
        let folder = try TemporaryFolder()
        let (output, errors) = (folder.url("out"), folder.url("err"))
        let process = try start(program, arguments, output: output, errors: errors)
        process.waitUntilExit()
        return Ended(
            code: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}

package struct Unsuccessful: Error, CustomStringConvertible {
    let arguments: [String]
    let code: Int32
    let errors: String

    package var description: String {
        "clearing \(arguments.joined(separator: " ")) ended with \(code): \(errors)"
    }
}

extension Process {
    /// SIGKILL: no handler runs, as when the machine dies.
    package func forceKill() { kill(processIdentifier, SIGKILL) }
}
