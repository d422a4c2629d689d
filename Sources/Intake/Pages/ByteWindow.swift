import Glibc
import Hashing

/// The stretch of a file that is in memory: what is being looked at, and from `mark` on what must
/// not be let go yet.
struct ByteWindow: ~Copyable {
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The next byte.
    var at = 0
    /// Behind the last byte read.
    private(set) var end = 0
    /// First byte to keep; nil when nothing behind `at` matters.
    var mark: Int?
    private(set) var isEnded = false
    /// Offset in the (unpacked) file of the first byte in memory.
    private var origin: Int64 = 0
    /// Line feeds before `counted`.
    private var lineFeeds = 0
    private var counted = 0
    private var source: ByteSource
    private let pieceBytes: Int
    private let fileBytes: Int64

    init(
        path: String, fileBytes: Int64, digests: PageReader.Digests, pieceBytes: Int = 1 << 20
    ) throws(IntakeError) {
        self.fileBytes = fileBytes
        source = try ByteSource(path: path, digests: digests)
        self.pieceBytes = pieceBytes
        capacity = pieceBytes * 2
        bytes = .allocate(capacity: capacity)
    }

    deinit { bytes.deallocate() }

    /// The next byte, nil at the end of the file.
    @inline(__always)
    mutating func peek() throws(SourceFault) -> UInt8? {
        if at < end { return bytes[at] }
        return try fill() ? bytes[at] : nil
    }

    /// Skips white space; the byte behind it, nil at the end of the file. Gives up, with a space,
    /// further than `bytes` from a mark that is set.
    mutating func skipSpace(farFromMark far: Int) throws(SourceFault) -> UInt8? {
        repeat {
            let last = mark.map { min(end, $0 + far + 1) } ?? end
            while at < last {
                let byte = bytes[at]
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                    return byte
                }
                at += 1
            }
            if at < end { return bytes[at] }
        } while try fill()
        return nil
    }

    /// Reads on. `at` and `mark` move with their bytes. False at the end of the file.
    mutating func fill() throws(SourceFault) -> Bool {
        guard !isEnded else { return false }
        release(upTo: min(mark ?? at, at))
        if capacity - end < pieceBytes / 2 { grow() }
        let room = UnsafeMutableRawBufferPointer(start: bytes + end, count: capacity - end)
        let count = try source.read(into: room)
        end += count
        if count == 0 { isEnded = true }
        guard origin + Int64(end) <= fileBytes else { throw .tooLong }
        return count > 0
    }

    /// Offset in the file of a place in memory.
    func fileOffset(_ place: Int) -> Int64 { origin + Int64(place) }

    /// Line of a place in memory, counted from 1. Places must not go back.
    mutating func line(_ place: Int) -> Int {
        count(upTo: place)
        return lineFeeds + 1
    }

    mutating func fileDigest() -> Digest? { source.fileDigest() }

    /// A line feed from `at` on, among the bytes in memory.
    func lineFeed() -> Int? {
        guard at < end, let found = memchr(bytes + at, 0x0A, end - at) else { return nil }
        return UnsafeMutableRawPointer(bytes).distance(to: found)
    }

    private mutating func release(upTo place: Int) {
        guard place > 0 else { return }
        count(upTo: place)
        memmove(bytes, bytes + place, end - place)
        at -= place
        end -= place
        counted -= place
        if let mark { self.mark = mark - place }
        origin += Int64(place)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        memcpy(larger, bytes, end)
        bytes.deallocate()
        bytes = larger
        capacity *= 2
    }

    private mutating func count(upTo place: Int) {
        guard place > counted else { return }
        lineFeeds += Self.lineFeeds(bytes + counted, place - counted)
        counted = place
    }

    private static func lineFeeds(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let raw = UnsafeRawPointer(bytes)
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        var (feeds, at) = (0, 0)
        while at + 8 <= count {
            // A byte that is a line feed becomes zero, and the only one whose top bit survives.
            let word =
                raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
            feeds &+= (~((word & low &+ low) | word | low)).nonzeroBitCount
            at += 8
        }
        while at < count {
            if bytes[at] == 0x0A { feeds += 1 }
            at += 1
        }
        return feeds
    }
}
