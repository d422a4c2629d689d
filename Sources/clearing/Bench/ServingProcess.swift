import Foundation

/// A server started from this same program. A class, because it ends the process with its last user.
final class ServingProcess {
    let port: Int
    private let process = Process()
    private let log: FileHandle

    /// Returns once it takes requests.
    /// - Parameters:
    ///   - folder: where its log goes.
    ///   - environment: what it has besides that of this process.
    init(_ arguments: [String], folder: URL, environment: [String: String] = [:]) throws {
        let file = folder.appendingPathComponent("\(UUID().uuidString).log")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw Failure.unavailable("cannot write \(file.path)")
        }
        log = try FileHandle(forWritingTo: file)
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = log
        try process.run()
        guard let port = Self.port(said: output.fileHandleForReading) else {
            process.terminate()
            let said = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            throw Failure.unavailable("\(arguments.joined(separator: " ")) does not serve: \(said)")
        }
        self.port = port
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// Largest resident size so far, in KB.
    var peakMemory: Int { MemoryWatch.peak(of: Int(process.processIdentifier)) }

    /// `serving on http://127.0.0.1:8080` → 8080, whatever is said before.
    private static func port(said output: FileHandle) -> Int? {
        var text = ""
        while true {
            // Empty at the end only.
            let more = output.availableData
            guard !more.isEmpty else { return nil }
            text += String(decoding: more, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            guard let line = lines.first(where: { $0.hasPrefix("serving on ") }) else { continue }
            return line.split(separator: ":").last.flatMap { Int($0) }
        }
    }
}
