/// One Swift file of the package, named relative to its top.
struct SourceFile {
    var path: String
    var lineCount: Int
    var swift: SwiftText

    init(path: String, text: String) {
        self.path = path
        lineCount = text.utf8.count { $0 == UInt8(ascii: "\n") }
        swift = SwiftText(text)
    }

    /// `Rating` for `Sources/Rating/Tax.swift`, `RatingTests` for `Tests/RatingTests/TaxTests.swift`.
    var target: String { component(1) }

    var isSource: Bool { component(0) == "Sources" }

    /// The file's name without the folder and `.swift`.
    var name: String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.hasSuffix(".swift") ? last.dropLast(6) : last)
    }

    private func component(_ index: Int) -> String {
        let parts = path.split(separator: "/")
        return index < parts.count ? String(parts[index]) : ""
    }
}

/// A place where a house rule is broken, and what to do about it.
struct Breach: CustomStringConvertible, Equatable {
    var path: String
    var line: Int
    var advice: String

    var description: String { "\(path):\(line): \(advice)" }
}

extension SourceFile {
    func breach(_ line: Int, _ advice: String) -> Breach {
        Breach(path: path, line: line, advice: advice)
    }
}
