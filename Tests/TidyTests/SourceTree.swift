import Foundation

/// The package this test was built from, found by the path of this file.
enum SourceTree {
    static let top = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file in Sources and Tests, by path.
    static let swiftFiles: [SourceFile] = (paths(under: "Sources") + paths(under: "Tests"))
        .filter { $0.hasSuffix(".swift") }
        .map { SourceFile(path: $0, text: text(of: $0)) }

    /// Relative paths of all plain files under a folder, sorted; hidden ones are left out.
    static func paths(under folder: String) -> [String] {
        contents(of: folder).flatMap { name -> [String] in
            let path = "\(folder)/\(name)"
            if name.hasPrefix(".") { return [] }
            return isFolder(path) ? paths(under: path) : [path]
        }
    }

    /// Relative paths of all folders in a folder, at any depth.
    static func folders(under folder: String) -> [String] {
        folders(in: folder).flatMap { name in
            [name] + folders(under: "\(folder)/\(name)").map { "\(name)/\($0)" }
        }
    }

    static func folders(in folder: String) -> [String] {
        contents(of: folder).filter { !$0.hasPrefix(".") && isFolder("\(folder)/\($0)") }
    }

    static func contents(of folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: url(folder).path)
        return (names ?? []).sorted()
    }

    static func isFolder(_ path: String) -> Bool {
        let kind = try? url(path).resourceValues(forKeys: [.isDirectoryKey])
        return kind?.isDirectory == true
    }

    /// The file's text, empty when it cannot be read.
    static func text(of path: String) -> String {
        guard let data = try? Data(contentsOf: url(path)) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    static func isExecutable(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: url(path).path)
        let bits = attributes?[.posixPermissions] as? NSNumber
        return (bits?.intValue ?? 0) & 0o100 != 0
    }

    private static func url(_ path: String) -> URL { top.appending(path: path) }
}
