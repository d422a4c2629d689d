import Foundation
import Hashing
import Intake

/// The YAML files of a rules directory; each is taken once, and what nobody takes is a problem.
struct RuleShelf {
    struct File {
        /// Relative to the directory.
        let path: String
        let text: String
    }

    let files: [File]
    let hash: String
    private(set) var problems: [RuleProblem] = []
    private let root: String
    private var taken: Set<String> = []

    init(_ directory: URL) throws {
        root = directory.path
        var files: [File] = []
        var digester = Digester()
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        for path in names.sorted(by: { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        where path.hasSuffix(".yaml")
            && !path.split(separator: "/").contains(where: { $0.hasPrefix(".") })
        {
            let data = try Data(contentsOf: directory.appendingPathComponent(path))
            files.append(File(path: path, text: String(decoding: data, as: UTF8.self)))
            for part in [Data(path.utf8), Data([0]), Data("\(data.count)".utf8), Data([0]), data] {
                part.withUnsafeBytes { digester.update($0) }
            }
        }
        self.files = files
        hash = digester.finish().description
    }

    /// Reads one file that must be there.
    mutating func take<Value>(
        _ path: String, _ read: (RuleNode, String) throws(RuleProblem) -> Value
    ) -> Value? {
        guard let file = files.first(where: { $0.path == path }) else {
            problems.append(
                RuleProblem(
                    file: "\(root)/\(path)", line: 1, column: 1, text: "the file is missing"))
            return nil
        }
        return value(of: file, read)
    }

    /// Reads every file of a folder, by name without `.yaml`.
    mutating func takeAll<Value>(
        _ folder: String, _ read: (RuleNode, String) throws(RuleProblem) -> Value
    ) -> [Value] {
        var values: [Value] = []
        for file in files where file.path.hasPrefix(folder + "/") {
            if let value = value(of: file, read) { values.append(value) }
        }
        return values
    }

    /// Notes what is wrong with a file beside others.
    mutating func object(to path: String, _ text: String) {
        problems.append(
            RuleProblem(file: "\(root)/\(path)", line: 1, column: 1, text: text))
    }

    /// Notes files that mean nothing.
    mutating func finish() {
        for file in files where !taken.contains(file.path) {
            problems.append(
                RuleProblem(
                    file: "\(root)/\(file.path)", line: 1, column: 1,
                    text: "no rule is read from this file; see Rules/README.md for the names"))
        }
    }

    private mutating func value<Value>(
        of file: File, _ read: (RuleNode, String) throws(RuleProblem) -> Value
    ) -> Value? {
        taken.insert(file.path)
        let name = String(file.path.dropLast(5).split(separator: "/").last ?? "")
        do throws(RuleProblem) {
            return try read(RuleNode.read(file.text, file: "\(root)/\(file.path)"), name)
        } catch {
            problems.append(error)
            return nil
        }
    }
}
