import Foundation

/// Reads a file line by line in memory that does not grow with it.
struct LineReader: ~Copyable {
    enum Line {
        /// Without its line feed.
        case text(UnsafeRawBufferPointer)
        /// Longer than `longest`; its bytes were passed over.
        case tooLong
    }

    private let handle: FileHandle
    private let longest: Int
    private var buffer: [UInt8] = []
    private var at = 0
    private var isEnded = false
    /// Of the last line handed out, counted from 1.
    private(set) var number = 0

    init(path: String, longest: Int) throws {
        try ObjectFile.check(path)
        if path == "-" {
            handle = .standardInput
        } else if let file = FileHandle(forReadingAtPath: path) {
            handle = file
        } else {
            throw Failure.unavailable("cannot open \(path)")
        }
        self.longest = longest
    }

    /// Hands the next line to `read`; nil at the end of the file. What follows the last line feed
    /// is a line when there is any.
    mutating func next<Result>(_ read: (Line, Int) throws -> Result) throws -> Result? {
        var scanned = at
        while true {
            if let feed = lineFeed(from: scanned) {
                let line = at..<feed
                at = feed + 1
                return try hand(line, read)
            }
            guard !isEnded else {
                guard at < buffer.count else { return nil }
                let line = at..<buffer.count
                at = buffer.count
                return try hand(line, read)
            }
            scanned = buffer.count - at
            guard scanned <= longest else {
                try skipLine()
                number += 1
                return try read(.tooLong, number)
            }
            try fill()
        }
    }

    private mutating func hand<Result>(
        _ line: Range<Int>, _ read: (Line, Int) throws -> Result
    ) throws -> Result {
        number += 1
        let number = number
        guard line.count <= longest else { return try read(.tooLong, number) }
        return try buffer.withUnsafeBytes {
            try read(.text(UnsafeRawBufferPointer(rebasing: $0[line])), number)
        }
    }

    private func lineFeed(from start: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < bytes.count,
                let found = memchr(base + start, 0x0A, bytes.count - start)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// Lets go of what was read and reads on.
    private mutating func fill() throws {
        buffer.removeSubrange(..<at)
        at = 0
        let data = try handle.read(upToCount: 1 << 20) ?? Data()
        if data.isEmpty { isEnded = true } else { buffer.append(contentsOf: data) }
    }

    private mutating func skipLine() throws {
        while true {
            if let feed = lineFeed(from: at) {
                at = feed + 1
                return
            }
            at = buffer.count
            guard !isEnded else { return }
            try fill()
        }
    }
}
