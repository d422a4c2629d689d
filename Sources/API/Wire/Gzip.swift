import CZlib

/// Packs what goes out (RFC 1952), in one piece or many. A class, because zlib's state is freed with it.
final class Gzip {
    private var stream = z_stream()

    init() {
        // 15 bits of window, and 16 more for a gzip header. Level 1: the fastest.
        let begun = deflateInit2_(
            &stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(begun == Z_OK, "zlib packs with these settings")
    }

    deinit { deflateEnd(&stream) }

    static func pack(_ bytes: [UInt8]) -> [UInt8] { Gzip().add(bytes, isLast: true) }

    /// - Returns: what can be sent on by now; may be empty unless it was the last.
    func add(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
        var input = bytes
        var out: [UInt8] = []
        input.withUnsafeMutableBufferPointer { buffer in
            stream.next_in = buffer.baseAddress
            stream.avail_in = UInt32(buffer.count)
            var piece = [UInt8](repeating: 0, count: 32_768)
            var isFull = true
            while isFull {
                let written = piece.withUnsafeMutableBufferPointer { room -> Int in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return room.count - Int(stream.avail_out)
                }
                out.append(contentsOf: piece[..<written])
                isFull = stream.avail_out == 0
            }
        }
        return out
    }
}
