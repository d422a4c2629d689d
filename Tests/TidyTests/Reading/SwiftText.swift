/// A Swift file taken apart far enough for the house rules: words, numbers, symbols, string literals and
/// comments, each with its line. Code inside string interpolations counts as code. Bare `/regex/` literals
/// are not understood; the house has none.
struct SwiftText {
    private(set) var tokens: [Token] = []
    private(set) var comments: [Comment] = []

    struct Token: Equatable {
        enum Kind { case word, number, symbol, literal }
        var kind: Kind
        /// For a literal: what stands between the quotes, with every interpolation shortened to `\()`.
        var text: String
        var line: Int
        /// No space between this token and the one before.
        var touches: Bool

        /// A word or symbol of code; a string literal with the same text is not.
        func `is`(_ code: String) -> Bool { kind != .literal && text == code }
    }

    struct Comment {
        var text: String
        var line: Int
    }

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var endOfLast = -1

    init(_ source: String) {
        bytes = Array(source.utf8)
        readCode(until: nil)
    }

    /// Reads to the end, or to the closing parenthesis of an interpolation.
    private mutating func readCode(until closing: UInt8?) {
        var depth = 0
        while at < bytes.count {
            let byte = bytes[at]
            if closing != nil, byte == closing, depth == 0 { return }
            if byte == Self.openParenthesis { depth += 1 }
            if byte == Self.closeParenthesis { depth -= 1 }
            readOne(byte)
        }
    }

    private mutating func readOne(_ byte: UInt8) {
        switch byte {
        case Self.newline:
            line += 1
            at += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            at += 1
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
            readLineComment()
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            readBlockComment()
        case UInt8(ascii: "\""):
            readLiteral(pounds: 0)
        case UInt8(ascii: "#"):
            readPound()
        case UInt8(ascii: "`"):
            readRawIdentifier()
        default:
            readWordNumberOrSymbol(byte)
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        at + distance < bytes.count ? bytes[at + distance] : nil
    }

    private mutating func add(_ kind: Token.Kind, _ text: String, line: Int, from start: Int) {
        tokens.append(Token(kind: kind, text: text, line: line, touches: start == endOfLast))
        endOfLast = at
    }

    private static let newline = UInt8(ascii: "\n")
    private static let openParenthesis = UInt8(ascii: "(")
    private static let closeParenthesis = UInt8(ascii: ")")
}

// MARK: - Words, numbers, symbols, comments

extension SwiftText {
    private mutating func readWordNumberOrSymbol(_ byte: UInt8) {
        let start = at
        if Self.startsWord(byte) {
            while let next = peek(0), Self.startsWord(next) || Self.isDigit(next) { at += 1 }
            add(.word, text(from: start), line: line, from: start)
        } else if Self.isDigit(byte) {
            readNumber()
        } else {
            at += 1
            add(.symbol, text(from: start), line: line, from: start)
        }
    }

    /// Digits with an optional fraction; after a dot (`pair.0.1`) there is no fraction.
    private mutating func readNumber() {
        let start = at
        let isMember = tokens.last?.is(".") == true && endOfLast == start
        while let next = peek(0) {
            let fraction =
                next == UInt8(ascii: ".") && !isMember && (peek(1).map(Self.isDigit) ?? false)
            guard fraction || Self.isDigit(next) || Self.startsWord(next) else { break }
            at += 1
        }
        add(.number, text(from: start), line: line, from: start)
    }

    private mutating func readLineComment() {
        let start = at
        while let next = peek(0), next != Self.newline { at += 1 }
        comments.append(Comment(text: text(from: start), line: line))
    }

    private mutating func readBlockComment() {
        var depth = 0
        var start = at
        repeat {
            if peek(0) == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                at += 2
            } else if peek(0) == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                at += 2
            } else {
                if peek(0) == Self.newline {
                    comments.append(Comment(text: text(from: start), line: line))
                    line += 1
                    start = at + 1
                }
                at += 1
            }
        } while depth > 0 && at < bytes.count
        comments.append(Comment(text: text(from: start), line: line))
    }

    private mutating func readRawIdentifier() {
        let start = at
        at += 1
        while let next = peek(0), next != UInt8(ascii: "`"), next != Self.newline { at += 1 }
        at += 1
        add(.word, text(from: start + 1, to: at - 1), line: line, from: start)
    }

    private func text(from start: Int) -> String { text(from: start, to: at) }

    private func text(from start: Int, to end: Int) -> String {
        String(decoding: bytes[start..<min(end, bytes.count)], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func startsWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }
}

// MARK: - String literals

extension SwiftText {
    /// `#"raw"#`, `#/regex/#`, or the `#` of a macro or condition.
    private mutating func readPound() {
        var pounds = 1
        while peek(pounds) == UInt8(ascii: "#") { pounds += 1 }
        if peek(pounds) == UInt8(ascii: "\"") {
            readLiteral(pounds: pounds)
        } else if peek(pounds) == UInt8(ascii: "/") {
            readRegex(pounds: pounds)
        } else {
            at += 1
            add(.symbol, "#", line: line, from: at - 1)
        }
    }

    private mutating func readRegex(pounds: Int) {
        let start = at
        at += pounds + 1
        while at < bytes.count, !isClosing(UInt8(ascii: "/"), count: 1, pounds: pounds) {
            if bytes[at] == Self.newline { line += 1 }
            at += 1
        }
        at += 1 + pounds
        add(.literal, text(from: start), line: line, from: start)
    }

    private mutating func readLiteral(pounds: Int) {
        let start = at
        let startLine = line
        at += pounds
        let quote = UInt8(ascii: "\"")
        let quotes = peek(1) == quote && peek(2) == quote ? 3 : 1
        at += quotes
        var content: [UInt8] = []
        while at < bytes.count, !isClosing(quote, count: quotes, pounds: pounds) {
            if bytes[at] == UInt8(ascii: "\\"), followsPounds(pounds) {
                readEscape(pounds: pounds, into: &content)
                continue
            }
            if bytes[at] == Self.newline {
                line += 1
                if quotes == 1 { break }
            }
            content.append(bytes[at])
            at += 1
        }
        at += quotes + pounds
        add(.literal, String(decoding: content, as: UTF8.self), line: startLine, from: start)
    }

    private func isClosing(_ byte: UInt8, count: Int, pounds: Int) -> Bool {
        for offset in 0..<count where peek(offset) != byte { return false }
        for offset in 0..<pounds where peek(count + offset) != UInt8(ascii: "#") { return false }
        return true
    }

    private func followsPounds(_ pounds: Int) -> Bool {
        for offset in 0..<pounds where peek(1 + offset) != UInt8(ascii: "#") { return false }
        return true
    }

    private mutating func readEscape(pounds: Int, into content: inout [UInt8]) {
        at += 1 + pounds
        guard peek(0) == Self.openParenthesis else {
            content.append(contentsOf: [UInt8(ascii: "\\"), peek(0) ?? Self.newline])
            if peek(0) == Self.newline { line += 1 }
            at += 1
            return
        }
        content.append(contentsOf: Array(#"\()"#.utf8))
        at += 1
        add(.symbol, "(", line: line, from: at - 1)
        readCode(until: Self.closeParenthesis)
        at += 1
        add(.symbol, ")", line: line, from: at - 1)
    }
}
