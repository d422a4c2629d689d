import Roaming

// What kind of file this is, by its first bytes and lines.
extension PageReader {
    /// Bytes looked at for a first line; objects one a line are shorter, or the file's first value
    /// is read like any other.
    private static let firstLineBytes = 256 << 10

    func begin() throws(SourceFault) {
        guard try window.peek() != nil else {
            return stop(.emptyFile, "The file is empty.")
        }
        try skipByteOrderMark()
        guard let byte = try skipSpace() else {
            return stop(.emptyFile, "The file holds nothing but white space.")
        }
        guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else {
            let offset = window.fileOffset(window.at)
            return stop(
                .notJSON,
                "The file is no JSON: byte \(offset) is \(Self.name(of: byte)), and JSON of OCPI "
                    + "starts with ‘{’ or ‘[’.")
        }
        place = .top
        if byte == UInt8(ascii: "{"), try hasObjectPerLine() { place = .line }
    }

    private func skipByteOrderMark() throws(SourceFault) {
        while window.end < 3, try window.fill() {}
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard window.end >= 3, mark.indices.allSatisfy({ window.bytes[$0] == mark[$0] }) else {
            return
        }
        window.at = 3
    }

    /// Whether the first line is an object, whole or broken, and the next that is not blank begins
    /// another. An envelope, or an object spread over lines, is neither.
    private func hasObjectPerLine() throws(SourceFault) -> Bool {
        window.mark = window.at
        defer { window.mark = nil }
        while window.lineFeed() == nil, window.end - window.at < Self.firstLineBytes,
            try window.fill()
        {}
        guard let feed = window.lineFeed(), !firstKeyIsOfEnvelope() else { return false }
        var last = feed
        while last > window.at, Self.isSpace(window.bytes[last]) { last -= 1 }
        let open = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: ":")]
        guard !open.contains(window.bytes[last]) else { return false }
        // Offsets from the mark stay right when the window moves.
        guard let mark = window.mark else { return false }
        var ahead = feed + 1 - mark
        while let start = window.mark, ahead < 2 * Self.firstLineBytes {
            if start + ahead < window.end {
                let byte = window.bytes[start + ahead]
                guard Self.isSpace(byte) else {
                    return byte == UInt8(ascii: "{")
                        && window.bytes[start + ahead - 1] == UInt8(ascii: "\n")
                }
                ahead += 1
            } else if try !window.fill() {
                return false
            }
        }
        return false
    }

    private func firstKeyIsOfEnvelope() -> Bool {
        var at = window.at + 1
        while at < window.end, Self.isSpace(window.bytes[at]) { at += 1 }
        let rest = UnsafeBufferPointer(start: window.bytes + at, count: min(window.end - at, 20))
        return Envelope.keys.contains { rest.starts(with: "\"\($0)\"".utf8) }
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// For people: `‘<’`, or `0x1F` for what does not print.
    static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte)
            ? "‘\(Unicode.Scalar(byte))’"
            : "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
