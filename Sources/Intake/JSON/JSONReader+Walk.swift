import Glibc
import Roaming

// Objects, arrays and values nobody asked for.
extension JSONReader {
    /// Steps into the object that comes next.
    /// - Throws: `WRONG_TYPE` when it is something else, `TOO_DEEP`.
    @inline(__always)
    mutating func enterObject() throws(Reject) {
        guard byte == UInt8(ascii: "{") else { throw wrongType("an object") }
        try enter(.objectStart)
    }

    /// Steps into the array that comes next.
    @inline(__always)
    mutating func enterArray() throws(Reject) {
        guard byte == UInt8(ascii: "[") else { throw wrongType("a list") }
        try enter(.arrayStart)
    }

    /// The next field's name, with the reader standing at its value; nil at the object's end, with
    /// the reader behind it.
    /// - Throws: `MALFORMED_JSON`, `DUPLICATE_KEY`.
    @inline(__always)
    mutating func nextKey() throws(Reject) -> JSONKey? {
        if byte == UInt8(ascii: "}") {
            leave()
            return nil
        }
        if frames[depth].state == .objectStart {
            frames[depth].state = .object
        } else {
            guard byte == UInt8(ascii: ",") else { throw malformed("expected ‘,’ or ‘}’") }
            at += 1
        }
        guard byte == UInt8(ascii: "\"") else { throw malformed("expected the name of a field") }
        let (start, count) = try stringBounds()
        let key = try name(start, count)
        frames[depth].name = at
        guard bytes[Int(indexes[at + 1])] == UInt8(ascii: ":") else {
            at += 1
            throw malformed("expected ‘:’ after the name of a field")
        }
        try remember(key)
        at += 2
        return key
    }

    /// Whether there is a next element, with the reader standing at it; false at the array's end,
    /// with the reader behind it.
    @inline(__always)
    mutating func nextElement() throws(Reject) -> Bool {
        if byte == UInt8(ascii: "]") {
            leave()
            return false
        }
        if frames[depth].state == .arrayStart {
            frames[depth].state = .array
            frames[depth].index = 0
        } else {
            guard byte == UInt8(ascii: ",") else { throw malformed("expected ‘,’ or ‘]’") }
            at += 1
            frames[depth].index += 1
        }
        return true
    }

    /// Skips the value that comes next, checking it all the same.
    mutating func skip() throws(Reject) {
        let floor = depth
        repeat {
            switch byte {
            case UInt8(ascii: "{"): try enter(.objectStart)
            case UInt8(ascii: "["): try enter(.arrayStart)
            case UInt8(ascii: "\""): try skipString()
            default: try skipScalar()
            }
            while depth > floor, try !advance() {}
        } while depth > floor
    }

    /// Whether the value that comes next is `null`, which is then behind the reader.
    @inline(__always)
    mutating func takeNull() throws(Reject) -> Bool {
        guard byte == UInt8(ascii: "n") else { return false }
        try skipScalar()
        return true
    }

    /// Reads a list whose elements `element` reads one by one.
    @inline(__always)
    mutating func list(
        _ element: (inout JSONReader) throws(Reject) -> Void
    ) throws(Reject) {
        try enterArray()
        while try nextElement() { try element(&self) }
    }

    /// Where the reader stands, to come back to.
    func mark() -> JSONMark { JSONMark(at: at, depth: depth, seen: seenCount) }

    /// Goes back to a mark within the same containers, or in one that encloses them.
    mutating func rewind(to mark: JSONMark) {
        at = mark.at
        depth = mark.depth
        seenCount = mark.seen
    }

    /// Moves to the next value of the innermost container; false when that ended.
    private mutating func advance() throws(Reject) -> Bool {
        switch frames[depth].state {
        case .objectStart, .object: try nextKey() != nil
        case .arrayStart, .array: try nextElement()
        }
    }

    @inline(__always)
    private mutating func enter(_ state: JSONFrame.State) throws(Reject) {
        guard depth < depthMax else {
            throw reject(.tooDeep, "brackets are nested deeper than \(depthMax)")
        }
        depth += 1
        frames[depth].state = state
        frames[depth].mask = 0
        frames[depth].seenBase = seenCount
        frames[depth].name = -1
        frames[depth].index = -1
        at += 1
    }

    @inline(__always)
    private mutating func leave() {
        seenCount = frames[depth].seenBase
        depth -= 1
        at += 1
    }
}

/// A place in a document.
struct JSONMark {
    let at: Int
    let depth: Int
    let seen: Int
}

// Names: unescaped when they must be, and never twice in one object.
extension JSONReader {
    @inline(__always)
    private mutating func name(_ start: Int, _ count: Int) throws(Reject) -> JSONKey {
        guard hasEscapes, memchr(bytes + start, 0x5C, count) != nil else {
            return JSONKey(start: UnsafePointer(bytes + start), count: count)
        }
        return try escapedName(start, count)
    }

    mutating func escapedName(_ start: Int, _ count: Int) throws(Reject) -> JSONKey {
        try unescape(start, count)
        return keepName(scratch)
    }

    /// Puts bytes where a key may point at them until the reader moves on. Names are hashed by
    /// whole words, so there are readable bytes behind them.
    mutating func keepName(_ text: [UInt8]) -> JSONKey {
        if text.count > nameCapacity {
            nameBytes.deallocate()
            nameCapacity = text.count * 2
            nameBytes = .allocate(capacity: nameCapacity + 8)
        }
        text.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            memcpy(nameBytes, base, source.count)
        }
        memset(nameBytes + text.count, 0, 8)
        return JSONKey(start: UnsafePointer(nameBytes), count: text.count)
    }

    @inline(__always)
    private mutating func remember(_ key: JSONKey) throws(Reject) {
        let hash = key.hash
        let bit: UInt64 = 1 << (hash >> 58)
        if frames[depth].mask & bit != 0 { try checkNew(key, hash) }
        guard seenCount - frames[depth].seenBase < Limits.fields else {
            throw reject(.objectTooLarge, "has more than \(Limits.fields) fields")
        }
        frames[depth].mask |= bit
        see(JSONSeenName(hash: hash, place: Int32(truncatingIfNeeded: at)))
    }

    private mutating func checkNew(_ key: JSONKey, _ hash: UInt64) throws(Reject) {
        for index in frames[depth].seenBase..<seenCount where seen[index].hash == hash {
            let text = key.text
            guard text == nameText(at: Int(seen[index].place)) else { continue }
            throw reject(
                .duplicateKey, "the field ‘\(text)’ is there twice; send it once")
        }
    }

    /// The name at a structural index, for messages; empty when it cannot be unescaped.
    func nameText(at place: Int) -> String {
        let start = Int(indexes[place]) + 1
        var end = start
        while bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        let raw = UnsafeBufferPointer(start: UnsafePointer(bytes + start), count: end - start)
        guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
        var out: [UInt8] = []
        guard JSONText.unescape(raw, into: &out) == nil else { return "" }
        return String(decoding: out, as: UTF8.self)
    }
}

extension JSONKey {
    /// Of length, first and last eight bytes. Reads up to eight bytes past a short name, which are
    /// always there.
    var hash: UInt64 {
        @inline(__always) get {
            let raw = UnsafeRawPointer(start)
            let head = raw.loadUnaligned(as: UInt64.self)
            guard count < 8 else {
                let tail = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
                return (head ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
                    ^ tail &* 0xC2B2_AE3D_27D4_EB4F
            }
            let masked = head & ((1 << UInt64(count * 8)) &- 1)
            return (masked ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
        }
    }
}
