import Roaming

// Values of the file, elements of a list.
extension PageReader {
    /// Skips white space; the byte behind it, nil at the end of the file. While a mark keeps bytes
    /// in memory it gives up, with a space, where no sane object is still at its beginning.
    func skipSpace() throws(SourceFault) -> UInt8? {
        try window.skipSpace(farFromMark: Self.envelopeHeadBytes)
    }

    /// A response shows what it is within its first few fields.
    private static let envelopeHeadBytes = 8192

    /// The mark is held to find out whether this is an envelope; by now it should be plain.
    var isFarFromMark: Bool {
        guard let mark = window.mark else { return false }
        return window.at - mark > Self.envelopeHeadBytes
    }

    /// The next value of the file.
    func readTop() throws(SourceFault) {
        guard let byte = try skipSpace() else { return end() }
        switch byte {
        case UInt8(ascii: "["):
            window.at += 1
            place = .list(.first, isData: false)
        case UInt8(ascii: "{"):
            envelope = Envelope()
            window.mark = window.at
            window.at += 1
            place = .envelope
        default:
            let offset = window.fileOffset(window.at)
            stop(
                .malformedJSON,
                "At byte \(offset) stands \(Self.name(of: byte)), where another object or the end "
                    + "of the file should be; the rest is not read.")
        }
    }

    /// The next element of a list, or its end.
    func readElement(_ position: ListPlace, isData: Bool) throws(SourceFault) {
        guard var byte = try skipSpace() else { return stopTruncated() }
        if byte == UInt8(ascii: "]") {
            window.at += 1
            place = isData ? .envelope : .top
            return
        }
        if position == .afterElement {
            if byte == UInt8(ascii: ",") {
                window.at += 1
                guard let next = try skipSpace() else { return stopTruncated() }
                byte = next
            } else {
                report(.malformedJSON, at: window.at, "A comma is missing before this element.")
            }
        }
        place = .list(.afterElement, isData: isData)
        switch byte {
        case UInt8(ascii: "{"): try readObject()
        case UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), 48...57,
            UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            try skipNonObject(byte)
        default:
            let offset = window.fileOffset(window.at)
            stop(
                .malformedJSON,
                "At byte \(offset) stands \(Self.name(of: byte)), where an object of the list "
                    + "should be; the rest of the file is not read.")
        }
    }

    private func skipNonObject(_ first: UInt8) throws(SourceFault) {
        let (offset, line) = (window.fileOffset(window.at), window.line(window.at))
        try skipValue(first)
        guard !isEnded else { return }
        let reject = Reject(
            .notAnObject,
            "An element of the list is no object but starts with \(Self.name(of: first)).",
            byte: Int(offset))
        page.rejects.append(PlacedReject(reject: reject, line: line, fileOffset: offset))
    }

    /// The object that starts at `at`.
    func readObject() throws(SourceFault) {
        window.mark = window.at
        var isTop = false
        if case .top = place { isTop = true }
        var scan = BracketScan(objectBytes: limits.objectBytes, stopsInLongLine: isTop)
        switch try scan.run(&window) {
        case .whole: keep(upTo: window.at)
        case .tooLarge(let offset, let line): reportTooLarge(offset, line)
        case .inLongLine(let offset, let line):
            reportTooLarge(offset, line)
            place = .line
            try skipRestOfLine()
        case .endOfFile: stopTruncated()
        }
    }

    func reportTooLarge(_ offset: Int64, _ line: Int) {
        let reject = Reject(
            .objectTooLarge,
            "The object at byte \(offset) is larger than \(limits.objectBytes) bytes.",
            byte: Int(offset))
        page.rejects.append(PlacedReject(reject: reject, line: line, fileOffset: offset))
    }

    /// Skips a value without keeping it.
    func skipValue(_ first: UInt8) throws(SourceFault) {
        window.mark = nil
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
            var scan = BracketScan(objectBytes: .max, stopsInLongLine: false)
            if case .endOfFile = try scan.run(&window) { stopTruncated() }
        default:
            while let byte = try window.peek() {
                let isPart =
                    (48...57).contains(byte) || (97...122).contains(byte)
                    || (65...90).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
                guard isPart else { return }
                window.at += 1
            }
        }
    }
}

/// Finds the end of the object, array or string that starts at the window's `at`, by its brackets
/// and quotes alone. A closing bracket of the wrong kind closes what lies within, so that one
/// broken object does not swallow its neighbours.
struct BracketScan {
    enum Outcome {
        /// `at` is behind it.
        case whole
        /// As `whole`, but it was let go because it is too long.
        case tooLarge(offset: Int64, line: Int)
        /// It is too long and has no line feed so far: what follows in its line goes with it.
        case inLongLine(offset: Int64, line: Int)
        case endOfFile
    }

    let objectBytes: Int
    let stopsInLongLine: Bool
    private var depth = 0
    /// One bit an open bracket, innermost lowest: 1 for an object. Deeper than 128 only counts.
    private var kinds: UInt128 = 0
    private var isInString = false
    private var isEscaped = false
    private var letGo: (offset: Int64, line: Int)?

    init(objectBytes: Int, stopsInLongLine: Bool) {
        self.objectBytes = objectBytes
        self.stopsInLongLine = stopsInLongLine
    }

    mutating func run(_ window: inout ByteWindow) throws(SourceFault) -> Outcome {
        while true {
            let found = step(window.bytes, window.at, window.end)
            window.at = found.at
            if let mark = window.mark, window.at - mark > objectBytes {
                let (offset, line) = (window.fileOffset(mark), window.line(mark))
                letGo = (offset, line)
                window.mark = nil
                if stopsInLongLine, !found.isWhole, window.line(window.at) == line {
                    return .inLongLine(offset: offset, line: line)
                }
            }
            if found.isWhole {
                guard let letGo else { return .whole }
                return .tooLarge(offset: letGo.offset, line: letGo.line)
            }
            if try !window.fill() {
                return letGo.map { .tooLarge(offset: $0.offset, line: $0.line) } ?? .endOfFile
            }
        }
    }

    private mutating func step(
        _ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int
    ) -> (at: Int, isWhole: Bool) {
        var at = start
        if isEscaped, at < end {
            isEscaped = false
            at += 1
        }
        while at < end {
            if isInString {
                guard let quote = closingQuote(bytes, at, end) else { return (end, false) }
                isInString = false
                at = quote + 1
                if depth == 0 { return (at, true) }
            }
            // `[{` and `]}` differ by 0x20 only.
            while at < end, bytes[at] != 0x22, bytes[at] | 0x20 != 0x7B, bytes[at] | 0x20 != 0x7D {
                at += 1
            }
            guard at < end else { break }
            let byte = bytes[at]
            if byte == 0x22 {
                isInString = true
            } else if byte | 0x20 == 0x7B {
                if depth < 128 { kinds = kinds << 1 | (byte == 0x7B ? 1 : 0) }
                depth += 1
            } else {
                switch close(byte == 0x7D ? 1 : 0) {
                case .inside: break
                case .outermost: return (at + 1, true)
                case .foreign: return (at, true)
                }
            }
            at += 1
        }
        return (at, false)
    }

    /// Where the string that `at` lies in closes; nil when that is not in memory yet.
    private mutating func closingQuote(
        _ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        var at = start
        while at < end {
            if bytes[at] == 0x22 { return at }
            at += bytes[at] == 0x5C ? 2 : 1
        }
        isEscaped = at > end
        return nil
    }

    private enum Closed {
        case inside, outermost
        /// It closes something around this value.
        case foreign
    }

    private mutating func close(_ kind: UInt128) -> Closed {
        if depth > 128 {
            depth -= 1
            return .inside
        }
        while depth > 0 {
            let top = kinds & 1
            depth -= 1
            kinds >>= 1
            if top == kind { return depth == 0 ? .outermost : .inside }
        }
        return .foreign
    }
}
