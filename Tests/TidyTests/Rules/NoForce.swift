extension FileRule {
    static let force = FileRule(
        name: "nothing is forced: no !, try!, as!, implicitly unwrapped optionals",
        breaking: [
            Example("let a = try! read()"), Example("let b = c as! Day"), Example("let d = e!.f"),
            Example("let g = list[0]!"), Example("let h = find()!"), Example("var i: Int!"),
            Example("let j = \"\\(k!)\""), Example("#expect(l!)", in: "Tests/ATests/LTests.swift"),
        ],
        keeping: [
            Example("if !a, b != c, (!d) == e { }"), Example("let warning = \"stop!\" // really!"),
            Example("#if !os(Linux)\n#endif"), Example("let f = [!g, h!=i]"),
        ]
    ) { file in
        let tokens = file.swift.tokens
        return tokens.indices.compactMap { index in
            guard index > 0, tokens[index].is("!"), tokens[index].touches else { return nil }
            let before = tokens[index - 1]
            if before.is("try") || before.is("as") {
                let advice = "handle the error or the other type instead of \(before.text)!"
                return file.breach(before.line, advice + " (in tests: try, or try #require)")
            }
            let isUnequal =
                index + 1 < tokens.count && tokens[index + 1].is("=") && tokens[index + 1].touches
            guard !isUnequal, canBeForced(before) else { return nil }
            return file.breach(
                tokens[index].line,
                "\(before.text)! crashes on nil: use guard let, ?? or throw (in tests: try #require)"
            )
        }
    }

    private static func canBeForced(_ token: SwiftText.Token) -> Bool {
        token.kind == .word || token.kind == .literal
            || (token.kind == .symbol && ")]}?".contains(token.text))
    }

    static let crash = FileRule(
        name: "no fatalError; our own bugs are preconditions with a reason",
        breaking: [
            Example("fatalError(\"no\")"), Example("preconditionFailure()"),
            Example("precondition(count > 0)"), Example("assert(a(b, c) == d[1, 2])"),
            Example("exit(1)"), Example("abort()"),
        ],
        keeping: [
            Example("precondition(count > 0, \"a page has at least one object\")"),
            Example("preconditionFailure(\"the switch above covers every side\")"),
            Example("throw RatingError.fatalError"), Example("func exit(from gate: Int) {}"),
            Example("exit(75)", in: "Sources/clearing/Main.swift"),
        ]
    ) { file in
        file.swift.tokens.indices.compactMap { crashBreach(in: file, at: $0) }
    }

    private static func crashBreach(in file: SourceFile, at index: Int) -> Breach? {
        let tokens = file.swift.tokens
        let token = tokens[index]
        guard token.kind == .word, index + 1 < tokens.count, tokens[index + 1].is("("),
            index == 0 || !(tokens[index - 1].is(".") || tokens[index - 1].is("func"))
        else { return nil }
        switch token.text {
        case "fatalError":
            return file.breach(
                token.line, "fatalError: throw, or precondition(…, \"why this cannot be\")")
        case "preconditionFailure" where file.reads([")"], at: index + 2):
            return file.breach(token.line, "preconditionFailure: say why this cannot be")
        case "precondition", "assert":
            guard !hasSecondArgument(file.swift, open: index + 1) else { return nil }
            return file.breach(token.line, "\(token.text): add the reason as second argument")
        case "exit" where file.target != "clearing", "abort" where file.target != "clearing":
            return file.breach(token.line, "\(token.text): only clearing ends the process; throw")
        default:
            return nil
        }
    }

    private static func hasSecondArgument(_ swift: SwiftText, open: Int) -> Bool {
        guard let close = swift.closing(of: open) else { return true }
        var index = open + 1
        while index < close {
            if swift.tokens[index].is(",") { return true }
            let opensBracket =
                swift.tokens[index].kind == .symbol && "([{".contains(swift.tokens[index].text)
            index = (opensBracket ? swift.closing(of: index) ?? close : index) + 1
        }
        return false
    }
}
