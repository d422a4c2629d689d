import Foundation
import Roaming
import Sandbox
import Testing

/// A generated month in memory.
struct GeneratedMonth {
    var files: [String: [UInt8]] = [:]
    var truth: Truth

    init(
        seed: UInt64 = 7, month: String = "2026-10", sessions: Int,
        _ mishaps: MishapChoice = .standard
    ) throws {
        let order = SandboxOrder(
            seed: seed, month: try #require(Month(month)), sessions: sessions, mishaps: mishaps)
        var files: [String: [UInt8]] = [:]
        truth = Sandbox.generate(order) { path, bytes in files[path, default: []] += bytes }
        self.files = files
    }

    /// All objects of a folder, in the order of its files and of the objects in them.
    func objects(in folder: String) throws -> [[String: Any]] {
        var objects: [[String: Any]] = []
        for path in files.keys.sorted() where path.hasPrefix(folder + "/") {
            var bytes = files[path] ?? []
            if path.hasSuffix(".gz") { bytes = try Self.unpacked(bytes) }
            if path.contains(".ndjson") {
                for line in bytes.split(separator: 10) {
                    let value = try JSONSerialization.jsonObject(with: Data(line))
                    objects.append(try #require(value as? [String: Any]))
                }
                continue
            }
            let value = try JSONSerialization.jsonObject(with: Data(bytes))
            let list = (value as? [String: Any])?["data"] ?? value
            objects += try #require(list as? [[String: Any]])
        }
        return objects
    }

    /// Reads a gzip file of stored blocks, and checks its check sum bit by bit.
    static func unpacked(_ file: [UInt8]) throws -> [UInt8] {
        try #require(file.prefix(3) == [0x1F, 0x8B, 8])
        var (plain, at): ([UInt8], Int) = ([], 10)
        while true {
            let isLast = file[at] == 1
            let size = Int(file[at + 1]) + Int(file[at + 2]) * 256
            try #require(file[at + 3] == ~file[at + 1] && file[at + 4] == ~file[at + 2])
            plain += file[at + 5..<at + 5 + size]
            at += 5 + size
            if isLast { break }
        }
        var checksum: UInt32 = 0xFFFF_FFFF
        for byte in plain {
            checksum ^= UInt32(byte)
            for _ in 0..<8 {
                checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1
            }
        }
        let written = (0..<4).reduce(UInt32(0)) { $0 | UInt32(file[at + $1]) << UInt32($1 * 8) }
        #expect(written == ~checksum)
        #expect(file.count == at + 8)
        return plain
    }
}
