extension FileRule {
    static let longestFile = 400
    static let longestFunction = 60

    static let fileLength = FileRule(
        name: "a file has at most \(longestFile) lines",
        breaking: [Example(String(repeating: "\n", count: longestFile + 1))],
        keeping: [Example(String(repeating: "\n", count: longestFile))]
    ) { file in
        guard file.lineCount > longestFile else { return [] }
        let advice = "\(file.lineCount) lines, at most \(longestFile): one file, one idea; split it"
        return [file.breach(longestFile + 1, advice)]
    }

    static let functionLength = FileRule(
        name: "a function has at most \(longestFunction) lines",
        breaking: [
            Example(function("func long()", lines: longestFunction + 1)),
            Example(function("init(from text: String = \"}\")", lines: longestFunction + 1)),
            Example(function("var long: [Int]", lines: longestFunction + 1)),
            Example("protocol P { func a()\n" + function("}\nfunc b()", lines: 62)),
        ],
        keeping: [
            Example(function("func just()", lines: longestFunction)),
            Example(
                "protocol P {\nfunc a()\nvar b: Int { get }\n}\n" + function("enum E", lines: 99)),
            Example("var a = 1\n" + function("enum E", lines: 99)),
            Example("func a() { print(\"{\") } // {\n" + function("enum E", lines: 99)),
        ]
    ) { file in
        file.swift.functions.filter { $0.length > longestFunction }.map { function in
            let advice = "\(function.name) has \(function.length) lines, at most \(longestFunction)"
            return file.breach(
                function.firstLine,
                advice + ": keep the decisions here and move the arithmetic to leaf functions")
        }
    }

    private static func function(_ head: String, lines: Int) -> String {
        head + " {" + String(repeating: "\n", count: lines - 1) + "}\n"
    }

    static let openTask = FileRule(
        name: "an open task names its issue",
        breaking: [
            Example("// TODO: later"), Example("let a = 1 // FIXME"), Example("/* XXX\n */"),
        ],
        keeping: [
            Example("// TODO #12: wait for the hub"), Example("let a = \"TODO\" // METHODOLOGY"),
        ]
    ) { file in
        let marks: Set = ["TODO", "FIXME", "XXX", "HACK"]
        return file.swift.comments.filter { comment in
            let words = comment.text.split { !($0.isLetter || $0.isNumber || $0 == "#") }
            let namesIssue = words.contains {
                $0.first == "#" && $0.dropFirst().allSatisfy(\.isNumber)
            }
            return words.contains { marks.contains(String($0)) } && !namesIssue
        }
        .map { file.breach($0.line, "name the issue (TODO #12: …), or do it now") }
    }
}
