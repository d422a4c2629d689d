import Testing

/// The reader under the rules: strings and comments must not look like code, and code in strings must.
@Suite struct SwiftTextTests {
    private func words(_ source: String) -> [String] {
        SwiftText(source).tokens.filter { $0.kind == .word }.map(\.text)
    }

    @Test func `strings and comments are no code`() {
        #expect(words(#"let a = "b \" c" // d"#) == ["let", "a"])
        #expect(words("let a = #\"b \" \\(c)\"# /* d /* e */ f */ + g") == ["let", "a", "g"])
        #expect(
            words("let a = \"\"\"\n  b \"c\" \"\"\\(d) {\n  \"\"\"; e") == ["let", "a", "d", "e"])
        #expect(words("let a = #/b{2}/#; c") == ["let", "a", "c"])
    }

    @Test func `code in interpolations is code`() {
        #expect(words(#"f("a \(b("c", (d))) e")"#) == ["f", "b", "d"])
        #expect(words(##"f(#"a \(b) \#(c)"#)"##) == ["f", "c"])
    }

    @Test func `raw identifiers are one word`() {
        #expect(words("func `a \"b\" { c`() {}") == ["func", "a \"b\" { c"])
    }

    @Test func `lines are counted through strings and comments`() throws {
        let text = SwiftText("/* a\nb */\nlet c = \"\"\"\nd\n\n\"\"\"\nlet e = 1 // f\n")
        let last = try #require(text.tokens.last)
        #expect(last.line == 7)
        #expect(text.comments.map(\.line) == [1, 2, 7])
    }

    @Test func `functions are measured from their first line to the closing brace`() {
        let text = SwiftText(
            """
            protocol P { func a(); var b: Int { get } }
            struct S {
                let c = 1
                func d(_ e: () -> Void = { }) -> Int {
                    if true { return "}".count }
                    return 2
                }
                var f: Int { 3 }
                init() {}
            }
            """)
        #expect(text.functions.map(\.name) == ["b", "d", "f", "init"])
        #expect(text.functions.map(\.length) == [1, 4, 1, 1])
    }

    @Test func `imports are read in every form`() {
        let text = SwiftText(
            "@testable import A\npackage import struct B.C\n@preconcurrency import D // import E\n")
        #expect(text.imports.map(\.module) == ["A", "B", "D"])
    }

    @Test func `an unfinished file does not stop the reader`() {
        for source in [
            "\"abc", "/* abc", "`abc", "\"\\(a", "#\"a", "#", "{", "\"\"\"\nabc", "\"\\",
        ] {
            #expect(SwiftText(source).functions.isEmpty)
        }
    }
}
