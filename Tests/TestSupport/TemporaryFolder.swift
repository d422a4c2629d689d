package import Foundation

/// A folder that goes with its owner.
package final class TemporaryFolder {
    // A class, because the folder has to be removed when its last user is gone.
    package let root: URL

    package init() throws {
        root = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    package func url(_ path: String) -> URL { root.appendingPathComponent(path) }

    package func path(_ path: String) -> String { url(path).path }

    package func write(_ text: String, to path: String) throws {
        try write(Data(text.utf8), to: path)
    }

    package func write(_ data: Data, to path: String) throws {
        let file = url(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    package func read(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    /// Copies a file or a whole directory in.
    package func copy(_ source: URL, to path: String) throws {
        let target = url(path)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: source, to: target)
    }

    /// Relative path and content of every file below, sorted by path.
    package func contents(below path: String) throws -> [(path: String, data: Data)] {
        try filesBelow(url(path))
    }
}

/// Relative path and content of every file below a directory, sorted by path.
package func filesBelow(_ directory: URL) throws -> [(path: String, data: Data)] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: directory.path).sorted()
    return try names.compactMap { name in
        let file = directory.appendingPathComponent(name)
        let kind = try file.resourceValues(forKeys: [.isDirectoryKey])
        return kind.isDirectory == true ? nil : (name, try Data(contentsOf: file))
    }
}
