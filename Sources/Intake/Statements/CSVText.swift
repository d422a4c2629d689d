/// A file of separated values (RFC 4180) as lines of cells.
struct CSVText {
    struct Line {
        /// From 1; of its first character.
        let number: Int
        /// As they stand, without their quotes.
        let cells: [String]

        var isEmpty: Bool { cells.allSatisfy { $0.trimmed.isEmpty } }
    }

    /// Why a file is no such text.
    enum Fault: Error {
        case notText(StatementMap.Encoding, byte: Int)
        case quoteOpen(line: Int)
    }

    let lines: [Line]

    /// A byte order mark says more about the encoding than the map does.
    init(
        _ bytes: [UInt8], _ encoding: StatementMap.Encoding, delimiter: UInt8
    ) throws(Fault) {
        var scanner = Scanner(bytes: try Self.utf8(bytes, encoding), delimiter: delimiter)
        lines = try scanner.lines()
    }

    private static func utf8(
        _ bytes: [UInt8], _ encoding: StatementMap.Encoding
    ) throws(Fault) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return try checked(Array(bytes.dropFirst(3)), skipped: 3)
        }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return try utf16(bytes.dropFirst(2), isLittle: true)
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return try utf16(bytes.dropFirst(2), isLittle: false)
        }
        switch encoding {
        case .utf8: return try checked(bytes, skipped: 0)
        case .utf16: return try utf16(bytes[...], isLittle: true)
        case .windows1252:
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(windows1252(byte)) }
            return Array(String(text).utf8)
        }
    }

    private static func checked(_ bytes: [UInt8], skipped: Int) throws(Fault) -> [UInt8] {
        let wrong = bytes.withUnsafeBufferPointer { TextFaults.invalidUTF8(orNilIn: $0) }
        if let wrong { throw .notText(.utf8, byte: wrong + skipped) }
        if let zero = bytes.firstIndex(of: 0) { throw .notText(.utf8, byte: zero + skipped) }
        return bytes
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) throws(Fault) -> [UInt8] {
        let pairs = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
        let units = pairs.map { at in
            let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self),
            !units.contains(0)
        else { throw .notText(.utf16, byte: 0) }
        return Array(text.utf8)
    }

    /// The bytes 0x80 to 0x9F are letters and signs there; five of them are none.
    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let signs = Array(
            "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
        return signs[Int(byte) - 0x80]
    }
}

private struct Scanner {
    let bytes: [UInt8]
    let delimiter: UInt8
    private var at = 0
    private var line = 1

    init(bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
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
        let opened = line
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
        throw .quoteOpen(line: opened)
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
