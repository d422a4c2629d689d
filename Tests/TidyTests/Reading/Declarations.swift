/// What the rules need to know about declarations, found by counting brackets. Strings and comments are
/// gone by then, so they cannot mislead.
extension SwiftText {
    struct Function: Equatable {
        var name: String
        var firstLine: Int
        var lastLine: Int
        var length: Int { lastLine - firstLine + 1 }
    }

    /// Functions, initialisers, subscripts and computed properties with a body.
    var functions: [Function] {
        tokens.indices.compactMap { index in
            guard let name = functionName(at: index), let open = body(of: index),
                let close = closing(of: open)
            else { return nil }
            return Function(
                name: name, firstLine: tokens[index].line, lastLine: tokens[close].line)
        }
    }

    struct TypeName: Equatable {
        var name: String
        var line: Int
    }

    /// Types declared here; extensions of other modules' types are not.
    var declaredTypes: [TypeName] {
        tokens.indices.compactMap { index in
            guard tokens[index].kind == .word, Self.typeKeywords.contains(tokens[index].text),
                index + 1 < tokens.count, tokens[index + 1].kind == .word,
                index == 0 || !(tokens[index - 1].is(".") || tokens[index - 1].is("import")),
                !Self.memberKeywords.contains(tokens[index + 1].text)
            else { return nil }
            return TypeName(name: tokens[index + 1].text, line: tokens[index + 1].line)
        }
    }

    struct Import: Equatable {
        var module: String
        var line: Int
    }

    /// `import X`, `package import struct X.Y`, `@testable import X`.
    var imports: [Import] {
        tokens.indices.compactMap { index in
            guard tokens[index].is("import"), index == 0 || !tokens[index - 1].is(".") else {
                return nil
            }
            var next = index + 1
            if next < tokens.count, Self.importKinds.contains(tokens[next].text) { next += 1 }
            guard next < tokens.count, tokens[next].kind == .word,
                tokens[next].line == tokens[index].line
            else { return nil }
            return Import(module: tokens[next].text, line: tokens[index].line)
        }
    }

    /// The token that closes the bracket at `open`.
    func closing(of open: Int) -> Int? {
        var depth = 0
        for index in open..<tokens.count where tokens[index].kind == .symbol {
            if "([{".contains(tokens[index].text) { depth += 1 }
            if ")]}".contains(tokens[index].text) { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private func functionName(at index: Int) -> String? {
        let token = tokens[index]
        guard token.kind == .word, index == 0 || !tokens[index - 1].is("."),
            index + 1 < tokens.count
        else { return nil }
        let next = tokens[index + 1]
        switch token.text {
        case "func", "var": return next.text
        case "init", "subscript": return "([<?".contains(next.text) ? token.text : nil
        case "deinit": return token.text
        default: return nil
        }
    }

    /// The opening brace of a declaration's body; nil for a requirement or a stored property.
    private func body(of declaration: Int) -> Int? {
        let isProperty = tokens[declaration].is("var")
        var index = declaration + 1
        while index < tokens.count {
            let token = tokens[index]
            if token.is("{") { return index }
            if token.is("}") || (index > declaration + 1 && endsSearch(token, isProperty)) {
                return nil
            }
            if isProperty, token.line > tokens[index - 1].line { return nil }
            if token.kind == .symbol, "([".contains(token.text) {
                guard let close = closing(of: index) else { return nil }
                index = close
            }
            index += 1
        }
        return nil
    }

    private func endsSearch(_ token: Token, _ isProperty: Bool) -> Bool {
        if isProperty, token.is("=") { return true }
        return token.kind == .word && Self.declarationKeywords.contains(token.text)
    }

    private static let typeKeywords: Set = [
        "struct", "enum", "class", "actor", "protocol", "typealias",
    ]
    private static let memberKeywords: Set = ["func", "var", "let", "subscript"]
    private static let importKinds: Set = [
        "struct", "enum", "class", "protocol", "typealias", "func", "var", "let",
    ]
    private static let declarationKeywords: Set = [
        "func", "var", "let", "init", "deinit", "subscript", "struct", "enum", "protocol",
        "extension", "case", "typealias", "associatedtype",
    ]
}
