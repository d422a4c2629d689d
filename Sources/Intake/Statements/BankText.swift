import Roaming

/// How the bytes of a bank's file are letters.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    /// With a byte order mark.
    case utf16 = "utf-16"
    /// Also reads ISO 8859-1.
    case windows1252 = "windows-1252"

    /// Without a byte order mark; a UTF-16 mark wins over what is said.
    func text(of bytes: [UInt8]) throws(Reject) -> String {
        if bytes.starts(with: [0xFE, 0xFF]) { return try wide(bytes, bigEndian: true) }
        if bytes.starts(with: [0xFF, 0xFE]) { return try wide(bytes, bigEndian: false) }
        switch self {
        case .utf16: return try wide([0, 0] + bytes, bigEndian: false)
        case .windows1252 where !bytes.starts(with: [0xEF, 0xBB, 0xBF]):
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(Self.scalar(ofWindows: byte)) }
            return String(text)
        case .utf8, .windows1252:
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            guard let text = String(validating: bytes[start...], as: UTF8.self) else {
                throw Reject(
                    .invalidUTF8,
                    "the file is not UTF-8; say its encoding, or export it as UTF-8")
            }
            return text
        }
    }

    /// - Parameter bytes: with two bytes of mark.
    private func wide(_ bytes: [UInt8], bigEndian: Bool) throws(Reject) -> String {
        var units: [UInt16] = []
        for at in stride(from: 2, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
            units.append(bigEndian ? first << 8 | second : second << 8 | first)
        }
        guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self) else {
            throw Reject(.invalidUTF8, "the file is not UTF-16; say its encoding")
        }
        return text
    }

    /// The 27 places where Windows-1252 differs from ISO 8859-1; the five unused ones stay.
    private static func scalar(ofWindows byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let upper: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
            0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
            0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
        ]
        return Unicode.Scalar(upper[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }
}

enum BankText {
    /// Without blanks, tabs, line ends and no-break spaces at both ends.
    static func trimmed(_ text: some StringProtocol) -> String {
        func isBlank(_ character: Character) -> Bool {
            character.isWhitespace || character == "\u{FEFF}"
        }
        guard let first = text.firstIndex(where: { !isBlank($0) }),
            let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }
}
