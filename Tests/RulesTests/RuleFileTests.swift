import Foundation
import TestSupport
import Testing

@testable import clearing

/// Every file under Rules/, found by listing.
@Suite struct RuleFileTests {
    private static let paths = (try? filesBelow(Checkout.rules).map(\.path)) ?? []
    private static let files = paths.filter { $0.hasSuffix(".yaml") }

    @Test func `the folder holds rules and its README, nothing else`() {
        #expect(Self.files.count > 10, "the tree was not found")
        #expect(Self.paths.filter { !$0.hasSuffix(".yaml") } == ["README.md"])
    }

    @Test(arguments: files)
    func `every rule file is read, strictly, and its cases hold`(_ path: String) throws {
        let reading = try Rules.read(Checkout.rules)
        #expect(reading.files.contains(path))
        #expect(reading.problems.filter { $0.file.hasSuffix("/\(path)") } == [])
        #expect(reading.rules?.hash.count == 64)
    }

    @Test(arguments: files)
    func `a file with entries has cases, and each entry says where it is written down`(
        _ path: String
    ) throws {
        let text = try String(
            contentsOf: Checkout.rules.appendingPathComponent(path), encoding: .utf8)
        guard text.contains("\nentries:") else { return }
        #expect(Expectation.all(in: text).count > 0)
        let count = { (word: String) in text.components(separatedBy: word).count - 1 }
        #expect(count("from:") == count("source:"))
    }

    /// A case that no longer holds must be noticed; so each is made wrong, alone.
    @Test(arguments: Expectation.all(of: files))
    func `a worked case that does not hold is a problem at its place`(
        _ expectation: Expectation
    ) throws {
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "Rules")
        try folder.write(expectation.spoiledText, to: "Rules/\(expectation.path)")
        let problems = try Rules.read(folder.url("Rules")).problems
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.file == folder.path("Rules/\(expectation.path)"))
        #expect(problem.line == expectation.caseLine)
        #expect(problem.text.contains("case \"\(expectation.why)\""))
    }
}

/// One expected value of a worked case in a rule file, found in the text without our own reader.
struct Expectation: Sendable, CustomTestStringConvertible {
    let path: String
    let why: String
    /// Line on which the case begins, from 1.
    let caseLine: Int
    /// The file with this one value changed.
    let spoiledText: String

    var testDescription: String { "\(path):\(caseLine) \(why)" }

    static func all(of paths: [String]) -> [Expectation] {
        paths.flatMap { path -> [Expectation] in
            let file = Checkout.rules.appendingPathComponent(path)
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
            return all(in: text, of: path)
        }
    }

    static func all(in text: String, of path: String = "") -> [Expectation] {
        var lines = text.components(separatedBy: "\n")
        var found: [Expectation] = []
        var (why, caseLine) = ("", 0)
        for index in lines.indices {
            let line = lines[index]
            if let range = line.range(of: "why: \"") {
                why = String(line[range.upperBound...].prefix { $0 != "\"" })
                caseLine = index + 1
            }
            guard let expect = line.range(of: "expect:"),
                let quote = line[expect.upperBound...].firstIndex(of: "\"")
            else { continue }
            let value = line.index(after: quote)
            lines[index] = line[..<value] + "7" + line[value...]
            found.append(
                Expectation(
                    path: path, why: why, caseLine: caseLine,
                    spoiledText: lines.joined(separator: "\n")))
            lines[index] = line
        }
        return found
    }
}
