/// The records of a CSV file (RFC 4180), one at a time. Lines end in LF, CR LF or CR; quotes may hold
/// separators and line ends. A quote that never closes ends with its line, so that one bad line
/// cannot swallow the rest.
struct CSVLines {
    struct Record {
        /// Of its first character in the file, from 1.
        let line: Int
        /// Without surrounding blanks.
        let fields: [String]

        /// Nothing in it.
        var isBlank: Bool { fields.allSatisfy(\.isEmpty) }
    }

    private let text: [Unicode.Scalar]
    private let separator: Unicode.Scalar
    private var at = 0
    private var line = 1

    init(_ text: String, separator: Character) {
        self.text = Array(text.unicodeScalars)
        self.separator = separator.unicodeScalars.first ?? ","
    }

    /// Nil at the end of the file.
    mutating func next() -> Record? {
        guard at < text.count else { return nil }
        let start = line
        var fields: [String] = []
        var field = String.UnicodeScalarView()
        while at < text.count {
            let scalar = text[at]
            if scalar == separator {
                fields.append(BankText.trimmed(String(field)))
                field = .init()
            } else if scalar == "\n" || scalar == "\r" {
                if scalar == "\r", at + 1 < text.count, text[at + 1] == "\n" { at += 1 }
                at += 1
                line += 1
                break
            } else if scalar == "\"", field.allSatisfy({ $0 == " " }), let end = closing(after: at)
            {
                field.append(contentsOf: quoted(at + 1..<end))
                at = end
            } else {
                field.append(scalar)
            }
            at += 1
        }
        fields.append(BankText.trimmed(String(field)))
        return Record(line: start, fields: fields)
    }

    /// Place of the quote that closes the one at `open`: followed by a separator or an end of line.
    private func closing(after open: Int) -> Int? {
        var place = open + 1
        var lines = 0
        while place < text.count, lines < 20 {
            if text[place] == "\n" { lines += 1 }
            if text[place] == "\"" {
                guard place + 1 < text.count, text[place + 1] == "\"" else { return place }
                place += 1
            }
            place += 1
        }
        return nil
    }

    private mutating func quoted(_ range: Range<Int>) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        var place = range.lowerBound
        while place < range.upperBound {
            if text[place] == "\n" { line += 1 }
            if text[place] == "\"" { place += 1 }
            scalars.append(text[place])
            place += 1
        }
        return scalars
    }
}
