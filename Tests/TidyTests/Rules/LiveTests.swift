extension FileRule {
    static let liveTests = FileRule(
        name: "tests run and can fail",
        breaking: [
            Example("#expect(true)", in: "Tests/ATests/BTests.swift"),
            Example("@Test(.disabled(\"slow\")) func a() {}", in: "Tests/ATests/BTests.swift"),
            Example("withKnownIssue { a() }", in: "Tests/ATests/BTests.swift"),
            Example("import XCTest", in: "Tests/ATests/BTests.swift"),
        ],
        keeping: [
            Example("#expect(true == a)", in: "Tests/ATests/BTests.swift"),
            Example(
                "// .disabled\nlet disabled = \"withKnownIssue\"", in: "Tests/ATests/BTests.swift"),
            Example("let a = Button.disabled"),
        ]
    ) { file in
        guard !file.isSource else { return [] }
        return file.swift.tokens.indices.compactMap { index in
            let token = file.swift.tokens[index]
            if file.reads(["#", "expect", "(", "true", ")"], at: index) {
                return file.breach(token.line, "#expect(true) cannot fail: expect what should hold")
            }
            if file.reads([".", "disabled"], at: index) || token.is("withKnownIssue") {
                return file.breach(token.line, "a test that does not count: mend it or remove it")
            }
            if token.is("XCTest") {
                return file.breach(token.line, "the house tests with Swift Testing: import Testing")
            }
            return nil
        }
    }
}
