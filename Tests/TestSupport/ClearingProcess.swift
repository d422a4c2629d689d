package import Foundation

/// Runs the built `clearing` as its user would, on a database.
package struct ClearingProcess: Sendable {
    package struct Ended: Sendable {
        package let code: Int32
        package let output: String
        package let errors: String
    }

    /// Kept as long as someone may start a process on it.
    package let database: ScratchDatabase?
    package var environment: [String: String]

    package init(_ database: ScratchDatabase) throws {
        self.database = database
        environment = ["DATABASE_URL": try database.url]
    }

    /// On a server that need not be there.
    package init(databaseURL: String) {
        database = nil
        environment = ["DATABASE_URL": databaseURL]
    }

    /// Starts it; the caller waits or kills.
    package func start(_ arguments: [String], output: URL, errors: URL) throws -> Process {
        let process = Process()
        process.executableURL = Checkout.binary
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

    /// Runs it to its end, which must be a good one.
    /// - Returns: what it printed.
    @discardableResult
    package func succeed(_ arguments: String...) throws -> String { try succeed(arguments) }

    @discardableResult
    package func succeed(_ arguments: [String]) throws -> String {
        let ended = try run(arguments)
        guard ended.code == 0 else {
            throw Unsuccessful(arguments: arguments, code: ended.code, errors: ended.errors)
        }
        return ended.output
    }

    /// Runs it to its end and watches its peak of resident memory, in kilobytes.
    package func runWatchingMemory(_ arguments: [String]) throws -> (ended: Ended, peak: Int) {
        let folder = try TemporaryFolder()
        let (output, errors) = (folder.url("out"), folder.url("err"))
        let process = try start(arguments, output: output, errors: errors)
        var peak = 0
        while process.isRunning {
            // The kernel's own high-water mark, so nothing between two looks is missed.
            let status = try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
            Thread.sleep(forTimeInterval: 0.01)
        }
        return (try ended(process, output, errors), peak)
    }

    package func run(_ arguments: [String]) throws -> Ended {
        let folder = try TemporaryFolder()
        let (output, errors) = (folder.url("out"), folder.url("err"))
        let process = try start(arguments, output: output, errors: errors)
        process.waitUntilExit()
        return try ended(process, output, errors)
    }

    /// Runs it to its end and holds no thread meanwhile: for what is served by the process of the test,
    /// which has few.
    package func end(_ arguments: [String]) async throws -> Ended {
        let folder = try TemporaryFolder()
        let (output, errors) = (folder.url("out"), folder.url("err"))
        let process = try start(arguments, output: output, errors: errors)
        while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
        return try ended(process, output, errors)
    }

    /// The same for an end that must be a good one.
    @discardableResult
    package func endWell(_ arguments: String...) async throws -> String {
        let ended = try await end(arguments)
        guard ended.code == 0 else {
            throw Unsuccessful(arguments: arguments, code: ended.code, errors: ended.errors)
        }
        return ended.output
    }

    private func ended(_ process: Process, _ output: URL, _ errors: URL) throws -> Ended {
        Ended(
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
