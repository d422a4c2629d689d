import CZlib
import Foundation

/// The files inside an XLSX, unpacked here so that the tests need no program besides themselves.
struct ZipArchive {
    let files: [String: String]

    enum Damaged: Error { case noDirectory, badEntry(String) }

    init(path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        func number(_ at: Int, _ size: Int) -> Int {
            (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
        }
        let ends = stride(from: bytes.count - 22, through: 0, by: -1)
        guard let end = ends.first(where: { number($0, 4) == 0x0605_4B50 }) else {
            throw Damaged.noDirectory
        }
        var files: [String: String] = [:]
        var at = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            let nameSize = number(at + 28, 2)
            let name = String(decoding: bytes[(at + 46)..<(at + 46 + nameSize)], as: UTF8.self)
            let local = number(at + 42, 4)
            let start = local + 30 + number(local + 26, 2) + number(local + 28, 2)
            let packed = Array(bytes[start..<(start + number(at + 20, 4))])
            let plain = try Self.inflated(packed, size: number(at + 24, 4), name: name)
            files[name] = String(decoding: plain, as: UTF8.self)
            at += 46 + nameSize + number(at + 30, 2) + number(at + 32, 2)
        }
        self.files = files
    }

    private static func inflated(_ packed: [UInt8], size: Int, name: String) throws -> [UInt8] {
        var packed = packed
        var plain = [UInt8](repeating: 0, count: max(size, 1))
        var stream = z_stream()
        let version = zlibVersion()
        guard inflateInit2_(&stream, -15, version, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            throw Damaged.badEntry(name)
        }
        defer { inflateEnd(&stream) }
        let result = packed.withUnsafeMutableBufferPointer { input in
            plain.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        guard result == Z_STREAM_END, stream.total_out == size else { throw Damaged.badEntry(name) }
        return Array(plain.prefix(size))
    }
}
