import CZlib

/// Why packed bytes do not come out whole.
package enum GunzipFault: Error, Sendable, Hashable {
    /// No gzip, damaged, or it ends in the middle.
    case corrupt
    /// More came out than was allowed.
    case tooLong
}

/// Unpacks gzip that is at hand (RFC 1952), never into more than so many bytes: a kilobyte can hold a
/// gigabyte of nothing.
/// - Parameter most: how many bytes may come out.
package func gunzip(_ packed: [UInt8], most: Int) throws(GunzipFault) -> [UInt8] {
    guard packed.count <= Int(UInt32.max), most < Int(UInt32.max) else { throw .tooLong }
    var stream = z_stream()
    // 15 bits of window; 16 more says gzip.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { throw .corrupt }
    defer { inflateEnd(&stream) }
    var input = packed
    // One more than may come, so that too much is seen.
    var out = [UInt8](repeating: 0, count: min(most + 1, max(packed.count, 1) * maximumRatio))
    let verdict = input.withUnsafeMutableBufferPointer { source in
        out.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            return inflate(&stream, Z_FINISH)
        }
    }
    let count = out.count - Int(stream.avail_out)
    guard count <= most else { throw .tooLong }
    guard verdict == Z_STREAM_END, stream.avail_in == 0 else { throw .corrupt }
    return Array(out[..<count])
}

/// Deflate packs at most so many bytes into one (zlib's own figure is 1032).
private let maximumRatio = 1040
