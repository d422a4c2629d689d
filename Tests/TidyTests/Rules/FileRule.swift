import Testing

/// One house rule about single Swift files. `breaking` are files the rule must object to and `keeping` are
/// files it must leave alone, so that no rule can rot into one that never fails or always does.
struct FileRule: Sendable, CustomTestStringConvertible {
    var name: String
    var breaking: [Example]
    var keeping: [Example]
    var check: @Sendable (SourceFile) -> [Breach]

    var testDescription: String { name }

    struct Example: Sendable {
        var path: String
        var text: String

        init(_ text: String, in path: String = "Sources/Rating/Rating.swift") {
            self.path = path
            self.text = text
        }

        var file: SourceFile { SourceFile(path: path, text: text) }
    }

    static let all: [FileRule] =
        [floatingPoint, force, crash, openTask, fileLength, functionLength, names, moduleNames]
        + [clock, chance, foundation, arrows, access, sql, liveTests]
}

extension SourceFile {
    /// A breach at every word of code the closure objects to.
    func breaches(
        ofWords words: Set<String>, _ advice: (SwiftText.Token) -> String
    ) -> [Breach] {
        swift.tokens.filter { $0.kind == .word && words.contains($0.text) }
            .map { breach($0.line, advice($0)) }
    }

    /// Whether the words and symbols stand in a row from `index` on.
    func reads(_ code: [String], at index: Int) -> Bool {
        guard index >= 0, index + code.count <= swift.tokens.count else { return false }
        return code.indices.allSatisfy { swift.tokens[index + $0].is(code[$0]) }
    }
}
