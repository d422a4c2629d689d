/// A gzip file (RFC 1952) of stored deflate blocks (RFC 1951 §3.2.4): valid for every reader, and
/// needs no compression library, which this pure module may not have.
struct GzipStream {
    private var checksum: UInt32 = 0xFFFF_FFFF
    private var length: UInt32 = 0
    private var started = false

    /// The file's next bytes for the next plain bytes.
    mutating func wrap(_ plain: [UInt8]) -> [UInt8] {
        var file = header()
        var at = 0
        while at < plain.count {
            let size = min(65_535, plain.count - at)
            file.append(0)
            appendLittleEndian(UInt32(size) | ~UInt32(size) << 16, to: &file)
            file.append(contentsOf: plain[at..<at + size])
            at += size
        }
        for byte in plain {
            checksum = Self.table[Int((checksum ^ UInt32(byte)) & 255)] ^ (checksum >> 8)
        }
        length &+= UInt32(truncatingIfNeeded: plain.count)
        return file
    }

    /// The last bytes: an empty final block, CRC-32 and length.
    mutating func finish() -> [UInt8] {
        var file = header()
        file.append(contentsOf: [1, 0, 0, 255, 255])
        appendLittleEndian(~checksum, to: &file)
        appendLittleEndian(length, to: &file)
        return file
    }

    private mutating func header() -> [UInt8] {
        guard !started else { return [] }
        started = true
        // No name, no time (the same bytes every day), unknown operating system.
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    }

    private func appendLittleEndian(_ value: UInt32, to file: inout [UInt8]) {
        for shift: UInt32 in [0, 8, 16, 24] {
            file.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        return value
    }
}
