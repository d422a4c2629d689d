/// A file of separated values (RFC 4180) as lines of cells.
package struct CSVText {
    package enum Delimiter: String, Sendable, Hashable, CaseIterable {
        case comma = ","
        case semicolon = ";"
        case bar = "|"
        case tab

        var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .bar: UInt8(ascii: "|")
            case .tab: 9
            }
        }
    }

    /// What becomes of a file with a quote that never closes.
    enum OpenQuote {
        /// It cannot be read.
        case isFault
        /// The quote stands for itself, so that one bad line cannot swallow the rest.
        case isText
    }

    struct Line {
        /// From 1; of its first character.
        let number: Int
        /// As they stand, without their quotes.
        let cells: [String]

        var isEmpty: Bool { cells.allSatisfy { $0.trimmed.isEmpty } }
    }

    /// Why a file is no such text.
    enum Fault: Error {
        case notText(NotText)
        case quoteOpen(line: Int)
    }

    let lines: [Line]

    /// A byte order mark says more about the encoding than the map does.
    init(
        _ bytes: [UInt8], _ encoding: TextEncoding, _ delimiter: Delimiter,
        openQuote: OpenQuote = .isFault
    ) throws(Fault) {
        let text: [UInt8]
        do throws(NotText) { text = try encoding.utf8(of: bytes) } catch { throw .notText(error) }
        var scanner = Scanner(bytes: text, delimiter: delimiter.byte, openQuote: openQuote)
        lines = try scanner.lines()
    }
}

private struct Scanner {
    let bytes: [UInt8]
    let delimiter: UInt8
    let openQuote: CSVText.OpenQuote
    private var at = 0
    private var line = 1

    init(bytes: [UInt8], delimiter: UInt8, openQuote: CSVText.OpenQuote) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.openQuote = openQuote
    }

    mutating func lines() throws(CSVText.Fault) -> [CSVText.Line] {
        var lines: [CSVText.Line] = []
        while at < bytes.count {
            let number = line
            var cells = [try cell()]
            while at < bytes.count, bytes[at] == delimiter {
                at += 1
                cells.append(try cell())
            }
            skipLineEnd()
            lines.append(CSVText.Line(number: number, cells: cells))
        }
        return lines
    }

    private mutating func cell() throws(CSVText.Fault) -> String {
        var content: [UInt8] = []
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { content = try quoted() }
        // After a closing quote nothing should follow; what does belongs to the cell.
        while at < bytes.count, !endsCell(bytes[at]) {
            content.append(bytes[at])
            at += 1
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func quoted() throws(CSVText.Fault) -> [UInt8] {
        let (opened, start) = (line, at)
        var content: [UInt8] = []
        at += 1
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return content }
                at += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            content.append(byte)
        }
        guard openQuote == .isText else { throw .quoteOpen(line: opened) }
        (line, at) = (opened, start + 1)
        return [UInt8(ascii: "\"")]
    }

    private func endsCell(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private mutating func skipLineEnd() {
        guard at < bytes.count else { return }
        if bytes[at] == UInt8(ascii: "\r") { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { at += 1 }
        line += 1
    }
}
