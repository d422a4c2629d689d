/// A zip archive whose bytes follow from its entries alone: stored, not compressed (a library's
/// deflate may change from version to version), every time the same instant, entries as given.
/// Format: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
struct StoredZip {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var entries = 0

    /// 1980-01-01 00:00, the first moment that the format knows.
    private static let date: UInt16 = 1 << 5 | 1

    /// - Precondition: below 4 GiB in all and 65,535 entries, which evidence stays far away from.
    mutating func add(_ name: String, _ content: [UInt8], isExecutable: Bool) {
        let offset = bytes.count
        precondition(
            offset + content.count < Int(UInt32.max) && entries < 65_535, "a small archive")
        let name = Array(name.utf8)
        // version needed, flags (bit 11: names are UTF-8), method 0, time, date, CRC, sizes, lengths
        var shared: [UInt8] = []
        shared.append(little: UInt16(20))
        shared.append(little: UInt16(1 << 11))
        shared.append(little: UInt16(0))
        shared.append(little: UInt16(0))
        shared.append(little: Self.date)
        shared.append(little: CRC32.checksum(content))
        shared.append(little: UInt32(content.count))
        shared.append(little: UInt32(content.count))
        shared.append(little: UInt16(name.count))
        shared.append(little: UInt16(0))
        bytes.append(little: UInt32(0x0403_4B50))
        bytes += shared + name + content
        directory.append(little: UInt32(0x0201_4B50))
        directory.append(little: UInt16(3 << 8 | 20))  // made on Unix, so that the mode counts
        directory += shared
        for _ in 0..<3 { directory.append(little: UInt16(0)) }  // comment, disk, internal
        directory.append(little: UInt32(isExecutable ? 0o100755 : 0o100644) << 16)
        directory.append(little: UInt32(offset))
        directory += name
        entries += 1
    }

    /// The archive.
    consuming func finish() -> [UInt8] {
        let start = bytes.count
        bytes += directory
        bytes.append(little: UInt32(0x0605_4B50))
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(0))
        bytes.append(little: UInt16(entries))
        bytes.append(little: UInt16(entries))
        bytes.append(little: UInt32(directory.count))
        bytes.append(little: UInt32(start))
        bytes.append(little: UInt16(0))
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(little number: Number) {
        for place in 0..<Number.bitWidth / 8 {
            append(UInt8(truncatingIfNeeded: number >> Number(place * 8)))
        }
    }
}

/// CRC-32 of ISO 3309, as zip has it.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in
            sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
        }
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in
            table[Int((sum ^ UInt32(byte)) & 255)] ^ sum >> 8
        }
    }
}
