import CZlib
import Glibc
import Hashing

/// Why no more bytes come out of a file.
enum SourceFault: Error {
    case unreadable(IntakeError)
    /// Words, and the offset in the file as it lies on disk.
    case corruptGzip(String, at: Int64)
    /// More came than `Limits.fileBytes`.
    case tooLong
}

/// The bytes of a file, unpacked when it is gzip (told by its first two bytes), and the SHA-256 of
/// the file as it lies on disk.
struct ByteSource: ~Copyable {
    private var file: OpenFile
    private let input: UnsafeMutableRawBufferPointer
    /// Not yet used part of `input`.
    private var rest: Range<Int> = 0..<0
    private var consumed: Int64 = 0
    private var kind = Kind.unknown
    /// On the heap: zlib remembers its address.
    private let stream: UnsafeMutablePointer<z_stream>
    /// Nil when nobody wants the file's digest.
    private var digester: Digester?
    /// Thrown once what was unpacked before it has been read.
    private var damage: SourceFault?

    private enum Kind { case unknown, plain, gzip, gzipEnded }

    init(path: String, digests: PageReader.Digests) throws(IntakeError) {
        digester = digests == .objectsAndFile ? Digester() : nil
        file = try OpenFile(path: path)
        input = .allocate(byteCount: 1 << 18, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
    }

    deinit {
        if kind == .gzip || kind == .gzipEnded { inflateEnd(stream) }
        stream.deallocate()
        input.deallocate()
    }

    /// Fills the front of `out`; 0 at the end of the file.
    mutating func read(into out: UnsafeMutableRawBufferPointer) throws(SourceFault) -> Int {
        if kind == .unknown { try recognise() }
        guard kind == .plain else { return try unpack(into: out) }
        if rest.isEmpty { return try readFile(into: out) }
        let count = min(rest.count, out.count)
        if let target = out.baseAddress, let source = input.baseAddress {
            memcpy(target, source + rest.lowerBound, count)
        }
        rest = rest.lowerBound + count..<rest.upperBound
        return count
    }

    /// SHA-256 of all that was read of the file as it lies on disk.
    mutating func fileDigest() -> Digest? { digester?.finish() }

    private mutating func recognise() throws(SourceFault) {
        kind = .plain
        guard try refill() else { return }
        // A pipe may hand over a single byte first.
        while rest.count < 2, case let more = try readFile(at: rest.upperBound), more > 0 {
            rest = rest.lowerBound..<rest.upperBound + more
        }
        guard rest.count >= 2, input[0] == 0x1F, input[1] == 0x8B else { return }
        let size = Int32(MemoryLayout<z_stream>.size)
        // 15 bits of window; 16 more says gzip.
        guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
            throw .corruptGzip("cannot be unpacked on this machine", at: 0)
        }
        kind = .gzip
    }

    private mutating func refill() throws(SourceFault) -> Bool {
        let count = try readFile(at: 0)
        rest = 0..<count
        return count > 0
    }

    private mutating func readFile(at place: Int) throws(SourceFault) -> Int {
        try readFile(into: UnsafeMutableRawBufferPointer(rebasing: input[place...]))
    }

    private mutating func readFile(
        into target: UnsafeMutableRawBufferPointer
    ) throws(SourceFault) -> Int {
        let count: Int
        do throws(IntakeError) { count = try file.read(into: target) } catch {
            throw .unreadable(error)
        }
        digester?.update(UnsafeRawBufferPointer(rebasing: target[..<count]))
        consumed += Int64(count)
        return count
    }

    private mutating func unpack(
        into out: UnsafeMutableRawBufferPointer
    ) throws(SourceFault) -> Int {
        while true {
            if let damage { throw damage }
            if rest.isEmpty, try !refill() {
                guard kind == .gzipEnded else {
                    throw .corruptGzip("ends in the middle", at: consumed)
                }
                return 0
            }
            if kind == .gzipEnded {
                guard try startNextMember() else { continue }
            }
            let count = try inflateOnce(into: out)
            if count > 0 { return count }
        }
    }

    /// Several gzip files one after the other are one (RFC 1952 §2.2); zeros may pad the end.
    private mutating func startNextMember() throws(SourceFault) -> Bool {
        while !rest.isEmpty, input[rest.lowerBound] == 0 {
            rest = rest.lowerBound + 1..<rest.upperBound
        }
        guard !rest.isEmpty else { return false }
        guard inflateReset(stream) == Z_OK else {
            throw .corruptGzip("cannot be unpacked on this machine", at: place)
        }
        kind = .gzip
        return true
    }

    private mutating func inflateOnce(
        into out: UnsafeMutableRawBufferPointer
    ) throws(SourceFault) -> Int {
        let source = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.next_in = source.map { $0 + rest.lowerBound }
        stream.pointee.avail_in = UInt32(rest.count)
        stream.pointee.next_out = out.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: out.count)
        let room = stream.pointee.avail_out
        let verdict = inflate(stream, Z_NO_FLUSH)
        rest = rest.upperBound - Int(stream.pointee.avail_in)..<rest.upperBound
        switch verdict {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: kind = .gzipEnded
        default: damage = .corruptGzip("is damaged", at: place)
        }
        return Int(room - stream.pointee.avail_out)
    }

    /// Offset in the file of the next unused byte.
    private var place: Int64 { consumed - Int64(rest.count) }
}
