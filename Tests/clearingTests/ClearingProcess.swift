import Foundation
import Store

/// Runs the built `clearing` as its user would, with a database of its own.
struct ClearingProcess {
    struct Ended {
        let code: Int32
        let output: String
        let errors: String
    }

    static let home = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let binary = home.appendingPathComponent(".build/debug/clearing")

    var databaseURL: String
    var environment: [String: String] = [:]

    /// Starts it; the caller waits or kills.
    func start(_ arguments: [String], output: URL, errors: URL) throws -> Process {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        var variables = ProcessInfo.processInfo.environment
        variables["DATABASE_URL"] = databaseURL
        variables["CLEARING_HOME"] = Self.home.path
        variables["SWIFT_BACKTRACE"] = "enable=no"
        variables.merge(environment) { $1 }
        process.environment = variables
        FileManager.default.createFile(atPath: output.path, contents: nil)
        FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        return process
    }

    /// Runs it to its end.
    func run(_ arguments: String...) throws -> Ended {
        try run(arguments)
    }

    func run(_ arguments: [String]) throws -> Ended {
        let folder = try TemporaryFolder()
        let (output, errors) = (folder.url("out"), folder.url("err"))
        let process = try start(arguments, output: output, errors: errors)
        process.waitUntilExit()
        return Ended(
            code: process.terminationStatus,
            output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}

/// A folder that goes with its owner.
final class TemporaryFolder {
    // A class, because the folder has to be removed when its last user is gone.
    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func url(_ path: String) -> URL { root.appendingPathComponent(path) }

    func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }

    func write(_ data: Data, to path: String) throws {
        let file = url(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    /// Relative path and content of every file below, sorted by path.
    func contents(below path: String) throws -> [(path: String, data: Data)] {
        let start = url(path)
        let names = try FileManager.default.subpathsOfDirectory(atPath: start.path).sorted()
        return try names.compactMap { name in
            let file = start.appendingPathComponent(name)
            var isDirectory: ObjCBool = false
            FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory)
            return isDirectory.boolValue ? nil : (name, try Data(contentsOf: file))
        }
    }
}
