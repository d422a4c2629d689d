import Foundation

/// A directory that looks like a checkout as far as the scripts in cron/ can see: a copy of cron/, and
/// programs of our own where a test wants to see what is called. Removed with `remove`.
struct Checkout {
    let top: URL

    private static let package = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameter name: a folder name, for paths that are long or odd.
    init(named name: String = "checkout") throws {
        // Directly in /tmp: as root the server runs as postgres, who must be able to enter.
        let scratch = URL(filePath: "/tmp/clearing-cron-\(UUID().uuidString.prefix(8))")
        top = scratch.appending(path: name)
        let open: [FileAttributeKey: Any] = [.posixPermissions: 0o755]
        try FileManager.default.createDirectory(
            at: top, withIntermediateDirectories: true, attributes: open)
        try FileManager.default.copyItem(
            at: Self.package.appending(path: "cron"), to: top.appending(path: "cron"))
    }

    func remove() throws {
        try FileManager.default.removeItem(at: top.deletingLastPathComponent())
    }

    /// The full path of something in the checkout.
    func path(of path: String) -> String { top.appending(path: path).path }

    func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: self.path(of: path))
    }

    /// The file's text, empty when there is none.
    func text(of path: String) -> String {
        (try? String(contentsOf: top.appending(path: path), encoding: .utf8)) ?? ""
    }

    func write(_ text: String, to path: String) throws {
        let file = top.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Puts a bash script at the path.
    func script(_ body: String, at path: String) throws {
        try write("#!/bin/bash\n" + body + "\n", to: path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: top.appending(path: path).path)
    }

    struct Ended {
        var code: Int32
        var output: String
        var complaints: String
    }

    /// Runs a program of the checkout; programs in its folder `stub` come before the machine's.
    func run(
        _ program: String, _ arguments: String..., setting: [String: String] = [:]
    ) async throws -> Ended {
        let id = UUID().uuidString
        let outputs = ["out", "err"].map {
            top.deletingLastPathComponent().appending(path: "\(id).\($0)")
        }
        for file in outputs { try Data().write(to: file) }
        let process = Process()
        process.executableURL = top.appending(path: program)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        let path = environment["PATH"] ?? "/usr/bin:/bin"
        environment["PATH"] = top.appending(path: "stub").path + ":" + path
        environment["DATABASE_URL"] = nil
        process.environment = environment.merging(setting) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputs[0])
        process.standardError = try FileHandle(forWritingTo: outputs[1])
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Ended(
            code: process.terminationStatus,
            output: try String(contentsOf: outputs[0], encoding: .utf8),
            complaints: try String(contentsOf: outputs[1], encoding: .utf8))
    }
}
