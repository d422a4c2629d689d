/// Finds the byte that simdjson only says exists. Runs once a broken document, so it is plain.
enum TextFaults {
    static func invalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        invalidUTF8(orNilIn: bytes) ?? 0
    }

    /// Offset of the first byte that is no UTF-8 (RFC 3629), nil when all of it is.
    static func invalidUTF8(orNilIn bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var at = 0
        while at < bytes.count {
            let length = sequenceLength(bytes, at)
            guard length > 0 else { return at }
            at += length
        }
        return nil
    }

    /// Offset and words of the first control character in a string, or of the string that never
    /// ends.
    static func badString(_ bytes: UnsafeBufferPointer<UInt8>) -> (Int, String) {
        var at = 0
        var opened: Int?
        while at < bytes.count {
            switch (bytes[at], opened) {
            case (0x22, nil): opened = at
            case (0x22, _): opened = nil
            case (0x5C, .some): at += 1
            case (0..<0x20, .some):
                return (at, "a string holds a control character that must be escaped")
            default: break
            }
            at += 1
        }
        return (opened ?? bytes.count, "a string begins that never ends")
    }

    private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        func follows(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            at + offset < bytes.count && range.contains(bytes[at + offset])
        }
        switch bytes[at] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }
}
