/// The targets written in Package.swift, read from its text. One that lives in Tests without being a test
/// target (`path: "Tests/…"`) is support for tests, no module of the product, and left out.
struct Manifest {
    struct Target: Equatable {
        enum Kind: String { case target, executableTarget, systemLibrary, testTarget, plugin }
        var kind: Kind
        var name: String
        var dependencies: [String]
        var line: Int
    }

    private(set) var targets: [Target] = []

    init(_ text: String) {
        let swift = SwiftText(text)
        var end = 0  // of the target being read; `.target(name:)` inside one is a dependency
        for index in swift.tokens.indices where index >= end {
            guard let kind = Target.Kind(rawValue: swift.tokens[index].text), index > 0,
                swift.tokens[index - 1].is("."), index + 1 < swift.tokens.count,
                swift.tokens[index + 1].is("("), let close = swift.closing(of: index + 1)
            else { continue }
            let call = Array(swift.tokens[(index + 2)..<close])
            guard let name = Self.values(of: "name", in: call).first else { continue }
            end = close
            let path = Self.values(of: "path", in: call).first ?? ""
            if kind != .testTarget, path.hasPrefix("Tests/") { continue }
            targets.append(
                Target(
                    kind: kind, name: name, dependencies: Self.dependencies(in: call),
                    line: swift.tokens[index].line))
        }
    }

    private static func values(of label: String, in call: [SwiftText.Token]) -> [String] {
        call.indices.compactMap { index in
            guard call[index].is(label), index + 2 < call.count, call[index + 1].is(":"),
                call[index + 2].kind == .literal
            else { return nil }
            return call[index + 2].text
        }
    }

    /// The strings in `dependencies: […]`; of `.product(name: "A", package: "b")` only the name.
    private static func dependencies(in call: [SwiftText.Token]) -> [String] {
        guard let start = call.firstIndex(where: { $0.is("dependencies") }) else { return [] }
        var depth = 0
        var names: [String] = []
        for index in (start + 1)..<call.count {
            if call[index].is("[") || call[index].is("(") { depth += 1 }
            if call[index].is("]") || call[index].is(")") { depth -= 1 }
            if depth == 0, call[index].is("]") { break }
            guard call[index].kind == .literal else { continue }
            let isLabelled = call[index - 1].is(":")
            if !isLabelled || call[index - 2].is("name") { names.append(call[index].text) }
        }
        return names
    }
}

/// The module table of README: the names in backticks in the first cell of every row of the table whose
/// first column is headed "Module". Nil when there is no such table.
func moduleTable(in readme: String) -> [String]? {
    var names: [String]?
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        guard line.hasPrefix("|"), let first = cells.first else {
            if names != nil { return names }
            continue
        }
        if names == nil {
            let heading = first.filter(\.isLetter).lowercased()
            if heading == "module" || heading == "modules" { names = [] }
        } else {
            let parts = first.split(separator: "`", omittingEmptySubsequences: false)
            names?.append(
                contentsOf: parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) })
        }
    }
    return names
}
