import Glibc

/// Sizes of the files in a finished zip, from its central directory (PKWARE APPNOTE 4.3.12).
///
/// libxlsxwriter ignores failed writes to its temporary files: on a full disk it zips half a sheet
/// and reports success (seen with 1.1.4). So each sheet is checked to be at least as long as the
/// rows that were spooled for it.
struct ZipDirectory {
    private(set) var sizes: [String: Int] = [:]

    /// Nil when the file cannot be read or is no complete zip.
    init?(path: String) {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        guard fseek(file, 0, SEEK_END) == 0 else { return nil }
        let size = ftell(file)
        // libxlsxwriter writes no comment: the end record is the last 22 bytes.
        guard size >= 22, let end = Self.read(file, at: size - 22, count: 22),
            end.number(0, 4) == 0x0605_4B50
        else { return nil }
        let count = end.number(10, 2)
        guard let entries = Self.read(file, at: end.number(16, 4), count: end.number(12, 4)) else {
            return nil
        }
        var at = 0
        for _ in 0..<count {
            guard at + 46 <= entries.count, entries.number(at, 4) == 0x0201_4B50 else { return nil }
            let name = entries.number(at + 28, 2)
            guard at + 46 + name <= entries.count else { return nil }
            let text = String(decoding: entries[(at + 46)..<(at + 46 + name)], as: UTF8.self)
            sizes[text] = entries.number(at + 24, 4)
            at += 46 + name + entries.number(at + 30, 2) + entries.number(at + 32, 2)
        }
    }

    private static func read(
        _ file: UnsafeMutablePointer<FILE>, at offset: Int, count: Int
    ) -> [UInt8]? {
        guard fseek(file, offset, SEEK_SET) == 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return fread(&bytes, 1, count, file) == count ? bytes : nil
    }
}

extension [UInt8] {
    /// A little-endian number of `size` bytes.
    fileprivate func number(_ at: Int, _ size: Int) -> Int {
        (0..<size).reduce(0) { $0 | Int(self[at + $1]) << (8 * $1) }
    }
}
