/// How the bytes of a file are letters.
package enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    /// Either byte order, by its byte order mark.
    case utf16 = "utf-16"
    /// Also reads ISO 8859-1.
    case windows1252 = "windows-1252"

    /// In UTF-8. A byte order mark says more than the encoding that was named.
    func utf8(of bytes: [UInt8]) throws(NotText) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return try Self.checked(Array(bytes.dropFirst(3)), skipped: 3)
        }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return try Self.utf16(bytes.dropFirst(2), isLittle: true)
        }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return try Self.utf16(bytes.dropFirst(2), isLittle: false)
        }
        switch self {
        case .utf8: return try Self.checked(bytes, skipped: 0)
        case .utf16: return try Self.utf16(bytes[...], isLittle: true)
        case .windows1252:
            if let zero = bytes.firstIndex(of: 0) {
                throw NotText(encoding: .windows1252, byte: zero)
            }
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(Self.windows1252(byte)) }
            return Array(String(text).utf8)
        }
    }

    private static func checked(_ bytes: [UInt8], skipped: Int) throws(NotText) -> [UInt8] {
        let wrong = bytes.withUnsafeBufferPointer { TextFaults.invalidUTF8(orNilIn: $0) }
        if let wrong { throw NotText(encoding: .utf8, byte: wrong + skipped) }
        if let zero = bytes.firstIndex(of: 0) {
            throw NotText(encoding: .utf8, byte: zero + skipped)
        }
        return bytes
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) throws(NotText) -> [UInt8]
    {
        let pairs = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2)
        let units = pairs.map { at in
            let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        guard bytes.count % 2 == 0, let text = String(validating: units, as: UTF16.self),
            !units.contains(0)
        else { throw NotText(encoding: .utf16, byte: 0) }
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

/// Bytes that are no text in an encoding.
struct NotText: Error {
    let encoding: TextEncoding
    /// Of the first that cannot be; 0 when it cannot be told.
    let byte: Int
}
