import CSimdJSON
import Glibc
import Roaming

/// Reads one JSON document after another, value by value, without building a tree.
///
/// `load` copies the document behind its own padding and has simdjson index it; the decoders then
/// pull fields in the order they come. Everything is checked on the way (RFC 8259, depth, duplicate
/// names), also in values that are skipped: a document that is read to its end is well-formed.
/// The position is always known, so every `Reject` and `Finding` carries its JSON Pointer.
///
/// It owns C memory and is reused from document to document, so it is not copyable. One a thread.
package struct JSONReader: ~Copyable {
    /// The document, `count` bytes and `CSIMDJSON_PADDING` zeros.
    var bytes: UnsafeMutablePointer<UInt8>
    var count = 0
    private var capacity: Int
    private let indexer: OpaquePointer
    /// Offsets of structural characters and of starts of scalars; `indexes[total] == count`.
    var indexes: UnsafePointer<UInt32>
    var total = 0
    /// The structural that comes next.
    var at = 0
    /// The document has a backslash somewhere, so strings must be looked at for escapes.
    var hasEscapes = false

    /// Open containers; `frames[0]` is unused, `frames[depth]` the innermost.
    var frames: UnsafeMutablePointer<JSONFrame>
    var depth = 0
    let depthMax: Int
    /// Names seen in the open objects, innermost last.
    var seen: UnsafeMutablePointer<JSONSeenName>
    var seenCount = 0
    private var seenCapacity = 256
    /// Where an escaped name or string is unescaped to.
    var scratch: [UInt8] = []
    /// The last escaped name, unescaped.
    var nameBytes: UnsafeMutablePointer<UInt8>
    var nameCapacity = 256
    var notes = Notes()
    /// The last repeated text of this document (a tariff id per period), not made twice.
    var repeated: (start: Int, count: Int, text: String) = (0, 0, "")
    /// What repeats from document to document, not worked out twice.
    var recent = RecentValues()
    /// Tries documents first.
    var plain: PlainReader

    package init(limits: Limits = Limits()) {
        guard let indexer = csimdjson_create() else {
            preconditionFailure("no memory for an empty indexer")
        }
        self.indexer = indexer
        depthMax = limits.depth
        capacity = 1 << 16
        bytes = .allocate(capacity: capacity + Int(CSIMDJSON_PADDING))
        plain = PlainReader(at: UnsafePointer(bytes))
        frames = .allocate(capacity: limits.depth + 2)
        seen = .allocate(capacity: seenCapacity)
        frames.initialize(repeating: JSONFrame(), count: limits.depth + 2)
        nameBytes = .allocate(capacity: nameCapacity + 8)
        indexes = UnsafePointer(UnsafeMutablePointer<UInt32>.allocate(capacity: 1))
        unusedIndexes = indexes
    }

    private let unusedIndexes: UnsafePointer<UInt32>

    deinit {
        csimdjson_destroy(indexer)
        bytes.deallocate()
        frames.deallocate()
        seen.deallocate()
        nameBytes.deallocate()
        unusedIndexes.deallocate()
    }

    /// Takes a new document; whatever was read of the last one is forgotten.
    /// - Throws: `INVALID_UTF8`, `MALFORMED_JSON` when the bytes cannot be a JSON document.
    mutating func load(_ document: UnsafeRawBufferPointer) throws(Reject) {
        if document.count > capacity {
            bytes.deallocate()
            capacity = document.count + document.count / 2
            bytes = .allocate(capacity: capacity + Int(CSIMDJSON_PADDING))
        }
        count = document.count
        if let base = document.baseAddress { memcpy(bytes, base, count) }
        memset(bytes + count, 0, Int(CSIMDJSON_PADDING))
        (at, total, depth) = (0, 0, 0)
        seenCount = 0
        notes.clear()
        repeated = (0, 0, "")
        var found: UnsafePointer<UInt32>?
        let verdict = csimdjson_index(indexer, bytes, count, &found, &total)
        guard verdict == CSIMDJSON_FINE, let found else { throw fault(verdict) }
        indexes = found
        hasEscapes = memchr(bytes, 0x5C, count) != nil
    }

    @inline(__always)
    mutating func see(_ name: JSONSeenName) {
        if seenCount == seenCapacity { growSeen() }
        (seen + seenCount).initialize(to: name)
        seenCount += 1
    }

    private mutating func growSeen() {
        let larger = UnsafeMutablePointer<JSONSeenName>.allocate(capacity: seenCapacity * 2)
        larger.initialize(from: seen, count: seenCount)
        seen.deallocate()
        seen = larger
        seenCapacity *= 2
    }

    /// Checks that nothing follows the document's one value.
    mutating func finish() throws(Reject) {
        guard at == total else {
            throw malformed("there is more after the end of the object")
        }
    }

    /// The byte at the structural that comes next; 0 at the end of the document.
    var byte: UInt8 {
        @inline(__always) get { bytes[Int(indexes[at])] }
    }

    /// Offset of the value that comes next.
    var offset: Int { at <= total ? Int(indexes[at]) : count }

    private func fault(_ verdict: csimdjson_verdict) -> Reject {
        let document = UnsafeBufferPointer(start: UnsafePointer(bytes), count: count)
        switch verdict {
        case CSIMDJSON_EMPTY:
            return Reject(.malformedJSON, "There is no JSON value here, only white space.", byte: 0)
        case CSIMDJSON_NO_MEMORY:
            return Reject(.objectTooLarge, "The object is larger than this machine can index.")
        case CSIMDJSON_UTF8_ERROR:
            let place = TextFaults.invalidUTF8(document)
            return Reject(
                .invalidUTF8, "Byte \(place) is not UTF-8, which JSON must be in.", byte: place)
        default:
            if let place = TextFaults.invalidUTF8(orNilIn: document) {
                return Reject(
                    .invalidUTF8, "Byte \(place) is not UTF-8, which JSON must be in.", byte: place)
            }
            let (place, words) = TextFaults.badString(document)
            return Reject(.malformedJSON, "At byte \(place) \(words).", byte: place)
        }
    }
}

/// One open object or array.
struct JSONFrame {
    enum State: UInt8 { case objectStart, object, arrayStart, array }
    var state = State.objectStart
    /// One bit a name seen, by hash: a clear bit proves a name new.
    var mask: UInt64 = 0
    /// First of this object's names in `JSONReader.seen`.
    var seenBase = 0
    /// Structural index of the current field's name.
    var name = 0
    /// Of the current element.
    var index = 0
}

/// A field name by position, with a hash that decides quickly.
struct JSONSeenName {
    let hash: UInt64
    /// Structural index of the name.
    let place: Int32
}
