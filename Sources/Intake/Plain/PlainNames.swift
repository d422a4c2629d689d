/// The names of an object's fields, or the words of an OCPI enum, to be found by whole words of
/// memory. They stand in the specification's order, in which most programs write them.
struct PlainNames<Name: RawRepresentable & CaseIterable & Sendable>: @unchecked Sendable
where Name.RawValue == String {
    // @unchecked: nothing writes to the entries after `init`.
    private let entries: UnsafePointer<Entry>
    private let count: Int

    private struct Entry {
        let name: Name
        /// The first eight bytes of the name and what follows it, as far as it has them.
        let head: UInt64
        let mask: UInt64
        /// The last eight bytes; the head for a short one.
        let tail: UInt64
        let tailAt: Int
        /// With what follows it.
        let length: Int
        let bytes: UnsafePointer<UInt8>
    }

    /// Made once per kind of object and kept as long as the process runs.
    /// - Parameter ending: what follows each name.
    init(ending: StaticString) {
        let names = Name.allCases
        let list = UnsafeMutablePointer<Entry>.allocate(capacity: names.count + 1)
        for (index, name) in names.enumerated() {
            (list + index).initialize(to: Self.entry(name, name.rawValue + "\(ending)"))
        }
        // Behind the last: like the first, so that there is always one to guess.
        if let first = names.first {
            (list + names.count).initialize(to: Self.entry(first, first.rawValue + "\(ending)"))
        }
        entries = UnsafePointer(list)
        count = names.count
        precondition((1...63).contains(count), "which names were seen is kept in one word")
    }

    private static func entry(_ name: Name, _ text: String) -> Entry {
        let count = text.utf8.count
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count + 8)
        bytes.initialize(repeating: 0, count: count + 8)
        for (place, byte) in text.utf8.enumerated() { bytes[place] = byte }
        let mask: UInt64 = count >= 8 ? .max : (1 << UInt64(count * 8)) - 1
        let tailAt = max(count - 8, 0)
        return Entry(
            name: name, head: word(bytes) & mask, mask: mask, tail: word(bytes + tailAt) & mask,
            tailAt: tailAt, length: count, bytes: UnsafePointer(bytes))
    }

    @inline(__always)
    private static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    struct Found {
        let name: Name
        /// Among `Name.allCases`.
        let place: Int
        /// Of the name and what follows it.
        let length: Int
    }

    /// The name that stands at `text`, nil when none does. `guess` is the place where to look first.
    /// - Precondition: `guess` is not negative and not above the number of names.
    @inline(__always)
    func find(_ text: UnsafePointer<UInt8>, from guess: Int) -> Found? {
        let entry = entries + guess
        guard guess < count, agrees(entry, text) else { return search(text, from: guess) }
        return Found(name: entry.pointee.name, place: guess, length: entry.pointee.length)
    }

    private func search(_ text: UnsafePointer<UInt8>, from guess: Int) -> Found? {
        for step in 1...count {
            let place = guess + step < count ? guess + step : (guess + step) % count
            let entry = entries + place
            guard agrees(entry, text) else { continue }
            return Found(name: entry.pointee.name, place: place, length: entry.pointee.length)
        }
        return nil
    }

    @inline(__always)
    private func agrees(
        _ entry: UnsafePointer<Entry>, _ text: UnsafePointer<UInt8>
    ) -> Bool {
        let (mask, tailAt) = (entry.pointee.mask, entry.pointee.tailAt)
        guard Self.word(text) & mask == entry.pointee.head,
            Self.word(text + tailAt) & mask == entry.pointee.tail
        else { return false }
        return tailAt <= 8 || isSame(entry, text)
    }

    /// What lies between head and tail.
    @inline(__always)
    private func isSame(_ entry: UnsafePointer<Entry>, _ text: UnsafePointer<UInt8>) -> Bool {
        var at = 8
        while at < entry.pointee.tailAt {
            guard Self.word(text + at) == Self.word(entry.pointee.bytes + at) else { return false }
            at += 8
        }
        return true
    }
}

/// Which of the known fields an object had, to refuse a second one.
struct PlainFields {
    /// One bit each, by place in `PlainNames`.
    private var known: UInt64 = 0

    /// The place behind the last one: the field that probably comes next.
    @inline(__always)
    var expected: Int { 64 &- known.leadingZeroBitCount }

    @inline(__always)
    mutating func note(place: Int) throws(NotPlain) {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: place)
        guard known & bit == 0 else { throw NotPlain() }
        known |= bit
    }
}

/// Which fields an object had that are only skipped. Few are remembered, and by hash.
struct PlainOtherFields {
    private var hashes = InlineArray<8, UInt64>(repeating: 0)
    private var count = 0

    mutating func note(_ name: JSONKey) throws(NotPlain) {
        let hash = name.hash
        guard count < hashes.count else { throw NotPlain() }
        for index in 0..<count where hashes[index] == hash { throw NotPlain() }
        hashes[count] = hash
        count += 1
    }
}

extension PlainCursor {
    /// The next field's name, with the cursor at its value; nil for a name that is none of `names`,
    /// with the cursor before it.
    @inline(__always)
    mutating func field<Name>(
        _ names: PlainNames<Name>, _ fields: inout PlainFields
    ) throws(NotPlain) -> Name? {
        guard at.pointee == UInt8(ascii: "\"") else { throw NotPlain() }
        guard let found = names.find(at + 1, from: fields.expected) else { return nil }
        try fields.note(place: found.place)
        at += 1 &+ found.length
        skipSpaces()
        return found.name
    }

    /// A field that nobody reads: name and value.
    mutating func skipField(_ others: inout PlainOtherFields) throws(NotPlain) {
        try others.note(try text())
        try take(":")
        try skipValue()
    }

    /// A word of an enum. `guess` is the place of the one that probably comes, and afterwards the
    /// place behind the one that came.
    @inline(__always)
    mutating func word<Word>(
        _ words: PlainNames<Word>, _ guess: inout Int
    ) throws(NotPlain) -> Word {
        guard at.pointee == UInt8(ascii: "\""), let found = words.find(at + 1, from: guess) else {
            throw NotPlain()
        }
        at += 1 &+ found.length
        guess = found.place &+ 1
        return found.name
    }

    /// Skips any value, checking it as strictly as one that is read.
    @inline(__always)
    mutating func skipValue() throws(NotPlain) {
        guard at.pointee == UInt8(ascii: "\"") else { return try skipOther(depth: 0) }
        _ = try text()
    }

    private mutating func skipOther(depth: Int) throws(NotPlain) {
        switch at.pointee {
        case UInt8(ascii: "\""): _ = try text()
        case UInt8(ascii: "{"): try skipObject(depth: depth + 1)
        case UInt8(ascii: "["):
            guard depth < 8 else { throw NotPlain() }
            try take("[")
            guard !closes("]") else { return }
            repeat { try skipOther(depth: depth + 1) } while takes(",")
            try close("]")
        case UInt8(ascii: "n"): guard takesNull() else { throw NotPlain() }
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try flag()
        default: _ = try number()
        }
    }

    private mutating func skipObject(depth: Int) throws(NotPlain) {
        guard depth < 8 else { throw NotPlain() }
        try take("{")
        guard !closes("}") else { return }
        var others = PlainOtherFields()
        repeat {
            try others.note(try text())
            try take(":")
            try skipOther(depth: depth)
        } while takes(",")
        try close("}")
    }
}
