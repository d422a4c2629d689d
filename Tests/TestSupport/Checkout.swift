package import Foundation

/// The checkout these tests were built from.
package enum Checkout {
    package static let home = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    package static let rules = home.appendingPathComponent("Rules", isDirectory: true)
    package static let reports = home.appendingPathComponent("Reports", isDirectory: true)
    package static let cases = home.appendingPathComponent("Tests/Cases", isDirectory: true)

    /// The built program.
    package static let binary = home.appendingPathComponent(".build/debug/clearing")

    /// Names of the folders in a directory, sorted.
    package static func folders(in directory: URL) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path)
        return (names ?? []).sorted().filter { name in
            var isDirectory: ObjCBool = false
            let path = directory.appendingPathComponent(name).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
                && isDirectory.boolValue && !name.hasPrefix(".")
        }
    }

    /// `RECORD=1` rewrites expected files instead of comparing them; review the difference like code.
    package static var isRecording: Bool {
        ProcessInfo.processInfo.environment["RECORD"] == "1"
    }
}
